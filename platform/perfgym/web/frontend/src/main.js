// The workbench: brings guide, files, editor and runs together.
import { BenchApp } from "./benchapp.js";
import { benchCommands } from "./benchcommands.js";
import { MAC, register } from "./commands.js";
import { Conflicts } from "./conflict.js";
import { announce, byId } from "./dom.js";
import { Editor } from "./editor.js";
import { registerEditorKeys } from "./editorkeys.js";
import { Files } from "./files.js";
import { FindFiles } from "./findfiles.js";
import { guide } from "./guide.js";
import { listen } from "./keys.js";
import { layout, pane } from "./layout.js";
import { palette } from "./palette.js";
import { recalled, remember } from "./remembered.js";
import { Runs } from "./runs.js";
import { Saved } from "./saved.js";
import { Tabs } from "./tabs.js";
import { Versions } from "./versions.js";
import { Where } from "./where.js";

const MARK_MS = 150; // typing comes first
const bench = byId("workbench");
const { files: list, saved_at: savedAt } = JSON.parse(byId("files").textContent);

const files = new Files(bench.dataset, list, {
  changed(state, file, message) {
    saved.changed(state, file, message);
    mark();
    if (state === "conflict") conflicts.ask();
  },
  taken(file) {
    editor.replace(file, file.content);
    announce(`${file.path} was saved in another tab or on another machine; this is it now.`);
  },
});
const saved = new Saved(savedAt, () => files.safe);
const editor = new Editor(byId("editor"), (file, content) => files.edit(file, content));
let app = null;
const tabs = new Tabs(byId("tabs"), files.list, (file) => {
  app?.toggle(false);
  editor.open(file);
});
const conflicts = new Conflicts(files, editor, (file) => tabs.select(files.list.indexOf(file)));
const runs = new Runs(byId("runs"), bench.dataset, () => files.flush(), (url) => guided(url));
const where = new Where(bench.dataset.lab, { files, tabs, editor, bench, guide: document.querySelector(".guide") });

let marking;
function mark() {
  clearTimeout(marking);
  marking = setTimeout(() => tabs.mark((file) => editor.difference?.changedLines(file.starter, file.content) ?? 0), MARK_MS);
}

function run(kind, settings) {
  if (byId("run-load").disabled) return;
  byId("load-settings").open = false;
  pane("runs");
  runs.start(kind, settings);
}

const SETTINGS = ["users", "spawn-rate", "seconds"];
const lastLoad = `load:${bench.dataset.person}:${bench.dataset.lab}`;
for (const [id, value] of Object.entries(recalled(lastLoad) ?? {})) if (SETTINGS.includes(id)) byId(id).value = value;

function load(profile = byId("profile").value) {
  remember(lastLoad, Object.fromEntries(SETTINGS.map((id) => [id, byId(id).value]))); // repeats want the same settings
  run("explore", { users: byId("users").value, spawn_rate: byId("spawn-rate").value, seconds: byId("seconds").value, profile });
  byId("profile").value = "none"; // asked for one run at a time: it slows the app down
}
const measure = () => run("compare");
const busy = () => byId("run-load").disabled;

async function restore() {
  const { file } = editor;
  if (!confirm(`Put ${file.path} back to how the lab gave it? The history keeps yours, and an undo in the editor brings it back.`)) return;
  try {
    await files.restore(file);
    editor.replace(file, file.content);
  } catch (error) {
    files.failed(file, error);
  }
}

function showChanges(on) {
  app?.toggle(false);
  editor.showDiff(on);
  byId("toggle-diff").setAttribute("aria-pressed", editor.diff);
  for (const button of document.querySelectorAll(".turn-change")) button.hidden = !editor.diff;
}

/** The app in front of the editor gives way to the changes. */
const changes = () => showChanges(app?.shown || !editor.diff);

function turn(forward) {
  if (!editor.difference) return;
  showChanges(true);
  editor.turn(forward);
}

function openFile(file) {
  pane("code");
  if (file.fixed) tabs.read(file);
  else tabs.select(files.list.indexOf(file));
  editor.focus();
}

const look = (name, element) => () => {
  pane(name);
  element().focus();
};

function registerAll() {
  const next = (step) => () => openFile(tabs.files[(tabs.current + step + tabs.files.length) % tabs.files.length]);
  benchCommands();
  files.list.forEach((file, index) =>
    register({ id: `file ${file.path}`, name: `Open ${file.path}`, group: "Files", keys: index < 9 ? [`${MAC ? "Ctrl" : "Alt"}+${index + 1}`] : [], run: () => openFile(file) }),
  );
  register({ id: "next-file", name: "Next file", group: "Files", keys: ["Alt+PageDown"], run: next(1) });
  register({ id: "previous-file", name: "Previous file", group: "Files", keys: ["Alt+PageUp"], run: next(-1) });
  register({ id: "load-cpu", name: "Run my load test and record a CPU profile", group: "Runs", run: () => load("cpu") });
  register({ id: "load-memory", name: "Run my load test and record a memory profile", group: "Runs", run: () => load("memory") });
  register({ id: "changes", name: "Show what I changed, or hide it", group: "Files", keys: ["d"], run: changes });
  register({ id: "next-change", name: "Next change", group: "Files", keys: ["F8"], run: () => turn(true) });
  register({ id: "previous-change", name: "Previous change", group: "Files", keys: ["Shift+F8"], run: () => turn(false) });
  register({ id: "restore", name: "Put this file back to how the lab gave it", group: "Files", when: () => !editor.file.fixed, run: restore });
  register({ id: "guide", name: "Go to the guide", group: "Go to", keys: ["g"], run: look("guide", () => document.querySelector(".guide")) });
  register({ id: "editor", name: "Go to the editor", group: "Go to", keys: ["e"], run: look("code", () => (app?.toggle(false), editor)) });
  register({ id: "runs", name: "Go to the runs", group: "Go to", keys: ["r"], run: look("runs", () => byId("runs")) });
  registerEditorKeys(editor);
}

byId("editor").addEventListener("focusout", () => files.flush()); // leaving the editor saves at once
byId("run-load").addEventListener("click", () => load());
byId("run-measure")?.addEventListener("click", measure); // a lab without a score has none
byId("toggle-diff").addEventListener("click", changes);
byId("restore-file").addEventListener("click", restore);
byId("next-change").addEventListener("click", () => turn(true));
byId("previous-change").addEventListener("click", () => turn(false));
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.load[open]")) if (!menu.contains(event.target)) menu.open = false;
});
registerAll();
if (bench.dataset.openRun) runs.follow(`${bench.dataset.openRun}events`, bench.dataset.openRun);
const guided = guide(byId("guide"), bench.dataset, (url) => busy() || runs.follow(`${url}events`, url));
if (byId("toggle-app")) app = new BenchApp(() => files.flush(), (shown) => (tabs.see(!shown), shown && pane("code")));
layout();
new FindFiles(files.list, bench.dataset.sourceUrl, { open: openFile, goTo: (...place) => editor.goTo(...place) });
new Versions({ flush: () => files.flush(), look: () => files.look() });
palette();
listen();
where.restore();
showChanges(editor.diff);
bench.dataset.ready = "yes";

import("./difference.js").then((difference) => {
  editor.compareWith(difference);
  mark();
});
files.recover().then((back) => {
  for (const file of back) editor.replace(file, file.content);
  if (back.length) {
    announce(`What you typed before it could be saved is back: ${back.map((file) => file.path).join(", ")}.`);
    files.flush();
    conflicts.ask();
    mark();
  }
  bench.dataset.recovered = "yes";
});
