// The permanent page of a run: a load test's seconds as charts; while it goes on, what it is doing.
import { byId } from "./dom.js";
import { LoadChart } from "./loadchart.js";
import { watch } from "./watch.js";

const PLOT = 110; // pixels

if (byId("series-chart")) new LoadChart(byId("series-chart"), { rows: JSON.parse(byId("series").textContent), height: PLOT });
if (byId("watch")) watch(byId("watch"));
