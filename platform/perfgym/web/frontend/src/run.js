// The permanent page of a run while it goes on: what it is doing. What came out is drawn by the server.
import { byId } from "./dom.js";
import { watch } from "./watch.js";

if (byId("watch")) watch(byId("watch"));
