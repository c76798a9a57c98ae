// Code of a guide, taken along with a button: in a column it is cut at the edge.
import { announce, make } from "./dom.js";

export function copyButtons(holder) {
  if (!navigator.clipboard) return; // a page that did not come by https
  for (const code of holder.querySelectorAll(".prose pre")) {
    const button = make("button", { type: "button", className: "link small copy" }, "Copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
      button.textContent = "Copied";
      announce("Copied");
    });
    const box = make("div", { className: "copyable" });
    code.replaceWith(box);
    box.append(code, button);
  }
}
