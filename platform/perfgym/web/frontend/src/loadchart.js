// Requests a second and latency by second, for a learner's own load test.
import "uplot/dist/uPlot.min.css";
import uPlot from "uplot";
import { css } from "./dom.js";

const FONT = "12px ui-sans-serif, system-ui, sans-serif";

export class LoadChart {
  constructor(holder, height) {
    this.holder = holder;
    this.height = height;
    this.data = [[], [], [], []];
    this.plot = null;
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(holder);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.rebuild());
  }

  add({ t, rps, p50, p95 }) {
    [t, rps, p50, p95].forEach((value, index) => this.data[index].push(value));
    if (this.plot) this.plot.setData(this.data);
    else this.rebuild();
  }

  size() {
    return { width: this.holder.clientWidth, height: this.height ?? this.holder.clientHeight };
  }

  rebuild() {
    this.plot?.destroy();
    this.holder.replaceChildren();
    const axis = { stroke: css("--ink-2"), font: FONT, labelFont: FONT, grid: { stroke: css("--rule"), width: 1 }, ticks: { show: false } };
    const line = (label, scale, extra) => ({ label, scale, width: 1.6, points: { show: false }, ...extra });
    this.plot = new uPlot(
      {
        ...this.size(),
        scales: { x: { time: false }, rps: { range: (_, __, max) => [0, (max || 1) * 1.15] }, ms: { range: (_, __, max) => [0, (max || 1) * 1.15] } },
        axes: [
          { ...axis, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? `${tick} s` : "")) },
          { ...axis, scale: "rps", label: "requests / s", labelSize: 18, size: 52 },
          { ...axis, scale: "ms", side: 1, label: "ms", labelSize: 18, size: 52, grid: { show: false } },
        ],
        series: [
          { label: "second" },
          line("requests / s", "rps", { stroke: css("--ink-3") }),
          line("median, ms", "ms", { stroke: css("--after") }),
          line("95 %, ms", "ms", { stroke: css("--after"), dash: [4, 4] }),
        ],
        cursor: { y: false },
      },
      this.data,
      this.holder,
    );
  }
}
