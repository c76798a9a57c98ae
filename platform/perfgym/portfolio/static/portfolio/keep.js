// Nothing typed is lost: the owner's words save themselves, other texts are kept in this browser until they are sent.

const PAUSE = 900; // ms without a keystroke

function autosave(form) {
  const state = form.querySelector("[role=status]:not(.note)");
  let timer = 0;
  async function save() {
    const data = new FormData(form);
    data.set("visibility", form.dataset.visibility); // who may see it changes by the button only
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const said = await answer.json();
      state.textContent = answer.ok ? `Saved at ${said.saved}` : `Not saved: ${said.error}`;
    } catch {
      state.textContent = "Not saved: the site does not answer. Your words are still here; trying again.";
      timer = setTimeout(save, 5000);
    }
  }
  form.addEventListener("input", (event) => {
    if (!["title", "words"].includes(event.target.name)) return;
    clearTimeout(timer);
    state.textContent = "Not saved yet";
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

function keep(field) {
  const key = `perfgym:${field.dataset.keep}`;
  if (!field.value) field.value = localStorage.getItem(key) ?? "";
  field.addEventListener("input", () => localStorage.setItem(key, field.value));
  field.form.addEventListener("submit", () => localStorage.removeItem(key));
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("textarea[data-keep]").forEach(keep);
