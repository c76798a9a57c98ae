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

  select(index) {
    if (!this.buttons[index]) return;
    this.current = index;
    this.buttons.forEach((button, each) => {
      button.setAttribute("aria-selected", each === index);
      button.tabIndex = each === index ? 0 : -1;
    });
    this.choose(index);
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    this.select((this.current + step + this.buttons.length) % this.buttons.length);
    this.buttons[this.current].focus();
  }

  mark(files) {
    files.forEach((file, index) => this.buttons[index].classList.toggle("changed", file.content !== file.starter));
  }
}
