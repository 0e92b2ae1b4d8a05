// Makes the pages of the reports, one file each with everything in it:
//   node build.mjs MODULES OUT   (MODULES: the node_modules that package-lock.json names)
import { createRequire } from "node:module";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2).map((path) => resolve(path));
const esbuild = createRequire(join(modules, "x.js"))("esbuild");

function bundled(entry) {
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
    metafile: true,
  });
  return { text: result.outputFiles[0].text, inputs: Object.keys(result.metafile.inputs) };
}

/// The licences of the libraries in a bundle, each text once, after the names of those that have it.
function licences(inputs) {
  const packages = new Set(inputs.map((path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  const texts = new Map();
  for (const name of [...packages].sort()) {
    const file = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence`);
    const text = readFileSync(join(modules, name, file), "utf8").trim();
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  return [...texts].map(([text, names]) => `${names.join(", ")}:\n${text}`).join("\n\n").replaceAll("--", "- -");
}

/// A text inside an element must not end it.
const inside = (text, element) => text.replaceAll(`</${element}`, `<\\/${element}`);

const template = readFileSync(join(here, "src", "page.html"), "utf8");
const style = bundled("style.css").text;
mkdirSync(out, { recursive: true });
for (const kind of ["run", "study"]) {
  const script = bundled(`${kind}.js`);
  const parts = { "@STYLE@": inside(style, "style"), "@SCRIPT@": inside(script.text, "script"), "@LICENCES@": licences(script.inputs) };
  const page = template.replace(/@STYLE@|@SCRIPT@|@LICENCES@/g, (place) => parts[place]);
  writeFileSync(join(out, `${kind}.html`), page);
}
