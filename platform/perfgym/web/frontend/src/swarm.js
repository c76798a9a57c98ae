// Heights for dots on a line so that they show where many lie, without chance: the server's pair strip does the same.

const CELLS = 60;
const SMOOTH = [1, 4, 7, 10, 7, 4, 1];

/** For places in ascending order (0 to 1) a height between -1 and 1 each: denser places spread wider. */
export function heights(places) {
  const counts = density(places);
  const densest = Math.max(1, ...counts);
  return places.map((place, rank) => (2 * vanDerCorput(rank + 1) - 1) * (0.12 + (0.88 * counts[cell(place)]) / densest));
}

function density(places) {
  const counts = new Array(CELLS + SMOOTH.length - 1).fill(0);
  for (const place of places) SMOOTH.forEach((weight, offset) => (counts[cell(place) + offset] += weight));
  const half = (SMOOTH.length - 1) / 2;
  return counts.slice(half, half + CELLS);
}

const cell = (place) => Math.min(CELLS - 1, Math.max(0, Math.floor(place * CELLS)));

function vanDerCorput(index) {
  let value = 0;
  for (let share = 0.5; index; index = index >> 1, share /= 2) value += share * (index & 1);
  return value;
}
