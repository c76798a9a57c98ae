// The page of the app preview.
import { byId } from "./dom.js";
import { Preview } from "./preview.js";

const preview = new Preview(byId("app"), { said: (text) => (byId("app-said").textContent = text) });
const asked = new URLSearchParams(location.search);
if (!asked.has("show")) preview.again();
byId("app").dataset.ready = "yes";
