// The workbench: brings guide, files, editor and runs together.
import { benchCommands } from "./benchcommands.js";
import { MAC, register } from "./commands.js";
import { Conflicts } from "./conflict.js";
import { announce, byId, show, text } from "./dom.js";
import { Editor } from "./editor.js";
import { Files } from "./files.js";
import { listen } from "./keys.js";
import { palette } from "./palette.js";
import { Runs } from "./runs.js";
import { Tabs } from "./tabs.js";

const SAID = { saved: "saved", saving: "saving", unsaved: "not saved yet", conflict: "saved elsewhere too", error: "not saved" };
const bench = byId("workbench");
const { files: list } = JSON.parse(byId("files").textContent);

const files = new Files(bench.dataset.lab, bench.dataset.filesUrl, list, (state, file, message) => {
  byId("save-state").dataset.saveState = state;
  text("save-state", SAID[state]);
  text("save-problem", message ?? "");
  show("save-problem", Boolean(message));
  if (message) announce(`${file.path}: ${message}`);
  tabs.mark(files.list);
  if (state === "conflict") conflicts.ask();
});
const recovered = files.recover();
const editor = new Editor(byId("editor"), (file, content) => files.edit(file, content));
const tabs = new Tabs(byId("tabs"), files.list, (index) => editor.open(files.list[index]));
const conflicts = new Conflicts(files, editor, (file) => tabs.select(files.list.indexOf(file)));
const runs = new Runs(byId("runs"), bench.dataset, () => files.flush());

function pane(name) {
  bench.dataset.pane = name;
  for (const button of byId("panes").children) button.setAttribute("aria-pressed", button.dataset.pane === name);
}

function run(kind, settings) {
  if (byId("run-measure").disabled) return;
  byId("load-settings").open = false;
  pane("runs");
  runs.start(kind, settings);
}

const load = () => run("explore", { users: byId("users").value, spawn_rate: byId("spawn-rate").value, seconds: byId("seconds").value });
const measure = () => run("compare");

async function restore() {
  const file = editor.file;
  if (!confirm(`Put ${file.path} back to how the lab gave it? An undo in the editor brings yours back.`)) return;
  try {
    await files.restore(file);
    editor.replace(file, file.content);
  } catch (error) {
    files.failed(file, error);
  }
}

function difference() {
  editor.showDiff(!editor.diff);
  byId("toggle-diff").setAttribute("aria-pressed", editor.diff);
}

byId("editor").addEventListener("focusout", () => files.flush()); // leaving the editor saves at once
byId("run-load").addEventListener("click", load);
byId("run-measure").addEventListener("click", measure);
byId("toggle-diff").addEventListener("click", difference);
byId("restore-file").addEventListener("click", restore);
byId("panes").addEventListener("click", (event) => event.target.dataset.pane && pane(event.target.dataset.pane));
addEventListener("click", (event) => byId("load-settings").contains(event.target) || (byId("load-settings").open = false));

const look = (name, element) => () => {
  pane(name);
  element().focus();
};
const openFile = (index) => {
  pane("code");
  tabs.select((index + files.list.length) % files.list.length);
  editor.focus();
};
benchCommands();
files.list.forEach(({ path }, index) =>
  register({ id: `file ${path}`, name: `Open ${path}`, group: "Files", keys: index < 9 ? [`${MAC ? "Ctrl" : "Alt"}+${index + 1}`] : [], run: () => openFile(index) }),
);
register({ id: "next-file", name: "Next file", group: "Files", keys: ["Alt+PageDown"], run: () => openFile(tabs.current + 1) });
register({ id: "previous-file", name: "Previous file", group: "Files", keys: ["Alt+PageUp"], run: () => openFile(tabs.current - 1) });
register({ id: "changes", name: "Show what I changed, or hide it", group: "Files", keys: ["d"], run: difference });
register({ id: "restore", name: "Put this file back to how the lab gave it", group: "Files", run: restore });
register({ id: "guide", name: "Go to the guide", group: "Go to", keys: ["g"], run: look("guide", () => document.querySelector(".guide")) });
register({ id: "editor", name: "Go to the editor", group: "Go to", keys: ["e"], run: look("code", () => editor) });
register({ id: "runs", name: "Go to the runs", group: "Go to", keys: ["r"], run: look("runs", () => byId("runs")) });
editor.register();
palette();
listen();

tabs.select(0);
tabs.mark(files.list);
pane("guide");
if (recovered.length) {
  announce(`What you typed before it could be saved is back: ${recovered.map((file) => file.path).join(", ")}.`);
  files.flush();
  conflicts.ask();
}
if (bench.dataset.openRun) runs.follow(`${bench.dataset.openRun}events`, bench.dataset.openRun);
bench.dataset.ready = "yes";
