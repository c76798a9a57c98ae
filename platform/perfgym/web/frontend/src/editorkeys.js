// The editor's own keys, and which of them are worth a name in the list of commands.
import { defaultKeymap, historyKeymap, indentWithTab, moveLineDown, moveLineUp, redo, toggleComment, toggleTabFocusMode, undo } from "@codemirror/commands";
import { findNext, gotoLine, openSearchPanel, searchKeymap, selectNextOccurrence } from "@codemirror/search";
import { MAC, register } from "./commands.js";

const OURS = ["Mod-Enter"]; // runs the load test

export const KEYS = [...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab].filter(({ key }) => !OURS.includes(key));

const NAMED = new Map([
  [openSearchPanel, "Search and replace in this file"],
  [findNext, "Next match in this file"],
  [gotoLine, "Go to a line"],
  [undo, "Undo"],
  [redo, "Redo"],
  [toggleComment, "Comment these lines, or take the marks away"],
  [moveLineUp, "Move these lines up"],
  [moveLineDown, "Move these lines down"],
  [selectNextOccurrence, "Select the next one like this"],
  [toggleTabFocusMode, "Let Tab leave the editor, or indent again"],
]);

/** What the editor does by itself, for the palette and the list of keys: the keys are those of its own keymap. */
export function registerEditorKeys(editor) {
  for (const [run, name] of NAMED) {
    const { key, mac } = KEYS.find((binding) => binding.run === run);
    const keys = [((MAC && mac) || key).replaceAll("-", "+")];
    const act = () => {
      editor.focus();
      run(editor.front);
    };
    register({ id: name, name, group: "Editor", keys, native: true, run: act });
  }
}
