// Small helpers for the page's own elements.

export const byId = (id) => document.getElementById(id);
export const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Say something to who cannot see it. */
export const announce = (text) => (byId("announce").textContent = text);

export function text(id, value) {
  if (byId(id).textContent !== value) byId(id).textContent = value;
}

export function show(id, visible) {
  byId(id).hidden = !visible;
}

/** A table of text: the first row is the heading, the first cell of each row heads it. */
export function table(holder, cells) {
  const [head, ...rows] = cells.map((row, index) => {
    const tr = document.createElement("tr");
    tr.append(...row.map((value, column) => cell(value, column, index)));
    return tr;
  });
  const sections = [element("thead", head), element("tbody", ...rows)];
  holder.replaceChildren(...(head ? sections : []));
}

function cell(value, column, row) {
  const heads = row === 0 || column === 0;
  const found = element(heads && value !== "" ? "th" : "td", value);
  if (found.tagName === "TH") found.scope = row === 0 ? "col" : "row";
  if (column) found.className = "num";
  return found;
}

const element = (name, ...children) => make(name, {}, ...children);

/** An element with these properties and children; empty text is left out. */
export function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child || child === 0));
  return made;
}

export function svg(name, attributes = {}, content = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (content) made.textContent = content;
  return made;
}
