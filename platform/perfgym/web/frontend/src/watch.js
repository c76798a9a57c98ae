// Says on a run's own page what it is doing, and shows the result when there is one.
import { text } from "./dom.js";
import { between, claim, number } from "./figures.js";
import { Stream } from "./stream.js";

export function watch(holder) {
  new Stream(holder.dataset.events, {
    open: () => {},
    state: ({ message, stage, waiting }) => text(holder.id, [waiting, message || (waiting ? "" : stage)].filter(Boolean).join(" ")),
    second: ({ t, of, rps }) => text(holder.id, `Second ${Math.round(t)} of ${of}: ${number(rps)} requests a second.`),
    progress: ({ segment, seconds, seconds_of: of, ratio, low, high }) =>
      text(holder.id, `Segment ${segment}, ${number(seconds)} of ${of} s${ratio ? `: ${claim(ratio)}, so far ${between(low, high)}` : ""}.`),
    end: () => location.reload(),
    lost: () => text(holder.id, "The connection was lost; reload this page to see how it ended."),
  });
}
