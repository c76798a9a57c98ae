// What differs from the starter: marked while one types, as one text with what is gone, or side by side. Fetched once the page is usable.
import { Chunk, MergeView, goToNextChunk, goToPreviousChunk, unifiedMergeView } from "@codemirror/merge";
import { StateField, Text } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

export { goToNextChunk, goToPreviousChunk };

const OWN = Decoration.line({ class: "cm-own" });
const GONE = Decoration.line({ class: "cm-gone" });
const CAREFUL = { scanLimit: 500, timeout: 50 }; // ms; typing comes first
const AROUND = 2; // lines shown before and after a difference
const UNCHANGED = { margin: 3, minSize: 4 };

const textOf = (content) => Text.of(content.split("\n"));

/** Own lines are tinted; a dashed line stands where some were taken out. */
export function ownLines(starter) {
  const before = textOf(starter);
  return StateField.define({
    create: ({ doc }) => marked(Chunk.build(before, doc, CAREFUL), doc),
    update: (value, { docChanged, changes, newDoc }) =>
      docChanged ? marked(Chunk.updateB(value.chunks, before, newDoc, changes, CAREFUL), newDoc) : value,
    provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
  });
}

function marked(chunks, doc) {
  const marks = chunks.flatMap(({ fromB, toB, endB }) => (fromB === toB ? [gone(fromB, doc)] : own(fromB, endB, doc)));
  return { chunks, marks: Decoration.set(marks, true) };
}

function own(from, to, doc) {
  const [first, last] = [doc.lineAt(from).number, doc.lineAt(Math.min(to, doc.length)).number];
  return Array.from({ length: last - first + 1 }, (_, offset) => OWN.range(doc.line(first + offset).from));
}

const gone = (at, doc) => GONE.range(doc.lineAt(Math.min(at, doc.length)).from);

/** How many lines were changed, added or taken out; a changed one counts once. */
export function changedLines(starter, content) {
  const [a, b] = [textOf(starter), textOf(content)];
  const lines = (doc, from, to, end) => (from === to ? 0 : doc.lineAt(Math.min(end, doc.length)).number - doc.lineAt(from).number + 1);
  return Chunk.build(a, b, CAREFUL).reduce(
    (sum, { fromA, toA, endA, fromB, toB, endB }) => sum + Math.max(lines(a, fromA, toA, endA), lines(b, fromB, toB, endB)),
    0,
  );
}

/** Where two texts differ, for each the lines there and a few around: [{no, text, differs}], null for a gap. */
export function excerpts(one, other) {
  const [a, b] = [textOf(one), textOf(other)];
  const chunks = Chunk.build(a, b, CAREFUL);
  return [
    excerpt(a, chunks.map(({ fromA, toA, endA }) => [fromA, toA, endA])),
    excerpt(b, chunks.map(({ fromB, toB, endB }) => [fromB, toB, endB])),
  ];
}

function excerpt(doc, ranges) {
  const differing = new Set();
  const shown = new Set();
  for (const [from, to, end] of ranges) {
    const [first, last] = [doc.lineAt(Math.min(from, doc.length)).number, doc.lineAt(Math.min(end, doc.length)).number];
    for (let no = Math.max(1, first - AROUND); no <= Math.min(doc.lines, last + AROUND); no++) shown.add(no);
    if (from < to) for (let no = first; no <= last; no++) differing.add(no);
  }
  const numbers = [...shown].sort((x, y) => x - y);
  return numbers.flatMap((no, index) => {
    const line = { no, text: doc.line(no).text, differs: differing.has(no) };
    return index > 0 && numbers[index - 1] < no - 1 ? [null, line] : [line];
  });
}

/** One text, with the lines that are gone between those that stand. */
export const unified = (starter) =>
  unifiedMergeView({ original: starter, collapseUnchanged: UNCHANGED, mergeControls: control, syntaxHighlightDeletions: false });

/** Lines can go back to the starter's; the starter itself never changes. */
function control(type, action) {
  if (type !== "reject") return document.createElement("span");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "put these lines back" });
  button.addEventListener("mousedown", action);
  button.addEventListener("click", (event) => event.detail === 0 && action(event)); // by keyboard
  return button;
}

/** The starter on the left, what one has on the right; both are states of an editor. */
export function sideBySide(parent, a, b) {
  return new MergeView({ parent, a, b, orientation: "a-b", revertControls: "a-to-b", renderRevertControl: back, collapseUnchanged: UNCHANGED });
}

function back() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "cm-back", textContent: "→", title: "Put these lines back" });
  button.setAttribute("aria-label", "Put these lines back");
  return button;
}
