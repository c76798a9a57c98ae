// A learner's own load test by second: latency as lines, requests a second as bars behind them, failures in red.
import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";
import { css } from "./dom.js";
import { number } from "./figures.js";

const FONT = "12px ui-sans-serif, system-ui, sans-serif";
const FIELDS = ["t", "rps", "fails", "p95", "p50"];
const ALONE = { show: (plot) => plot.data[0].length === 1, size: 5 }; // a line needs two points to be seen
const BARS = uPlot.paths.bars({ size: [0.62, 40] });

export class LoadChart {
  constructor(holder, height) {
    this.holder = holder;
    this.height = height;
    this.data = FIELDS.map(() => []);
    this.plot = null;
    this.watch = new ResizeObserver(() => this.plot?.setSize(this.size()));
    this.watch.observe(holder);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", this.rebuild);
  }

  add(row) {
    FIELDS.forEach((field, index) => this.data[index].push((field === "fails" ? row[field] || null : row[field]) ?? null)); // no bar for none
    if (this.plot) this.plot.setData(this.data);
    else this.rebuild();
  }

  end() {
    this.watch.disconnect();
    this.dark.removeEventListener("change", this.rebuild);
  }

  size() {
    return { width: this.holder.clientWidth, height: this.height ?? this.holder.clientHeight };
  }

  rebuild = () => {
    this.plot?.destroy();
    this.holder.replaceChildren();
    this.plot = new uPlot({ ...this.size(), ...looks() }, this.data, this.holder);
  };
}

function looks() {
  const axis = { stroke: css("--ink-2"), font: FONT, gap: 4, ticks: { show: false }, grid: { stroke: css("--rule"), width: 1 } };
  const fromZero = (_, __, max) => [0, (max || 1) * 1.12];
  const withUnit = (unit) => (_, ticks) => ticks.map((tick, index) => (index === ticks.length - 1 ? `${number(tick)} ${unit}` : number(tick)));
  return {
    scales: { x: { time: false, range: ({ data: [times] }) => [times[0] - 0.5, Math.max(times.at(-1), times[0] + 9) + 0.5] }, rate: { range: fromZero }, ms: { range: fromZero } },
    axes: [
      { ...axis, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 30, 60, 120], values: (_, ticks) => ticks.map((tick) => `${tick} s`), size: 26 },
      { ...axis, scale: "ms", values: withUnit("ms"), size: 62 },
      { ...axis, scale: "rate", side: 1, values: withUnit("/ s"), size: 56, grid: { show: false } },
    ],
    series: [
      {},
      { scale: "rate", paths: BARS, fill: css("--bars"), stroke: css("--bars"), width: 1, points: { show: false } },
      { scale: "rate", paths: BARS, fill: css("--bad"), stroke: css("--bad"), width: 1, points: { show: false } },
      { scale: "ms", stroke: css("--ink-2"), width: 1, points: ALONE },
      { scale: "ms", stroke: css("--ink"), width: 2.2, points: ALONE },
    ],
    legend: { show: false },
    cursor: { show: false },
  };
}
