// Runs on the workbench: ask for one, follow it live, show how it ended and what can be done next.
import { fragment, send } from "./api.js";
import { ask, passes } from "./ask.js";
import { Board } from "./board.js";
import { byId, show, text } from "./dom.js";
import { follow } from "./follow.js";
import { sentence } from "./figures.js";

const NARROW = matchMedia("(max-width: 900px)");
const PLOT = 84; // pixels of one plot where the page scrolls

export class Runs {
  /** `save()` saves what waits, and resolves to false when something could not be saved; `ended(url)` is told of each end. */
  constructor(panel, { runsUrl, historyUrl }, save, ended) {
    Object.assign(this, { panel, runsUrl, historyUrl, save, told: ended });
    this.board = new Board(panel, () => (NARROW.matches ? PLOT : undefined));
    byId("cancel-run").addEventListener("click", () => this.cancel());
    byId("show-history").addEventListener("click", () => this.view("history"));
    byId("show-live").addEventListener("click", () => this.view("live"));
    byId("run-again").addEventListener("click", () => byId(this.kind === "compare" ? "run-measure" : "run-load").click());
  }

  async start(kind, settings = {}) {
    this.busy(true);
    this.panel.dataset.open = "yes";
    this.board.say("Saving your files", "", "");
    try {
      if (!(await this.save())) throw new Error("Nothing was started, because a file is not saved yet: look at the top of the page.");
      const run = await ask(this.runsUrl, { kind, ...settings }, (number, of) =>
        this.board.say(`Asking again, ${number} of ${of}`, "", "The site does not answer. However often it is asked, the run is started once."),
      );
      this.follow(run.events, run.url);
    } catch (error) {
      this.busy(false);
      this.board.stage("Not started", passes(error) ? "The site cannot be reached. Nothing was lost; try again in a moment." : error.message);
    }
  }

  /** Also a run that has ended not long ago: its events draw it once more. */
  follow(events, url) {
    if (this.url === url && !this.ended && this.panel.dataset.open === "yes" && !this.panel.dataset.ended) return;
    this.url = url;
    this.ended = byId("workbench").dataset.runOver === "yes";
    delete byId("workbench").dataset.runOver; // only the one that the page was opened with
    this.stream?.close();
    this.board.clear();
    this.open();
    this.stream = follow(events, this.board, {
      row: (row) => this.row(row),
      over: (row) => this.over(row),
      lost: (words) => this.lost(words),
    });
  }

  open() {
    this.panel.dataset.open = "yes";
    delete this.panel.dataset.ended;
    delete byId("workbench").dataset.lastRun;
    this.board.say("Starting", "", "");
    this.busy(!this.ended);
    this.linkTo(this.url);
    show("cancel-run", !this.ended);
    show("run-again", false);
    show("run-entry", false);
    show("show-live", true);
    this.view("live");
  }

  /** What the row says: whether it is over already is known before its events are told again. */
  row({ kind, final }) {
    this.kind = kind;
    if (kind === "trial") this.view("history"); // its numbers are not shown
    if (final) this.ended = true;
    if (final) this.busy(false);
  }

  over({ kind, state, stage, message, sentence: claim, said: lastLine, advice, url }) {
    const said = claim || message || stage || state;
    this.board.noBar();
    this.board.connected();
    const more = lastLine ? `The last line of its output:\n${lastLine}` : advice;
    const detail = claim || [message, more].filter(Boolean).join("\n") || (state === "cancelled" ? "You stopped this run. Your files are as they were." : "");
    this.board.say(sentence(stage || state), claim ? byId("run-figure").textContent : "", detail, byId("run-counts").textContent);
    this.idle(url);
    if (!this.board.chart) this.view("history"); // nothing was measured, or its events are forgotten
    show("show-live", Boolean(this.board.chart));
    this.kind = kind ?? this.kind;
    const own = this.kind !== "trial"; // one for an answer has no result of its own to look at
    show("run-again", own);
    show("run-link", own);
    if (claim) {
      byId("run-entry").action = `${url}entry/`;
      show("run-entry", true);
    }
    byId("workbench").dataset.lastRun = state;
    if (!this.ended) this.board.announce(`The run has ended: ${said}`);
    this.refresh(url).catch((error) => console.warn("The list of runs is as it was:", error));
    this.told(url);
  }

  lost(words) {
    this.board.noBar();
    this.board.connected();
    this.board.stage("Out of sight", words);
    this.idle(this.url);
  }

  async cancel() {
    text("run-state", "Stopping");
    try {
      await send("POST", `${this.url}cancel/`);
    } catch (error) {
      text("run-detail", passes(error) ? "The site cannot be reached, so the run goes on. Cancel again in a moment." : error.message);
    }
  }

  /** The list of runs again, as the site has it now; its row of the run that ended says the rest. */
  async refresh(url) {
    const rows = byId("history-rows");
    rows.innerHTML = await fragment(this.historyUrl);
    const row = rows.querySelector(`a[href="${url}"]`)?.closest("tr");
    if (row?.dataset.figure) text("run-figure", row.dataset.figure);
    if (row?.dataset.detail) text("run-detail", row.dataset.detail);
  }

  view(name) {
    this.panel.dataset.view = name;
  }

  idle(url) {
    this.stream.close();
    this.busy(false);
    this.panel.dataset.ended = "yes";
    show("cancel-run", false);
    this.linkTo(url);
  }

  linkTo(url) {
    byId("run-link").href = url;
    text("run-link", this.panel.dataset.ended ? "The whole result" : "The run’s own page");
    show("run-link", true);
  }

  busy(on) {
    for (const button of [byId("run-load"), byId("run-measure")]) if (button) button.disabled = on;
  }
}
