// How the page is divided: panes on a small screen, borders that can be moved on a large one, and how large code is shown.
import { register } from "./commands.js";
import { announce, byId } from "./dom.js";
import { recalled, remember } from "./remembered.js";

const STEP = 2; // percent an arrow key
const CODE_SIZES = [11, 12, 13, 14, 16, 18, 21, 24]; // px; 13 is the usual one
const USUAL = 13;

/** Show one pane where there is room for one only. */
export function pane(name) {
  byId("workbench").dataset.pane = name;
  for (const button of byId("panes").children) button.setAttribute("aria-pressed", button.dataset.pane === name);
}

/** A border between two parts: dragged, or moved by arrow keys; Enter folds the first part away and back. */
class Splitter {
  constructor(element, { property, vertical, measure }) {
    Object.assign(this, { element, property, vertical, measure, bench: byId("workbench") });
    const kept = recalled(element.id);
    if (kept !== undefined) this.set(kept);
    else requestAnimationFrame(() => this.tell(this.measure()));
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("pointerdown", (event) => this.grab(event));
    element.addEventListener("dblclick", () => this.reset());
  }

  get least() {
    return Number(this.element.getAttribute("aria-valuemin"));
  }

  get most() {
    return Number(this.element.getAttribute("aria-valuemax"));
  }

  /** `share` in percent of the workbench; below the least it is folded away. */
  set(share) {
    const value = share < this.least / 2 ? 0 : Math.min(this.most, Math.max(this.least, share));
    this.bench.style.setProperty(this.property, `${value}%`);
    this.element.classList.toggle("folded", value === 0);
    this.bench.classList.toggle(`${this.element.id}-folded`, value === 0);
    this.tell(value);
    remember(this.element.id, value);
    if (value) this.before = value;
  }

  tell(value) {
    this.element.setAttribute("aria-valuenow", Math.round(value));
    this.element.setAttribute("aria-valuetext", value ? `${Math.round(value)} percent` : "folded away");
  }

  reset() {
    this.bench.style.removeProperty(this.property);
    this.bench.classList.remove(`${this.element.id}-folded`);
    this.element.classList.remove("folded");
    remember(this.element.id, undefined);
    this.tell(this.measure());
  }

  fold() {
    if (this.element.classList.contains("folded")) this.set(this.before ?? this.least);
    else {
      this.before = this.measure();
      this.set(0);
    }
  }

  key(event) {
    const [less, more] = this.vertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowDown", "ArrowUp"];
    const now = this.measure();
    if (event.key === less) this.set(Math.max(this.least, now - STEP));
    else if (event.key === more) this.set(now + STEP);
    else if (event.key === "Home") this.set(this.least);
    else if (event.key === "End") this.set(this.most);
    else if (event.key === "Enter") this.fold();
    else return;
    event.preventDefault();
  }

  grab(event) {
    event.preventDefault();
    this.element.focus();
    this.element.setPointerCapture(event.pointerId);
    const move = (moved) => this.set(this.shareAt(moved));
    this.element.addEventListener("pointermove", move);
    this.element.addEventListener("lostpointercapture", () => this.element.removeEventListener("pointermove", move), { once: true });
  }

  shareAt({ clientX, clientY }) {
    const { left, width, bottom, height } = this.bench.getBoundingClientRect();
    return this.vertical ? (100 * (clientX - left)) / width : (100 * (bottom - clientY)) / height;
  }
}

const share = (selector, side) => () => {
  const part = document.querySelector(selector).getBoundingClientRect()[side];
  return (100 * part) / byId("workbench").getBoundingClientRect()[side];
};

export function layout() {
  byId("panes").addEventListener("click", (event) => event.target.dataset.pane && pane(event.target.dataset.pane));
  const guide = new Splitter(byId("split-guide"), { property: "--guide", vertical: true, measure: share(".guide", "width") });
  const runs = new Splitter(byId("split-runs"), { property: "--runs", vertical: false, measure: share(".runs", "height") });
  register({ id: "fold-guide", name: "Fold the guide away, or back", group: "View", keys: ["b"], run: () => guide.fold() });
  register({ id: "fold-runs", name: "Fold the runs away, or back", group: "View", run: () => runs.fold() });
  register({ id: "usual-parts", name: "Divide the page as usual", group: "View", run: () => [guide, runs].forEach((each) => each.reset()) });
  codeSize(recalled("code-size") ?? USUAL);
  register({ id: "larger-code", name: "Larger code", group: "View", keys: ["+"], run: () => nextSize(1) });
  register({ id: "smaller-code", name: "Smaller code", group: "View", keys: ["-"], run: () => nextSize(-1) });
}

function nextSize(step) {
  const at = CODE_SIZES.indexOf(recalled("code-size") ?? USUAL) + step;
  const size = CODE_SIZES[Math.max(0, Math.min(at, CODE_SIZES.length - 1))];
  remember("code-size", size);
  codeSize(size);
  announce(`Code is ${size} pixels large.`);
}

const codeSize = (px) => byId("workbench").style.setProperty("--code-size", `${px / 16}rem`);
