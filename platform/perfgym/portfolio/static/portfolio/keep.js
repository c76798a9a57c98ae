// Nothing typed is lost: the owner's words save themselves, other texts are kept in this browser until they are sent.

const PAUSE = 900; // ms without a keystroke
const RETRY = 5000; // ms

function autosave(form) {
  const state = form.querySelector("[role=status]:not(.note)");
  const preview = document.getElementById("preview");
  const draft = unsaved(form.elements.words, `perfgym:words:${new URL(form.action).pathname}`);
  let timer = 0;
  let asked = 0; // answers to older states are not shown over newer ones
  async function save() {
    const turn = ++asked;
    const data = new FormData(form);
    data.set("visibility", form.dataset.visibility); // who may see it changes by the button only
    try {
      const request = { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" };
      const answer = await fetch(form.action, request);
      if (turn !== asked) return;
      if (answer.type === "opaqueredirect") return again("Not saved: you are signed out. Sign in in another tab; your words stay here.");
      const said = await answer.json();
      state.textContent = answer.ok ? `Saved at ${said.saved}` : `Not saved: ${said.error}`;
      if (!answer.ok) return;
      preview.innerHTML = said.preview; // made by the site, every value escaped
      draft.forget(data.get("words"));
    } catch {
      if (turn === asked) again("Not saved: the site does not answer. Your words are still here; trying again.");
    }
  }
  function again(words) {
    state.textContent = words;
    timer = setTimeout(save, RETRY);
  }
  form.addEventListener("input", (event) => {
    if (!["title", "words"].includes(event.target.name)) return;
    draft.keep();
    clearTimeout(timer);
    state.textContent = "Not saved yet";
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked += 1;
  });
  if (draft.bringBack()) state.textContent = "Not saved yet: words from your last visit are back. Press Save to keep them.";
}

/** Text that was typed and did not arrive, kept in this browser with the text that it was typed over. */
function unsaved(field, key) {
  let base = field.defaultValue;
  return {
    keep: () => guarded(() => localStorage.setItem(key, JSON.stringify({ base, text: field.value }))),
    forget(saved) {
      base = saved;
      if (field.value === saved) guarded(() => localStorage.removeItem(key));
    },
    /** Only where nothing else was saved meanwhile: another machine's words are not written over. */
    bringBack() {
      const found = guarded(() => JSON.parse(localStorage.getItem(key)));
      if (!found || found.base !== base || found.text === base) return false;
      field.value = found.text;
      return true;
    },
  };
}

function guarded(action) {
  try {
    return action();
  } catch (error) {
    console.warn("This browser keeps no unsaved text:", error);
    return undefined;
  }
}

function keep(field) {
  const key = `perfgym:${field.dataset.keep}`;
  if (!field.value) field.value = localStorage.getItem(key) ?? "";
  field.addEventListener("input", () => localStorage.setItem(key, field.value));
  field.form.addEventListener("submit", () => localStorage.removeItem(key));
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("textarea[data-keep]").forEach(keep);
