// The console's editor: one text, in place of the form's field, which it keeps up to date.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { highlighting, theme } from "./theme.js";

export class SqlEditor {
  /** `changed(text)` hears of every change; Ctrl+Enter calls `run`. */
  constructor(holder, field, { changed, run }) {
    this.view = new EditorView({
      parent: holder,
      state: EditorState.create({
        doc: field.value,
        extensions: [
          lineNumbers(), history(), drawSelection(), bracketMatching(), syntaxHighlighting(highlighting), theme,
          sql({ dialect: PostgreSQL, upperCaseKeywords: true }), EditorView.lineWrapping,
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }])),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.contentAttributes.of({ "aria-label": "Statement. Escape, then Tab leaves the editor." }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            field.value = update.state.doc.toString();
            changed(field.value);
          }),
        ],
      }),
    });
    holder.hidden = false;
    field.hidden = true;
    field.required = false; // the site says so in words; a hidden field cannot
  }

  focus() {
    this.view.focus();
  }
}
