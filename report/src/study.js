import * as Plot from "@observablehq/plot";
import { again_section, colour, count, digits, element, figure, from_to, log_axis, page, power, symbol, table, warnings_box } from "./figure.js";

const verdict_mark = {
  compatible: { colour: "var(--c0)", symbol: "circle", label: "compatible at this box and ramp", sign: "✓" },
  "by construction": { colour: "var(--c0)", symbol: "circle", hollow: true, label: "agrees by construction: no test", sign: "=" },
  "with equal charge only": { colour: "var(--c3)", symbol: "triangle", label: "compatible with equal charge per e-fold only", sign: "◐" },
  "with one rate only": { colour: "var(--c3)", symbol: "triangle", hollow: true, label: "compatible with one rate dj/dt only", sign: "◑" },
  "not compatible": { colour: "var(--c1)", symbol: "times", label: "not compatible at this box and ramp", sign: "✕" },
  "needs the other ramp": { colour: "var(--c6)", symbol: "diamond", hollow: true, label: "needs E_A with the other ramp", sign: "?" },
  undecided: { colour: "var(--c6)", symbol: "diamond", hollow: true, label: "not known well enough to tell", sign: "?" },
  none: { colour: "var(--c7)", symbol: "square", label: "compared with nothing", sign: "" },
};
const mark_of = (branch) => verdict_mark[branch.verdict ?? "none"];
const strokes = ["none", "6 2", "2 2", "6 2 2 2", "1 3", "10 3"];
const small = (width) => width < 560;
const extent = (values) => [Math.min(...values), Math.max(...values)];

/// The names of lines beside their ends {x, j, name, k}, where j has a logarithmic scale over `range`
/// of so many pixels; names that would lie one on the other are moved up.
function names_beside(ends, range, pixels) {
  const line_of_text = 12, height = (j) => (pixels * Math.log(j / range[0])) / Math.log(range[1] / range[0]);
  let free = -Infinity;
  return [...ends].sort((a, b) => a.j - b.j).map((end) => {
    const place = Math.max(height(end.j), free);
    free = place + line_of_text;
    return Plot.text([end], { x: "x", y: "j", text: "name", textAnchor: "start", dx: 8, dy: height(end.j) - place, fill: colour(end.k) });
  });
}

/// An interval is open on a side where nothing is known of its end.
const open = (p) => p.low === null || p.high === null;
const open_words = (points, first = "Hollow, with arrows") => (points.some(open) ? ` ${first}: the interval is open on that side.` : "");
/// Intervals of points {value, low, high} as far as they are known, and arrows where they are open.
///   rules     makes the line from low to high: Plot.ruleX or the like
///   up        are they vertical?
///   where     channels that the marks share
function interval_marks(points, rules, up, where) {
  const [x, y] = up ? ["dx", "dy"] : ["dy", "dx"], across = where[x] ?? 0;
  const arrow = (side, text, by) => Plot.text(points.filter((p) => p[side] === null), { ...where, [up ? "y" : "x"]: "value", text: () => text, fill: where.stroke, stroke: null, strokeOpacity: null, fontSize: 14, fontWeight: 700, [x]: across, [y]: by });
  return [rules(points, { ...where, [up ? "y1" : "x1"]: (p) => p.low ?? p.value, [up ? "y2" : "x2"]: (p) => p.high ?? p.value }), arrow("low", up ? "↓" : "←", up ? 12 : -12), arrow("high", up ? "↑" : "→", up ? -12 : 12)];
}

page((place, data) => {
  const combinations = [...new Set(data.branches.map((b) => b.grid.join(" · ")))];
  const names = [...new Set(data.branches.map((b) => b.name))];
  const many = combinations.length > 1;
  const percent = digits(100 * data.level);
  const redraws = [];
  const points_given = data.measured_points.length > 0;
  const simulated = data.totals.replicas + data.totals.failed > 0;
  const state = { combination: combinations[0] };

  data.branches.forEach((b) => {
    b.label = many ? `${b.name} (${b.grid.map((value, k) => `${short(data.grid_keys[k])} ${value}`).join(", ")})` : b.name;
    b.k = names.indexOf(b.name);
  });
  const chosen = () => data.branches.filter((b) => b.grid.join(" · ") === state.combination);
  const legend = () => chosen().map((b) => ({ colour: colour(b.k), symbol: symbol(b.k), label: b.name }));
  const corrected = () => (data.branches.some((b) => b.equal_charge) ? " With bonds the line is fitted to currents corrected to exactly the charge per e-fold asked for; points are as simulated." : "");
  const branch_columns = ["hypothesis", ...data.grid_keys];
  const who = (b) => [b.name, ...b.grid];
  const interval = (e, n = 4) => (e ? `${e.value.toFixed(n)} [${e.low === null ? "open" : e.low.toFixed(n)}, ${e.high === null ? "open" : e.high.toFixed(n)}]` : "");

  const energy_under = (b, ramp) => (b.same_ramp === ramp ? (b.E_A ? interval(b.E_A) : "–") : interval(b[`E_A_${ramp}`]));

  place.append(
    element("p", { class: "eyebrow" }, `Lacuna study · ${data.name} · ${[...new Set([data.temperatures_K[0], data.temperatures_K.at(-1)])].join("–")} K · ${simulated ? count(data.totals.replicas, "run") : "nothing simulated"}`),
    element("h1", {}, data.headline),
    ...(data.measured.length ? [element("p", { class: "lead" }, "The question: which barriers and energies of a metal stripped through a ceramic reproduce the measured activation energy of the critical current?")] : []));
  rests_on();
  const warnings = simulated ? [...data.warnings, ...data.branches.flatMap((b) => b.warnings)] : [];  // all are of the box
  if (data.totals.failed) warnings.unshift(`${count(data.totals.failed, "run")} failed: onsets.csv says why`);
  if (data.cells) cells(data.cells);
  const box = warnings_box(warnings);
  if (box) place.append(box);
  if (simulated) verdict_of_the_box();
  else sentences("Nothing was simulated in a box: these are the predictions of lacuna cell alone.");
  if (data.settings.rows.length > 1) place.append(element("section", { class: "panel" }, ...shown(data.settings)));
  if (many) choice();
  if (simulated) onset_in_the_box();
  if (data.cells?.rivals.length) decision_of(data.cells);
  if (simulated) absolute_currents();
  place.append(again_section(data, {
    Directory: data.directory, Seed: data.seed,
    Program: `lacuna ${data.program.version} (revision ${data.program.revision})`,
    ...(simulated ? { "Vacancy hops": power(data.totals.hops), "To repeat one run": "lacuna run DIRECTORY/runs/ID/input.yaml (ID: column run of onsets.csv)" } : {}),
  }));

  function verdict_of_the_box() {
    energies();
    sentences(data.without_E_A);
    sentences(data.verdict);
  }

  function onset_in_the_box() {
    slopes();
    arrhenius();
    if (data.branches.some((b) => b.rate)) rates();
    maps();
    onsets();
    survival();
    if (data.fit && data.fit.evaluations.length) fit();
    results();
  }

  /// What is known, what was put in and what is assumed.
  function rests_on() {
    const known = data.measured.map((row) => `${row.name}: E_A ${range_text(row)} eV`);
    if (points_given) known.push(`${count(data.measured_points.length, "critical current")}, ${from_to(power(data.measured_points[0].j), power(data.measured_points.at(-1).j), " mA/cm²")}`);
    if (known.length === 0) return;
    const facts = { Measured: `${known.join("; ")}. Nothing else is compared.`, "Put in": "The barriers and energies of each hypothesis, listed below. Where theory alone gives E_A from them, agreement is by construction, and no test." };
    if (data.cells) facts.Assumed = `${readable(data.cells.design)}; ${[...new Set(data.cells.branches.map((c) => c.thickness_um))].map((um) => digits(um)).join(" and ")} µm of metal. ${readable(data.cells.intervals)}`;
    place.append(element("dl", { id: "rests-on" }, Object.entries(facts).flatMap(([term, words]) => [element("dt", {}, term), element("dd", {}, words)])));
  }

  function draw_figure(options) { redraws.push(figure(place, options)); }
  function sentences(text) { place.append(...text.split("\n").filter(Boolean).map((line) => element("p", {}, line))); }

  /// What a battery's cell does: the answer, where the study asks for it.
  function cells({ branches, area_cm2, contact_loss, verdict, intervals, stripped, fit }) {
    sentences(verdict);
    sentences(readable(stripped));
    const several = new Set(branches.map((c) => c.thickness_um)).size > 1;
    branches.forEach((c) => {
      c.k = names.indexOf(c.name);
      c.title = several ? `${c.name}, ${digits(c.thickness_um)} µm` : c.name;
      c.label = c.title + (c.decisive === "first_void" ? ", first void" : "");
      c.range = data.branches.find((b) => b.measured === c.measured)?.range ?? null;
      c.points = c.temperatures.filter((t) => t[c.decisive]).map((t) => ({ c, T: t.temperature_K, x: 1000 / t.temperature_K, j: t[c.decisive], contact: t.contact, first: t.first_void, low: t[`${c.decisive}_interval`][0], high: t[`${c.decisive}_interval`][1] }));
    });
    const seen = () => branches.filter((c) => c.grid.join(" · ") === state.combination && c.points.length);
    const share = `${digits(100 * contact_loss)} %`;
    if (seen().length) cell_currents(seen, branches.filter((c) => c.points.length), share, area_cm2);
    const room = [...data.temperatures_K].sort((a, b) => Math.abs(a - 300) - Math.abs(b - 300))[0];
    if (seen().some((c) => course_of(c, room).length > 1)) cell_contact(seen, room);
    if (seen().some((c) => c.journey.length > 1)) cell_journey(seen, room);
    // Of measured currents, the slope of those that were compared.
    const measured_of = (c, { currents }) => (c.measured === "points" && currents?.slope_measured ? measured_text({ ...c, range: currents.slope_measured }) : c.range ? measured_text(c) : "");
    // The interval beside it is that of the slope itself where there is no other measurement.
    const currents_met = (all, c) => (all ? `${all.met} of ${all.compared}, ${from_to(digits(all.lowest_ratio, 2), digits(all.highest_ratio, 2), " times")}${all.slope && c.measured !== "points" ? `, slope ${all.slope}` : ""}` : "–");
    const of_onset = (c, onset) => [c.title, ...c.grid, onset === "contact" ? `${share} contact loss` : "first void", c.energies[onset].verdict ?? "",
      ...c.temperatures.map((t) => (t.refusal ? "refused" : t[onset] ?? "–")), interval(c.energies[onset].value === null ? null : c.energies[onset]), c.energies[onset].value === null ? "" : c.energies[onset].remark, measured_of(c, c.energies[onset]), c.energies[onset].interval ?? "", ...(points_given ? [currents_met(c.energies[onset].currents, c)] : [])];
    const refused = branches.flatMap((c) => c.temperatures.filter((t) => t.refusal).map((t) => `${c.title}, ${t.temperature_K} K: ${t.refusal}`));
    const ended = branches.flatMap((c) => c.temperatures.filter((t) => t.ended_early).map((t) => `${c.title}, ${t.temperature_K} K: ${t.ended_early}`));
    const dissolved = branches.flatMap((c) => c.temperatures.filter((t) => t.flaws_dissolved).map((t) => `${c.title}, ${t.temperature_K} K: at ${digits(t.flaws_dissolved)} mA/cm²`));
    place.append(element("section", { class: "panel" }, element("h2", {}, "At the cell"),
      element("p", {}, `Critical currents in mA/cm². Level of the intervals: ${percent} %. ${readable(intervals)}`),
      filled_table(["hypothesis", ...data.grid_keys.map(short), "criterion", "verdict", ...data.temperatures_K.map((T) => `${T}\u00a0K`), "E_A (eV)", "remark", "measured (eV)", "interval", ...(points_given ? ["currents met"] : [])],
        branches.flatMap((c) => ["first_void", "contact"].filter((onset) => onset === "contact" || c.temperatures.some((t) => t[onset])).map((onset) => of_onset(c, onset)))),
      ...(refused.length ? [element("details", {}, element("summary", {}, `Refused: ${refused.length} of ${branches.length * data.temperatures_K.length} cells`), element("ul", {}, refused.map((text) => element("li", {}, text))))] : []),
      ...(dissolved.length ? [element("details", {}, element("summary", {}, "Flaws dissolved"), element("ul", {}, dissolved.map((text) => element("li", {}, text))))] : []),
      ...(ended.length ? [element("details", {}, element("summary", {}, "Calculations that ended early"), element("ul", {}, ended.map((text) => element("li", {}, text))))] : [])));
    if (fit) place.append(element("section", { class: "panel" }, ...shown(fit)));
  }

  /// What would separate the surviving hypotheses, each pair's best measurements first.
  function decision_of({ branches, rivals, decision }) {
    const best = 4, several = new Set(branches.map((c) => c.thickness_um)).size > 1;
    const telling = (m, k) => k === 0 || (k < best && m.ratio >= 1);
    const compared = data.measured.length > 0 || points_given;
    const left = rivals.filter((pair) => pair.both_survive);
    const shown = left.length ? left : rivals;
    const row = (pair) => (m) => [pair.first, pair.second, ...pair.grid, ...(several ? [digits(pair.thickness_um)] : []), m.what, m.first, m.second, digits(m.ratio, 2)];
    const rows = shown.flatMap((pair) => pair.measurements.filter(telling).map(row(pair)));
    if (!rows.length) return;
    place.append(element("section", { class: "panel" },
      element("h2", {}, left.length || !compared ? `What would separate the hypotheses${compared ? " that are left" : ""}` : "What would separate excluded hypotheses from those that are left"),
      element("p", {}, `${decision} Separation is in combined standard errors of prediction and measurement; a measured current is taken to ±10 %.`),
      table(["hypothesis", "other", ...data.grid_keys.map(short), ...(several ? ["metal (µm)"] : []), "measurement", "predicted", "by the other", "separation (σ)"], rows)));
  }

  /// What is compared, and drawn: of whom, where that differs.
  function drawn_of(branches, share) {
    const words = { first_void: "the first void nucleates", contact: `${share} of contact is lost` };
    const names_by = (onset) => [...new Set(branches.filter((c) => c.decisive === onset).map((c) => c.name))];
    const used = Object.keys(words).filter((onset) => names_by(onset).length);
    return used.map((onset) => `at which ${words[onset]}${used.length > 1 ? ` (${names_by(onset).join(", ")})` : ""}`).join(", or ");
  }

  const none_of_these = "None is known for this combination of values.";

  function cell_currents(seen, all, share, area_cm2) {
    const sloped = () => seen().some((c) => c.slope.length);
    const with_intervals = () => seen().some((c) => c.points.some((p) => p.low !== p.high));
    draw_figure({
      id: "cell", title: "Critical current at the cell",
      caption: `What each hypothesis predicts for ${digits(area_cm2)} cm² at a battery's currents. Drawn: the current ${drawn_of(all, share)}.${with_intervals() ? ` Vertical: its ${percent} % interval; what is open goes to the edge.` : ""}${sloped() ? " Dashed: the measured slope through the middle of each." : ""}${many ? " Of the combination that is chosen below." : ""}${data.measured_points.length ? " Crosses: measured critical currents." : ""}`,
      says: () => seen().map((c) => `${c.label}: ${power(c.points[0].j)} milliamperes per square centimetre at ${c.points[0].T} kelvin, activation energy ${digits(c.energies[c.decisive].value)} electronvolts`).join("; "),
      legend: () => [...seen().filter((c, k, list) => list.findIndex((d) => d.k === c.k) === k).map((c) => ({ colour: colour(c.k), symbol: symbol(c.k), label: c.name })), ...(sloped() ? [{ colour: "var(--soft)", symbol: "line", dash: "3 2", label: "measured slope" }] : [])],
      source: "cell_currents.csv, cell_energies.csv", nothing: () => (seen().length ? null : none_of_these),
      data: () => ({
        columns: [...branch_columns, "thickness_um", "temperature_K", "first_void_mA_cm2", "contact_mA_cm2", "low_mA_cm2", "high_mA_cm2"],
        rows: seen().flatMap((c) => c.points.map((p) => [c.name, ...c.grid, c.thickness_um, p.T, p.first, p.contact, p.low, p.high])),
      }),
      draw: (width) => {
        const points = seen().flatMap((c) => c.points), narrow = small(width);
        const slopes = seen().flatMap((c) => c.slope.map(([x, j]) => ({ c, x, j })));
        const ends = seen().map((c) => c.points[0]);
        const [lowest, highest] = extent([...points.flatMap((p) => [p.j, p.low ?? p.j, p.high ?? p.j]), ...slopes.map((p) => p.j), ...data.measured_points.map((p) => p.j)]);
        const y = log_axis("y", [lowest, highest], "critical current (mA/cm²)");
        const height = narrow ? 400 : 440, beyond = (highest / lowest) ** (8 / (height - 106));  // to the frame, over the inset
        return Plot.plot({
          width, height, marginLeft: 60, marginBottom: 42, marginTop: 48, marginRight: narrow ? 16 : 24 + 6.4 * Math.max(...ends.map((p) => p.c.label.length)),
          x: { grid: true, inset: 12 },
          y: { ...y.scale, inset: 8 },
          symbol: { type: "identity" },
          marks: [
            ...y.marks,
            Plot.axisX({ anchor: "bottom", label: "1000 K / T", labelAnchor: "center", labelArrow: "none", ticks: 5 }),
            Plot.axisX({ anchor: "top", label: "T (K)", labelAnchor: "center", labelArrow: "none", ticks: data.temperatures_K.map((T) => 1000 / T), tickFormat: (x) => digits(1000 / x) }),
            Plot.lineY(slopes, { x: "x", y: "j", z: (p) => p.c, stroke: "var(--soft)", strokeDasharray: "4 3" }),
            ...seen().map((c, k, all) => Plot.ruleX(c.points, { x: "x", y1: (p) => p.low ?? lowest / beyond, y2: (p) => p.high ?? highest * beyond, dx: 2.5 * (k - (all.length - 1) / 2), stroke: colour(c.k), strokeOpacity: 0.55 })),
            Plot.lineY(points, { x: "x", y: "j", z: (p) => p.c, stroke: (p) => colour(p.c.k), strokeWidth: 1.5 }),
            Plot.dot(points, { x: "x", y: "j", r: 4.5, symbol: (p) => symbol(p.c.k), fill: (p) => colour(p.c.k), stroke: (p) => colour(p.c.k), title: (p) => `${p.c.label}, ${p.T} K: ${power(p.j)} mA/cm²` }),
            Plot.dot(data.measured_points, { x: (p) => 1000 / p.temperature_K, y: "j", symbol: "times", r: 5, stroke: "var(--ink)", strokeWidth: 2 }),
            ...(narrow ? [] : names_beside(ends.map((p) => ({ x: p.x, j: p.j, name: p.c.label, k: p.c.k })), [lowest, highest], 334)),
            Plot.frame({ stroke: "var(--rule)" }),
          ],
        });
      },
    });
  }

  function cell_contact(seen, room) {
    const courses = () => seen().flatMap((c) => course_of(c, room));
    draw_figure({
      id: "cell-contact", title: `Contact lost at the cell, ${room} K`,
      caption: "Share of the interface without contact against the current. Without bonds it rises in proportion to the current; with bonds voids nucleate at a threshold, and grow. Lines end where the calculation ends.",
      says: () => seen().filter((c) => course_of(c, room).length).map((c) => `${c.title} ends at ${power(course_of(c, room).at(-1).j)} milliamperes per square centimetre`).join("; "),
      legend: () => seen().map((c) => ({ colour: colour(c.k), symbol: "line", label: c.title })),
      source: "cell_series.csv", nothing: () => (courses().length ? null : none_of_these),
      data: () => ({
        columns: [...branch_columns, "thickness_um", "time_h", "j_mA_cm2", "voids_per_cm2", "lost"],
        rows: courses().map((p) => [p.c.name, ...p.c.grid, p.c.thickness_um, p.time, p.j, p.voids, p.lost]),
      }),
      draw: (width) => {
        const list = courses();
        const x = log_axis("x", list.map((p) => p.j), "current (mA/cm²)", small(width) ? 5 : 9), y = log_axis("y", list.map((p) => p.lost), "share of the interface");
        return Plot.plot({
          width, height: 320, marginLeft: 60, marginBottom: 42, marginTop: 20, marginRight: 16, x: x.scale, y: y.scale,
          marks: [
            ...x.marks, ...y.marks,
            Plot.lineY(list, { x: "j", y: "lost", z: (p) => p.c, stroke: (p) => colour(p.c.k), strokeWidth: 1.5 }),
            Plot.frame({ stroke: "var(--rule)" }),
          ],
        });
      },
    });
  }

  /// From the box to the cell: the first void's current, then E_A, at every step.
  function cell_journey(seen, room) {
    const travellers = () => seen().filter((c) => c.journey.length > 1);
    const steps = () => travellers().flatMap((c) => c.journey.map((step, k) => {
      const current = step.currents.find(([T]) => T === room);
      return { c, k, ...step, j: current?.[1] ?? null, e_fold: current?.[2] ?? null };
    }));
    const boxes = (list = travellers()) => list.map((c) => {
      const b = data.branches.find((each) => each.name === c.name && each.grid.join() === c.grid.join());
      return { c, k: 0, j: b?.cells.find((t) => t.temperature_K === room)?.median?.value ?? null, E_A: b?.E_A?.value ?? null };
    });
    const open_symbols = (y, what) => (boxes(data.cells.branches).some((p) => p[y] !== null) ? ` Open symbols: ${what}.` : "");
    const one = { steps, boxes, travellers };
    journey_figure(one, { id: "cell-journey", y: "j", title: `From the box to the cell, ${room} K`, write: (j) => `${power(j)} mA/cm²`,
      caption: `Current of the first void by nucleation theory, with the same energies at every scale. From the left: the area grows to the cell's, then the ramp slows to the cell's, then the metal thickens to the cell's. The last step is the cell's own protocol and far end.${open_symbols("j", "simulated")} Missing points: too many vacancies for the theory.`,
      axis: (values) => { const y = log_axis("y", values, "first void (mA/cm²)"); return { scale: { ...y.scale, inset: 8 }, marks: y.marks }; } });
    journey_figure(one, { id: "cell-journey-energy", y: "E_A", title: "E_A from the box to the cell", write: (E) => `${digits(E)} eV`,
      caption: `Activation energy of these currents, fitted over all temperatures with a value.${open_symbols("E_A", "simulated onsets")}`,
      axis: () => ({ scale: { label: "E_A (eV)", grid: true, zero: true, insetTop: 8 }, marks: [] }) });
  }

  function journey_figure({ steps, boxes, travellers }, { id, y, title, caption, axis, write }) {
    const known = () => steps().filter((s) => s[y] !== null);
    const open_ones = () => boxes().filter((p) => p[y] !== null);
    const ends = () => { const { journey } = travellers()[0]; return journey.map((step, k) => ({ k, stage: step.stage })).filter(({ k, stage }) => journey[k + 1]?.stage !== stage); };
    draw_figure({
      id, title, caption, source: `cell_journey.csv${simulated ? ", cells.csv" : ""}`, nothing: () => (known().length ? null : none_of_these),
      says: () => travellers().map((c) => { const own = known().filter((s) => s.c === c); return own.length ? `${c.title}: from ${write(own[0][y])} to ${write(own.at(-1)[y])}` : `${c.title}: not known`; }).join("; "),
      legend: () => [...travellers().map((c) => ({ colour: colour(c.k), symbol: symbol(c.k), label: c.title })), ...(open_ones().length ? [{ colour: "var(--soft)", symbol: "circle", hollow: true, label: "simulated in the box" }] : [])],
      data: () => ({
        columns: [...branch_columns, "thickness_um", "stage", "area_cm2", "metal_um", "e_fold_s", "j_mA_cm2", "E_A_eV"],
        rows: steps().map((s) => [s.c.name, ...s.c.grid, s.c.thickness_um, s.stage, s.area_cm2, s.metal_um, s.e_fold, s.j, s.E_A]),
      }),
      draw: (width) => {
        const upright = axis([...known(), ...open_ones()].map((p) => p[y]));
        return Plot.plot({
          width, height: 300, marginLeft: 60, marginRight: 16, marginTop: 24, marginBottom: small(width) ? 44 : 28,
          x: { domain: [0, travellers()[0].journey.length - 1], inset: 12 }, y: upright.scale, symbol: { type: "identity" },
          marks: [
            ...upright.marks,
            Plot.ruleX(ends(), { x: "k", stroke: "var(--rule)" }),
            Plot.axisX(ends().map(({ k }) => k), { label: null, tickRotate: small(width) ? -18 : 0, tickFormat: (k) => ends().find((end) => end.k === k)?.stage ?? "" }),
            Plot.lineY(steps(), { x: "k", y, z: (s) => s.c, stroke: (s) => colour(s.c.k), strokeWidth: 1.5 }),
            Plot.dot(known(), { x: "k", y, r: 3.5, symbol: (s) => symbol(s.c.k), fill: (s) => colour(s.c.k), stroke: (s) => colour(s.c.k), title: (s) => `${s.c.title}, ${s.stage}: ${digits(s.area_cm2)} cm², ${digits(s.metal_um)} µm${s.e_fold ? `, ${digits(s.e_fold)} s an e-fold` : ""}: ${write(s[y])}` }),
            Plot.dot(open_ones(), { x: "k", y, r: 5.5, fill: "var(--paper)", stroke: (p) => colour(p.c.k), strokeWidth: 2 }),
            Plot.frame({ stroke: "var(--rule)" }),
          ],
        });
      },
    });
  }

  /// E_A beside what was measured: the answer.
  function energies() {
    const rows = data.branches;
    const shown = rows.filter((b) => b.E_A);
    const noted = rows.some((b) => b.set) && rows.length <= 24;
    const words = new Map(rows.map((b) => [b, in_lines(brief(b.set), 52)]));
    const lines = Math.max(0, ...[...words.values()].map((list) => list.length));
    const width_of_labels = Math.min(410, 18 + Math.max(...rows.map((b) => Math.max(7.4 * b.label.length, ...(noted ? words.get(b).map((line) => 6.1 * line.length) : [])))));
    const marks = [...new Set(rows.map((b) => b.verdict ?? "none"))];
    const bands = rows.filter((b) => b.range);
    const others = shown.map((b) => ({ ...b, other: b.same_ramp === "charge" ? b.E_A_fixed : b.E_A_charge })).filter((b) => b.same_ramp !== "none" && b.other);
    draw_figure({
      id: "energies", title: "Activation energy at this box and ramp, and what was measured",
      caption: `The current at which contact is lost goes as exp(−E_A/kT). A hypothesis is a set of barriers and energies; its E_A is that of simulated onsets, with its ${percent} % interval. Grey: the measured value or range, and its standard error if it has one.${points_given ? " Of measured currents, the slope through them." : ""}${open_words(shown.map((b) => b.E_A), "Arrows")}${noted ? " Below each name is what it sets." : ""}`,
      says: () => shown.map((b) => `${b.label}: ${digits(b.E_A.value)} electronvolts, ${b.verdict ? b.verdict_words : "not compared"}`).join("; "),
      legend: () => [...marks.map((m) => verdict_mark[m]), ...(others.length ? [{ colour: "var(--soft)", symbol: "plus", label: "E_A under the other convention for equal ramps" }] : []), ...(bands.length ? [{ colour: "var(--soft)", symbol: "band", label: "measured" }] : [])],
      source: "hypotheses.csv", nothing: () => (shown.length ? null : "No hypothesis has an activation energy: a line needs medians of onset at two temperatures."),
      data: () => ({
        columns: [...branch_columns, "E_A_eV", "E_A_low_eV", "E_A_high_eV", "E_A_equal_charge_eV", "E_A_one_rate_eV", "measured", "measured_low_eV", "measured_high_eV", "verdict"],
        rows: rows.map((b) => [...who(b), b.E_A?.value, b.E_A?.low, b.E_A?.high, b.E_A_charge?.value, b.E_A_fixed?.value, b.measured, b.range?.low, b.range?.high, b.verdict_words]),
      }),
      draw: (width) => {
        const narrow = small(width);
        const ends = [...shown.flatMap((b) => [b.E_A.low ?? b.E_A.value, b.E_A.high ?? b.E_A.value]), ...bands.flatMap((b) => [b.range.low, b.range.high])];
        // On a narrow page the name, what it sets, the interval and the word below it stand one below the other.
        const above = narrow ? 20 + (noted ? 13 * lines : 0) : 0, row = narrow ? above + 38 : noted ? 28 + 13 * lines : 30;
        const dy = narrow ? above / 2 - 7 : 0;
        return Plot.plot({
          width, height: 70 + rows.length * row, marginLeft: narrow ? 12 : width_of_labels, marginRight: narrow ? 16 : 90, marginTop: 12, marginBottom: 40,
          x: { label: "E_A (eV)", labelAnchor: "center", domain: [Math.min(0, ...ends), 1.04 * Math.max(...ends, 0.05)], labelArrow: "none", grid: true, ticks: narrow ? 5 : 8 },
          y: { domain: rows.map((b) => b.label), label: null, tickSize: 0, padding: 0, axis: null },
          marks: [
            Plot.barX(bands, { y: "label", x1: (b) => b.range.low - b.range.error, x2: (b) => b.range.high + b.range.error, insetTop: above, fill: "var(--soft)", fillOpacity: 0.22 }),
            Plot.tickX(bands.filter((b) => b.range.low === b.range.high), { y: "label", insetTop: above, x: (b) => b.range.low, stroke: "var(--soft)", strokeOpacity: 0.6 }),
            Plot.text(bands, { y: "label", x: (b) => (b.range.low + b.range.high) / 2, text: "measured", dy: narrow ? row / 2 - 8 : noted ? 8 + 6 * lines : 11, fontSize: 10, fill: "var(--soft)", stroke: "var(--paper)", strokeOpacity: 0.6 }),
            Plot.ruleY(others, { y: "label", dy, x1: (b) => b.other.low ?? b.other.value, x2: (b) => b.other.high ?? b.other.value, stroke: "var(--soft)", strokeWidth: 1.5 }),
            Plot.dot(others, { y: "label", dy, x: (b) => b.other.value, r: 4, symbol: "plus", stroke: "var(--soft)", strokeWidth: 2, title: (b) => `${b.label}, ${b.same_ramp === "charge" ? "one rate" : "equal charge"}: ${interval(b.other)} eV` }),
            ...interval_marks(shown.map((b) => ({ ...b.E_A, b })), Plot.ruleY, false, { y: (p) => p.b.label, dy, stroke: (p) => mark_of(p.b).colour, strokeWidth: 2 }),
            Plot.dot(shown.filter((b) => b.verdict !== "not compatible"), { y: "label", dy, x: (b) => b.E_A.value, r: 6, symbol: (b) => mark_of(b).symbol, fill: (b) => (mark_of(b).hollow ? "var(--paper)" : mark_of(b).colour), stroke: (b) => mark_of(b).colour, strokeWidth: 2 }),
            Plot.dot(shown.filter((b) => b.verdict === "not compatible"), { y: "label", dy, x: (b) => b.E_A.value, r: 5.5, symbol: "times", stroke: "var(--c1)", strokeWidth: 2.5 }),
            narrow
              ? Plot.text(rows, { y: "label", frameAnchor: "left", dy: 10 - row / 2, text: (b) => `${b.label}: ${b.E_A ? b.E_A.value.toFixed(3) : "no line"}`, fill: "var(--ink)" })
              : Plot.text(rows, { y: "label", frameAnchor: "right", dx: 84, textAnchor: "end", text: (b) => (b.E_A ? b.E_A.value.toFixed(3) : "no line"), fill: (b) => mark_of(b).colour }),
            ...(narrow ? [] : [Plot.text(rows, { y: "label", frameAnchor: "left", dx: -width_of_labels, dy: noted ? -7 * lines : 0, textAnchor: "start", text: "label", fontWeight: 600, fontSize: 13 })]),
            ...(noted ? [Plot.text(rows, { y: "label", frameAnchor: "left", dx: narrow ? 0 : -width_of_labels, dy: narrow ? 18 - row / 2 : 15 - 7 * lines, textAnchor: "start", lineAnchor: "top", lineHeight: 1.18, text: (b) => words.get(b).join("\n"), fill: "var(--soft)", fontSize: 11 })] : []),
          ],
          symbol: { type: "identity" },
        });
      },
    });
  }

  function choice() {
    const select = element("select", { id: "combination", change: (event) => { state.combination = event.target.value; redraws.forEach((redraw) => redraw()); } },
      combinations.map((c) => element("option", { value: c }, c)));
    place.append(element("div", { class: "choices" }, element("label", { for: "combination" }, `The figures below show ${data.grid_keys.map(short).join(" · ")} =`), select));
  }

  /// Only slopes: every line through one point, beside the wedge of what was measured.
  function slopes() {
    const systems = () => [...new Set(chosen().filter((b) => b.E_A && b.range).map((b) => b.measured))];
    if (!data.branches.some((b) => b.E_A && b.range)) return;
    draw_figure({
      id: "slopes", title: "The slopes side by side",
      caption: `Onset currents divided by the fitted value at mid-axis, leaving only the slope. Grey wedge: the measured slope or range, within one standard error. Coloured wedges: the ${percent} % intervals of E_A, which for the same error are about twice as wide.${open_words(data.branches.flatMap(points))}${corrected()}${points_given ? " Crosses, a little aside: measured currents over the value of a line fitted to them." : ""}`,
      says: () => systems().map((s) => `Against ${s}: ${chosen().filter((b) => b.measured === s && b.E_A).map((b) => `${b.name} slope ${digits(b.E_A.value)}`).join(", ")} electronvolts`).join(". "),
      legend, source: "cells.csv, arrhenius.csv", nothing: () => (systems().length ? null : "No line is known for this combination of values."),
      data: () => ({
        columns: [...branch_columns, "1000_K_over_T", "j_relative", "low", "high", "measured"],
        rows: chosen().flatMap((b) => points(b).map((p) => [...who(b), p.x, p.value, p.low, p.high, b.measured])),
      }),
      draw: (width) => {
        const list = chosen().filter((b) => b.E_A && b.range);
        const across = !small(width);
        const facet = across ? "fx" : "fy";
        const lines = list.flatMap((b) => { const m = middle(b); return b.band.map(([x, j]) => ({ b, x, y: j / m.j, system: b.measured })); });
        const dots = list.flatMap(points);
        const wedge = systems().flatMap((system) => {
          const branch = list.find((b) => b.measured === system), m = middle(branch);
          return branch.wedge.map(([x, , low, high]) => ({ x, low: low / m.j, high: high / m.j, system }));
        });
        const [coldest, hottest] = [lines.at(-1).x, lines[0].x];
        const bands = list.flatMap((b) => { const m = middle(b); return [hottest, m.x, coldest].map((x) => ({ b, x, system: b.measured, low: sloped(b.E_A.low, x - m.x), high: sloped(b.E_A.high, x - m.x) })); }).filter((p) => !open(p));
        const crosses = systems().includes("points") ? measured_relative(data.measured_points, middle(list[0]).x).filter((p) => p.x >= hottest && p.x <= coldest) : [];
        const all = [...wedge, ...bands, ...crosses].flatMap((p) => [p.low, p.high]).concat(lines.map((p) => p.y), dots.flatMap((p) => [p.value, p.low ?? p.value, p.high ?? p.value]));
        const y = log_axis("y", all, "j / j(fit at mid-axis)");
        return Plot.plot({
          width, height: across ? 330 : 100 + 250 * systems().length, marginLeft: 56, marginBottom: 42, marginTop: 36, marginRight: 16,
          [facet]: { label: null, domain: systems(), axis: null, padding: 0.12 },
          x: { label: "1000 K / T", labelAnchor: "center", labelArrow: "none", grid: true, ticks: 5 },
          y: { ...y.scale, inset: 8 },
          symbol: { type: "identity" },
          marks: [
            ...y.marks,
            Plot.areaY(bands, { x: "x", y1: "low", y2: "high", z: (d) => d.b.label, [facet]: "system", fill: (d) => colour(d.b.k), fillOpacity: 0.12 }),
            Plot.areaY(wedge, { x: "x", y1: "low", y2: "high", [facet]: "system", fill: "var(--soft)", fillOpacity: 0.25 }),
            Plot.lineY(lines, { x: "x", y: "y", z: (d) => d.b.label, [facet]: "system", stroke: (d) => colour(d.b.k), strokeWidth: 1.5 }),
            ...interval_marks(dots, Plot.ruleX, true, { x: "x", [facet]: "system", stroke: (d) => colour(d.b.k) }),
            Plot.dot(dots, { x: "x", y: "value", [facet]: "system", stroke: (d) => colour(d.b.k), symbol: (d) => symbol(d.b.k), fill: (d) => (open(d) ? "var(--paper)" : colour(d.b.k)), r: 4, title: (d) => `${d.b.label}, ${d.T} K: ${digits(d.value)}` }),
            Plot.ruleX(crosses, { x: "x", dx: 7, y1: "low", y2: "high", [facet]: "system", stroke: "var(--ink)" }),
            Plot.dot(crosses, { x: "x", dx: 7, y: "y", [facet]: "system", symbol: "times", r: 5, stroke: "var(--ink)", strokeWidth: 2 }),
            Plot.text(systems(), { text: (s) => `measured: ${s}`, [facet]: (s) => s, frameAnchor: "top-right", dx: -6, dy: 6, fontWeight: 600 }),
            Plot.frame({ stroke: "var(--rule)" }),
          ],
        });
      },
    });
  }

  /// Measured currents that share an axis with those of the box: within a factor of a hundred.
  function near_points() {
    const all = data.branches.flatMap((b) => b.cells.map((c) => c.median?.value).filter(Boolean));
    return data.measured_points.filter((p) => p.j > Math.min(...all) / 100 && p.j < 100 * Math.max(...all));
  }
  function points_in_box() {
    if (near_points().length === data.measured_points.length) return "Crosses: measured critical currents.";
    const j = data.measured_points.map((p) => p.j);
    const far = `${power(Math.min(...j))} to ${power(Math.max(...j))} mA/cm²`;
    return `The measured critical currents, ${far}, are off this scale: the slopes above compare them.`;
  }

  function arrhenius() {
    const sloped = data.branches.some((b) => b.E_A && b.range);
    draw_figure({
      id: "arrhenius", title: "Arrhenius plot of the onset currents",
      caption: `Median onset current of each temperature with its ${percent} % interval, the fitted line and its band.${sloped ? " Dashed: the measured slope through the middle of the line." : ""}${open_words(medians(data.branches))}${corrected()}${points_given && medians(data.branches).length ? ` ${points_in_box()}` : ""}`,
      says: () => chosen().filter((b) => b.E_A).map((b) => `${b.name}: from ${power(b.cells[0].median?.value)} milliamperes per square centimetre at ${b.cells[0].temperature_K} kelvin to ${power(b.cells.at(-1).median?.value)} at ${b.cells.at(-1).temperature_K} kelvin`).join("; "),
      legend: () => [...legend(), ...(sloped ? [{ colour: "var(--soft)", symbol: "line", dash: "3 2", label: "measured slope" }] : [])], source: "cells.csv, arrhenius.csv",
      nothing: () => (medians(chosen()).length ? null : "No median onset is known: at every temperature too many runs ended without onset, or began after it."),
      data: () => ({
        columns: [...branch_columns, "temperature_K", "1000_K_over_T", "j_median_mA_cm2", "j_low_mA_cm2", "j_high_mA_cm2", "line_mA_cm2"],
        rows: chosen().flatMap((b) => b.cells.filter((c) => c.median?.value).map((c) => [...who(b), c.temperature_K, 1000 / c.temperature_K, c.median.value, c.median.low, c.median.high, b.E_A ? at(b, 1000 / c.temperature_K) : null])),
      }),
      draw: (width) => {
        const list = chosen(), lined = list.filter((b) => b.E_A);
        const cells = medians(list);
        const whole = [...cells.flatMap((c) => [c.value, c.low, c.high]).filter(Boolean), ...near_points().map((p) => p.j)];
        const range = [0.7 * Math.min(...whole), 1.4 * Math.max(...whole)];
        const slope = lined.filter((b) => b.range).flatMap((b) => b.wedge.map(([x, y]) => ({ b, x, y })));
        const names_at_end = lined.map((b) => ({ x: b.band.at(-1)[0], j: b.band.at(-1)[1], name: b.name, k: b.k }));
        const narrow = small(width);
        const y = log_axis("y", whole.length ? range : [], "onset current (mA/cm²)");
        return Plot.plot({
          width, height: narrow ? 420 : 460, marginLeft: 56, marginBottom: 42, marginTop: 48, marginRight: narrow ? 16 : 24 + 6.4 * Math.max(0, ...lined.map((b) => b.name.length)),
          x: { grid: true, domain: lined.length ? [lined[0].band[0][0], lined[0].band.at(-1)[0]] : undefined },
          y: { ...y.scale, inset: 8 },
          symbol: { type: "identity" },
          marks: [
            ...y.marks,
            Plot.axisX({ anchor: "bottom", label: "1000 K / T", labelAnchor: "center", labelArrow: "none", ticks: 5 }),
            Plot.axisX({ anchor: "top", label: "T (K)", labelAnchor: "center", labelArrow: "none", ticks: data.temperatures_K.map((T) => 1000 / T), tickFormat: (x) => digits(1000 / x) }),
            Plot.areaY(lined.flatMap((b) => b.band.map(([x, , low, high]) => ({ b, x, low, high })).filter((d) => d.low && d.high)), { x: "x", y1: "low", y2: "high", z: (d) => d.b.label, clip: true, fill: (d) => colour(d.b.k), fillOpacity: 0.15 }),
            Plot.lineY(slope, { x: "x", y: "y", z: (d) => d.b.label, clip: true, stroke: "var(--soft)", strokeDasharray: "4 3" }),
            Plot.lineY(lined.flatMap((b) => b.band.map(([x, y]) => ({ b, x, y }))), { x: "x", y: "y", z: (d) => d.b.label, stroke: (d) => colour(d.b.k), strokeWidth: 1.5 }),
            ...interval_marks(cells, Plot.ruleX, true, { x: "x", stroke: (d) => colour(d.b.k) }),
            Plot.dot(cells, { x: "x", y: "value", r: 4.5, symbol: (d) => symbol(d.b.k), fill: (d) => (open(d) ? "var(--paper)" : colour(d.b.k)), stroke: (d) => colour(d.b.k), title: (d) => `${d.b.label}, ${d.T} K: ${power(d.value)} mA/cm²` }),
            Plot.dot(near_points(), { x: (p) => 1000 / p.temperature_K, y: "j", clip: true, symbol: "times", r: 5, stroke: "var(--ink)", strokeWidth: 2 }),
            ...(narrow ? [] : names_beside(names_at_end, range, 354)),
            Plot.frame({ stroke: "var(--rule)" }),
          ],
        });
      },
    });
  }

  /// What tells a steady state from nucleation.
  function rates() {
    const rows = data.branches.filter((b) => b.rate);
    draw_figure({
      id: "rates", title: "Does onset depend on the ramp rate?",
      caption: `Exponent n of the onset current, j ∝ (dj/dt)ⁿ. At n = 0 onset is a steady state, and E_A is one number. At n > 0 it is limited by nucleation, and E_A depends on what is equal at all temperatures: the charge per e-fold of current, or the rate dj/dt. The table of all hypotheses has both. ${percent} % intervals.`,
      says: () => rows.map((b) => `${b.label}: power ${digits(b.rate.exponent.value, 2)}`).join("; "),
      source: "rate.csv, hypotheses.csv",
      data: () => ({
        columns: [...branch_columns, "rate_exponent", "low", "high", "E_A_equal_charge_eV", "E_A_one_rate_eV"],
        rows: rows.map((b) => [...who(b), b.rate.exponent.value, b.rate.exponent.low, b.rate.exponent.high, b.E_A_charge?.value, b.E_A_fixed?.value]),
      }),
      draw: (width) => Plot.plot({
        width, height: 60 + 30 * rows.length, marginLeft: Math.min(0.45 * width, 24 + 6.6 * Math.max(...rows.map((b) => b.label.length))), marginBottom: 40, marginTop: 8,
        x: { label: "d ln j / d ln rate", labelAnchor: "center", labelArrow: "none", grid: true, domain: [Math.min(-0.02, ...rows.map((b) => b.rate.exponent.low ?? 0)), Math.max(0.3, ...rows.map((b) => b.rate.exponent.high ?? 0))] },
        y: { domain: rows.map((b) => b.label), label: null, tickSize: 0 },
        marks: [
          Plot.ruleX([0], { stroke: "var(--soft)" }),
          Plot.ruleY(rows, { y: "label", x1: (b) => b.rate.exponent.low, x2: (b) => b.rate.exponent.high, stroke: "var(--c0)", strokeWidth: 2 }),
          Plot.dot(rows, { y: "label", x: (b) => b.rate.exponent.value, r: 5, fill: "var(--c0)" }),
        ],
      }),
    });
  }

  /// A study that is a grid of two keys: E_A of each hypothesis over both.
  function maps() {
    const values = data.grid_keys.map((_, k) => [...new Set(data.branches.map((b) => b.grid[k]))]);
    const free = values.map((list, k) => (list.length > 1 ? k : -1)).filter((k) => k >= 0);
    if (free.length !== 2) return;
    const [x, y] = free;
    const shown = data.branches.filter((b) => b.E_A);
    if (shown.length === 0) return;
    draw_figure({
      id: "map", title: "Map of the activation energy",
      caption: `E_A (eV) of every combination of ${data.grid_keys[x]} and ${data.grid_keys[y]}. ${marks_of(shown)}. Small: theory without bonds.`,
      says: () => shown.map((b) => `${b.label} ${digits(b.E_A.value)}`).join("; "),
      source: "hypotheses.csv",
      data: () => ({ columns: [...branch_columns, "E_A_eV", "E_A_theory_eV", "verdict"], rows: shown.map((b) => [...who(b), b.E_A.value, b.E_A_theory, b.verdict]) }),
      draw: (width) => {
        const across = small(width) ? 1 : Math.min(names.length, 2);
        const rows = Math.ceil(names.length / across);
        const energies = shown.map((b) => b.E_A.value);
        const pale = (Math.min(...energies) + Math.max(...energies)) / 2;
        return Plot.plot({
          width, height: 60 + rows * (50 + 40 * values[y].length), marginLeft: 70, marginBottom: 40, marginTop: 26,
          fx: { axis: null }, fy: { axis: null, padding: 0.25 }, padding: 0.02,
          x: { type: "band", domain: values[x], label: data.grid_keys[x], labelAnchor: "center", labelArrow: "none", tickSize: 0 },
          y: { type: "band", domain: values[y], label: data.grid_keys[y], tickSize: 0 },
          color: { type: "linear", scheme: "cividis", legend: false },
          marks: [
            Plot.cell(shown, { x: (b) => b.grid[x], y: (b) => b.grid[y], fx: (b) => b.k % across, fy: (b) => Math.floor(b.k / across), fill: (b) => b.E_A.value }),
            Plot.text(shown, { x: (b) => b.grid[x], y: (b) => b.grid[y], fx: (b) => b.k % across, fy: (b) => Math.floor(b.k / across), text: (b) => `${digits(b.E_A.value)} ${mark_of(b).sign}`, fill: (b) => (b.E_A.value > pale ? "#000" : "#fff"), fontWeight: 600 }),
            Plot.text(shown.filter((b) => b.E_A_theory !== null), { x: (b) => b.grid[x], y: (b) => b.grid[y], fx: (b) => b.k % across, fy: (b) => Math.floor(b.k / across), dy: 12, fontSize: 9, text: (b) => b.E_A_theory.toFixed(3), fill: (b) => (b.E_A.value > pale ? "#000" : "#fff") }),
            Plot.text(names, { text: (n) => n, fx: (_, k) => k % across, fy: (_, k) => Math.floor(k / across), frameAnchor: "top-left", dy: -14, fontWeight: 600 }),
          ],
        });
      },
    });
  }

  function onsets() {
    draw_figure({
      id: "onsets", title: "Where each run lost contact",
      caption: `One tick for each run, the median with its ${percent} % interval below.${open_words(medians(data.branches))} ▶ and ◀: runs whose onset is only known to be above or below the current shown.`,
      says: () => chosen().map((b) => `${b.name}: ${b.cells.reduce((n, c) => n + c.onsets.length, 0)} runs, ${b.cells.reduce((n, c) => n + c.censored_left + c.censored_right, 0)} only bounded`).join("; "),
      source: "onsets.csv, cells.csv", nothing: () => (chosen().some((b) => b.cells.some((c) => c.onsets.length)) ? null : "There are no runs yet."),
      data: () => ({
        columns: [...branch_columns, "temperature_K", "j_mA_cm2", "censored"],
        rows: chosen().flatMap((b) => b.cells.flatMap((c) => c.onsets.map(([j, censored]) => [...who(b), c.temperature_K, j, censored]))),
      }),
      draw: (width) => {
        const list = chosen();
        const each = list.flatMap((b) => b.cells.flatMap((c) => c.onsets.map(([j, censored]) => ({ b, T: c.temperature_K, j, censored }))));
        const middles = medians(list);
        const bounded = each.filter((d) => d.censored !== "no");
        const x = log_axis("x", [...each.map((d) => d.j), ...middles.flatMap((d) => [d.value, d.low, d.high])].filter(Boolean), "onset current (mA/cm²)", small(width) ? 5 : 9);
        return Plot.plot({
          width, height: 70 + list.length * (34 + 24 * data.temperatures_K.length), marginLeft: 62, marginBottom: 42, marginTop: 20, marginRight: 16,
          fy: { domain: list.map((b) => b.name), axis: null, padding: 0.22 },
          x: { ...x.scale, inset: 14 },
          y: { type: "band", domain: [...data.temperatures_K].reverse(), label: null, tickFormat: (T) => `${T} K`, tickSize: 0, padding: 0.1 },
          marks: [
            ...x.marks,
            Plot.tickX(each.filter((d) => d.censored === "no"), { x: "j", y: "T", fy: (d) => d.b.name, stroke: (d) => colour(d.b.k), strokeOpacity: 0.55, insetBottom: 9 }),
            Plot.text(bounded, { x: "j", y: "T", fy: (d) => d.b.name, text: (d) => (d.censored === "right" ? "▶" : "◀"), fill: (d) => colour(d.b.k), dy: -4 }),
            ...interval_marks(middles, Plot.ruleY, false, { y: "T", fy: (d) => d.b.name, stroke: "var(--ink)", dy: 7 }),
            Plot.dot(middles, { x: "value", y: "T", fy: (d) => d.b.name, fill: (d) => (open(d) ? "var(--paper)" : "var(--ink)"), stroke: "var(--ink)", r: 3, dy: 7 }),
            Plot.text(list, { fy: (b) => b.name, text: (b) => b.name, frameAnchor: "top-left", dy: -13, fontWeight: 600, fill: (b) => colour(b.k) }),
          ],
        });
      },
    });
  }

  function survival() {
    const dash = (T) => strokes[data.temperatures_K.indexOf(T) % strokes.length];
    // All begin at one current, below the first onset, and are known up to the last of their runs.
    const start = 0.8 * Math.min(...data.branches.flatMap((b) => b.cells.flatMap((c) => c.onsets.map(([j]) => j))));
    const steps = (b) => b.cells.flatMap((c) => {
      if (c.onsets.length === 0) return [];
      const at = (j, share, error = null) => ({ b, T: c.temperature_K, j, share, error });
      const curve = [at(c.censored_left ? c.survival[0]?.[0] ?? start : start, 1), ...c.survival.map(([j, share, error]) => at(j, share, error))];
      const end = Math.max(...c.onsets.map(([j]) => j));
      return end > curve.at(-1).j ? [...curve, at(end, curve.at(-1).share, curve.at(-1).error)] : curve;
    });
    draw_figure({
      id: "survival", title: "Fraction of runs not yet at onset",
      caption: "Kaplan–Meier curves against the current. Runs that ended before onset count up to their end; where onsets lie below the ramp's start, Turnbull's estimate.",
      says: () => chosen().map((b) => `${b.name}: one curve for each of ${b.cells.map((c) => `${c.temperature_K} kelvin`).join(", ")}`).join("; "),
      legend: () => data.temperatures_K.map((T) => ({ colour: "var(--ink)", symbol: "line", dash: dash(T), label: `${T} K` })),
      source: "onsets.csv", nothing: () => (chosen().some((b) => steps(b).length) ? null : "There are no runs yet."),
      data: () => ({
        columns: [...branch_columns, "temperature_K", "j_mA_cm2", "share_in_contact", "standard_error"],
        rows: chosen().flatMap(steps).map((d) => [...who(d.b), d.T, d.j, d.share, d.error]),
      }),
      draw: (width) => {
        const list = chosen();
        const across = small(width) ? 1 : Math.min(2, list.length);
        const fx = (d) => list.indexOf(d.b ?? d) % across, fy = (d) => Math.floor(list.indexOf(d.b ?? d) / across);
        const curves = list.flatMap(steps);
        const x = log_axis("x", curves.map((p) => p.j), "current (mA/cm²)", small(width) ? 5 : across === 1 ? 9 : 6);
        return Plot.plot({
          width, height: 60 + 170 * Math.ceil(list.length / across), marginLeft: 44, marginBottom: 42, marginTop: 26, marginRight: 16,
          fx: { axis: null }, fy: { axis: null, padding: 0.2 },
          x: { ...x.scale, insetRight: 4 },
          y: { domain: [0, 1], inset: 4, label: null, ticks: 3, tickFormat: (s) => `${100 * s} %`, grid: true },
          marks: [
            ...x.marks,
            ...data.temperatures_K.map((T) => Plot.lineY(curves.filter((d) => d.T === T), { x: "j", y: "share", z: (d) => d.b.label, fx, fy, curve: "step-after", stroke: (d) => colour(d.b.k), strokeWidth: 1.5, strokeDasharray: dash(T) })),
            Plot.text(list, { text: "name", fx, fy, frameAnchor: "top-left", dy: -14, fontWeight: 600, fill: (b) => colour(b.k) }),
            Plot.frame({ stroke: "var(--rule)" }),
          ],
        });
      },
    });
  }

  function fit() {
    const { parameters, branches, evaluations, results: found, grid_keys } = data.fit;
    const one = parameters.length === 1;
    const label_of = (k) => branches[k].map((value, g) => `${short(grid_keys[g])} ${value}`).join(", ") || "fit";
    const shown = evaluations.filter((e) => e.E_A);
    const targets = [...new Map(found.map((f) => [f.target, f])).values()].filter((f) => f.target_low !== null);
    const rows = found.flatMap((f) => (f.values.length ? f.values.map((v, p) => [label_of(f.branch), f.target, parameters[p], v.value, v.low, v.high, v.low_open || v.high_open ? "open" : "", f.remark]) : [[label_of(f.branch), f.target, parameters.join(", "), null, null, null, "", f.remark]]));
    if (one) {
      draw_figure({
        id: "fit", title: `What ${parameters[0]} would have to be`,
        caption: "E_A at the values tried, with intervals; grey: what was measured, with its standard error.",
        says: () => rows.map((r) => `${r[0]}, ${r[1]}: ${r[3] === null ? r[7] : digits(r[3])}`).join("; "),
        legend: () => branches.map((_, k) => ({ colour: colour(k), symbol: symbol(k), label: label_of(k) })),
        source: "fit_evaluations.csv, fits.csv", nothing: () => (shown.length ? null : "At no value tried is E_A known."),
        data: () => ({ columns: ["fit", parameters[0], "E_A_eV", "E_A_low_eV", "E_A_high_eV"], rows: shown.map((e) => [label_of(e.branch), e.parameters[0], e.E_A.value, e.E_A.low, e.E_A.high]) }),
        draw: (width) => Plot.plot({
          width, height: 360, marginLeft: 50, marginBottom: 42, marginRight: 16, symbol: { type: "identity" },
          x: { label: parameters[0], labelAnchor: "center", labelArrow: "none", grid: true, inset: 10 },
          y: { label: "E_A (eV)", grid: true, inset: 6 },
          marks: [
            Plot.rect(targets, { x1: Math.min(...shown.map((e) => e.parameters[0])), x2: Math.max(...shown.map((e) => e.parameters[0])), y1: (t) => t.target_low - (t.target_error ?? 0), y2: (t) => t.target_high + (t.target_error ?? 0), fill: "var(--soft)", fillOpacity: 0.22 }),
            Plot.text(targets, { x: Math.min(...shown.map((e) => e.parameters[0])), y: "target_high", text: "target", textAnchor: "start", dx: 4, fill: "var(--soft)" }),
            Plot.ruleX(shown, { x: (e) => e.parameters[0], y1: (e) => e.E_A.low ?? e.E_A.value, y2: (e) => e.E_A.high ?? e.E_A.value, stroke: (e) => colour(e.branch) }),
            Plot.dot(shown, { x: (e) => e.parameters[0], y: (e) => e.E_A.value, r: 4, symbol: (e) => symbol(e.branch), fill: (e) => colour(e.branch), stroke: (e) => colour(e.branch) }),
          ],
        }),
      });
    }
  }

  /// A table of words as the text of the study has it; a long one is folded away.
  function shown({ title, note, rows: [heading, ...rows] }) {
    const words = [element("h2", {}, readable(title)), ...(note ? [element("p", {}, note)] : []), table(heading.map(heading_of), rows)];
    return rows.length <= 12 ? words : [element("details", {}, element("summary", {}, readable(title)), ...words.slice(1))];
  }
  /// A key is written as it is.
  function heading_of(name) { return data.grid_keys.includes(name) ? short(name) : /[a-z][._]\w/.test(name) ? name : readable(name); }

  function results() {
    place.append(element("section", { class: "panel" },
      element("h2", {}, "All hypotheses"),
      element("p", { class: "caption" }, `E_A in eV, with its ${percent} % interval, under each convention for equal ramps (equal charge per e-fold of current, or one rate dj/dt).`),
      filled_table(["hypothesis", ...data.grid_keys.map(short), "verdict", "equal charge", "one rate dj/dt", "no ramp", "measured (eV)", "theory (eV)", "interval", "curvature, p-value", "censored"],
        data.branches.map((b) => [...who(b), b.verdict_words, energy_under(b, "charge"), energy_under(b, "fixed"), energy_under(b, "none"), measured_text(b), b.E_A_theory === null ? "" : b.E_A_theory.toFixed(4), b.interval ?? "", b.curvature_p ?? "", b.censored === undefined ? "" : `${digits(100 * b.censored)} %`])),
      ...data.tables.flatMap(shown)));
  }

  /// Currents of the box, and the clock factor that each would need: one number for all, and so the last.
  function absolute_currents() {
    if (data.absolute.rows.length > 1) place.append(element("details", {}, element("summary", {}, "Absolute currents of the box, and clock factors"), ...shown(data.absolute)));
  }
});

/// Units as they are printed.
function readable(words) { return words.replaceAll("cm2", "cm²").replaceAll(" um", " µm").replaceAll("+-", "±").replace(/^[a-z](?=[a-z])/, (letter) => letter.toUpperCase()); }

/// "✓ compatible …, ✕ not compatible …": the marks that some of these have.
function marks_of(branches) {
  return [...new Set(branches.map(mark_of))].filter((m) => m.sign).map((m) => `${m.sign} ${m.label}`).join(", ");
}

/// The last two words of a key, which tell it from others: "current.ramp.auto" is "ramp.auto".
function short(key) { return key.split(".").slice(-2).join("."); }

/// A table without the columns that have nothing in them.
function filled_table(columns, rows) {
  const filled = columns.map((_, k) => rows.some((row) => row[k] !== null && row[k] !== undefined && row[k] !== ""));
  const kept = (row) => row.filter((_, k) => filled[k]);
  return table(kept(columns), rows.map(kept));
}

/// "interface.injection.barrier_eV 0.14": the last two words of the key tell it from others.
function brief(set) { return set.replace(/(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_]\w*\.[A-Za-z_])/g, ""); }

/// What stands between commas in lines of at most `most` letters, where it fits.
function in_lines(words, most) {
  const lines = [];
  for (const word of words.split(/(?<=,) (?![^{[]*[}\]])/).filter(Boolean)) {
    if (lines.length && lines.at(-1).length + 1 + word.length <= most) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/// Measured currents over the value at `middle` (1000 K / T) of a line fitted to them with their errors.
function measured_relative(points, middle) {
  const known = points.map((p) => ({ x: 1000 / p.temperature_K, y: Math.log(p.j), weight: 1 / Math.log(p.high / p.j) ** 2, p }));
  const sum = (value) => known.reduce((total, k) => total + k.weight * value(k), 0);
  const whole = sum(() => 1), x = sum((k) => k.x) / whole, y = sum((k) => k.y) / whole;
  const spread = sum((k) => (k.x - x) ** 2);
  const slope = spread > 0 ? sum((k) => (k.x - x) * (k.y - y)) / spread : 0;
  const at_middle = Math.exp(y + slope * (middle - x));
  return known.map((k) => ({ x: k.x, y: k.p.j / at_middle, low: k.p.low / at_middle, high: k.p.high / at_middle, system: "points" }));
}

function measured_text(b) {
  if (!b.range) return b.measured;
  return `${b.measured}: ${range_text(b.range)}`;
}

function range_text({ low, high, error }) {
  return low === high ? `${digits(low)}${error ? ` ± ${digits(error)}` : ""}` : `${digits(low)} to ${digits(high)}`;
}

/// The line at x = 1000 K / T, between the points at which it is stored.
function at(b, x) {
  const k = Math.max(1, b.band.findIndex(([other]) => other >= x));
  const [x0, j0] = b.band[k - 1], [x1, j1] = b.band[k];
  return j0 * Math.exp((Math.log(j1 / j0) * (x - x0)) / (x1 - x0));
}

/// The middle of a line.
function middle(b) {
  const [x, j] = b.band[b.band.length >> 1];
  return { x, j };
}

/// Median onset currents {value, low, high}.
function medians(branches) {
  return branches.flatMap((b) => b.cells.filter((c) => c.median?.value).map((c) => ({ b, T: c.temperature_K, x: 1000 / c.temperature_K, ...c.median })));
}

/// Medians relative to the middle of the line.
function points(b) {
  if (!b.E_A) return [];
  const { j } = middle(b), over = (value) => (value === null ? null : value / j);
  return medians([b]).map((p) => ({ ...p, value: p.value / j, low: over(p.low), high: over(p.high), system: b.measured }));
}

/// By what a current of this activation energy [eV] changes over `by` [1000/K]; null: not known.
function sloped(energy, by) { return energy === null ? null : Math.exp((-energy * by) / 0.08617333); }

/// What a cell does at a temperature, as far as a logarithm shows it.
function course_of(c, temperature) {
  const at = c.temperatures.find((t) => t.temperature_K === temperature);
  return (at?.course ?? []).filter(([, j, , lost]) => j > 0 && lost > 1e-9).map(([time, j, voids, lost]) => ({ c, time, j, voids, lost }));
}
