// The learner's files: what they are now, what the starter has, what is saved, and what still waits to be saved.
import { Refused, send } from "./api.js";
import { Channel } from "./channel.js";
import { Kept } from "./kept.js";

const WAIT_MS = 600;
const RETRY_MS = 3000;
const LOOK_MS = 20_000; // between two looks for what another machine has saved
const LARGEST_LAST_WORD = 60_000; // bytes; a browser sends no more while a page is going away
const CONFLICT = 409;

export class Files {
  /**
   * `changed(state, file, message)` hears of "unsaved", "saving", "saved", "conflict", "offline" and "error";
   * `taken(file)` of a file that another tab or machine has saved, and that shows it now.
   */
  constructor({ lab, person, filesUrl, digestsUrl, asideUrl }, list, { changed, taken }) {
    Object.assign(this, { url: filesUrl, digestsUrl, asideUrl, changed, taken, timer: null, queue: Promise.resolve(true), safe: true });
    this.list = list.map((file) => ({ ...file, saved: file.content, conflict: null, settles: false, problem: "" }));
    this.channel = new Channel(person, lab);
    this.kept = new Kept(person, lab, this.channel);
    this.channel.hear("saved", ({ path, digest, content }) => this.learn(this.named(path), digest, content));
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.look());
    addEventListener("online", () => this.flush());
    addEventListener("beforeunload", (event) => !this.safe && this.unsaved().length && event.preventDefault());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.comeBack()));
    setInterval(() => document.hidden || this.look(), LOOK_MS);
  }

  named(path) {
    return this.list.find((file) => file.path === path);
  }

  edit(file, content) {
    if (file.content === content) return;
    Object.assign(file, { content, problem: "" });
    this.keep(file);
    this.report(file);
    this.later(WAIT_MS);
  }

  keep(file) {
    this.safe = this.kept.keep(file);
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), ms);
  }

  unsaved() {
    return this.list.filter((file) => file.content !== file.saved);
  }

  waiting() {
    return this.unsaved().filter((file) => !file.conflict);
  }

  conflicts() {
    return this.list.filter((file) => file.conflict);
  }

  /** Save everything that waits, one after the other; resolves to true when nothing is left. */
  flush(options = {}) {
    clearTimeout(this.timer);
    return this.next(() => this.saveAll(options));
  }

  /** One thing with the site at a time: an answer is never older than what was sent before it. */
  next(action) {
    const before = this.queue.catch((error) => console.error("Saving goes on after an error of the page:", error));
    this.queue = before.then(action);
    return this.queue;
  }

  async saveAll(options) {
    const refused = new Set();
    for (let file; (file = this.waiting().find((each) => !refused.has(each))); ) {
      const done = await this.save(file, options);
      if (done === "away") return false;
      if (done === "refused") refused.add(file); // the others are saved all the same
    }
    return this.unsaved().length === 0 && this.conflicts().length === 0;
  }

  async save(file, options = {}) {
    const content = file.content;
    this.changed("saving", file);
    try {
      const { digest } = await send("PUT", this.url + file.path, { content, base: file.digest, settles: file.settles }, options);
      this.settled(file, digest, content);
      this.channel.tell("saved", { path: file.path, digest, content });
      return "saved";
    } catch (error) {
      return this.failed(file, error);
    }
  }

  settled(file, digest, saved) {
    Object.assign(file, { digest, saved, conflict: null, settles: false, problem: "" });
    if (file.content === saved) this.kept.forget(file);
    else this.keep(file);
    this.report(file);
  }

  /** Say how all files are, the worst first. */
  report(file) {
    const troubled = this.waiting().find((each) => each.problem);
    if (this.conflicts().length) this.changed("conflict", file);
    else if (troubled) this.changed("error", troubled, troubled.problem);
    else this.changed(this.waiting().length ? "unsaved" : "saved", file);
  }

  failed(file, error) {
    if (error instanceof Refused && error.status === CONFLICT) {
      this.learn(file, error.body.digest, error.body.content);
      return "conflict";
    }
    if (error instanceof Refused && error.status < 500) {
      file.problem = error.message;
      this.report(file);
      return "refused";
    }
    this.changed("offline", file);
    this.later(RETRY_MS);
    return "away";
  }

  /** Somebody else has saved this content: take it where nothing was typed here, else there are two versions. */
  learn(file, digest, content) {
    if (!file || file.digest === digest) return;
    if (file.content === content) this.settled(file, digest, content);
    else if (file.content === file.saved && !file.conflict) {
      file.content = content;
      this.settled(file, digest, content);
      this.taken(file);
    } else {
      file.conflict = { digest, content };
      this.report(file);
    }
  }

  /** Ask the site what is saved now, and learn what differs. Resolves to false where other files are there than here. */
  look() {
    return this.next(() => this.lookAround().catch((error) => this.away(error)));
  }

  async lookAround() {
    const { digests } = await send("GET", this.digestsUrl);
    for (const file of this.list.filter(({ path, digest }) => digests[path] && digests[path] !== digest)) {
      const { digest, content } = await send("GET", this.url + file.path);
      this.learn(file, digest, content);
    }
    return Object.keys(digests).length === this.list.length && this.list.every(({ path }) => digests[path]);
  }

  away(error) {
    if (error instanceof Refused && error.status < 500) console.warn("What others have saved is not known:", error);
    return true; // saving says what is wrong, and tries again
  }

  /** What tabs that were closed have left: the latest text becomes the file's, others go into the history. */
  async recover() {
    const back = [];
    for (const entry of await this.kept.left()) {
      const file = this.named(entry.path);
      if (file && this.takeOver(file, entry)) back.push(file);
      else if (entry.content === file?.content || (await this.putAside(entry.path, entry.content))) entry.forget();
    }
    return back;
  }

  takeOver(file, { content, base, settles, aside, forget }) {
    if (aside || file.content !== file.saved || file.conflict || content === file.content) return false;
    if (base !== file.digest) file.conflict = { digest: file.digest, content: file.content };
    else file.settles = settles;
    file.content = content;
    this.keep(file);
    forget();
    return true;
  }

  /** Put text that gives way into the history; kept in this browser where the site cannot be reached. */
  async putAside(path, content) {
    try {
      await send("POST", this.asideUrl, { path, content });
      return true;
    } catch (error) {
      console.warn(`${path} is not in the history yet:`, error);
      return false;
    }
  }

  /** Settle a conflict by the version that stays; the other one is in the history. */
  async settle(file, content) {
    const { content: theirs, digest } = file.conflict;
    const mine = file.content;
    Object.assign(file, { conflict: null, digest, saved: theirs, content, settles: true });
    if (content !== theirs) {
      this.keep(file);
      return this.flush();
    }
    await this.giveWay(file.path, mine);
    this.settled(file, digest, theirs);
    return this.queue;
  }

  async giveWay(path, content) {
    if (!(await this.putAside(path, content))) this.kept.keepAside(path, content);
  }

  /** Put the starter's version back. Throws Refused or TypeError. */
  async restore(file) {
    await this.flush();
    if (file.conflict) await this.giveWay(file.path, file.content);
    const answer = await send("DELETE", this.url + file.path);
    Object.assign(file, { content: answer.content });
    this.settled(file, answer.digest, answer.content);
    this.channel.tell("saved", { path: file.path, digest: answer.digest, content: answer.content });
  }

  comeBack() {
    this.flush();
    this.look();
  }

  /** The page is going away: send what waits along, where it is small enough; the rest is kept in the browser. */
  leave() {
    const size = this.waiting().reduce((sum, file) => sum + file.content.length * 2, 0);
    if (size && size < LARGEST_LAST_WORD) this.flush({ keepalive: true });
  }
}
