// The permanent page of a load test: its seconds as a chart.
import { byId } from "./dom.js";
import { LoadChart } from "./loadchart.js";

const chart = new LoadChart(byId("series-chart"), 280);
for (const row of JSON.parse(byId("series").textContent)) chart.add(row);
