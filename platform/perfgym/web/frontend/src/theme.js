// How code looks: weight and slant, not colour. Teal is for what is the learner's own.
import { HighlightStyle } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.tagName], fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: "var(--ink-2)" },
  { tag: [tags.comment, tags.docString], color: "var(--ink-2)", fontStyle: "italic" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className], fontWeight: "600" },
]);

export const theme = EditorView.theme({
  "&": { backgroundColor: "var(--panel)", color: "var(--ink)", height: "100%", fontSize: "var(--code-size, var(--t0))" },
  "&.cm-focused": { outline: "none" },
  "&.cm-focused .cm-gutters": { boxShadow: "inset 2px 0 var(--focus)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--ink)", padding: "10px 0" },
  ".cm-line": { padding: "0 12px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--ink-3)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "40px", padding: "0 8px 0 4px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ink) 4%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--focus) 24%, transparent)",
  },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--focus) 16%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--rule-2)" },
  ".cm-own, &.cm-merge-b .cm-changedLine, &.cm-merge-b .cm-insertedLine": { backgroundColor: "color-mix(in srgb, var(--after-soft) 75%, transparent)" },
  ".cm-gone": { boxShadow: "inset 0 2px color-mix(in srgb, var(--before) 55%, transparent)" },
  "&.cm-merge-b .cm-changedText": { background: "none", textDecoration: "none" },
  "&.cm-merge-a .cm-changedLine": { backgroundColor: "var(--code)" },
  "&.cm-merge-a .cm-changedText": { background: "none", textDecoration: "line-through", textDecorationColor: "var(--before)" },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--before)" },
  ".cm-changeGutter": { width: "3px", paddingLeft: "0" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--after)" },
  "&.cm-merge-b .cm-deletedLineGutter": { background: "var(--before)" },
  ".cm-deletedChunk": { backgroundColor: "var(--code)", color: "var(--ink-2)", padding: "0 12px" },
  ".cm-deletedChunk .cm-deletedLine": { textDecoration: "line-through", textDecorationColor: "var(--before)" },
  ".cm-deletedChunk .cm-deletedText": { background: "none" },
  ".cm-deletedChunk .cm-chunkButtons": { insetInlineEnd: "12px" },
  ".cm-deletedChunk button": { backgroundColor: "var(--panel)", color: "var(--ink-2)", border: "0", padding: "0 6px", margin: "0", font: "var(--t0) var(--sans)" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"…"' },
  ".cm-collapsedLines": { background: "var(--code)", color: "var(--ink-2)", padding: "2px 12px", font: "var(--t0) var(--sans)" },
  ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--rule)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px 10px", padding: "8px 36px 8px 12px", font: "var(--t0) var(--sans)" },
  ".cm-panel.cm-search br": { flexBasis: "100%", content: '""', display: "block" },
  ".cm-panel.cm-search input.cm-textfield": { minHeight: "28px", width: "min(240px, 60vw)", display: "inline-block", margin: "0", padding: "2px 8px" },
  ".cm-panel.cm-search input[type=checkbox]": { width: "auto", minHeight: "0", margin: "0" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", fontWeight: "400", margin: "0", fontSize: "inherit", minHeight: "24px" },
  ".cm-panel.cm-search [name=close]": { minHeight: "28px", minWidth: "28px", justifyContent: "center", border: "0", top: "6px", right: "6px", color: "var(--ink-2)" },
  ".cm-panel.cm-gotoLine": { padding: "8px 12px", font: "var(--t0) var(--sans)" },
  ".cm-panel.cm-gotoLine input": { width: "8em", minHeight: "28px", display: "inline-block" },
  ".cm-textfield": { backgroundColor: "var(--panel)", border: "1px solid var(--rule-2)", borderRadius: "4px", fontSize: "inherit" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--panel)", border: "1px solid var(--rule-2)", borderRadius: "4px", minHeight: "28px", padding: "2px 8px", margin: "0", fontSize: "inherit" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--focus) 34%, transparent)", outline: "1px solid var(--focus)" },
});

/** The panels' words, as this site speaks. */
export const phrases = EditorState.phrases.of({
  next: "Next",
  previous: "Previous",
  all: "Select all",
  replace: "Replace",
  "replace all": "Replace all",
  "match case": "Same case",
  regexp: "Regular expression",
  "by word": "Whole words",
  close: "Close the search",
  go: "Go",
});
