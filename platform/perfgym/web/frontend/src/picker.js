// A dialog with a field and a list below it: what is typed narrows the list, arrow keys choose, Enter takes, Escape closes.

const MOST = 200;
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

export class Picker {
  /** `find(typed)` gives items (or a promise of them); `draw(item, row)` fills a row; `take(item)` runs after the dialog has closed. */
  constructor(dialog, { find, draw, take, none }) {
    Object.assign(this, { dialog, find, draw, take, none, items: [], current: 0 });
    this.field = dialog.querySelector("[role=combobox]");
    this.list = dialog.querySelector("[role=listbox]");
    this.said = dialog.querySelector("[role=status]");
    this.field.addEventListener("input", () => this.narrow());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", ({ target }) => this.clicked(target.closest("[role=option]")));
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close()); // beside it
  }

  open() {
    if (this.dialog.open) return this.dialog.close();
    this.dialog.showModal();
    this.field.focus();
    this.field.select();
    this.narrow();
  }

  async narrow() {
    const typed = this.field.value.trim();
    const items = await this.find(typed);
    if (typed !== this.field.value.trim()) return; // more was typed meanwhile
    this.items = items.slice(0, MOST);
    this.list.replaceChildren(...this.items.map((item, index) => this.row(item, index)));
    this.said.textContent = this.items.length ? "" : this.none(typed);
    this.choose(0);
  }

  row(item, index) {
    const row = document.createElement("li");
    Object.assign(row, { id: `${this.list.id}-${index}`, role: "option" });
    this.draw(item, row);
    return row;
  }

  choose(index) {
    this.current = Math.max(0, Math.min(index, this.items.length - 1));
    for (const [at, row] of [...this.list.children].entries()) row.setAttribute("aria-selected", at === this.current);
    const row = this.list.children[this.current];
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing) return;
    if (STEPS[event.key]) this.choose(this.current + STEPS[event.key]);
    else if (event.key === "Enter") this.done(this.items[this.current]);
    else if (event.key === "Escape") this.dialog.close(); // at once: what is pressed next is for the page
    else return;
    event.preventDefault();
  }

  clicked(row) {
    if (row) this.done(this.items[[...this.list.children].indexOf(row)]);
  }

  /** Closing gives the focus back to where it was; what is done then may move it. */
  done(item) {
    if (!item) return;
    this.dialog.close();
    this.take(item);
  }
}
