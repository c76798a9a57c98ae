// A comparison while it is measured: the pair strip, and beside it medians, CPU and memory of both versions by half second.
import { make } from "./dom.js";
import { Multiples } from "./multiples.js";
import { Numbers } from "./numbers.js";
import { Strip } from "./strip.js";

const LABEL = "Both versions by half second";
const ARMS = ["before", "after"];
const at = (row) => row.at;
const arms = (of) => ARMS.map((name) => ({ name, look: name, of: (row) => of(row, name) }));

const PANELS = [
  { title: "Median", unit: "ms", lines: arms((row, arm) => row.half?.[arm].median) },
  { title: "CPU a request", unit: "ms", lines: arms((row, arm) => row.half?.[arm].cpu) },
  { title: "App memory", unit: "MB", lines: arms((row, arm) => row.resources?.[arm] && row.resources[arm].app.memory / 1e6) },
];

export class PairView {
  constructor(holder, { numbers, height } = {}) {
    this.rows = [];
    const strip = make("div", { className: "pairs-strip" });
    const beside = make("div", { className: "pairs-beside" });
    this.box = make("div", { className: "pairs" }, strip, beside);
    holder.append(this.box);
    this.strip = new Strip(strip);
    this.chart = new Multiples(beside, PANELS, { at, height, label: LABEL, columns: (width) => (width >= 700 ? 3 : 1) });
    this.numbers = numbers && new Numbers(numbers, PANELS, { at, label: LABEL });
  }

  /** Whether this row belongs to the comparison that is drawn: an earlier half second is another try. */
  continues(row) {
    const last = this.rows.at(-1);
    return !last || place(row) >= place(last);
  }

  add(row) {
    const last = this.rows.at(-1);
    if (last && place(row) <= place(last)) return; // told twice
    this.first ??= row.segment; // earlier segments were measured by an earlier run
    this.rows.push({ ...row, at: (row.segment - this.first) * row.seconds_of + row.seconds });
    this.strip.update(row);
    this.chart.show(this.rows);
    this.numbers?.show(this.rows);
  }

  end() {
    this.strip.end();
    this.chart.end();
  }
}

const place = ({ segment, seconds }) => segment * 1000 + seconds;
