// What was typed and is not saved yet, kept in this browser until it is. Only a second net: without it saving goes on.

const key = (lab, path) => `perfgym:${lab}:${path}`;

/** Remember content, and the digest of what it was typed over. */
export function keep(lab, { path, content, digest }) {
  guarded(() => localStorage.setItem(key(lab, path), JSON.stringify({ content, base: digest })));
}

export function forget(lab, { path }) {
  guarded(() => localStorage.removeItem(key(lab, path)));
}

/** {content, base} from an earlier visit, or null. */
export function kept(lab, { path }) {
  return guarded(() => JSON.parse(localStorage.getItem(key(lab, path))));
}

function guarded(action) {
  try {
    return action() ?? null;
  } catch (error) {
    console.warn("This browser keeps no unsaved text:", error);
    return null;
  }
}
