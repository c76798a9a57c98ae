// The workbench: brings guide, files, editor and runs together.
import { announce, byId, text } from "./dom.js";
import { Editor } from "./editor.js";
import { Files } from "./files.js";
import { keys } from "./keys.js";
import { Runs } from "./runs.js";
import { Tabs } from "./tabs.js";

const bench = byId("workbench");
const { files: list } = JSON.parse(byId("files").textContent);
const SAID = { saved: "saved", saving: "saving…", unsaved: "not saved yet", conflict: "saved elsewhere too", error: "not saved" };

const files = new Files(bench.dataset.lab, bench.dataset.filesUrl, list, (state, file, detail) => {
  const shown = byId("save-state");
  shown.dataset.saveState = state;
  shown.textContent = state === "error" && detail ? detail : SAID[state];
  tabs?.mark(files.list);
  if (state === "conflict") conflict(file, detail);
});
const editor = new Editor(byId("editor"), (file, content) => files.edit(file, content));
let tabs = null;
tabs = new Tabs(byId("tabs"), files.list, (index) => editor.open(files.list[index]));
const runs = new Runs(bench.dataset.runsUrl, () => files.flush());

function conflict(file, { content }) {
  text("conflict-theirs", content);
  text("conflict-mine", file.content);
  byId("conflict").showModal();
  const settle = async (keepMine) => {
    byId("conflict").close();
    await files.settle(file, keepMine);
    if (!keepMine) editor.replace(file, file.content);
  };
  byId("keep-mine").onclick = () => settle(true);
  byId("take-theirs").onclick = () => settle(false);
}

function recover() {
  for (const file of files.list) {
    const kept = files.unsaved(file);
    if (kept === null) continue;
    editor.replace(file, kept);
    files.edit(file, kept);
    announce(`${file.path}: what you typed before it could be saved is back.`);
  }
}

const load = () =>
  byId("run-load").disabled ||
  runs.start("explore", { users: byId("users").value, seconds: byId("seconds").value, spawn_rate: byId("spawn-rate").value });
const measure = () => byId("run-measure").disabled || runs.start("compare");

function pane(name) {
  bench.dataset.pane = name;
  for (const button of byId("panes").children) button.setAttribute("aria-pressed", button.dataset.pane === name);
}

byId("run-load").addEventListener("click", () => (pane("runs"), load()));
byId("run-measure").addEventListener("click", () => (pane("runs"), measure()));
byId("toggle-diff").addEventListener("click", (event) => {
  editor.showDiff(!editor.diff);
  event.target.setAttribute("aria-pressed", editor.diff);
});
byId("restore-file").addEventListener("click", async () => {
  const file = editor.file;
  if (!confirm(`Put ${file.path} back to how the lab gave it? You can undo this in the editor.`)) return;
  await files.restore(file);
  editor.replace(file, file.content);
});
byId("panes").addEventListener("click", (event) => event.target.dataset.pane && pane(event.target.dataset.pane));
keys({ load, measure, file: (index) => tabs.select(index), help: () => byId("help").showModal() });

tabs.select(0);
tabs.mark(files.list);
recover();
pane("guide");
if (bench.dataset.openRun) runs.follow(bench.dataset.openRun, bench.dataset.openRun.replace(/events$/, ""));
bench.dataset.ready = "yes";
