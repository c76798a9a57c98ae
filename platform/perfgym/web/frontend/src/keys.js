// From a key that was pressed to the command that has it.
import { commands, MAC } from "./commands.js";
import { announce, byId } from "./dom.js";
import { recalled, remember } from "./remembered.js";

const ALONE = "single-keys"; // a voice or a shaking hand may want them off

export function listen() {
  addEventListener("keydown", pressed, { capture: true });
  byId("single-keys").checked = singleKeys();
  byId("single-keys").addEventListener("change", ({ target }) => remember(ALONE, target.checked));
}

const singleKeys = () => recalled(ALONE) ?? true;

function pressed(event) {
  const keys = named(event);
  const found = keys && commands().find((each) => !each.native && each.keys.includes(keys));
  if (!found || (keys.length === 1 && (typing(event.target) || !singleKeys()))) return;
  const open = document.querySelector("dialog[open]");
  if (open && open.dataset.opener !== found.id) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.repeat) return;
  if (found.when()) found.run();
  else announce(`${found.name}: this cannot be done right now.`);
}

/** "Mod+Shift+f" of an event, or null for what never is a command: a modifier alone, or text made with AltGr. */
export function named(event) {
  if (event.isComposing || !event.key || event.getModifierState("AltGraph")) return null;
  const [mod, other] = MAC ? [event.metaKey, event.ctrlKey && "Ctrl"] : [event.ctrlKey, event.metaKey && "Meta"];
  const key = plain(event);
  const shift = event.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key));
  return [mod && "Mod", other, event.altKey && "Alt", shift && "Shift", key].filter(Boolean).join("+");
}

/** The key without its modifiers, on keyboards of other alphabets too. */
function plain({ key, code, altKey, ctrlKey, metaKey }) {
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  if (digit && (altKey || ctrlKey || metaKey)) return digit;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (letter && !/^[\x20-\x7e]/.test(key)) return letter.toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Whether keys are text here. A field of a dialog that has just been closed keeps the focus until the next frame. */
const typing = (element) => Boolean(element.closest?.("input:not([type=checkbox]), textarea, select, .cm-editor")) && !element.closest("dialog:not([open])");
