// The permanent page of a run: a load test's seconds as a chart; while it goes on, what it is doing.
import { byId } from "./dom.js";
import { LoadChart } from "./loadchart.js";
import { watch } from "./watch.js";

if (byId("series-chart")) {
  const chart = new LoadChart(byId("series-chart"), 260);
  for (const row of JSON.parse(byId("series").textContent)) chart.add(row);
}
if (byId("watch")) watch(byId("watch"));
