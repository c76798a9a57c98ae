// The history of one's files in a dialog: the site's own pages, without what is around them.
import { fragment, send } from "./api.js";
import { register } from "./commands.js";
import { announce, byId, text } from "./dom.js";

export class Versions {
  /** `flush()` saves what waits; `look()` shows what is saved now, and resolves to false where other files are there. */
  constructor({ flush, look }) {
    Object.assign(this, { flush, look, list: byId("show-versions").href });
    byId("show-versions").addEventListener("click", (event) => this.opened(event));
    byId("versions").addEventListener("click", (event) => this.followed(event));
    byId("versions").addEventListener("submit", (event) => this.bringBack(event));
    register({ id: "versions", name: "Show the history of my files", group: "Files", keys: ["h"], run: () => this.open() });
  }

  opened(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // to a tab of its own
    event.preventDefault();
    this.open();
  }

  async open() {
    if (!byId("versions").open) byId("versions").showModal();
    await this.flush(); // so that the list is of what one sees
    await this.show(this.list, "History of your files");
  }

  followed(event) {
    const link = event.target.closest("a[data-look], a[data-page], #versions-list");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.show(link.href, link.matches("[data-look]") ? "An earlier state" : "History of your files");
  }

  async show(address, title) {
    const url = new URL(address);
    url.searchParams.set("part", "1");
    try {
      byId("versions-body").innerHTML = await fragment(url); // rendered by the site, with every value escaped
    } catch (error) {
      byId("versions-body").textContent = error instanceof TypeError ? "The site cannot be reached. Nothing was changed; try again in a moment." : error.message;
    }
    text("versions-title", title);
    byId("versions-list").hidden = address === this.list;
    byId("versions-title").focus();
  }

  async bringBack(event) {
    if (!event.target.matches("[data-bring-back]")) return; // the dialog's own form closes it
    event.preventDefault();
    const path = event.submitter?.value;
    try {
      const { sentence } = await send("POST", event.target.action, undefined, { body: new URLSearchParams(path ? { path } : {}), headers: formHeaders() });
      byId("versions").close();
      if (!(await this.look())) location.reload(); // a file came or went
      announce(sentence);
    } catch (error) {
      text("versions-title", error instanceof TypeError ? "The site cannot be reached. Nothing was changed; try again in a moment." : error.message);
    }
  }
}

const formHeaders = () => ({ "X-CSRFToken": document.querySelector("meta[name=csrf]").content, Accept: "application/json" });
