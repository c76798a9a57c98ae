// Follows a run: from its events to what the board says and draws of it.
import { sentence } from "./figures.js";
import { LoadChart } from "./loadchart.js";
import { PairView } from "./pairview.js";
import { Stream } from "./stream.js";

/** `over(row)` is called at the end, `lost()` when the run can no longer be followed. The stream, to be closed. */
export function follow(events, board, { over, lost, row = () => {} }) {
  let live = false; // whether events say more than the row
  return new Stream(events, {
    state(told) {
      const isRow = "final" in told;
      if (isRow) row(told);
      if (isRow && told.left_seconds != null) board.expectEnd(told.left_seconds);
      if (isRow && told.final) return;
      if (isRow && told.state === "running" && live) return;
      live = !isRow && told.state !== "queued";
      if (told.state === "queued") board.until = null;
      const words = told.waiting || told.message || told.stage || told.state;
      const more = told.waiting ? told.message : "";
      board.stage(sentence(words), more && `${sentence(more)}.`);
      board.expect(told.expect_seconds);
    },
    second(told) {
      live = true;
      board.draw(LoadChart, "explore", told);
      board.second(told);
    },
    errors(told) {
      board.errors(told);
    },
    progress(told) {
      live = true;
      board.draw(PairView, "compare", told);
      board.progress(told);
    },
    end: over,
    away: (milliseconds, words) => board.away(milliseconds, words),
    back: () => board.connected(),
    lost,
  });
}
