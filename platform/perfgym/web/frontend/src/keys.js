// What the keyboard does; the list behind ? says the same.

export function keys(actions) {
  addEventListener(
    "keydown",
    (event) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key === "Enter") act(event, event.shiftKey ? actions.measure : actions.load);
      else if (event.altKey && /^[1-9]$/.test(event.key)) act(event, () => actions.file(Number(event.key) - 1));
      else if (event.altKey && event.key === "ArrowRight") act(event, () => turn("next"));
      else if (event.altKey && event.key === "ArrowLeft") act(event, () => turn("prev"));
      else if (event.key === "?" && !typing(event.target)) act(event, actions.help);
    },
    { capture: true },
  );
}

function act(event, action) {
  event.preventDefault();
  event.stopPropagation();
  action();
}

function turn(rel) {
  document.querySelector(`a[rel=${rel}]`)?.click();
}

function typing(element) {
  return element.closest("input, textarea, select, .cm-editor") !== null;
}
