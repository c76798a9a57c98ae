// One tab a file.

export class Tabs {
  constructor(holder, files, choose) {
    this.choose = choose;
    this.buttons = files.map((file, index) => this.button(file, index));
    holder.replaceChildren(...this.buttons);
    holder.addEventListener("keydown", (event) => this.arrow(event));
  }

  button(file, index) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", role: "tab", title: file.path, textContent: file.path.split("/").pop() });
    button.setAttribute("aria-controls", "editor");
    button.addEventListener("click", () => this.select(index));
    return button;
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
    this.choose(index);
    return true;
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    this.select((this.current + step + this.buttons.length) % this.buttons.length);
    this.buttons[this.current].focus();
  }

  mark(files) {
    files.forEach((file, index) => {
      const changed = file.content !== file.starter;
      this.buttons[index].classList.toggle("changed", changed);
      this.buttons[index].title = changed ? `${file.path}, changed` : file.path;
    });
  }
}
