// The learner's files: what they are now, what the starter has, what is saved, and what still waits to be saved.
import { Refused, send } from "./api.js";

const WAIT_MS = 600;
const RETRY_MS = 3000;

export class Files {
  constructor(lab, url, list, changed) {
    this.lab = lab;
    this.url = url;
    this.list = list.map((file) => ({ ...file, saved: file.content }));
    this.changed = changed; // (state, file, detail) => void
    this.timer = null;
    this.saving = null;
    addEventListener("pagehide", () => this.flush({ keepalive: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.flush({ keepalive: true }));
  }

  key(file) {
    return `perfgym:${this.lab}:${file.path}`;
  }

  /** What was typed and never saved, from an earlier visit. */
  unsaved(file) {
    const kept = localStorage.getItem(this.key(file));
    if (kept === null || kept === file.saved) localStorage.removeItem(this.key(file));
    return kept !== null && kept !== file.saved ? kept : null;
  }

  edit(file, content) {
    file.content = content;
    if (content === file.saved) return;
    localStorage.setItem(this.key(file), content);
    this.changed("unsaved", file);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), WAIT_MS);
  }

  /** Save everything that waits; resolves to true when nothing is left unsaved. */
  async flush(options = {}) {
    clearTimeout(this.timer);
    if (this.saving) await this.saving;
    this.saving = this.saveAll(options);
    const ok = await this.saving;
    this.saving = null;
    return ok;
  }

  async saveAll(options) {
    for (const file of this.list.filter((each) => each.content !== each.saved && !each.conflict)) {
      if (!(await this.save(file, options))) return false;
    }
    return this.list.every((file) => file.content === file.saved);
  }

  async save(file, options = {}) {
    const content = file.content;
    this.changed("saving", file);
    try {
      const answer = await send("PUT", this.url + file.path, { content, base: file.digest }, options);
      Object.assign(file, { digest: answer.digest, saved: content });
      localStorage.removeItem(this.key(file));
      this.changed(file.content === content ? "saved" : "unsaved", file);
      return true;
    } catch (error) {
      return this.failed(file, error);
    }
  }

  failed(file, error) {
    if (error instanceof Refused && error.status === 409) {
      file.conflict = error.body;
      this.changed("conflict", file, error.body);
    } else {
      this.changed("error", file, error instanceof Refused ? error.message : "not saved, trying again");
      if (!(error instanceof Refused) || error.status >= 500) this.timer = setTimeout(() => this.flush(), RETRY_MS);
    }
    return false;
  }

  /** Settle a conflict: keep what is here, or take what was saved elsewhere. */
  async settle(file, keepMine) {
    const { digest, content } = file.conflict;
    file.conflict = null;
    file.digest = digest;
    if (keepMine) return this.save(file);
    Object.assign(file, { content, saved: content });
    localStorage.removeItem(this.key(file));
    this.changed("saved", file);
    return true;
  }

  async restore(file) {
    const answer = await send("DELETE", this.url + file.path);
    Object.assign(file, { content: answer.content, saved: answer.content, digest: answer.digest });
    localStorage.removeItem(this.key(file));
    this.changed("saved", file);
  }
}
