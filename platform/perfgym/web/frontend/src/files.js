// The learner's files: what they are now, what the starter has, what is saved, and what still waits to be saved.
import { Refused, send } from "./api.js";
import { forget, keep, kept } from "./kept.js";

const WAIT_MS = 600;
const RETRY_MS = 3000;
const LARGEST_LAST_WORD = 60_000; // bytes; a browser sends no more while a page is going away

export class Files {
  /** `changed(state, file, message)` hears of "unsaved", "saving", "saved", "conflict" and "error". */
  constructor(lab, url, list, changed) {
    this.lab = lab;
    this.url = url;
    this.list = list.map((file) => ({ ...file, saved: file.content, conflict: null }));
    this.changed = changed;
    this.timer = null;
    this.queue = Promise.resolve(true);
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
  }

  /** Bring back what an earlier visit could not save; the files that changed by it. A newer save elsewhere makes it a conflict. */
  recover() {
    return this.list.filter((file) => {
      const found = kept(this.lab, file);
      if (!found || found.content === file.content) {
        forget(this.lab, file);
        return false;
      }
      if (found.base !== file.digest) file.conflict = { digest: file.digest, content: file.content };
      file.content = found.content;
      return true;
    });
  }

  edit(file, content) {
    if (file.content === content) return;
    file.content = content;
    keep(this.lab, file);
    this.changed(file.conflict ? "conflict" : "unsaved", file);
    this.later(WAIT_MS);
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), ms);
  }

  waiting() {
    return this.list.filter((file) => file.content !== file.saved && !file.conflict);
  }

  conflicts() {
    return this.list.filter((file) => file.conflict);
  }

  /** Save everything that waits, one after the other; resolves to true when nothing is left. */
  flush(options = {}) {
    clearTimeout(this.timer);
    this.queue = this.queue.then(() => this.saveAll(options));
    return this.queue;
  }

  async saveAll(options) {
    for (let file; (file = this.waiting()[0]); ) {
      if (!(await this.save(file, options))) return false;
    }
    return this.conflicts().length === 0;
  }

  async save(file, options = {}) {
    const content = file.content;
    this.changed("saving", file);
    try {
      const { digest } = await send("PUT", this.url + file.path, { content, base: file.digest }, options);
      this.settled(file, digest, content);
      return true;
    } catch (error) {
      this.failed(file, error);
      return false;
    }
  }

  settled(file, digest, saved) {
    Object.assign(file, { digest, saved });
    if (file.content === saved) forget(this.lab, file);
    else keep(this.lab, file);
    this.changed(this.waiting().length ? "unsaved" : "saved", file);
  }

  failed(file, error) {
    if (error instanceof Refused && error.status === 409) {
      file.conflict = error.body;
      this.changed("conflict", file);
      return;
    }
    const refused = error instanceof Refused;
    this.changed("error", file, refused ? error.message : "not saved yet: the site cannot be reached. Trying again.");
    if (!refused || error.status >= 500) this.later(RETRY_MS);
  }

  /** Settle a conflict by the version that stays. */
  settle(file, content) {
    const theirs = file.conflict;
    Object.assign(file, { conflict: null, digest: theirs.digest, saved: theirs.content, content });
    if (content !== theirs.content) return this.flush();
    forget(this.lab, file);
    this.changed("saved", file);
    return this.queue;
  }

  /** Put the starter's version back. Throws Refused or TypeError. */
  async restore(file) {
    await this.flush();
    const answer = await send("DELETE", this.url + file.path);
    Object.assign(file, { content: answer.content, conflict: null });
    this.settled(file, answer.digest, answer.content);
  }

  /** The page is going away: send what waits along, where it is small enough; the rest is kept in the browser. */
  leave() {
    const size = this.waiting().reduce((sum, file) => sum + file.content.length * 2, 0);
    if (size && size < LARGEST_LAST_WORD) this.flush({ keepalive: true });
  }
}
