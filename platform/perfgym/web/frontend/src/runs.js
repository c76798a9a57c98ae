// Runs: ask for one, follow it live, show how it ended.
import { send } from "./api.js";
import { announce, byId, rows, show, text } from "./dom.js";
import { claim, factor, ms, number } from "./figures.js";
import { LoadChart } from "./loadchart.js";
import { Strip } from "./strip.js";

export class Runs {
  constructor(url, ready) {
    this.url = url;
    this.ready = ready; // saves what waits; resolves to false when something could not be saved
    byId("cancel-run").addEventListener("click", () => this.cancel());
  }

  async start(kind, settings = {}) {
    this.busy(true);
    text("run-state", "saving your files");
    try {
      if (!(await this.ready())) throw new Error("Your files could not be saved, so nothing was started. They are kept here.");
      const run = await send("POST", this.url, { kind, key: crypto.randomUUID(), ...settings });
      this.follow(run.events, run.url);
    } catch (error) {
      this.busy(false);
      text("run-state", "not started");
      text("run-detail", error.message);
      announce(error.message);
    }
  }

  follow(events, url) {
    this.current = url;
    this.chart = null;
    byId("run-chart").replaceChildren();
    rows(byId("run-table"), []);
    text("run-figure", "");
    text("run-detail", "");
    this.busy(true);
    show("cancel-run", true);
    byId("run-link").href = url;
    show("run-link", true);
    this.source?.close();
    this.source = new EventSource(events);
    for (const kind of ["state", "second", "progress", "end"]) {
      this.source.addEventListener(kind, (event) => this[kind](JSON.parse(event.data)));
    }
  }

  state({ state, stage, message, place, expect_seconds: seconds }) {
    const what = message || stage || state;
    text("run-state", place ? `waiting, place ${place} in the queue` : seconds ? `${what} · about ${Math.round(seconds)} s` : what);
    byId("run-bar").removeAttribute("value");
    show("run-bar", true);
  }

  second(row) {
    if (!(this.chart instanceof LoadChart)) this.chart = this.fresh(LoadChart);
    this.chart.add(row);
    text("run-state", `your load test · second ${Math.round(row.t)} of ${row.of}`);
    text("run-figure", `${number(row.rps)} / s`);
    text("run-detail", `${row.users} users · p95 ${ms(row.p95 ?? 0)} · ${number(row.fails)} failed a second`);
    this.bar(row.t / row.of);
    const names = row.by_name.map(([name, count, fails, p50, p95]) => [name, `${count}`, ms(p50), ms(p95)]);
    rows(byId("run-table"), [["request", "count", "p50", "p95"], ...names.slice(0, 6)]);
  }

  progress(row) {
    if (!(this.chart instanceof Strip)) this.chart = this.fresh(Strip);
    this.chart.update(row);
    text("run-state", `measuring · segment ${row.segment} of at most ${row.of}`);
    text("run-figure", row.ratio ? claim(row.ratio) : "…");
    const between = row.ratio ? `so far between ${[row.low, row.high].map(this.side).join(" and ")}\n` : "";
    text("run-detail", `${between}${number(row.seconds)} of ${row.seconds_of} s · ${row.pairs} pairs · ${row.wrong} wrong answers`);
    this.bar(row.seconds / row.seconds_of);
    rows(byId("run-table"), [
      ["", "before", "after"],
      ["median", ms(row.median_before), ms(row.median_after)],
      ["CPU a request", ms(row.cpu_before), ms(row.cpu_after)],
    ]);
  }

  side(ratio) {
    return ratio <= 1 ? factor(ratio) : `${factor(ratio)} slower`;
  }

  end({ state, message, sentence, url }) {
    this.source.close();
    this.busy(false);
    show("cancel-run", false);
    show("run-bar", false);
    byId("run-link").href = url;
    const said = sentence || message || state;
    text("run-state", state);
    text("run-detail", said);
    announce(`The run has ended: ${said}`);
    byId("workbench").dataset.lastRun = state;
  }

  async cancel() {
    text("run-state", "stopping");
    await send("POST", `${this.current}cancel/`).catch((error) => text("run-detail", error.message));
  }

  fresh(Chart) {
    byId("run-chart").replaceChildren();
    return new Chart(byId("run-chart"));
  }

  bar(share) {
    show("run-bar", true);
    byId("run-bar").value = Math.min(1, share);
  }

  busy(on) {
    byId("run-load").disabled = byId("run-measure").disabled = on;
  }
}
