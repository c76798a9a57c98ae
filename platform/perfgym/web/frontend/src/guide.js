// The guide: turns its pages and sends its forms without touching the editor beside it. Without this file all of it works as plain pages.
import { fragment, sendForm } from "./api.js";
import { copyButtons } from "./copy.js";
import { announce, text } from "./dom.js";
import { recalled, remember } from "./remembered.js";

const AWAY = "The site cannot be reached. What you wrote stands where it was; try again in a moment.";

/** `waits(url)` is told of the run that an answer waits for. Call what is returned with the address of a run that has ended. */
export function guide(section, { lab, person }, waits) {
  const waiting = () => section.querySelector("[data-follow]")?.dataset.follow;
  const step = () => section.querySelector("#step");
  const draft = (field) => `draft:${person}:${lab}:${step().dataset.name}:${field.name}`;
  const fields = () => [...section.querySelectorAll(".ask :is(input[type=text], textarea, select)")];
  const choiceless = () => section.querySelector(".ask select[data-empty]");

  /** What was written or chosen and never arrived; what a list no longer has stays out. */
  function bringBack() {
    for (const field of fields()) {
      const kept = recalled(draft(field));
      if (kept != null && (!field.options || [...field.options].some((each) => each.value === kept))) field.value = kept;
    }
  }

  function show(html) {
    section.innerHTML = html;
    bringBack();
    copyButtons(section);
    const [title, ...rest] = [step().dataset.title, ...document.title.split(" · ").slice(1)];
    document.title = [title, ...rest].join(" · ");
    text("step-now", `step ${step().dataset.step} of ${step().dataset.of}`);
    if (waiting()) waits(waiting());
    const focus = section.querySelector("[data-focus]");
    if (!focus) return;
    focus.focus({ preventScroll: true });
    if (focus.id === "step-title") section.scrollTop = 0;
    else focus.scrollIntoView({ block: "nearest" });
    announce(focus.textContent);
  }

  function visit(number, hash = "") {
    const url = `?step=${number}${hash}`;
    if (location.search + location.hash !== url) history.pushState(null, "", url);
  }

  function failed(error, near) {
    const said = section.querySelector(".away") ?? document.createElement("p");
    said.className = "away note note-bad";
    said.setAttribute("role", "alert");
    said.textContent = error instanceof TypeError ? AWAY : error.message;
    near.after(said);
  }

  /** Where the cursor stands: a number within the line, a chart on a line of its own. */
  function insert(field, text, inline) {
    const [before, after] = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
    const lead = inline || !before.trim() ? before : `${before.trimEnd()}\n\n`;
    const put = inline ? text : `${text}\n\n`;
    field.value = lead + put + (inline ? after : after.trimStart());
    field.selectionStart = field.selectionEnd = lead.length + put.length;
    field.focus();
    remember(draft(field), field.value);
    announce(inline ? "The number's name stands in your text." : "The chart's line stands in your text.");
  }

  async function send(form, button) {
    button.disabled = true;
    const written = fields().filter((field) => form.contains(field)).map(draft);
    try {
      const looks = button.hasAttribute("formaction"); // a preview keeps nothing
      const { html, done } = await sendForm(form, looks ? button.formAction : form.action);
      if (done && !looks) for (const one of written) remember(one);
      show(html);
      visit(step().dataset.step);
    } catch (error) {
      button.disabled = false;
      failed(error, form);
    }
  }

  async function turn(number, hash, link) {
    try {
      show(await fragment(`${section.dataset.guideUrl}?step=${number}`));
      if (hash) section.querySelector(hash)?.scrollIntoView();
      return true;
    } catch (error) {
      failed(error, link?.closest("nav, p, ul, ol") ?? step().firstElementChild);
      return false;
    }
  }

  section.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-leaves")) return;
    event.preventDefault();
    send(event.target, event.submitter ?? event.target.querySelector("button"));
  });
  section.addEventListener("click", (event) => {
    const { insert: text, inline } = event.target.dataset;
    if (text) insert(section.querySelector(".ask textarea"), text, inline !== undefined);
  });
  section.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const url = link && new URL(link.href);
    if (!plain || !url || url.origin !== location.origin || url.pathname !== location.pathname || !url.searchParams.has("step")) return;
    event.preventDefault();
    const number = url.searchParams.get("step");
    if (await turn(number, url.hash, link)) visit(number, url.hash);
  });
  section.addEventListener("input", (event) => fields().includes(event.target) && remember(draft(event.target), event.target.value));
  addEventListener("popstate", () => turn(new URLSearchParams(location.search).get("step") ?? "", ""));
  bringBack();
  copyButtons(section);
  if (waiting()) waits(waiting());

  /**
   * A run has ended: the step that waited for it says what came of it, one whose lists were empty may have choices now,
   * and whoever types elsewhere goes on typing.
   */
  return async function ended(url) {
    if (waiting() && waiting() !== url) return waits(waiting());
    if (!waiting() && !choiceless()) return;
    const waited = Boolean(waiting());
    const held = section.contains(document.activeElement) && document.activeElement.id;
    try {
      section.innerHTML = await fragment(`${section.dataset.guideUrl}?step=${step().dataset.step}`);
      bringBack();
      copyButtons(section);
      if (held) document.getElementById(held)?.focus({ preventScroll: true });
      if (waited) announce(section.querySelector("#said")?.textContent ?? "");
      if (waiting() && waiting() !== url) waits(waiting());
    } catch (error) {
      failed(error, section.querySelector("#said, .ask"));
    }
  };
}
