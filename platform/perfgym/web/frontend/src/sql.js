// The SQL console: sends statements without leaving the page, and shows what came of them.
import { Refused, uuid } from "./api.js";
import { byId, show, text } from "./dom.js";
import { SqlEditor } from "./sqleditor.js";

const SOON_MS = 200;
const LATER_MS = 10_000;
const LONGEST_MS = 1000; // between two looks at a statement that runs
const page = byId("console");
const typed = `sql:${page.dataset.lab}`;
let timer = null;
let wait = SOON_MS;

/** Look whether there is something new; the page as a whole when the session itself has changed. */
async function look() {
  clearTimeout(timer);
  const now = byId("session").firstElementChild;
  try {
    const response = await fetch(`${page.dataset.stateUrl}?seen=${encodeURIComponent(now.dataset.version)}`, { redirect: "manual" });
    if (response.status === 200) put(await response.text());
    else if (response.status !== 204) throw new Refused(response.type === "opaqueredirect" ? 401 : response.status, {});
    show("said", false);
  } catch (error) {
    say(error instanceof Refused ? error.message : "The site cannot be reached. Trying again.");
  }
  const pending = byId("session").firstElementChild.dataset.pending;
  byId("session").setAttribute("aria-busy", Boolean(pending));
  wait = pending ? Math.min(wait * 1.3, LONGEST_MS) : LATER_MS;
  if (page.dataset.live || pending) timer = setTimeout(look, wait);
}

function put(html) {
  byId("session").innerHTML = html; // rendered by the site, with every value escaped
  if (byId("session").firstElementChild.dataset.live !== page.dataset.live) location.replace(location.pathname);
}

function say(problem) {
  text("said", problem);
  show("said", true);
}

async function send(form, submitter) {
  const body = new FormData(form, submitter);
  if (body.has("key")) body.set("key", uuid());
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if (response.type === "opaqueredirect") throw new Refused(401, {});
    if (!response.ok) throw new Refused(response.status, response.status === 422 ? await response.json() : {});
    history.replaceState(null, "", location.pathname);
    wait = SOON_MS / 4;
    look();
  } catch (error) {
    say(error instanceof Refused ? error.message : "The site cannot be reached. Nothing was run; try again in a moment.");
  }
}

addEventListener("submit", (event) => {
  if (!event.target.matches("[data-async]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
document.addEventListener("visibilitychange", () => document.hidden || look());

if (byId("statement")) {
  const field = byId("text");
  const shown = new URLSearchParams(location.search).has("show");
  if (!shown) field.value = sessionStorage.getItem(typed) || field.value;
  const editor = new SqlEditor(byId("editor"), field, {
    changed: (value) => sessionStorage.setItem(typed, value),
    run: () => byId("statement").requestSubmit(byId("run")),
  });
  for (const hint of document.querySelectorAll(".needs-keys")) hint.hidden = false;
  editor.focus();
}
page.dataset.ready = "yes";
look();
