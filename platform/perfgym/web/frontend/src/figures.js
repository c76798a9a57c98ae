// Numbers as people read them: at most three significant digits, always a unit.

export const number = (value) =>
  value == null || !isFinite(value) ? "–" : Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 3 });

export const ms = (value) => (value >= 1000 ? `${number(value / 1000)} s` : `${number(value)} ms`);

/** A ratio after/before as a factor: 0.42 is "2.4x". */
export const factor = (ratio) => {
  const times = ratio < 1 ? 1 / ratio : ratio;
  return times < 1.495 ? `${times.toFixed(2)}x` : `${times.toFixed(1)}x`;
};

export const claim = (ratio) => `${factor(ratio)} ${ratio < 1 ? "faster" : "slower"}`;
