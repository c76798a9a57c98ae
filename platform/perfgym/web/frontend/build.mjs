// Builds the committed bundle: `npm ci && npm run build`. Users need neither; a test compares sources and bundle.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const out = "../static/web/bundle";
await build({
  entryPoints: { workbench: "src/main.js", run: "src/run.js" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: out,
  loader: { ".css": "css" },
  legalComments: "none",
});

const digest = createHash("sha256");
for (const name of ["build.mjs", "package-lock.json", ...readdirSync("src").sort().map((file) => `src/${file}`)]) {
  digest.update(name).update("\0").update(readFileSync(name)).update("\0");
}
writeFileSync(`${out}/SOURCES.sha256`, `${digest.digest("hex")}\n`);
