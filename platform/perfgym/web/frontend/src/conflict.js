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
    this.show(this.file.conflict.content, this.file.content);
    if (!document.querySelector("dialog[open]")) byId("conflict").showModal();
  }

  /** What differs and a few lines around it; the whole texts as long as nobody knows how they differ. */
  show(theirs, mine) {
    const known = this.editor.difference?.excerpts(theirs, mine);
    fill(byId("conflict-theirs"), known?.[0] ?? whole(theirs));
    fill(byId("conflict-mine"), known?.[1] ?? whole(mine));
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

const whole = (content) => content.split("\n").map((line, index) => ({ no: index + 1, text: line, differs: false }));

function fill(holder, lines) {
  holder.replaceChildren(...lines.map((line) => (line ? drawn(line) : gap())));
}

function drawn({ no, text: content, differs }) {
  const row = Object.assign(document.createElement("span"), { className: differs ? "row differs" : "row" });
  row.append(Object.assign(document.createElement("span"), { className: "no", textContent: no }), differs ? "* " : "  ", content, "\n");
  return row;
}

const gap = () => Object.assign(document.createElement("span"), { className: "row gap", textContent: "  …\n" });
