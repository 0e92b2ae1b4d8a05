import * as Plot from "@observablehq/plot";

// What every figure of a report has: a drawing as wide as the page, text in its place, its data as a table and as CSV.

/// element("p", {class: "x"}, "text", child, ...)
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/// Okabe and Ito's colours, as style.css has them for paper and for the dark. Symbols tell apart what they leave alike.
export const colours = ["var(--c0)", "var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)", "var(--c7)"];
export const symbols = ["circle", "square", "triangle", "diamond", "star", "cross", "wye"];
export const colour = (k) => colours[k % colours.length];
export const symbol = (k) => symbols[k % symbols.length];

export const digits = (x, n = 3) => (x === null || x === undefined ? "" : Number(x.toPrecision(n)).toString().replace("e+", "e"));
/// 1.2×10⁶
export function power(x, n = 3) {
  if (x === null || x === undefined) return "";
  if (x === 0 || (Math.abs(x) >= 0.01 && Math.abs(x) < 1e5)) return digits(x, n);
  const [mantissa, exponent] = x.toExponential(n - 1).split("e");
  return `${Number(mantissa)}×10${superscript(Number(exponent))}`;
}
export const superscript = (n) => String(n).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));
/// 1.2e+06 in a sentence as 1.2×10⁶
export const in_powers = (text) => text.replace(/\b(\d[\d.]*)e([+-]\d+)\b/g, (_, mantissa, exponent) => `${mantissa}×10${superscript(Number(exponent))}`);
/// A tick: its digits are few, so that all of them can be shown.
export const tick = (x) => power(x, 6).replace(/^1×/, "");

/// Round numbers in [low, high], at most `most` where that leaves three: 1, 2 and 5 of each power of ten, or less; where
/// those are too few, equal steps.
export function log_ticks(low, high, most) {
  const first = Math.floor(Math.log10(low)), powers = Math.ceil(Math.log10(high)) - first + 1;
  const of = (mantissas, every) => Array.from({ length: powers }, (_, k) => first + k).filter((n) => n % every === 0)
    .flatMap((n) => mantissas.map((m) => Number(`${m}e${n}`))).filter((x) => x >= low && x <= high);
  const found = [[[1, 2, 5], 1], [[1, 3], 1], [[1], 1], [[1], 2], [[1], 3], [[1], 5]].map((list) => of(...list)).find((list) => list.length <= most) ?? [];
  if (found.length >= 3) return found;
  const unit = 10 ** Math.floor(Math.log10(high - low));
  const steps = [5, 2, 1, 0.5, 0.2, 0.1].map((m) => m * unit).map((step) =>
    Array.from({ length: Math.max(0, 1 + Math.floor(high / step) - Math.ceil(low / step)) }, (_, k) => Number(((Math.ceil(low / step) + k) * step).toPrecision(9))));
  return steps.find((list) => list.length >= 3);
}

/// A logarithmic axis over values: the options of its scale, and its marks. Plot's own leaves out labels.
///   side      "x" or "y"
///   label     words
export function log_axis(side, values, label, most = 7) {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(low > 0 && low <= high && high < Infinity)) [low, high] = [1, 10];  // of no values low is infinite
  if (low === high) [low, high] = [low / 2, 2 * high];
  const ticks = log_ticks(low, high, most), plain = ticks.every((x) => x >= 0.01 && x < 1e5);
  const text = (x) => {
    if (plain) return tick(x);
    const [mantissa, exponent] = x.toExponential(5).split("e");
    return `${Number(mantissa) === 1 ? "" : `${Number(mantissa)}×`}10${superscript(Number(exponent))}`;
  };
  const marks = side === "x"
    ? [Plot.gridX(ticks), Plot.axisX(ticks, { text, label, labelAnchor: "center", labelArrow: "none" })]
    : [Plot.gridY(ticks), Plot.axisY(ticks, { text, label })];
  return { scale: { type: "log", domain: [low, high] }, marks };
}

const field = (value) => {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
export const csv_text = (columns, rows) => [columns, ...rows].map((row) => row.map(field).join(",")).join("\n") + "\n";

function save(name, text) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function table(columns, rows) {
  const numeric = columns.map((_, k) => rows.some((row) => typeof row[k] === "number" || /^[-+]?\d[\d.]*(e[-+]?\d+)?( \[.*\]| %)?$/.test(row[k] ?? "")));
  const long = (value) => typeof value === "string" && value.length > 24;
  const cell = (name, value, k, more = {}) =>
    element(name, { class: numeric[k] ? "number" : long(value) ? "words" : null, ...more }, typeof value === "number" ? power(value, 4) : String(value ?? ""));
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "table" },
    element("table", {},
      element("thead", {}, element("tr", {}, columns.map((name, k) => cell("th", name, k, { scope: "col" })))),
      element("tbody", {}, rows.map((row) => element("tr", {}, row.map((value, k) => cell("td", value, k)))))));
}

const redraws = [];
let width_drawn = 0;
function redraw_all() {
  if (document.body.clientWidth === width_drawn) return;
  width_drawn = document.body.clientWidth;
  for (const redraw of redraws) redraw();
}

const most_rows = 300;  // of a table on the page; the rest is in the CSV

/// Appends a figure to `parent`.
///   id, title, caption   words
///   says                 what the drawing shows, for those who cannot see it
///   legend               a list of {colour, symbol, label}, or null
///   draw(width)          an SVG element
///   nothing()            words instead of it where there is nothing to draw, or null
///   data()               {columns, rows}: what is drawn
///   source               the files it comes from
/// Returns a function that draws it again.
export function figure(parent, { id, title, caption, says, legend = null, draw, nothing = () => null, data, source }) {
  const drawing = element("div", { class: "drawing" });
  const rows_place = element("div");
  const shown = element("details", {}, element("summary", {}, "Table"), rows_place);
  const fill = () => {
    const { columns, rows } = data();
    rows_place.replaceChildren(table(columns, rows.slice(0, most_rows)),
      ...(rows.length > most_rows ? [element("p", { class: "caption" }, `The first ${most_rows} of ${rows.length} rows; all are in the CSV.`)] : []));
  };
  shown.addEventListener("toggle", () => shown.open && fill());
  const button = element("button", { type: "button", click: () => { const { columns, rows } = data(); save(`${id}.csv`, csv_text(columns, rows)); } }, "CSV");
  button.setAttribute("aria-label", `Data of “${title}” as CSV`);
  const tools = element("div", { class: "tools" }, button, element("span", {}, source), element("a", { href: "#again" }, "reproduce"));
  const redraw = () => {
    const words = nothing();
    tools.hidden = shown.hidden = words !== null;
    if (words !== null) return drawing.replaceChildren(none(words));
    const svg = draw(drawing.clientWidth || 600);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${title}. ${typeof says === "function" ? says() : says}`);
    drawing.replaceChildren(...(legend ? [legend_list(legend())] : []), svg);
    if (shown.open) fill();
  };
  parent.append(element("figure", { id },
    element("h2", {}, title), element("figcaption", {}, caption), drawing,
    tools, shown));
  redraws.push(redraw);
  redraw();
  return redraw;
}

const shapes = {
  circle: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0Z", square: "M-4.5,-4.5h9v9h-9Z", triangle: "M0,-5.5L5,4H-5Z",
  diamond: "M0,-6L5,0L0,6L-5,0Z", star: "M0,-6L1.6,-1.9L5.7,-1.9L2.3,0.8L3.5,4.9L0,2.4L-3.5,4.9L-2.3,0.8L-5.7,-1.9L-1.6,-1.9Z",
  cross: "M-5,-1.7H-1.7V-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5Z", wye: "M0,1.5L4,5M0,1.5L-4,5M0,1.5V-5", times: "M-4,-4L4,4M-4,4L4,-4", plus: "M-5,0H5M0,-5V5",
  line: "M-8,0H8", band: "M-8,-4H8V4H-8Z",
};
const open_shapes = ["wye", "times", "plus", "line"];
function legend_list(entries) {
  const key = ({ colour, symbol, hollow, dash }) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-8 -8 16 16");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", shapes[symbol]);
    const open = hollow || open_shapes.includes(symbol);
    path.setAttribute("style", `fill:${open ? "none" : colour};stroke:${symbol === "band" ? "none" : colour};stroke-width:2;${dash ? `stroke-dasharray:${dash};` : ""}${symbol === "band" ? "opacity:.35" : ""}`);
    svg.append(path);
    return svg;
  };
  return element("ul", { class: "legend" }, entries.map((entry) => element("li", {}, key(entry), entry.label)));
}

/// "3 runs", "1 run"
export const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
/// "1 to 3 eV"; "1 eV" where both ends are the same words.
export const from_to = (low, high, unit) => `${low === high ? low : `${low} to ${high}`}${unit}`;

export const none = (text) => element("p", { class: "none" }, text);

export function warnings_box(list) {
  if (list.length === 0) return null;
  const item = (text) => element("li", {}, text);
  const first = list.slice(0, 5), rest = list.slice(5);
  return element("section", { class: "warnings", "aria-label": "warnings" },
    element("h2", {}, `⚠ ${list.length === 1 ? "One warning" : `${list.length} warnings`}`),
    element("ul", {}, first.map(item)),
    rest.length ? element("details", {}, element("summary", {}, `and ${rest.length} more`), element("ul", {}, rest.map(item))) : null);
}

export function again_section(data, facts) {
  const list = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return element("section", { class: "panel", id: "again" },
    element("h2", {}, "Reproduce this"),
    element("p", {}, "The numbers are a function of the input, the seed and the version of the program:"),
    element("pre", { tabindex: 0 }, `${data.command}\nlacuna report ${data.directory}`),
    element("dl", {}, list.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, String(value))])),
    element("details", { open: false }, element("summary", {}, "Input, every default explicit"), element("pre", { tabindex: 0 }, data.input)));
}

/// The page of a run or study at work loads itself again, until its reader or the end stops that.
function follow(place) {
  const seconds = 5;
  let timer = 0;
  const start = () => { timer = setTimeout(() => location.reload(), 1000 * seconds); };
  const button = element("button", { type: "button", "aria-pressed": "false", click: () => {
    const paused = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(paused));
    button.textContent = paused ? "Go on" : "Pause";
    if (paused) clearTimeout(timer); else start();
  } }, "Pause");
  place.prepend(element("p", { class: "follows" }, `At work: this page loads itself again every ${seconds} seconds. `, button));
  start();
}

/// Reads the data, builds the page, and keeps the figures as wide as it.
export function page(build) {
  const data = JSON.parse(document.getElementById("data").textContent);
  document.title = `${data.name} – Lacuna`;
  build(document.getElementById("report"), data);
  if (data.follows) follow(document.getElementById("report"));
  width_drawn = document.body.clientWidth;
  addEventListener("resize", redraw_all);
  document.documentElement.dataset.drawn = "yes";
}
