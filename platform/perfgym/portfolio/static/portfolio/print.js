// The button opens the browser's own dialog, which can save a PDF; without this the sentence beside it does.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
