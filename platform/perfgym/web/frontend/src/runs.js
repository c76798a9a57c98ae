// Runs: ask for one, follow it live, show how it ended.
import { fragment, send, uuid } from "./api.js";
import { announce, byId, show, table, text } from "./dom.js";
import { between, claim, count, ms, number } from "./figures.js";
import { LoadChart } from "./loadchart.js";
import { Stream } from "./stream.js";
import { Strip } from "./strip.js";

const NAMES = 5;

export class Runs {
  /** `save()` saves what waits, and resolves to false when something could not be saved. */
  constructor(panel, { runsUrl, historyUrl }, save) {
    Object.assign(this, { panel, runsUrl, historyUrl, save, chart: null });
    byId("cancel-run").addEventListener("click", () => this.cancel());
    byId("show-history").addEventListener("click", () => this.view("history"));
    byId("show-live").addEventListener("click", () => this.view("live"));
  }

  async start(kind, settings = {}) {
    this.busy(true);
    this.say("saving your files", "", "");
    try {
      if (!(await this.save())) throw new Error("Nothing was started, because a file is not saved yet: look at the top of the page.");
      const run = await send("POST", this.runsUrl, { kind, key: uuid(), ...settings });
      this.follow(run.events, run.url);
    } catch (error) {
      this.busy(false);
      this.say("not started", "", error instanceof TypeError ? "The site cannot be reached. Nothing was lost; try again in a moment." : error.message);
      announce(byId("run-detail").textContent);
    }
  }

  follow(events, url) {
    this.url = url;
    this.stream?.close();
    this.stream = new Stream(events, {
      open: () => this.reset(),
      state: (row) => this.state(row),
      second: (row) => this.second(row),
      progress: (row) => this.progress(row),
      end: (row) => this.end(row),
      lost: () => this.lost(),
    });
  }

  reset() {
    this.chart?.end();
    this.chart = null;
    this.panel.dataset.kind = "";
    delete byId("workbench").dataset.lastRun;
    byId("run-chart").replaceChildren();
    table(byId("run-table"), []);
    this.say("starting", "", "");
    this.busy(true);
    this.linkTo(this.url);
    show("cancel-run", true);
    show("show-live", true);
    this.view("live");
  }

  state({ state, stage, message, waiting, expect_seconds: seconds }) {
    const what = message || stage || state;
    text("run-state", waiting ? [waiting, message].filter(Boolean).join(" ") : seconds ? `${what}, about ${Math.ceil(seconds)} s` : what);
    this.expect(seconds);
  }

  second(row) {
    this.draw(LoadChart, "explore").add(row);
    this.say(`your load test, second ${Math.round(row.t)} of ${row.of}`, `${number(row.rps)} / s`, `${count(row.users)} users · median ${ms(row.p50 ?? 0)} · 95 % ${ms(row.p95 ?? 0)} · ${number(row.fails)} failed a second`);
    this.bar(row.t / row.of);
    const named = row.by_name.slice(0, NAMES).map(([name, requests, fails, p50, p95]) => [name, count(requests), count(fails), ms(p50), ms(p95)]);
    table(byId("run-table"), [["request", "count", "failed", "median", "95 %"], ...named]);
  }

  progress(row) {
    this.draw(Strip, "compare").update(row);
    const counts = `${number(row.seconds)} of ${row.seconds_of} s · ${count(row.pairs)} pairs · ${count(row.wrong)} wrong answers`;
    const estimate = row.ratio ? `so far ${between(row.low, row.high)}` : "";
    this.say(`measuring, segment ${row.segment} of at most ${row.of}`, row.ratio ? claim(row.ratio) : "", estimate, counts);
    this.bar(row.seconds / row.seconds_of);
    table(byId("run-table"), [
      ["", "before", "after"],
      ["median", ms(row.median_before), ms(row.median_after)],
      ["CPU a request", ms(row.cpu_before), ms(row.cpu_after)],
    ]);
  }

  end({ state, stage, message, sentence, url }) {
    const said = sentence || message || stage || state;
    this.say(stage || state, sentence ? byId("run-figure").textContent : "", said, byId("run-counts").textContent);
    this.idle(url);
    byId("workbench").dataset.lastRun = state;
    announce(`The run has ended: ${said}`);
    this.refresh(url).catch((error) => console.warn("The list of runs is as it was:", error));
  }

  lost() {
    this.say("out of sight", "", "The live view has lost its connection. The run goes on; its page shows how it ended.");
    this.idle(this.url);
  }

  async cancel() {
    text("run-state", "stopping");
    await send("POST", `${this.url}cancel/`).catch((error) => text("run-detail", error.message));
  }

  /** The list of runs again, as the site has it now; its row of the run that ended says the rest. */
  async refresh(url) {
    const rows = byId("history-rows");
    rows.innerHTML = await fragment(this.historyUrl);
    const row = rows.querySelector(`a[href="${url}"]`)?.closest("tr");
    if (row?.dataset.figure) text("run-figure", row.dataset.figure);
    if (row?.dataset.detail) text("run-detail", row.dataset.detail);
  }

  draw(Chart, kind) {
    if (!(this.chart instanceof Chart)) {
      this.panel.dataset.kind = kind;
      byId("run-chart").replaceChildren();
      this.chart = new Chart(byId("run-chart"));
    }
    return this.chart;
  }

  say(state, figure, detail, counts = "") {
    text("run-state", state);
    text("run-figure", figure);
    text("run-detail", detail);
    text("run-counts", counts);
  }

  view(name) {
    this.panel.dataset.view = name;
  }

  /** A stage that should take `seconds`: the bar fills by the clock until something better is known. */
  expect(seconds) {
    clearInterval(this.clock);
    show("run-bar", true);
    const begun = performance.now();
    byId("run-bar").value = 0;
    if (seconds) this.clock = setInterval(() => (byId("run-bar").value = Math.min(0.95, (performance.now() - begun) / 1000 / seconds)), 250);
  }

  bar(share) {
    clearInterval(this.clock);
    show("run-bar", true);
    byId("run-bar").value = Math.min(1, share);
  }

  idle(url) {
    clearInterval(this.clock);
    this.stream.close();
    this.busy(false);
    show("cancel-run", false);
    show("run-bar", false);
    this.linkTo(url);
  }

  linkTo(url) {
    byId("run-link").href = url;
    show("run-link", true);
  }

  busy(on) {
    byId("run-load").disabled = byId("run-measure").disabled = on;
  }
}
