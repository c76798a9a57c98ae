// A learner's own load test by second: what was asked, how long it took, what failed, and what it cost.
import { Multiples } from "./multiples.js";
import { Numbers } from "./numbers.js";

const LABEL = "Load test by second";
const PARTS = [["app", "main"], ["database", "second"], ["generator", "third"]];
const at = (row) => row.t;

const parts = (value) => PARTS.map(([name, look]) => ({ name, look, of: ({ resources }) => value(resources?.[name]) }));

const PANELS = [
  { title: "Requests", unit: "a second", lines: [{ name: "", look: "main", of: (row) => row.rps }] },
  {
    title: "Latency", unit: "ms",
    lines: [["median", "main", "p50"], ["95 %", "second", "p95"], ["99 %", "third", "p99"]].map(([name, look, key]) => ({ name, look, of: (row) => row[key] })),
  },
  { title: "Failed", unit: "a second", lines: [{ name: "", look: "bad", bars: true, of: (row) => row.fails }] },
  { title: "CPU", unit: "cores", lines: parts((part) => part?.cpu) },
  { title: "Memory", unit: "MB", lines: parts((part) => part && part.memory / 1e6) },
  { title: "Users", unit: "", lines: [{ name: "", look: "main", of: (row) => row.users }] },
];

export class LoadChart {
  /** `rows`: what is known already, and decides which panels there are. `numbers`: where the table goes, if anywhere. */
  constructor(holder, { rows = [], numbers, height } = {}) {
    const panels = PANELS.map((panel) => ({ ...panel, lines: panel.lines.filter((line) => told(line, rows)) })).filter((panel) => panel.lines.length);
    this.rows = [];
    this.chart = new Multiples(holder, panels, { at, height, label: LABEL });
    this.numbers = numbers && new Numbers(numbers, panels, { at, label: LABEL });
    this.put(rows);
  }

  /** Whether this row belongs to the test that is drawn: a second that comes again with other numbers is another try. */
  continues(row) {
    const same = this.rows.find((each) => each?.t === row.t);
    return same ? JSON.stringify({ ...same, errors: 0 }) === JSON.stringify({ ...row, errors: 0 }) : !(row.t < this.rows.at(-1)?.t);
  }

  add(row) {
    const last = this.rows.at(-1);
    if (last && row.t <= last.t) return; // told twice
    this.put([row]);
  }

  /** Seconds that are missing interrupt the lines. */
  put(rows) {
    for (const row of rows) {
      for (let t = (this.rows.at(-1)?.t ?? row.t) + 1; t < row.t; t += 1) this.rows.push({ t });
      this.rows.push(row);
    }
    this.chart.show(this.rows);
    this.numbers?.show(this.rows);
  }

  end() {
    this.chart.end();
  }
}

/** A line that no row says anything of is not there: an app without a database, a run from before this was told. */
const told = (line, rows) => rows.some((row) => line.of(row) != null);
