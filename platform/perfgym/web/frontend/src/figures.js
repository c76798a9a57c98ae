// Numbers as people read them: at most three significant digits, always a unit. The same rules as on the server's pages.

export const number = (value) =>
  value == null || !isFinite(value) ? "–" : Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 3 });

export const count = (value) => value.toLocaleString("en");

export const ms = (value) => (value == null ? "–" : value >= 999.5 ? `${number(value / 1000)} s` : `${number(value)} ms`);

/** How often one goes into the other: "2.4x"; close to one with more digits: "1.04x". */
const times = (value) => (value < 1.495 ? `${value.toFixed(2)}x` : value < 9.95 ? `${value.toFixed(1)}x` : `${number(value)}x`);

/** A ratio after/before as a factor: 0.42 is "2.4x". */
export const factor = (ratio) => times(Math.max(ratio, 1 / ratio));

export const claim = (ratio) => (factor(ratio) === "1.00x" ? "as before" : `${factor(ratio)} ${ratio < 1 ? "faster" : "slower"}`);

/** Where a ratio lies, from `low` to `high`, smaller factor first: "between 2.1x and 2.7x". */
export function between(low, high) {
  if (high < 1) return `between ${factor(high)} and ${factor(low)}`;
  if (low > 1) return `between ${factor(low)} and ${factor(high)}`;
  return `between ${claim(low)} and ${claim(high)}`;
}

/** A sentence begins with a capital. */
export const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** How long something still takes: "about 40 s left"; nothing once that has passed. */
export function left(seconds) {
  if (seconds <= 0) return "";
  return seconds < 99 ? `about ${Math.ceil(seconds)} s left` : `about ${Math.round(seconds / 60)} min left`;
}
