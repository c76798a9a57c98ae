// What is said and drawn of a run, wherever it is shown: on the workbench, and on its own page while it goes on.
import { announce, byId, make, show, table, text } from "./dom.js";
import { between, claim, count, left, ms, number } from "./figures.js";

const NAMES = 5;
const LOST = "The connection is lost; the run goes on.";
const KINDS = 4;

export class Board {
  constructor(panel, height) {
    Object.assign(this, { panel, height, chart: null, kinds: new Map(), until: null, said: "" });
    byId("show-table").addEventListener("click", () => this.face(this.panel.dataset.face === "table" ? "chart" : "table"));
    setInterval(() => this.tick(), 1000);
  }

  clear() {
    this.unpaint();
    this.until = null;
    this.say("", "", "");
    this.connected();
  }

  /** Take the picture away: a new attempt has begun, or another run. */
  unpaint() {
    this.chart?.end();
    this.chart = null;
    this.kinds.clear();
    this.panel.dataset.kind = "";
    byId("run-chart").replaceChildren();
    byId("run-numbers").replaceChildren();
    byId("run-errors").replaceChildren();
    table(byId("run-table"), []);
    show("show-table", false);
    this.face("chart");
  }

  /** Draw a row with this kind of picture; of another attempt than the one that is drawn: from the start. */
  draw(Picture, kind, row) {
    if (this.chart && (!(this.chart instanceof Picture) || !this.chart.continues(row))) this.unpaint();
    if (this.chart) return this.chart.add(row);
    this.panel.dataset.kind = kind;
    byId("run-chart").replaceChildren();
    this.chart = new Picture(byId("run-chart"), { rows: [row], numbers: byId("run-numbers"), height: this.height() });
    this.chart.add(row);
    show("show-table", true);
  }

  second(row) {
    const missed = row.t > 1 && !this.chart ? " · the seconds before are missing here; the run’s page will have them" : "";
    this.say(
      `Your load test, second ${Math.round(row.t)} of ${row.of}`,
      `${number(row.rps)} / s`,
      `${count(row.users)} users · median ${ms(row.p50)} · 95 % ${ms(row.p95)} · ${number(row.fails)} failed a second${missed}`,
    );
    this.bar(row.t / row.of);
    this.expectEnd(row.of - row.t, "finishing");
    const named = row.by_name.slice(0, NAMES).map(([name, requests, fails, p50, p95]) => [name, count(requests), count(fails), ms(p50), ms(p95)]);
    table(byId("run-table"), [["request", "count", "failed", "median", "95 %"], ...named]);
  }

  /** The kinds of errors so far, the most frequent first. */
  errors({ rows }) {
    for (const [where, said, times] of rows) {
      const key = `${where}\n${said}`;
      this.kinds.set(key, (this.kinds.get(key) ?? 0) + times);
    }
    const most = [...this.kinds].sort((one, other) => other[1] - one[1]).slice(0, KINDS);
    const items = most.map(([key, times]) => make("li", {}, make("b", {}, count(times)), ` ${key.replace("\n", ": ")}`));
    byId("run-errors").replaceChildren(make("p", { className: "muted" }, "What failed"), make("ul", {}, ...items));
  }

  progress(row) {
    this.say(
      `Measuring, segment ${row.segment} of at most ${row.of}`,
      row.ratio ? claim(row.ratio) : "",
      row.ratio ? `so far ${between(row.low, row.high)}` : "",
      `${number(row.seconds)} of ${row.seconds_of} s · ${count(row.pairs)} pairs · ${count(row.wrong)} wrong answers`,
    );
    this.bar(row.seconds / row.seconds_of);
    table(byId("run-table"), [
      ["", "before", "after"],
      ["median", ms(row.median_before), ms(row.median_after)],
      ...(row.p95_before ? [["95 %", ms(row.p95_before), ms(row.p95_after)]] : []),
      ["CPU a request", ms(row.cpu_before), ms(row.cpu_after)],
      ...resources(row.resources),
      ...(row.half ? [["generator late", ms(row.half.lag), ms(row.half.lag)]] : []),
    ]);
  }

  say(state, figure, detail, counts = "") {
    text("run-state", state);
    text("run-figure", figure);
    text("run-detail", detail);
    text("run-counts", counts);
  }

  /** Say a stage, and announce it once to who cannot see it; what changes every second is not announced. */
  stage(words, detail = "") {
    this.say(words, "", detail);
    this.announce([words, detail].filter(Boolean).join(". "));
  }

  announce(words) {
    if (words && words !== this.said) announce(words);
    this.said = words;
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

  noBar() {
    clearInterval(this.clock);
    show("run-bar", false);
    this.until = null;
    this.tick();
  }

  /** In so many seconds it should be over; `late` is said when that time has passed. */
  expectEnd(seconds, late = "takes longer than the last ones") {
    this.until = performance.now() + 1000 * seconds;
    this.late = late;
    this.tick();
  }

  tick() {
    text("run-left", this.until === null ? "" : left((this.until - performance.now()) / 1000) || this.late);
    if (this.again) text("run-away", `${this.awayWords} ${tryAgain(this.again - performance.now())}`);
  }

  away(milliseconds, words) {
    this.awayWords = words || LOST;
    if (!this.again) this.announce(this.awayWords);
    this.again = performance.now() + milliseconds;
    show("run-away", true);
    this.tick();
  }

  connected() {
    if (this.again) this.announce("The connection is back.");
    this.again = null;
    show("run-away", false);
  }

  face(name) {
    this.panel.dataset.face = name;
    byId("show-table").setAttribute("aria-pressed", name === "table");
  }
}

const tryAgain = (milliseconds) => (milliseconds < 1000 ? "Reconnecting …" : `Reconnecting in ${Math.ceil(milliseconds / 1000)} s.`);

/** Rows of CPU and memory of both versions' parts, where they are known. */
function resources(both) {
  if (!both?.before || !both?.after) return [];
  const parts = Object.keys(both.after).filter((part) => part !== "generator");
  const row = (words, of) => [words, of(both.before), of(both.after)];
  return [
    row("CPU, cores", (arm) => number(parts.reduce((sum, part) => sum + (arm[part]?.cpu ?? 0), 0))),
    ...parts.map((part) => row(`memory, ${part}`, (arm) => (arm[part] ? `${number(arm[part].memory / 1e6)} MB` : "–"))),
  ];
}
