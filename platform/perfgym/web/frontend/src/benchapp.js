// The app in the workbench: in the editor's place while it is looked at. Its code is fetched when it is first opened.
import { register } from "./commands.js";
import { announce, byId, show } from "./dom.js";

export class BenchApp {
  /** `save` saves what was typed; `turned(shown)` is called when the app takes the editor's place, and gives it back. */
  constructor(save, turned) {
    this.save = save;
    this.turned = turned;
    this.preview = null;
    byId("toggle-app").addEventListener("click", () => this.toggle());
    register({ id: "app", name: "Look at the app, or back to the editor", group: "Go to", keys: ["a"], run: () => this.toggle() });
  }

  get shown() {
    return !byId("app").hidden;
  }

  toggle(to = !this.shown) {
    if (to === this.shown) return;
    show("app", to);
    show("editor", !to);
    byId("toggle-app").setAttribute("aria-pressed", to);
    this.turned(to);
    if (to) this.open();
  }

  async open() {
    if (!this.preview) {
      const { Preview } = await import("./preview.js");
      this.preview = new Preview(byId("app"), { before: this.save, said: announce });
    }
    await this.preview.look();
    byId("app-path")?.focus();
  }
}
