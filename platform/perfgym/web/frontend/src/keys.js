// What the keyboard does; the list behind ? says the same.

export function keys(actions) {
  addEventListener(
    "keydown",
    (event) => {
      const digit = /^Digit([1-9])$/.exec(event.code);
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") act(event, event.shiftKey ? actions.measure : actions.load);
      else if (event.altKey && !event.ctrlKey && digit) act(event, () => actions.file(Number(digit[1]) - 1));
      else if (event.key === "?" && !typing(event.target)) act(event, actions.help);
    },
    { capture: true },
  );
}

function act(event, action) {
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat && !document.querySelector("dialog[open]")) action();
}

function typing(element) {
  return element.closest("input, textarea, select, .cm-editor") !== null;
}
