// One tab a file, and one more for a file that is only read.

export class Tabs {
  constructor(holder, files, choose) {
    Object.assign(this, { holder, choose, files: [...files] });
    this.buttons = files.map((file) => this.button(file));
    holder.replaceChildren(...this.buttons);
    holder.addEventListener("keydown", (event) => this.arrow(event));
  }

  button(file) {
    const button = Object.assign(document.createElement("button"), { type: "button", role: "tab", title: file.path });
    button.setAttribute("aria-controls", "editor");
    button.append(file.path.split("/").pop());
    button.addEventListener("click", () => this.select(this.files.indexOf(file)));
    return button;
  }

  /** A tab for a file that may not be changed; the next one takes its place. */
  read(file) {
    const at = this.files.findIndex((each) => each.fixed);
    if (at >= 0) this.close(at);
    const button = this.button(file);
    button.classList.add("fixed");
    button.title = `${file.path}, to read only`;
    this.files.push(file);
    this.buttons.push(button);
    this.holder.append(button);
    this.select(this.files.length - 1);
  }

  close(at) {
    this.files.splice(at, 1);
    this.buttons.splice(at, 1)[0].remove();
  }

  /** Open a file by its place; false when there is none there. */
  select(index) {
    if (!this.buttons[index]) return false;
    this.current = index;
    this.buttons.forEach((button, each) => {
      button.setAttribute("aria-selected", each === index);
      button.tabIndex = each === index ? 0 : -1;
    });
    this.buttons[index].scrollIntoView({ block: "nearest", inline: "nearest" });
    this.choose(this.files[index]);
    return true;
  }

  /** Whether the file that was chosen is what one sees; it is not while something else has the editor's place. */
  see(seen) {
    this.buttons[this.current]?.setAttribute("aria-selected", seen);
  }

  arrow(event) {
    const last = this.buttons.length - 1;
    const next = { ArrowRight: this.current + 1, ArrowLeft: this.current - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.select((next + last + 1) % (last + 1));
    this.buttons[this.current].focus();
  }

  /** Show at each tab how many lines differ from the starter: `count(file)`. */
  mark(count) {
    this.files.forEach((file, index) => {
      if (!file.fixed) this.markOne(this.buttons[index], file, file.content === file.starter ? 0 : count(file));
    });
  }

  markOne(button, file, lines) {
    const said = `${lines} ${lines === 1 ? "line" : "lines"} changed`;
    button.classList.toggle("changed", lines > 0);
    button.title = lines ? `${file.path}, ${said}` : file.path;
    button.querySelector(".count")?.remove();
    if (!lines) return;
    const shown = Object.assign(document.createElement("span"), { className: "count num" });
    shown.append(String(lines), Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${said.replace(/^\d+ /, "")}` }));
    button.append(" ", shown);
  }
}
