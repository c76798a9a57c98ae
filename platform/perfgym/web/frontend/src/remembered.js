// How this person left the page, kept on this machine: by tab first, so that two tabs do not pull at each other.

const PREFIX = "perfgym:view:";

/** Keep a value, or with undefined forget it. */
export function remember(key, value) {
  const put = (store) => (value === undefined ? store.removeItem(PREFIX + key) : store.setItem(PREFIX + key, JSON.stringify(value)));
  for (const store of stores()) guarded(() => put(store));
}

/** What was remembered last, or undefined. */
export function recalled(key) {
  for (const store of stores()) {
    const found = guarded(() => store.getItem(PREFIX + key));
    if (found != null) return guarded(() => JSON.parse(found));
  }
  return undefined;
}

const stores = () => [guarded(() => sessionStorage), guarded(() => localStorage)].filter(Boolean);

/** A browser may forbid storage, or have none left: then a view starts as it does for somebody new. */
function guarded(action) {
  try {
    return action();
  } catch (error) {
    console.warn("This browser does not remember how the page was left:", error);
    return undefined;
  }
}
