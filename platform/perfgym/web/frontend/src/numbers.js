// The table behind the small charts: the same numbers, a row a moment.
import { make } from "./dom.js";
import { number } from "./figures.js";

export class Numbers {
  /** `panels` and `at` as of Multiples. */
  constructor(holder, panels, { at, label }) {
    this.at = at;
    this.lines = panels.flatMap(({ title, unit, lines }) => lines.map((line) => ({ ...line, head: [title, line.name].filter(Boolean).join(" ") + (unit && `, ${unit}`) })));
    this.body = make("tbody");
    const head = ["second", ...this.lines.map((line) => line.head)].map((words) => make("th", { scope: "col", className: "num" }, words));
    this.table = make("table", {}, make("caption", { className: "visually-hidden" }, label), make("thead", {}, make("tr", {}, ...head)), this.body);
    holder.replaceChildren(this.table);
  }

  /** All rows, in the order of time; those that are there already stay as they are. */
  show(rows) {
    const { children } = this.body;
    while (children.length > rows.length) children[0].remove();
    rows.forEach((row, place) => {
      if (this.shown?.[place] === row && children[place]) return;
      const made = this.row(row);
      if (children[place]) children[place].replaceWith(made);
      else this.body.append(made);
    });
    this.shown = [...rows];
  }

  row(row) {
    const cells = this.lines.map((line) => make("td", { className: "num" }, number(line.of(row))));
    return make("tr", {}, make("th", { scope: "row", className: "num" }, number(this.at(row))), ...cells);
  }
}
