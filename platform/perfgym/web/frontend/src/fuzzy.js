// How well some typed letters fit a name: "nfi" finds "Next file", "file" finds it better.

/** Higher is better, null is no match. Every word that was typed must fit somewhere, in any order. */
export function fit(typed, name) {
  const scores = typed.toLowerCase().split(/\s+/).filter(Boolean).map((word) => fitWord(word, name.toLowerCase()));
  return scores.includes(null) ? null : scores.reduce((sum, score) => sum + score, 0);
}

function fitWord(word, name) {
  const at = name.indexOf(word);
  if (at >= 0) return (startsWord(name, at) ? 100 : 50) - at / name.length;
  return inOrder(word, name);
}

/** The letters of `word` one after the other in `name`, best at the starts of words. */
function inOrder(word, name) {
  let score = 0;
  let at = -1;
  for (const letter of word) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return null;
    score += startsWord(name, at) ? 3 : 1;
  }
  return score;
}

const startsWord = (name, at) => at === 0 || /[\s/_.-]/.test(name[at - 1]);

/** Items whose `text(item)` fits, the best first; equal ones stay in their order. */
export function fitting(typed, items, text) {
  return items
    .map((item) => ({ item, score: fit(typed, text(item)) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
