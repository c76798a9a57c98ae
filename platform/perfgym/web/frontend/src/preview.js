// The app preview, on its own page and in the workbench: asks without leaving the page, and shows what came.
import { Refused, uuid } from "./api.js";

const SOON_MS = 200;
const LONGEST_MS = 1000; // between two looks at a request that is under way
const LINKS_MS = 700; // a link in the frame tells nobody that it was followed: while the frame has the focus, look often
const LATER_MS = 10_000;

export class Preview {
  /** `before` is waited for before something is asked: what was typed is saved then. */
  constructor(holder, { before = async () => {}, said = () => {} } = {}) {
    this.holder = holder;
    this.before = before;
    this.said = said;
    this.timer = null;
    this.wait = SOON_MS;
    holder.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-async]")) return;
      event.preventDefault();
      this.send(event.target, event.submitter);
    });
    addEventListener("blur", () => setTimeout(() => this.inFrame && this.look())); // the focus went into the frame
    document.addEventListener("visibilitychange", () => document.hidden || this.look());
  }

  get part() {
    return this.holder.firstElementChild;
  }

  get inFrame() {
    return this.holder.contains(document.activeElement) && document.activeElement.tagName === "IFRAME";
  }

  /** Look whether there is something new to show. */
  async look() {
    clearTimeout(this.timer);
    if (this.holder.hidden) return;
    try {
      const seen = encodeURIComponent(this.part?.dataset.version ?? "?");
      const response = await fetch(`${this.holder.dataset.stateUrl}?seen=${seen}`, { redirect: "manual" });
      if (response.status === 200) this.put(await response.text());
      else if (response.status !== 204) throw new Refused(response.type === "opaqueredirect" ? 401 : response.status, {});
      this.tell("");
    } catch (error) {
      this.tell(error instanceof Refused ? error.message : "The site cannot be reached. Trying again.");
    }
    this.again();
  }

  again() {
    const pending = Boolean(this.part?.dataset.pending);
    this.holder.setAttribute("aria-busy", pending);
    this.wait = pending ? Math.min(this.wait * 1.3, LONGEST_MS) : this.inFrame ? LINKS_MS : LATER_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), this.wait);
  }

  /** Show a new state; what is being typed stays, and so does the focus. */
  put(html) {
    const focused = this.holder.contains(document.activeElement) ? document.activeElement.id : "";
    const field = this.holder.querySelector("[name=path][type=text]");
    const typed = field && field.value !== field.defaultValue ? field.value : null;
    const was = this.part?.dataset.pending;
    this.holder.innerHTML = html; // rendered by the site, with every value escaped
    const now = this.holder.querySelector("[name=path][type=text]");
    if (typed !== null && document.activeElement !== now && focused === "app-path") now.value = typed;
    if (focused) (this.holder.querySelector(`#${focused}:not(:disabled)`) ?? this.holder.querySelector("#app-go"))?.focus();
    if (was && !this.part.dataset.pending) this.said(this.part.dataset.said);
  }

  tell(problem) {
    const place = this.holder.querySelector(".problem");
    if (!place) return;
    place.textContent = problem;
    place.hidden = !problem;
  }

  async send(form, submitter) {
    const body = new FormData(form, submitter);
    if (submitter?.name === "path") body.set("path", submitter.value);
    if (body.has("key")) body.set("key", uuid());
    try {
      await this.before();
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      if (response.type === "opaqueredirect") throw new Refused(401, {});
      if (!response.ok) throw new Refused(response.status, response.status === 422 ? await response.json() : {});
      const field = form.querySelector("[name=path][type=text]");
      if (field) field.defaultValue = field.value;
      this.wait = SOON_MS / 4;
      this.look();
    } catch (error) {
      this.tell(error instanceof Refused ? error.message : "The site cannot be reached. Nothing was sent; try again in a moment.");
    }
  }
}
