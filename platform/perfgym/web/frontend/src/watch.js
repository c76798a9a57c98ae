// A run's own page while it goes on: the same board as on the workbench, and the result when there is one.
import { Board } from "./board.js";
import { text } from "./dom.js";
import { follow } from "./follow.js";

const PLOT = 110; // pixels

export function watch(panel) {
  const board = new Board(panel, () => PLOT);
  follow(panel.dataset.events, board, { over: () => location.reload(), lost: (words) => text("run-detail", words) });
}
