// One list for all files of the app: without a word it opens one, with a word it finds the lines that have it.
import { send } from "./api.js";
import { register } from "./commands.js";
import { byId } from "./dom.js";
import { Picker } from "./picker.js";

const MOST_A_FILE = 50;
const AROUND = 60; // characters shown before a match

export class FindFiles {
  /** `list` are the files that can be edited; `open(file)` opens one of these or of the app's others; `goTo` selects in it. */
  constructor(list, sourceUrl, { open, goTo }) {
    Object.assign(this, { list, sourceUrl, open, goTo, others: null });
    this.picker = new Picker(byId("find"), {
      find: (typed) => this.find(typed),
      draw,
      take: (found) => this.take(found),
      none: (typed) => (typed ? "No file has this." : "There are no files."),
    });
    byId("show-find").addEventListener("click", () => this.picker.open());
    register({ id: "find", name: "Search in all files, or open one", group: "Files", keys: ["Mod+Shift+f", "/"], run: () => this.picker.open() });
  }

  async find(typed) {
    const files = [...this.list, ...(await this.rest())];
    return typed ? files.flatMap((file) => matches(file, typed.toLowerCase())) : files.map((file) => ({ file }));
  }

  /** The app's other files, fetched when they are first wanted; without them one's own are still found. */
  async rest() {
    this.others ??= send("GET", this.sourceUrl).then(
      ({ files }) => files.map((file) => ({ ...file, starter: file.content, fixed: true })),
      (error) => {
        console.warn("The app's other files cannot be read now:", error);
        this.others = null;
        return [];
      },
    );
    return this.others;
  }

  take({ file, line, at, length }) {
    this.open(file);
    if (line) this.goTo(line, at, at + length);
  }
}

function matches(file, wanted) {
  const found = [];
  for (const [index, text] of file.content.split("\n").entries()) {
    const at = text.toLowerCase().indexOf(wanted);
    if (at >= 0) found.push({ file, line: index + 1, at, length: wanted.length, text });
    if (found.length === MOST_A_FILE) break;
  }
  return found;
}

function draw({ file, line, at, length, text }, row) {
  const where = span("name num", line ? `${file.path}:${line}` : file.path);
  row.append(where);
  if (line) row.append(excerpt(text, at, length));
  if (file.fixed) row.append(span("tag", "read only"));
}

function excerpt(text, at, length) {
  const from = Math.max(0, at - AROUND);
  const holder = span("text num", `${from ? "…" : ""}${text.slice(from, at).trimStart()}`);
  holder.append(Object.assign(document.createElement("mark"), { textContent: text.slice(at, at + length) }), text.slice(at + length, at + length + AROUND));
  return holder;
}

const span = (className, textContent) => Object.assign(document.createElement("span"), { className, textContent });
