// The editor: one view, one state a file, and two more faces that show the difference to the starter.
import { history } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { KEYS } from "./editorkeys.js";
import { languageOf } from "./languages.js";
import { highlighting, phrases, theme } from "./theme.js";

const WIDE = 900; // px of the editor's own width; below it two texts side by side are no use

export class Editor {
  /** `edited(file, content)` hears of every change that a person makes. */
  constructor(holder, edited) {
    Object.assign(this, { holder, edited, diff: false, side: null, difference: null });
    this.face = new Compartment();
    this.language = new Compartment();
    this.states = new Map();
    holder.replaceChildren();
    this.view = new EditorView({ parent: holder });
    new ResizeObserver(() => this.diff && this.isWide() !== Boolean(this.side) && this.showDiff(true)).observe(holder);
  }

  /** The view that one types into. */
  get front() {
    return this.side?.b ?? this.view;
  }

  isWide() {
    return this.holder.clientWidth >= WIDE;
  }

  open(file) {
    this.closeSide();
    if (this.file) this.states.set(this.file, { state: this.view.state, top: this.view.scrollDOM.scrollTop });
    this.file = file;
    const { state, top } = this.states.get(file) ?? { state: this.state(file), top: 0 };
    this.view.setState(state);
    this.showDiff(this.diff);
    this.speak(file);
    requestAnimationFrame(() => (this.view.scrollDOM.scrollTop = top));
  }

  state(file, selection) {
    const changed = EditorView.updateListener.of((update) => update.docChanged && this.edited(file, update.state.doc.toString()));
    return EditorState.create({
      doc: file.content,
      selection: selection && { anchor: Math.min(selection.anchor, file.content.length), head: Math.min(selection.head, file.content.length) },
      extensions: [...this.usual(file), this.face.of([]), this.language.of([]), file.fixed ? EditorState.readOnly.of(true) : changed],
    });
  }

  usual(file, { name = file.path, top = true } = {}) {
    const about = `${name}${file.fixed ? ", to read only" : ""}. Escape, then Tab leaves the editor.`;
    return [
      lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine(),
      highlightSelectionMatches(), search({ top }), indentUnit.of("    "), syntaxHighlighting(highlighting), theme, phrases,
      keymap.of(KEYS), EditorView.contentAttributes.of({ tabindex: "0", "aria-label": about }),
    ];
  }

  /** Where the cursors stand and how far each file is scrolled: {path: {anchor, head, top}}. */
  places() {
    const now = [this.file, { state: this.view.state, top: this.view.scrollDOM.scrollTop }];
    return Object.fromEntries([...this.states, now].map(([{ path }, { state, top }]) => [path, { anchor: state.selection.main.anchor, head: state.selection.main.head, top }]));
  }

  /** Start a file where it was left. */
  place(file, { anchor, head, top }) {
    this.states.set(file, { state: this.state(file, { anchor, head }), top });
  }

  /** Colour the file once its language has been fetched. */
  async speak(file) {
    const language = await languageOf(file.path);
    if (!language || this.file !== file) return;
    for (const view of [this.view, this.side?.a, this.side?.b]) view?.dispatch({ effects: this.language.reconfigure(language) });
  }

  /** Put other content in, as one step that can be undone; the cursor stays where it is. */
  replace(file, content) {
    if (file === this.file) return this.front.dispatch(exchange(this.front.state, content));
    const known = this.states.get(file);
    if (known) known.state = known.state.update(exchange(known.state, content)).state;
  }

  /** `module` knows how texts differ. */
  compareWith(module) {
    this.difference = module;
    this.showDiff(this.diff);
  }

  showDiff(on) {
    this.diff = on;
    this.closeSide();
    if (!this.difference || this.file.fixed) return this.wear([]);
    if (on && this.isWide()) return this.openSide();
    this.wear(on ? this.difference.unified(this.file.starter) : this.difference.ownLines(this.file.starter));
  }

  wear(extension) {
    this.view.dispatch({ effects: this.face.reconfigure(extension) });
  }

  /** The right side is typed into; each change goes on into the editor's own view, whose history stays whole. */
  openSide() {
    const { file, view } = this;
    const take = (state) => view.dispatch({ ...exchange(view.state, state.doc.toString()), selection: state.selection });
    const follow = EditorView.updateListener.of(({ docChanged, selectionSet, state }) => (docChanged || selectionSet) && take(state));
    const left = [EditorState.readOnly.of(true), ...this.usual(file, { name: `${file.path} as the lab gave it`, top: false }), this.language.of([])];
    const right = [follow, ...this.usual(file, { top: false }), this.language.of([])];
    const hadFocus = view.hasFocus;
    view.dom.hidden = true;
    this.side = this.difference.sideBySide(this.holder, { doc: file.starter, extensions: left }, { doc: view.state.doc, selection: view.state.selection, extensions: right });
    this.speak(file);
    if (hadFocus) this.side.b.focus();
  }

  closeSide() {
    if (!this.side) return;
    const { hasFocus, state } = this.side.b;
    this.side.destroy();
    this.side = null;
    this.view.dom.hidden = false;
    this.view.dispatch({ selection: state.selection });
    if (hasFocus) this.view.focus();
  }

  /** To the change after or before the cursor. */
  turn(forward) {
    if (!this.diff) this.showDiff(true);
    const step = forward ? this.difference.goToNextChunk : this.difference.goToPreviousChunk;
    step(this.front);
    this.focus();
  }

  /** Select what stands at a place, and show it. */
  goTo(line, from, to) {
    const { front } = this;
    const start = front.state.doc.line(Math.min(line, front.state.doc.lines)).from;
    front.dispatch({ selection: { anchor: start + from, head: start + to }, effects: EditorView.scrollIntoView(start, { y: "center" }) });
    this.focus();
  }

  focus() {
    this.front.focus();
  }
}

/** The smallest change that makes a document be this content. */
function exchange({ doc }, content) {
  const old = doc.toString();
  const most = Math.min(old.length, content.length);
  let start = 0;
  while (start < most && old[start] === content[start]) start += 1;
  let end = 0;
  while (end < most - start && old[old.length - 1 - end] === content[content.length - 1 - end]) end += 1;
  return { changes: { from: start, to: old.length - end, insert: content.slice(start, content.length - end) }, userEvent: "input.replace" };
}
