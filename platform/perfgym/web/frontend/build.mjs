// Builds the committed bundle: `npm ci && npm run build`. Users need neither; a test compares sources and bundle.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const out = "../static/web/bundle";
rmSync(out, { recursive: true, force: true });
mkdirSync(out);
await build({
  entryPoints: { workbench: "src/main.js", run: "src/run.js", sql: "src/sql.js", flame: "src/flame.js", app: "src/app.js", desk: "src/desk.js" },
  bundle: true,
  splitting: true, // what a file's language needs is fetched when one is opened
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: out,
  legalComments: "none",
  logLevel: "warning",
});

const digest = createHash("sha256");
for (const name of ["build.mjs", "package-lock.json", ...readdirSync("src").sort().map((file) => `src/${file}`)]) {
  digest.update(name).update("\0").update(readFileSync(name)).update("\0");
}
writeFileSync(`${out}/SOURCES.sha256`, `${digest.digest("hex")}\n`);
