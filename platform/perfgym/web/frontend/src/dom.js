// Small helpers for the page's own elements.

export const byId = (id) => document.getElementById(id);
export const announce = (text) => (byId("announce").textContent = text);
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function text(id, value) {
  byId(id).textContent = value;
}

export function show(id, visible) {
  byId(id).hidden = !visible;
}

export function rows(body, cells) {
  body.replaceChildren(
    ...cells.map((row, index) => {
      const tr = document.createElement("tr");
      row.forEach((value, column) => {
        const cell = document.createElement(index === 0 || column === 0 ? "th" : "td");
        cell.textContent = value;
        if (column) cell.className = "num";
        tr.append(cell);
      });
      return tr;
    }),
  );
}

export function svg(name, attributes = {}, content = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (content) element.textContent = content;
  return element;
}
