// Where one was on this page: file, cursors, pane, changes shown or not. A reload at any moment comes back to it.
import { pane } from "./layout.js";
import { recalled, remember } from "./remembered.js";

export class Where {
  constructor(lab, { files, tabs, editor, guide, bench }) {
    Object.assign(this, { key: `where:${lab}`, files, tabs, editor, guide, bench });
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
  }

  keep() {
    const { path, fixed } = this.editor.file;
    remember(this.key, {
      path: fixed ? this.files.list[0].path : path,
      places: this.editor.places(),
      pane: this.bench.dataset.pane,
      diff: this.editor.diff,
      step: this.step(),
      guide: this.guide.scrollTop,
      typing: this.editor.front.hasFocus,
    });
  }

  step() {
    return this.guide.querySelector("h2")?.textContent;
  }

  restore() {
    const was = recalled(this.key) ?? {};
    for (const file of this.files.list) if (was.places?.[file.path]) this.editor.place(file, was.places[file.path]);
    this.editor.diff = was.diff ?? false;
    this.tabs.select(Math.max(0, this.files.list.findIndex(({ path }) => path === was.path)));
    pane(was.pane ?? "guide");
    if (was.step === this.step()) this.guide.scrollTop = was.guide ?? 0;
    const [entry] = performance.getEntriesByType("navigation");
    if (was.typing && entry?.type === "reload") this.editor.focus();
  }
}
