// Makes the pages of the reports, one file each with everything in it:
//   node build.mjs MODULES OUT   (MODULES: the node_modules that package-lock.json names)
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const esbuild = createRequire(join(modules, "x.js"))("esbuild");

function bundled(entry, loader = {}) {
  const result = esbuild.buildSync({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    legalComments: "inline",
    nodePaths: [modules],
    loader,
  });
  return result.outputFiles[0].text;
}

/// A text inside an element must not end it.
const inside = (text, element) => text.replaceAll(`</${element}`, `<\\/${element}`);

const template = readFileSync(join(here, "src", "page.html"), "utf8");
const style = bundled("style.css");
mkdirSync(out, { recursive: true });
for (const kind of ["run", "study"]) {
  const parts = { "@STYLE@": inside(style, "style"), "@SCRIPT@": inside(bundled(`${kind}.js`), "script") };
  const page = template.replace(/@STYLE@|@SCRIPT@/g, (place) => parts[place]);
  writeFileSync(join(out, `${kind}.html`), page);
}
