// The pair strip while it grows: one dot a pair on an axis of ratios, the interval as a bar, the estimate as a line.
import { svg } from "./dom.js";
import { claim, count } from "./figures.js";
import { heights } from "./swarm.js";

const FACTORS = [1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100];
const APART = 84; // pixels between two labels
const EDGE = 10;
const AXIS = 24; // pixels below the axis
const DRAWN = 700;

export class Strip {
  constructor(holder) {
    this.holder = holder;
    this.ratios = [];
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(holder);
  }

  update({ dots, ratio, low, high, pairs }) {
    this.ratios.push(...dots.map(([value]) => value));
    Object.assign(this, { ratio, low, high, pairs });
    this.frame ??= requestAnimationFrame(() => this.draw()); // many come at once when a page is opened again
  }

  end() {
    cancelAnimationFrame(this.frame);
    this.watch.disconnect();
  }

  draw() {
    this.frame = null;
    const { clientWidth: width, clientHeight: height } = this.holder;
    if (!this.ratios.length || !width) return; // nothing yet, or out of sight
    const shown = thinned(this.ratios);
    const axis = new Axis(shown, this.low, this.high, width);
    const base = height - AXIS;
    const picture = svg("svg", { width, height, class: "strip", role: "img", "aria-label": this.words() });
    picture.append(svg("line", { x1: axis.x(1), x2: axis.x(1), y1: 2, y2: base, class: "chart-before chart-as-before" }));
    picture.append(...this.dots(axis, shown, base), ...scale(axis, base, width));
    if (this.ratio) picture.append(...this.estimate(axis, base));
    this.holder.replaceChildren(picture);
  }

  dots(axis, shown, base) {
    const inside = shown.filter((ratio) => axis.holds(ratio));
    const places = inside.map((ratio) => axis.share(ratio));
    const spread = (base / 2) * 0.9;
    return heights(places).map((h, i) => svg("circle", { cx: axis.x(inside[i]), cy: base / 2 + spread * h, r: 1.8, class: "chart-dot dot" }));
  }

  estimate(axis, base) {
    const [left, right, at, middle] = [axis.x(this.low), axis.x(this.high), axis.x(this.ratio), base / 2];
    return [
      svg("rect", { x: left, width: Math.max(2, right - left), y: middle - 11, height: 22, class: "chart-interval" }),
      svg("line", { x1: at, x2: at, y1: middle - 17, y2: middle + 17, class: "chart-estimate" }),
    ];
  }

  words() {
    const so = this.ratio ? `Estimate ${claim(this.ratio)}, from ${claim(this.low)} to ${claim(this.high)}.` : "No estimate yet.";
    return `After divided by before, ${count(this.pairs)} pairs. ${so}`;
  }
}

/** A logarithmic axis of after / before, faster on the left, with 98 % of the pairs, the interval and "as before" on it. */
class Axis {
  constructor(ascending, low, high, width) {
    const cut = Math.floor(ascending.length / 100);
    const core = ascending.slice(cut, ascending.length - cut);
    const left = Math.log(Math.min(core[0], low ?? 1, 0.98));
    const right = Math.log(Math.max(core[core.length - 1], high ?? 1, 1.02));
    const air = 0.06 * (right - left);
    Object.assign(this, { left: left - air, right: right + air, width });
  }

  share(ratio) {
    return (Math.log(ratio) - this.left) / (this.right - this.left);
  }

  x(ratio) {
    return EDGE + this.share(ratio) * (this.width - 2 * EDGE);
  }

  holds(ratio) {
    return this.share(ratio) >= 0 && this.share(ratio) <= 1;
  }

  /** [ratio, label], "as before" among them; the outermost on each side carries the word. */
  ticks() {
    const chosen = [[1, "as before"]];
    for (const [word, sign] of [["faster", -1], ["slower", 1]]) {
      let said = false;
      for (const times of [...FACTORS].reverse()) {
        const ratio = times ** sign;
        if (!this.holds(ratio) || chosen.some(([other]) => Math.abs(this.x(ratio) - this.x(other)) < APART)) continue;
        chosen.push([ratio, said ? `${times}x` : `${times}x ${word}`]);
        said = true;
      }
    }
    return chosen;
  }
}

function scale(axis, base, width) {
  const parts = [svg("line", { x1: 0, x2: width, y1: base, y2: base, class: "chart-axis" })];
  for (const [ratio, label] of axis.ticks()) {
    const x = axis.x(ratio);
    const anchor = x < 32 ? "start" : x > width - 32 ? "end" : "middle";
    parts.push(svg("line", { x1: x, x2: x, y1: base, y2: base + 4, class: "chart-axis" }));
    parts.push(svg("text", { x, y: base + 18, "text-anchor": anchor, class: "chart-text" }, label));
  }
  return parts;
}

/** At most DRAWN of the values, ascending, evenly over their ranks: the distribution stays. */
function thinned(values) {
  const ordered = [...values].sort((a, b) => a - b);
  if (ordered.length <= DRAWN) return ordered;
  return Array.from({ length: DRAWN }, (_, k) => ordered[Math.floor(((2 * k + 1) * ordered.length) / (2 * DRAWN))]);
}
