// Every command in one list, found by a few letters; and the page of keys, made from the same list.
import { commands, keyNames, register } from "./commands.js";
import { byId } from "./dom.js";
import { fitting } from "./fuzzy.js";
import { Picker } from "./picker.js";

export function palette() {
  const picker = new Picker(byId("palette"), {
    find: (typed) => fitting(typed, commands().filter((each) => each.when()), (each) => `${each.name} ${each.group}`),
    draw,
    take: (each) => each.run(),
    none: () => "No command has these letters.",
  });
  byId("palette-keys").textContent = keyNames("Mod+k").join(" ");
  byId("show-palette").addEventListener("click", () => picker.open());
  register({ id: "palette", name: "Show all commands", group: "Help", keys: ["Mod+k"], run: () => picker.open() });
  byId("show-help").addEventListener("click", help);
  register({ id: "help", name: "Show all keys", group: "Help", keys: ["?"], run: help });
}

function draw({ name, group, keys }, row) {
  const about = Object.assign(document.createElement("span"), { className: "muted small", textContent: group });
  row.append(Object.assign(document.createElement("span"), { className: "name", textContent: name }), about, ...keys.slice(0, 1).map(printed));
}

function printed(keys) {
  const holder = Object.assign(document.createElement("span"), { className: "keys" });
  for (const name of keyNames(keys)) holder.append(Object.assign(document.createElement("kbd"), { textContent: name }), " ");
  return holder;
}

function help() {
  const rows = commands().filter(({ keys }) => keys.length).map(({ name, group, keys }) => {
    const row = document.createElement("tr");
    row.append(cell("td", ...keys.map(printed)), cell("td", name), cell("td", group));
    return row;
  });
  byId("key-rows").replaceChildren(...rows);
  byId("help").showModal();
}

function cell(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
