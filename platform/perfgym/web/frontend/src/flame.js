// The flame graph of a profile: the picture is the server's; here it can be walked, searched and zoomed.
import { byId } from "./dom.js";

const CHARACTER = 0.61; // of the type's size: how wide a monospaced sign is
const EDGE = 4; // pixels left free beside a name
const SLACK = 1e-3; // per cent: frames that touch do not overlap

/** A picture whose names fit its frames, however wide it is. */
class Picture {
  constructor(svg) {
    this.svg = svg;
    this.boxes = [...svg.querySelectorAll("g[data-depth]")].map(box);
    this.root = this.zoomed = this.boxes.find((one) => one.depth === 0);
    new ResizeObserver(() => this.draw()).observe(svg);
  }

  /** Every frame where it is under the present zoom; those beside it are gone, those below it fill the width. */
  draw() {
    const { left, width, depth } = this.zoomed;
    const pixels = this.svg.getBoundingClientRect().width;
    const sign = CHARACTER * parseFloat(getComputedStyle(this.root.g.querySelector("text")).fontSize);
    for (const one of this.boxes) {
      const below = one.depth < depth && within(this.zoomed, one);
      const above = one.depth >= depth && within(one, this.zoomed);
      one.g.toggleAttribute("hidden", !below && !above);
      one.g.style.display = below || above ? "" : "none";
      if (!below && !above) continue;
      place(one, below ? 0 : (100 * (one.left - left)) / width, below ? 100 : (100 * one.width) / width, pixels, sign);
      one.g.classList.toggle("faded", below);
    }
  }
}

class Flame extends Picture {
  constructor(holder) {
    super(holder.querySelector("svg"));
    this.detail = byId("flame-detail");
    this.byGroup = new Map(this.boxes.map((one) => [one.g, one]));
    this.dress();
    this.svg.addEventListener("click", (event) => this.on(event, (one) => this.zoom(one)));
    this.svg.addEventListener("pointerover", (event) => this.on(event, (one) => this.say(one)));
    this.svg.addEventListener("focusin", (event) => this.on(event, (one) => this.take(one)));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    byId("flame-reset").addEventListener("click", () => this.zoom(this.root));
    byId("flame-search").addEventListener("input", (event) => this.search(event.target.value));
    byId("flame-search").addEventListener("keydown", (event) => event.key === "Escape" && this.clear(event));
    addEventListener("keydown", (event) => event.key === "/" && !event.target.closest("input, select, textarea") && this.look(event));
  }

  /** A tree for who hears it; one stop for who tabs. */
  dress() {
    this.svg.setAttribute("role", "tree");
    for (const one of this.boxes) {
      one.g.setAttribute("role", "treeitem");
      one.g.setAttribute("aria-level", one.depth + 1);
      one.g.setAttribute("aria-label", one.tip);
      one.g.setAttribute("tabindex", one === this.root ? 0 : -1);
    }
  }

  on(event, action) {
    const one = this.byGroup.get(event.target.closest("g[data-depth]"));
    if (one) action(one);
  }

  say(one) {
    this.detail.textContent = one.tip;
  }

  take(one) {
    for (const each of this.boxes) each.g.setAttribute("tabindex", each === one ? 0 : -1);
    this.say(one);
  }

  zoom(one) {
    this.zoomed = one;
    byId("flame-reset").disabled = one === this.root;
    this.draw();
    this.take(one);
  }

  search(text) {
    const wanted = text.trim().toLowerCase();
    const found = wanted ? this.boxes.filter((one) => one.depth && one.name.toLowerCase().includes(wanted)) : [];
    for (const one of this.boxes) one.g.classList.toggle("found", found.includes(one));
    const outer = found.filter((one) => !found.some((other) => other.depth < one.depth && within(one, other)));
    const share = outer.reduce((sum, one) => sum + one.width, 0);
    byId("flame-found").textContent = wanted ? (found.length ? `${share.toFixed(1)} % of the picture, ${found.length} ${found.length === 1 ? "frame" : "frames"}` : "not in this picture") : "";
  }

  clear(event) {
    event.target.value = "";
    this.search("");
  }

  look(event) {
    event.preventDefault();
    byId("flame-search").focus();
  }

  key(event) {
    const one = this.byGroup.get(event.target);
    if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowUp: () => this.called(one), ArrowDown: () => this.caller(one), ArrowLeft: () => this.beside(one, -1), ArrowRight: () => this.beside(one, 1), Home: () => this.zoomed }[event.key];
    if (event.key === "Enter" || event.key === " ") this.zoom(one);
    else if (event.key === "Escape") this.back(one);
    else if (to) to()?.g.focus();
    else return;
    event.preventDefault();
  }

  /** The whole picture again, and still the same frame in hand. */
  back(one) {
    if (this.zoomed !== this.root) this.zoom(this.root);
    one.g.focus();
  }

  shown() {
    return this.boxes.filter(({ g }) => !g.hasAttribute("hidden"));
  }

  /** The widest that it called. */
  called(one) {
    return this.shown().filter((other) => other.depth === one.depth + 1 && within(other, one)).sort((a, b) => b.width - a.width)[0];
  }

  caller(one) {
    return this.shown().find((other) => other.depth === one.depth - 1 && within(one, other));
  }

  beside(one, step) {
    const row = this.shown().filter((other) => other.depth === one.depth).sort((a, b) => a.left - b.left);
    return row[row.indexOf(one) + step];
  }
}

function box(g) {
  const { name, label, depth, left, width } = g.dataset;
  return { g, rect: g.querySelector("rect"), tip: g.querySelector("title").textContent, name, label, depth: Number(depth), left: Number(left), width: Number(width) };
}

function within(inner, outer) {
  return inner.left >= outer.left - SLACK && inner.left + inner.width <= outer.left + outer.width + SLACK;
}

function place({ g, rect, label }, left, width, pixels, sign) {
  rect.setAttribute("x", `${left}%`);
  rect.setAttribute("width", `${width}%`);
  const room = Math.floor(((width / 100) * pixels - 2 * EDGE) / sign);
  let text = g.querySelector("text");
  if (room < 3) return text?.setAttribute("display", "none");
  if (!text) {
    text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    const tone = [...rect.classList].find((name) => name.startsWith("chart-frame-")).replace("chart-frame-", "chart-frame-text-");
    text.setAttribute("class", `chart-text chart-figure chart-frame-text ${tone}`);
    text.setAttribute("y", Number(rect.getAttribute("y")) + 13);
    g.append(text);
  }
  text.classList.remove("chart-minor");
  text.removeAttribute("display");
  text.setAttribute("x", `${left}%`);
  text.setAttribute("dx", EDGE);
  text.textContent = label.length <= room ? label : `${label.slice(0, room - 1)}…`;
}

for (const svg of document.querySelectorAll("svg.chart-flame")) {
  const holder = svg.closest("[data-flame]");
  if (holder) new Flame(holder);
  else new Picture(svg);
}
