// Nothing typed is lost: a form saves itself while one types, and what is shown of it is shown anew.

const PAUSE = 900; // ms without a keystroke
const AGAIN = 5000; // ms until a site that did not answer is asked again

// Each of these forms is sent to its own page; `form.action` would be the field of that name, where there is one.
function saves(form) {
  const said = form.querySelector("[data-saved]");
  let timer = 0;

  function body() {
    const data = new FormData(form);
    data.delete("shown"); // who may see it changes by the button only
    if (form.dataset.shown) data.set("shown", form.dataset.shown);
    return data;
  }

  async function save() {
    try {
      const answer = await fetch(location.href, { method: "POST", body: body(), headers: { Accept: "application/json" } });
      const told = await answer.json();
      said.textContent = answer.ok ? `Saved at ${told.saved}` : `Not saved: ${told.error}`;
      if (answer.ok && form.dataset.refreshes) await refresh(form.dataset.refreshes);
    } catch {
      said.textContent = "Not saved: the site does not answer. Your words are still here; trying again.";
      timer = setTimeout(save, AGAIN);
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "checkbox") return;
    clearTimeout(timer);
    said.textContent = "Not saved yet";
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

async function refresh(id) {
  const page = await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById(id);
  if (fresh) document.getElementById(id).replaceWith(document.adoptNode(fresh));
}

document.querySelectorAll("form[data-saves]").forEach(saves);
