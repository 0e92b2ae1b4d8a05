// Opens reports in Debian's Chromium as a reader does, from the disk, and fails with a sentence for whatever is wrong:
//   node page.mjs MODULES REPORT.html... [--screenshots DIR]
// MODULES is the node_modules that report/package-lock.json names. Reports with frames are opened with and without WebGL.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const words = process.argv.slice(2);
const option = words.indexOf("--screenshots");
const screenshots = option < 0 ? null : resolve(words.splice(option, 2)[1]);
const [modules, ...reports] = words.map((path) => resolve(path));
const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");

const problems = [];
function check(holds, sentence) {
  if (!holds) problems.push(sentence);
}

const with_webgl = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const without_webgl = ["--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-software-rasterizer"];

async function opened(browser, file, look) {
  const context = await browser.newContext({ acceptDownloads: true, ...look });
  const page = await context.newPage();
  const name = `${basename(dirname(file))} at ${look.viewport.width}${look.colorScheme === "dark" ? ", dark" : ""}`;
  page.on("console", (message) => check(!["error", "warning"].includes(message.type()) || /GPU stall|GL Driver/.test(message.text()), `${name}: the console says ${message.text()}`));
  page.on("pageerror", (error) => check(false, `${name}: ${error.stack}`));
  page.on("request", (request) => check(/^(file|data|blob):/.test(request.url()), `${name}: it asks for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector("html[data-drawn]", { timeout: 20000 }).catch(() => check(false, `${name}: it was not drawn`));
  const pause = await page.$(".follows button");
  if (pause) await pause.click();  // or it loads itself again while it is looked at
  return { page, name, context };
}

/// Every figure has a picture with something in it, words for those who cannot see it, and its data; or says why not. Gives
/// the names of those with a picture.
async function check_figures(page, name) {
  const figures = await page.$$eval("figure:not(#space)", (list) => list.map((figure) => {
    const svg = figure.querySelector(".drawing svg[role=img]");
    const box = svg?.getBoundingClientRect();
    return {
      id: figure.id, instead: figure.querySelector(".drawing .none")?.textContent ?? null, marks: svg?.querySelectorAll("path, circle, line, rect").length ?? 0, label: svg?.getAttribute("aria-label") ?? "",
      astray: box ? [...figure.querySelectorAll("[aria-label=dot] path, [aria-label=dot] circle")].filter((mark) => { const r = mark.getBoundingClientRect(); return r.top < box.top - 2 || r.bottom > box.bottom + 2 || r.left < box.left - 2 || r.right > box.right + 2; }).length : 0,
      width: box?.width ?? 0, height: box?.height ?? 0, broken: /NaN|undefined|null|Infinity/.test((svg?.outerHTML ?? "") + (figure.querySelector("h2")?.textContent ?? "")),
    };
  }));
  check(figures.length >= 2, `${name}: there are only ${figures.length} figures`);
  check((await page.$("#again")) !== null, `${name}: it breaks off before the command that makes it again`);
  const drawn = figures.filter((f) => f.instead === null);
  for (const f of figures.filter((each) => each.instead !== null)) {
    check(/ .* .*\.$/.test(f.instead) && f.marks === 0, `${name}: figure ${f.id} does not say why it is none: ${f.instead}`);
    check(!(await page.isVisible(`#${f.id} .tools`)), `${name}: figure ${f.id} offers data that it does not have`);
  }
  for (const f of drawn) {
    check(f.marks > 3 && f.width > 100 && f.height > 60, `${name}: figure ${f.id} is empty (${f.marks} marks, ${f.width} x ${f.height})`);
    check(f.label.length > 20, `${name}: figure ${f.id} has no words for those who cannot see it`);
    check(f.astray === 0, `${name}: ${f.astray} marks of figure ${f.id} lie outside of it`);
    check(!f.broken, `${name}: figure ${f.id} has a value that is none`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name}: the page is ${wide} px wider than its window`);
  return drawn.map((f) => f.id);
}

async function check_csv(page, name, ids) {
  for (const id of ids) {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 10000 }), page.click(`#${id} .tools button`)]);
    const text = readFileSync(await download.path(), "utf8");
    const [header, ...rows] = text.trim().split("\n");
    check(download.suggestedFilename() === `${id}.csv`, `${name}: the CSV of ${id} is called ${download.suggestedFilename()}`);
    check(header.includes(",") && rows.length > 0 && rows[0].split(",").length >= header.split(",").length, `${name}: the CSV of ${id} holds nothing: ${text.slice(0, 80)}`);
    await page.click(`#${id} summary`);
    await page.waitForSelector(`#${id} tbody tr`, { timeout: 5000 });
    check((await page.$$(`#${id} tbody tr`)).length === Math.min(rows.length, 300), `${name}: the table of ${id} is not its CSV`);
    await page.click(`#${id} summary`);
  }
}

/// By the keyboard: the figures follow.
async function check_slider(page, name, ids) {
  if (!(await page.$("#moment"))) return;
  const drawing = () => page.$eval(ids.includes("interface") ? "#interface .drawing" : "#layers .drawing", (node) => node.innerHTML);
  const said = () => page.$eval(".moment output", (node) => node.textContent);
  await page.focus("#moment");
  const before = [await drawing(), await said()];
  await page.keyboard.press("Home");
  const first = [await drawing(), await said()];
  await page.keyboard.press("End");
  const last = [await drawing(), await said()];
  check(first[0] !== last[0] && first[1] !== last[1], `${name}: nothing follows the slider`);
  check(before[1].includes("mA/cm²"), `${name}: the slider does not say where it is`);
}

/// Colours in the middle of the canvas, and whether arrow keys turn it.
async function check_space(page, name, webgl) {
  if (!(await page.$("#space"))) return;
  if (!webgl) {
    check((await page.textContent("#space .none").catch(() => "")).includes("no WebGL"), `${name}: without WebGL it does not say so`);
    return;
  }
  await page.focus("#moment");
  await page.keyboard.press("End");
  await page.waitForTimeout(300);
  const picture = () => page.$eval("#space canvas", (canvas) => canvas.toDataURL());
  const colours = await page.$eval("#space canvas", (canvas) => {
    const copy = document.createElement("canvas");
    copy.width = canvas.width; copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.drawImage(canvas, 0, 0);
    const pixels = context.getImageData(0, 0, copy.width, copy.height).data;
    const seen = new Set();
    for (let k = 0; k < pixels.length; k += 4) if (pixels[k + 3] > 0) seen.add((pixels[k] >> 4) * 256 + (pixels[k + 1] >> 4) * 16 + (pixels[k + 2] >> 4));
    return seen.size;
  });
  check(colours > 10, `${name}: the canvas is blank (${colours} colours)`);
  const before = await picture();
  await page.focus("#space canvas");
  await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(200);
  check(before !== (await picture()), `${name}: the arrow keys do not turn the void`);
}

/// Ticks with the same words tell nothing, and an axis has more than one.
async function check_ticks(page, name) {
  const axes = await page.$$eval("figure [aria-label='x-axis tick label'], figure [aria-label='y-axis tick label']", (list) => list.flatMap((axis) =>
    [axis, ...axis.querySelectorAll("g")].map((facet) => ({ id: axis.closest("figure").id, side: axis.getAttribute("aria-label")[0], words: [...facet.children].filter((child) => child.tagName === "text").map((text) => text.textContent).filter(Boolean) })))
    .filter(({ words }) => words.length && words.every((word) => /^[−\d]/.test(word))));
  for (const { id, side, words } of axes) {
    check(words.length > 1, `${name}: figure ${id} has ${words.length} labels along ${side}`);
    check(new Set(words).size === words.length, `${name}: figure ${id} has labels along ${side} that are the same: ${words.join(", ")}`);
  }
}

/// Moment, layers and frames are one, and the slider begins at onset.
async function check_moments(page, name) {
  const { moments, frames, onset, at } = await page.$eval("#data", (node) => {
    const data = JSON.parse(node.textContent);
    return { moments: data.moments?.layers ?? [], frames: data.frames ?? [], onset: data.moments?.onset ?? null, at: document.getElementById("moment")?.value };
  });
  const vacancies = (layers) => layers.reduce((sum, n) => sum + n, 0);
  if (frames.length) check(frames.length === moments.length && frames.every((f, k) => f.cluster.length === vacancies(moments[k])), `${name}: frames are not of the moments`);
  if (onset !== null && at !== undefined) check(Number(at) === onset, `${name}: the slider begins at ${at}, onset is ${onset}`);
}

/// A median whose interval is open has arrows: it is not exact.
async function check_open(page, name) {
  const open = await page.$eval("#data", (node) => (JSON.parse(node.textContent).branches ?? []).some((b) => b.cells.some((c) => c.median?.value && (c.median.low === null || c.median.high === null))));
  for (const id of ["arrhenius", "onsets"]) if (await page.$(`#${id} svg`)) check((await page.textContent(`#${id} figcaption`)).includes("Hollow, with arrows") === open, `${name}: whether intervals of ${id} are open is not said`);
}

/// A page that follows says so and can be paused; measured currents are compared by their slope.
// Cells without runs have no figures of the box, whose axes nothing would span.
async function check_cells_alone(page, name, file) {
  if (!file.includes("/alone/")) return;
  check((await page.textContent("#report")).includes("Nothing was simulated in a box"), `${name}: does not say that nothing was simulated`);
  check((await page.$$("#arrhenius, #slopes, #onsets")).length === 0, `${name}: has figures of the box`);
  const again = await page.textContent("#again");
  check(again.includes("lacuna cell ") && !again.includes("onsets.csv"), `${name}: what makes it again is not lacuna cell alone`);
  check(!(await page.textContent("#report")).includes("Open symbols"), `${name}: names simulated points, which it does not have`);
}

/// Where no run has an onset there is no line, and all curves stay at 100 % until the ramp ends.
async function check_censored(page, name, file, ids) {
  if (basename(dirname(file)) !== "censored") return;
  check(ids.includes("onsets") && ids.includes("survival") && !ids.includes("arrhenius") && !ids.includes("energies"), `${name}: without an onset it draws ${ids.join(", ")}`);
  const curves = await page.$$eval('#survival g[aria-label="line"] path', (paths) => paths.map((path) => { const { width, height } = path.getBBox(); return { width, height }; }));
  check(curves.length === 9 && curves.every((box) => box.width > 50 && box.height === 0), `${name}: survival without an onset is not flat: ${JSON.stringify(curves)}`);
}

/// Around onset alone, and as a whole, the course is drawn.
async function check_near_onset(page, name) {
  if (!(await page.$("#near-onset"))) return;
  for (const wanted of [true, false]) {
    await page.setChecked("#near-onset", wanted);
    for (const id of ["overpotential", "contact", "largest"]) {
      const widths = await page.$$eval(`#${id} g[aria-label="line"] path`, (paths) => paths.map((path) => path.getBBox().width));
      check(Math.max(...widths) > 100, `${name}: figure ${id} is empty ${wanted ? "around onset" : "as a whole"}`);
    }
    await check_ticks(page, name);
  }
}

async function check_points(page, name, file) {
  const study = basename(dirname(file));
  check(((await page.$(".follows button")) !== null) === (study === "watched"), `${name}: whether it follows is not said`);
  if (study !== "points") return;
  check(await page.$("#slopes") !== null, `${name}: measured currents are compared by no figure`);
  check((await page.textContent("#energies")).includes("slope through them"), `${name}: no band of the measured slope`);
}

/// Currents at the cell have their intervals as rules; a measured slope is named where there is one.
async function check_cell_currents(page, name) {
  if (await page.$("#cell") === null) return;
  const { voids, slopes } = await page.$eval("#data", (node) => {
    const { branches } = JSON.parse(node.textContent).cells;
    return { voids: branches.flatMap((c) => c.temperatures.filter((t) => t[c.decisive] && t[`${c.decisive}_interval`][1] !== t[c.decisive])).length,
             slopes: branches.some((c) => c.slope.length) };
  });
  const words = await page.textContent("#cell");
  check(words.includes("Vertical: its") === voids > 0, `${name}: ${voids} intervals at the cell, and its caption says otherwise`);
  check(words.includes("measured slope") === slopes, `${name}: a measured slope at the cell is named where there is none, or not where there is one`);
  const heights = await page.$$eval('#cell g[aria-label="rule"] line', (lines) => lines.map((line) => Math.abs(line.getAttribute("y1") - line.getAttribute("y2"))));
  check(heights.filter((height) => height > 3).length >= voids, `${name}: ${voids} intervals at the cell, and ${heights.length} rules`);
}

/// The study called grid, three hypotheses and two kinds of ramp, carries its currents on to another size.
async function check_sizes(page, name, file) {
  if (basename(dirname(file)) !== "grid") return;
  const rows = await page.$$eval("h2, summary", (titles) => {
    const found = [];
    for (const words of ["Extrapolated to a thickness of 1 µm with a law fitted to the grid sizes", "Onset currents at a thickness of 1 µm"]) {
      const title = titles.find((each) => each.textContent === words);
      found.push(title?.nextElementSibling.querySelectorAll("tbody tr").length);
    }
    return found;
  });
  check(rows[0] === 6 && rows[1] > 0, `${name}: tables of another size have ${rows} rows`);
}

async function take_screenshot(page, file, look, what) {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(screenshots, `${basename(dirname(file))}-${what}-${look.viewport.width}${look.colorScheme === "dark" ? "-dark" : ""}.png`), fullPage: true });
}

const looks = [
  { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { viewport: { width: 420, height: 900 }, colorScheme: "light" },
  { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
];
for (const webgl of [true, false]) {
  const browser = await chromium.launch({ executablePath: process.env.LACUNA_CHROMIUM ?? "/usr/bin/chromium", args: webgl ? with_webgl : without_webgl });
  for (const file of reports) {
    check(statSync(file).size < 3e6, `${file}: ${statSync(file).size} bytes are too many`);
    for (const look of webgl ? looks : looks.slice(0, 1)) {
      const { page, name, context } = await opened(browser, file, look);
      const full = `${name}${webgl ? "" : ", without WebGL"}`;
      await page.waitForTimeout(200);
      await take_screenshot(page, file, look, webgl ? "report" : "flat");
      try {
        const ids = await check_figures(page, full);
        await check_ticks(page, full);
        await check_moments(page, full);
        await check_open(page, full);
        await check_space(page, full, webgl);
        await check_slider(page, full, ids);
        await check_sizes(page, full, file);
        await check_points(page, full, file);
        await check_cell_currents(page, full);
        await check_cells_alone(page, full, file);
        await check_censored(page, full, file, ids);
        await check_near_onset(page, full);
        if (look === looks[0]) await check_csv(page, full, ids);
      } catch (error) {
        check(false, `${full}: ${error.message}`);
      }
      await context.close();
    }
  }
  await browser.close();
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${reports.length} reports hold`);
