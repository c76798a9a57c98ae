// The pair strip: one dot a pair on a log axis of ratios, the interval as a bar, the estimate as a line.
import { svg } from "./dom.js";

const TICKS = [
  [1 / 10, "10x faster"], [1 / 5, "5x"], [1 / 3, "3x faster"], [1 / 2, "2x"], [1 / 1.5, "1.5x"], [1, "as before"],
  [1.5, "1.5x slower"], [2, "2x"], [3, "3x slower"],
];
const KEEP = 800;

export class Strip {
  constructor(holder) {
    this.holder = holder;
    this.dots = [];
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(holder);
  }

  update({ dots, ratio, low, high }) {
    this.dots = [...this.dots, ...dots.map(([value]) => value)].slice(-KEEP);
    Object.assign(this, { ratio, low, high });
    this.draw();
  }

  draw() {
    if (!this.dots.length) return;
    const { clientWidth: width, clientHeight: height } = this.holder;
    const sorted = [...this.dots].sort((a, b) => a - b);
    const at = (share) => sorted[Math.floor(share * (sorted.length - 1))];
    const left = Math.log(Math.min(at(0.01), this.low ?? 1, 0.9)) - 0.1;
    const right = Math.log(Math.max(at(0.99), this.high ?? 1, 1.1)) + 0.1;
    const x = (ratio) => 12 + ((Math.log(ratio) - left) / (right - left)) * (width - 24);
    const base = height - 26;
    const picture = svg("svg", { width, height, class: "strip" });
    picture.append(svg("line", { x1: 0, x2: width, y1: base, y2: base, class: "axis" }));
    this.ticks(picture, x, base, left, right);
    this.dots.forEach((ratio, index) => {
      if (Math.log(ratio) < left || Math.log(ratio) > right) return;
      const spread = ((index * 0.618034) % 1) + ((index * 0.381966) % 1) - 1; // deterministic, denser in the middle
      picture.append(svg("circle", { cx: x(ratio), cy: base / 2 + spread * base * 0.42, r: 2.1, class: "dot" }));
    });
    if (this.ratio) this.estimate(picture, x, base);
    this.holder.replaceChildren(picture);
  }

  ticks(picture, x, base, left, right) {
    let last = -Infinity;
    for (const [ratio, label] of TICKS) {
      if (Math.log(ratio) < left || Math.log(ratio) > right) continue;
      const near = Math.abs(x(ratio) - last) < 66;
      if (near && ratio !== 1) continue;
      if (near) picture.querySelector("text:last-of-type")?.remove();
      last = x(ratio);
      if (ratio === 1) picture.append(svg("line", { x1: last, x2: last, y1: 4, y2: base, class: "one" }));
      picture.append(svg("text", { x: last, y: base + 18, "text-anchor": "middle" }, label));
    }
  }

  estimate(picture, x, base) {
    const top = base / 2 - 14;
    picture.append(svg("rect", { x: x(this.low), y: top, width: Math.max(2, x(this.high) - x(this.low)), height: 28, class: "interval" }));
    picture.append(svg("line", { x1: x(this.ratio), x2: x(this.ratio), y1: top - 8, y2: top + 36, class: "middle" }));
  }
}
