// The editor: one view, one state a file, and a second face that shows the difference to the starter.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { python } from "@codemirror/lang-python";
import { sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const LANGUAGES = { py: python, sql, html };

const style = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--after)" },
  { tag: [tags.comment, tags.docString], color: "var(--ink-3)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--panel)", color: "var(--ink)", height: "100%" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--ink-3)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--code) 70%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--after-soft)" },
  ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)" },
  ".cm-changedLine, .cm-insertedLine": { backgroundColor: "color-mix(in srgb, var(--after-soft) 60%, transparent) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--code)", color: "var(--ink-3)" },
});

export class Editor {
  constructor(holder, edited) {
    this.edited = edited;
    this.merge = new Compartment();
    this.states = new Map();
    this.diff = false;
    holder.replaceChildren();
    this.view = new EditorView({ parent: holder });
  }

  open(file) {
    if (this.file) this.states.set(this.file, this.view.state);
    this.file = file;
    this.view.setState(this.states.get(file) ?? this.state(file));
    this.showDiff(this.diff);
  }

  state(file) {
    const language = LANGUAGES[file.path.split(".").pop()];
    return EditorState.create({
      doc: file.content,
      extensions: [
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(), highlightSelectionMatches(),
        indentUnit.of("    "), syntaxHighlighting(style), theme, language ? language() : [], this.merge.of([]),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab].filter((binding) => binding.key !== "Mod-Enter")),
        EditorView.contentAttributes.of({ "aria-label": file.path }),
        EditorView.updateListener.of((update) => update.docChanged && this.edited(file, update.state.doc.toString())),
      ],
    });
  }

  /** Put other content in, as one step that can be undone. */
  replace(file, content) {
    if (file === this.file) this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: content } });
    else this.states.delete(file);
  }

  showDiff(on) {
    this.diff = on;
    const face = on ? unifiedMergeView({ original: this.file.starter, mergeControls: false }) : [];
    this.view.dispatch({ effects: this.merge.reconfigure(face) });
  }

  focus() {
    this.view.focus();
  }
}
