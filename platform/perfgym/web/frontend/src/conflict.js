// Two versions of one file, one saved elsewhere and one typed here: both are shown, one stays, the other is in the history.
import { byId, show, text } from "./dom.js";

export class Conflicts {
  constructor(files, editor, open) {
    Object.assign(this, { files, editor, open });
    byId("settle").addEventListener("click", () => this.ask());
    byId("keep-mine").addEventListener("click", () => this.settle(this.file.conflict.content, this.file.content));
    byId("take-theirs").addEventListener("click", () => this.settle(this.file.content, this.file.conflict.content));
  }

  /** Show the first file that has two versions, if there is one. */
  ask() {
    [this.file] = this.files.conflicts();
    show("settle", Boolean(this.file));
    if (!this.file) return byId("conflict").close();
    text("conflict-path", this.file.path);
    text("conflict-theirs", this.file.conflict.content);
    text("conflict-mine", this.file.content);
    if (!document.querySelector("dialog[open]")) byId("conflict").showModal();
  }

  async settle(other, stays) {
    const file = this.file;
    byId("conflict").close();
    this.open(file);
    const done = this.files.settle(file, stays);
    this.editor.replace(file, other); // so that an undo brings the other one back
    this.editor.replace(file, stays);
    await done;
    this.ask();
  }
}
