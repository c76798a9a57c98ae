// The editor: one view, one state a file, and a second face that shows the difference to the starter.
import { defaultKeymap, history, historyKeymap, indentWithTab, moveLineDown, moveLineUp, redo, toggleComment, toggleTabFocusMode, undo } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { unifiedMergeView } from "@codemirror/merge";
import { findNext, gotoLine, highlightSelectionMatches, openSearchPanel, search, searchKeymap, selectNextOccurrence } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { MAC, register } from "./commands.js";
import { languageOf } from "./languages.js";
import { ownLines } from "./ownlines.js";
import { highlighting, theme } from "./theme.js";

const KEYS = [...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab].filter(({ key }) => key !== "Mod-Enter");
const NAMED = new Map([
  [openSearchPanel, "Search and replace in this file"], [findNext, "Next match in this file"], [gotoLine, "Go to a line"],
  [undo, "Undo"], [redo, "Redo"], [toggleComment, "Comment these lines, or take the marks away"], [moveLineUp, "Move these lines up"],
  [moveLineDown, "Move these lines down"], [selectNextOccurrence, "Select the next one like this"],
  [toggleTabFocusMode, "Let Tab leave the editor, or indent again"],
]);

export class Editor {
  /** `edited(file, content)` hears of every change that a person makes. */
  constructor(holder, edited) {
    this.edited = edited;
    this.face = new Compartment();
    this.language = new Compartment();
    this.states = new Map();
    this.diff = false;
    holder.replaceChildren();
    this.view = new EditorView({ parent: holder });
  }

  open(file) {
    if (this.file) this.states.set(this.file, { state: this.view.state, top: this.view.scrollDOM.scrollTop });
    this.file = file;
    const { state, top } = this.states.get(file) ?? { state: this.state(file), top: 0 };
    this.view.setState(state);
    this.showDiff(this.diff);
    this.speak(file);
    requestAnimationFrame(() => (this.view.scrollDOM.scrollTop = top));
  }

  state(file) {
    return EditorState.create({
      doc: file.content,
      extensions: [
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(),
        highlightSelectionMatches(), search({ top: true }), indentUnit.of("    "), syntaxHighlighting(highlighting), theme,
        this.language.of([]), this.face.of([]), keymap.of(KEYS),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `${file.path}. Escape, then Tab leaves the editor.` }),
        EditorView.updateListener.of((update) => update.docChanged && this.edited(file, update.state.doc.toString())),
      ],
    });
  }

  /** Colour the file once its language has been fetched. */
  async speak(file) {
    const language = await languageOf(file.path);
    if (language && this.file === file) this.view.dispatch({ effects: this.language.reconfigure(language) });
  }

  /** Put other content in, as one step that can be undone. */
  replace(file, content) {
    if (file !== this.file) this.states.delete(file);
    else if (content !== this.view.state.doc.toString()) {
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: content }, userEvent: "input.replace" });
    }
  }

  showDiff(on) {
    this.diff = on;
    this.view.dispatch({ effects: this.face.reconfigure(on ? difference(this.file.starter) : ownLines(this.file.starter)) });
  }

  focus() {
    this.view.focus();
  }

  /** What the editor does by itself, for the palette and the list of keys; the keys are those of its own keymap. */
  register() {
    for (const [run, name] of NAMED) {
      const { key, mac } = KEYS.find((binding) => binding.run === run);
      const keys = [((MAC && mac) || key).replaceAll("-", "+")];
      register({ id: name, name, group: "Editor", keys, native: true, run: () => (this.focus(), run(this.view)) });
    }
  }
}

const difference = (starter) =>
  unifiedMergeView({ original: starter, collapseUnchanged: { margin: 3, minSize: 4 }, mergeControls: control, syntaxHighlightDeletions: false });

/** Lines can go back to the starter's; the starter itself never changes. */
function control(type, action) {
  if (type !== "reject") return document.createElement("span");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: "put these lines back" });
  button.addEventListener("mousedown", action);
  button.addEventListener("click", (event) => event.detail === 0 && action(event)); // by keyboard
  return button;
}
