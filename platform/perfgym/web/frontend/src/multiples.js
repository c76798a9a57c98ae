// Small charts over one axis of time with one cursor: each has its unit, its lines' names in words, and their values.
import "uplot/dist/uPlot.min.css";
import { css, make } from "./dom.js";
import { number } from "./figures.js";

const FONT = "11px ui-sans-serif, system-ui, sans-serif";
const LOOKS = {
  main: { color: "--ink", width: 2 },
  second: { color: "--ink-2", width: 1.4, dash: [7, 3] },
  third: { color: "--ink-3", width: 1.4, dash: [1, 3] },
  after: { color: "--after", width: 2 },
  before: { color: "--before", width: 1.5, dash: [4, 3] },
  bad: { color: "--bad", width: 1.6 },
};
const ALONE = { show: (plot) => plot.data[0].length === 1, size: 4 }; // a line needs two points to be seen
const AXIS = 20; // pixels of the axis of time
const GAP = 8; // between two rows of plots
const LOWEST = 40; // pixels of a plot
const SPAN = 10; // seconds that are always shown
let made = 0;
let uPlot = null; // fetched with the first row that is drawn: a page whose run still waits is lighter by half
let fetching = null;

/** The library, once for the page; where it could not be fetched the next row tries again. */
const library = () => (fetching ??= import("uplot").then((fetched) => (uPlot = fetched.default), () => (fetching = null)));

export class Multiples {
  /**
   * `panels`: [{ title, unit, lines: [{ name, look, of(row), bars }] }], `at(row)` is a row's time in seconds. Without a
   * `height` in pixels the plots share the height of the holder. `columns(width)`: at most so many side by side.
   */
  constructor(holder, panels, { at, height, label, columns = usual }) {
    Object.assign(this, { holder, at, height, columns, rows: [], index: null });
    this.grid = make("div", { className: "multiples", tabIndex: 0, role: "group" });
    this.grid.setAttribute("aria-label", `${label}. The arrow keys move through time; the table has the same numbers.`);
    this.grid.addEventListener("keydown", (event) => this.arrow(event));
    this.grid.addEventListener("pointerleave", () => this.choose(null));
    holder.append(this.grid);
    this.key = `multiples-${(made += 1)}`;
    this.panels = panels.map((panel) => new Panel(this, panel));
    this.watch = new ResizeObserver(() => this.layOut());
    this.watch.observe(holder);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", this.rebuild);
  }

  /** All rows, in the order of time. */
  show(rows) {
    const first = !this.rows.length && rows.length;
    this.rows = rows;
    this.times = rows.map(this.at);
    if (first) this.layOut();
    if (!uPlot) library().then(() => this.holder.contains(this.grid) && this.rebuild());
    for (const panel of this.panels) panel.show(rows, this.times);
  }

  end() {
    this.watch.disconnect();
    this.dark.removeEventListener("change", this.rebuild);
    for (const panel of this.panels) panel.end();
    this.grid.remove();
  }

  layOut() {
    const { clientWidth: width, clientHeight: height } = this.holder;
    if (!width) return; // out of sight
    const columns = Math.min(this.panels.length, this.columns(width));
    const rows = Math.ceil(this.panels.length / columns);
    this.grid.dataset.columns = columns;
    const apart = columns === 1 && this.height; // too long to be seen with one axis
    const isLast = (place) => apart || place >= this.panels.length - columns;
    const heads = Math.max(...this.panels.map((panel) => panel.head()));
    const plot = this.height ?? Math.max(LOWEST, Math.floor((height - AXIS) / rows - heads - GAP));
    this.panels.forEach((panel, place) => panel.fit(plot, isLast(place), apart ? 0 : heads));
  }

  rebuild = () => {
    const { index } = this; // new plots have no cursor
    for (const panel of this.panels) panel.rebuild();
    if (index !== null) this.point(index);
  };

  arrow(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") this.point(null);
    if (!step || !this.rows.length) return;
    event.preventDefault();
    const from = this.index ?? (step > 0 ? -1 : this.rows.length);
    this.point(Math.min(this.rows.length - 1, Math.max(0, from + step)));
  }

  /** Set the cursor of every panel to a row. */
  point(index) {
    for (const panel of this.panels) panel.point(index);
    this.choose(index);
  }

  /** The row under the cursor; null for none, which shows the latest. */
  choose(index) {
    if (index === this.index) return;
    this.index = index;
    this.grid.toggleAttribute("data-pointed", index !== null);
    for (const panel of this.panels) panel.read();
  }
}

class Panel {
  constructor(group, { title, unit, lines }) {
    Object.assign(this, { group, title, lines, data: [[], ...lines.map(() => [])] });
    this.values = lines.map(() => make("span", { className: "value" }));
    const names = lines.map(({ name, look }, place) => make("span", { className: name ? `line line-${look}` : "line line-bare" }, name && `${name} `, this.values[place]));
    this.time = make("span", { className: "panel-time" });
    const heading = make("p", { className: "panel-title" }, make("b", {}, title), unit && `, ${unit}`, this.time);
    this.holder = make("div", { className: "panel-plot" });
    this.holder.setAttribute("aria-hidden", "true");
    this.words = make("div", { className: "panel-head" }, heading, make("p", { className: "panel-lines" }, ...names));
    group.grid.append(make("div", { className: "panel" }, this.words, this.holder));
  }

  show(rows, times) {
    this.data = [times, ...this.lines.map((line) => rows.map((row) => line.of(row) || (line.bars ? null : (line.of(row) ?? null))))]; // no bar for none
    this.plot?.setData(this.data);
    this.read();
  }

  read() {
    const { index, rows } = this.group;
    const at = index ?? rows.length - 1;
    this.values.forEach((value, place) => (value.textContent = number(rows[at] && this.lines[place].of(rows[at]))));
    const time = index === null ? "" : `${number(this.data[0][at])} s`;
    if (this.time.textContent !== time) this.time.textContent = time;
  }

  /** Pixels that the words above the plot need. */
  head() {
    this.words.style.minHeight = "";
    return this.words.offsetHeight;
  }

  /** Give the plot this height, the axis of time below it where it has one, and the words above it as much as others. */
  fit(height, hasTimes, head) {
    this.words.style.minHeight = `${head}px`;
    this.size = { width: Math.max(80, this.holder.clientWidth), height: height + (hasTimes ? AXIS : 0) };
    if (this.plot && hasTimes === this.hasTimes) return this.plot.setSize(this.size);
    this.hasTimes = hasTimes;
    this.rebuild();
  }

  rebuild() {
    this.plot?.destroy();
    this.plot = uPlot && this.size && new uPlot({ ...this.size, ...this.looks() }, this.data, this.holder);
  }

  point(index) {
    if (!this.plot) return;
    const left = index === null ? -10 : this.plot.valToPos(this.data[0][index], "x");
    this.plot.setCursor({ left, top: index === null ? -10 : 1 }, false);
  }

  end() {
    this.plot?.destroy();
  }

  looks() {
    const grid = { stroke: css("--rule"), width: 1 };
    const axis = { stroke: css("--ink-2"), font: FONT, gap: 4, ticks: { show: false } };
    return {
      padding: [6, 14, this.hasTimes ? 0 : 4, 0],
      scales: { x: { time: false, range: span }, y: { range: (_, __, most) => [0, ceiling(most)] } },
      axes: [
        { ...axis, size: this.hasTimes ? AXIS : 0, grid, incrs: [1, 2, 5, 10, 20, 30, 60, 120, 300], space: 44, values: (_, ticks) => (this.hasTimes ? ticks.map((tick) => `${tick} s`) : []) },
        { ...axis, size: 38, grid, splits: (plot) => [0, plot.scales.y.max / 2, plot.scales.y.max], values: (_, ticks) => [number(ticks[0]), "", number(ticks[2])] },
      ],
      series: [{}, ...this.lines.map(look)],
      legend: { show: false },
      cursor: { sync: { key: this.group.key, setSeries: false }, drag: { x: false, y: false }, y: false, points: { size: 5 } },
      hooks: { setCursor: [(plot) => this.group.choose(plot.cursor.idx ?? null)] },
    };
  }
}

function look({ look: name, bars }) {
  const { color, width, dash } = LOOKS[name];
  const drawn = bars ? { paths: uPlot.paths.bars({ size: [0.7, 24] }), fill: css(color), points: { show: false } } : { points: ALONE, dash };
  return { stroke: css(color), width, spanGaps: false, ...drawn };
}

const usual = (width) => (width >= 1700 ? 6 : width >= 540 ? 3 : width >= 400 ? 2 : 1);
const span = ({ data: [times] }) => [Math.min(0, times[0] ?? 0), Math.max(SPAN, (times.at(-1) ?? 0) + 0.5)];

/** A round number that the largest value does not exceed. */
function ceiling(most) {
  if (!(most > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(most));
  return size * [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * size >= most * 0.9999);
}
