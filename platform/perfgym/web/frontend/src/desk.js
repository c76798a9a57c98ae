// The page of a lab that runs nothing: the guide, and what one writes in it.
import { byId } from "./dom.js";
import { guide } from "./guide.js";

guide(byId("guide"), byId("guide").dataset);
byId("guide").dataset.ready = "yes";
