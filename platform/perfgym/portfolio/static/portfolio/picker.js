// The list of numbers and charts beside a text: finds one, and puts it where the cursor is.

const picker = document.getElementById("picker");
const field = document.querySelector("textarea[name=words]");
const search = document.getElementById("picker-search");
const found = document.getElementById("picker-found");

/** In running text where the cursor is; a chart on a line of its own, with an empty line around it. */
function insert(text, alone) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const lead = alone ? (before.trim() ? `${before.trimEnd()}\n\n` : "") : before;
  const tail = alone ? `\n\n${after.trimStart()}` : after;
  field.value = lead + text + tail;
  field.selectionStart = field.selectionEnd = lead.length + text.length;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true })); // saved and shown as if it had been typed
}

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const table of picker.querySelectorAll("table")) {
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    table.hidden = [...table.tBodies[0].rows].every((row) => row.hidden);
  }
  found.textContent = `${count} found`;
}

picker.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) insert(button.dataset.insert, "alone" in button.dataset);
});
search.addEventListener("input", filter);
