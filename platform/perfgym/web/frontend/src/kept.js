// What was typed and is not saved yet, kept in this browser until it is: one entry a tab and file, so that no tab writes over another's.
import { uuid } from "./api.js";

const TAB = uuid(); // of this page; a reload is another one, and takes over what this one leaves
const ANSWER_MS = 200;

/** Unsaved text of one person and one lab. Only a second net: without it saving goes on. */
export class Kept {
  constructor(person, lab, channel) {
    this.prefix = `perfgym:kept:${person}:${lab}:`;
    this.channel = channel;
    this.living = new Set();
    channel.hear("who", () => channel.tell("here", { tab: TAB }));
    channel.hear("here", ({ tab }) => this.living.add(tab));
  }

  key(path, tab = TAB) {
    return `${this.prefix}${tab}:${path}`;
  }

  /** Remember content, and the digest of what it was typed over; whether this browser does. */
  keep({ path, content, digest, settles }) {
    return this.put(this.key(path), { content, base: digest, settles });
  }

  /** Remember text that lost against another and is still to be put into the history. */
  keepAside(path, content) {
    return this.put(this.key(path, uuid()), { content, aside: true });
  }

  put(key, entry) {
    return guarded(() => localStorage.setItem(key, JSON.stringify({ ...entry, at: Date.now() })) ?? true) === true;
  }

  forget({ path }) {
    guarded(() => localStorage.removeItem(this.key(path)));
  }

  /** What tabs that are gone have left, the latest first: {path, content, base, settles, aside, forget}. */
  async left() {
    if (!this.entries().length) return [];
    this.living = new Set([TAB]);
    this.channel.tell("who", {});
    await new Promise((done) => setTimeout(done, ANSWER_MS));
    return this.entries().filter(({ tab }) => !this.living.has(tab)).sort((a, b) => b.at - a.at);
  }

  entries() {
    const keys = guarded(() => Object.keys(localStorage)) ?? [];
    return keys.filter((key) => key.startsWith(this.prefix) && !key.startsWith(this.key(""))).flatMap((key) => this.entry(key));
  }

  entry(key) {
    const found = guarded(() => JSON.parse(localStorage.getItem(key)));
    const [tab] = key.slice(this.prefix.length).split(":", 1);
    const path = key.slice(this.prefix.length + tab.length + 1);
    return found ? [{ ...found, tab, path, forget: () => guarded(() => localStorage.removeItem(key)) }] : [];
  }
}

function guarded(action) {
  try {
    return action();
  } catch (error) {
    console.warn("This browser keeps no unsaved text:", error);
    return undefined;
  }
}
