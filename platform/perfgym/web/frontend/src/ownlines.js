// Marks what differs from the starter while one types: own lines are tinted, a dashed line stands where some were taken out.
import { Chunk } from "@codemirror/merge";
import { StateField, Text } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const OWN = Decoration.line({ class: "cm-own" });
const GONE = Decoration.line({ class: "cm-gone" });
const CAREFUL = { scanLimit: 500, timeout: 50 }; // ms; typing comes first

export function ownLines(starter) {
  const before = Text.of(starter.split("\n"));
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
