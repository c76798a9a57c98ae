// The commands of the workbench whose buttons and links are on the page.
import { registerClick } from "./commands.js";
import { byId } from "./dom.js";

const find = (selector) => () => document.querySelector(selector);

export function benchCommands() {
  registerClick(() => byId("run-load"), { id: "load", name: "Run my load test", group: "Runs", keys: ["Mod+Enter"] });
  registerClick(() => byId("run-measure"), { id: "measure", name: "Measure my change", group: "Runs", keys: ["Mod+Shift+Enter"] });
  registerClick(() => byId("cancel-run"), { id: "cancel", name: "Cancel the run", group: "Runs" });
  registerClick(() => byId("run-link"), { id: "run-page", name: "Open the page of the last run", group: "Runs", keys: ["o"] });
  registerClick(() => byId("show-history"), { id: "runs-so-far", name: "Show the runs so far", group: "Runs" });
  registerClick(find(".guide [data-turn=next]"), { id: "next-step", name: "Next step", group: "Guide", keys: ["n"] });
  registerClick(find(".guide [data-turn=back]"), { id: "previous-step", name: "Previous step", group: "Guide", keys: ["p"] });
  registerClick(find(".benchbar .sql"), { id: "sql", name: "Open the SQL console", group: "Go to" });
  registerClick(find(".benchbar .title"), { id: "lab-page", name: "Open the page of this lab", group: "Go to" });
}
