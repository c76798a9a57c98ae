// What can be done on this page, said once: the palette lists it, the keyboard does it, and `?` shows its keys.
//
//   register({ id: "measure", name: "Measure my change", group: "Runs", keys: ["Mod+Shift+Enter"], run: () => ... });
//
// keys   "Mod" is Command on a Mac and Ctrl elsewhere. A key alone ("n") acts outside of text fields only.
// when   whether it can be done now (left out: always)
// native the editor itself does it on these keys; the palette does it too
// An element with data-command="Its name" (and data-group, data-keys) is a command as well: doing it clicks the element.

export const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const always = () => true;
const registered = new Map();

export function register({ id, name, group, keys = [], when = always, native = false, run }) {
  if (registered.has(id)) throw new Error(`two commands are called ${id}`);
  const taken = keys.find((key) => [...registered.values()].some((other) => other.keys.includes(key)));
  if (taken) throw new Error(`${id} wants ${taken}, which is taken`);
  registered.set(id, { id, name, group, keys, when, native, run });
}

/** Every command of the page as it is now, those that cannot be done at the moment included. */
export const commands = () => [...registered.values(), ...marked()];

export const command = (id) => registered.get(id);

function marked() {
  return [...document.querySelectorAll("[data-command]")].map((element) => ({
    id: element.id || element.dataset.command,
    name: element.dataset.command,
    group: element.dataset.group ?? "Page",
    keys: element.dataset.keys?.split(" ") ?? [],
    when: () => clickable(element),
    native: false,
    run: () => element.click(),
  }));
}

/** Whether a button or link is there to be clicked; one in a pane that is not shown counts. */
export const clickable = (element) => Boolean(element) && !element.disabled && !element.closest("[hidden]");

/** A command that clicks what `find` finds. */
export function registerClick(find, about) {
  register({ ...about, when: () => clickable(find()), run: () => find().click() });
}

/** "Mod+Shift+f" as the names that are printed on the keys. */
export function keyNames(keys) {
  const printed = { Mod: MAC ? "Cmd" : "Ctrl", Alt: MAC ? "Option" : "Alt", PageDown: "Page down", PageUp: "Page up", Escape: "Esc" };
  return keys.split(/(?<=.)\+/).map((key) => printed[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
