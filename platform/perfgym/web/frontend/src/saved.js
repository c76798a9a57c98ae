// Whether what one typed is safe, in words that are true at the moment they are read.
import { announce, byId, show, text } from "./dom.js";

const EVERY_MS = 1000;
const SAID = { saving: "saving", unsaved: "not saved yet", conflict: "saved elsewhere too", error: "not saved" };

export class Saved {
  /** `isSafe()`: whether this browser keeps what cannot be saved. */
  constructor(at, isSafe) {
    Object.assign(this, { at: at ? Date.parse(at) : null, state: "saved", isSafe });
    setInterval(() => this.say(), EVERY_MS);
    this.say();
  }

  changed(state, file, message = "") {
    if (state === "saved") this.at = Date.now();
    this.state = state;
    text("save-problem", message);
    show("save-problem", Boolean(message));
    if (message) announce(`${file.path}: ${message}`);
    this.say();
  }

  say() {
    byId("save-state").dataset.saveState = this.state;
    text("save-state", this.words());
  }

  words() {
    if (this.state === "saved") return this.at ? `saved ${ago((Date.now() - this.at) / 1000)}` : "nothing changed yet";
    if (this.state === "offline") return this.isSafe() ? "offline: kept on this machine" : "offline: leave this page open";
    return SAID[this.state];
  }
}

/** Seconds as "just now", "12 s ago", "3 min ago", "5 h ago", "2 days ago". */
export function ago(seconds) {
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
