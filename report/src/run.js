import * as Plot from "@observablehq/plot";
import { again_section, colour, digits, element, figure, in_powers, log_axis, none, page, power, symbol, table, tick, warnings_box } from "./figure.js";
import { space } from "./space.js";

const detectors = ["voltage", "coverage", "cluster", "growth"];
const dashes = ["none", "7 3", "2 3", "9 3 2 3"];
const against = {
  j_mA_cm2: { label: "current (mA/cm²)", onset: "j_mA_cm2", words: "current" },
  time_s: { label: "time (s)", onset: "time_s", words: "time" },
  charge_monolayers: { label: "charge (monolayers)", onset: "charge_monolayers", words: "charge" },
};

page((place, data) => {
  const { summary, series, moments } = data;
  const columns = series.columns;
  const samples = (columns.time_s ?? []).map((_, k) => Object.fromEntries(Object.entries(columns).map(([name, list]) => [name, list[k]])));
  const onsets = summary ? detectors.map((name, k) => ({ ...summary.onsets[name], name, k })).filter((o) => o.applicable && o.detected) : [];
  const of_primary = data.primary;
  const redraws = [];
  const state = { x: varies("j_mA_cm2") ? "j_mA_cm2" : "time_s", moment: 0, near: false };
  if (data.frames?.length) centre_void(data.frames);
  state.near = squeezed();

  place.append(
    element("p", { class: "eyebrow" }, `Lacuna run · ${data.name} · ${data.temperature_K} K · seed ${data.seed}`),
    element("h1", {}, in_powers(data.headline)));
  if (onsets.length) place.append(element("p", { class: "lead" }, onsets.map((o) => `By ${o.name}: ${power(o.j_mA_cm2)} mA/cm² (${o.cycle ? `cycle ${o.cycle}, ${power(o.time_s)} s, net ` : ""}${digits(o.charge_monolayers)} monolayers).`).join(" ")));
  const box = warnings_box(warnings());
  if (box) place.append(box);

  if (samples.length) {
    axis_choice();
    overpotential();
    contact();
    largest();
    moment_section();
  } else if (Object.keys(data.trials).length) {
    trials();
  } else {
    place.append(none("There are no samples yet."));
  }
  if (summary) events();
  facts();
  place.append(again_section(data, {
    Directory: data.directory, Seed: data.seed, Program: `lacuna ${data.program.version} (revision ${data.program.revision})`,
    "Run by": summary ? `lacuna ${summary.version.version} (revision ${summary.version.revision}, ${summary.version.compiler})` : "",
    "Wall clock": data.timing ? `${digits(data.timing.wall_clock_s)} s, ${power(data.timing.hops_per_s)} hops/s` : "",
  }));

  function varies(name) { return columns[name] && new Set(columns[name]).size > 1 && columns[name].every((j) => j > 0); }

  function warnings() {
    if (!summary) return ["The run is not finished: this is what there is so far."];
    const { lag, ok } = summary.quasi_static, hurried = !ok && lag !== null;
    const list = summary.warnings.filter((words) => !(hurried && words.startsWith("not quasi-static")));
    const said = (words) => list.some((each) => each.includes(words));
    if (hurried) list.push(`The ramp was not quasi-static: ${digits(100 * lag)} % of what was stripped had not been absorbed a monolayer later (at most 5 %); ramp more slowly.`);
    const primary = summary.onset;
    if (primary.applicable && primary.censored === "right" && !said("lower bound")) list.push(`No onset by ${of_primary}: ${power(primary.j_mA_cm2)} mA/cm² is a lower bound.`);
    if (primary.applicable && primary.censored === "left" && !said("upper bound")) list.push(`Onset by ${of_primary} came so early that ${power(primary.j_mA_cm2)} mA/cm² is only an upper bound.`);
    return list;
  }

  function draw_figure(options) { const redraw = figure(place, options); redraws.push(redraw); return redraw; }

  /// Where the axis begins that shows onset in its last fifth, but fifty samples at least; null where there is none to show.
  function near_onset() {
    const { from, least } = window_of_onset();
    return Math.min(from, least) > samples[0]?.[state.x] ? Math.min(from, least) : null;
  }
  function window_of_onset() {
    if (!onsets.length || !samples.length) return { from: null, least: null };
    const x = state.x, end = samples.at(-1)[x], first = Math.min(...onsets.map((o) => o[against[x].onset]));
    const before = samples.findIndex((s) => s[x] >= first);
    return { from: first - 4 * (end - first), least: samples[Math.max(0, (before < 0 ? samples.length : before) - 50)][x] };
  }
  /// Onset in the last twentieth of the axis is not seen, where more than the last sample is to be seen there.
  function squeezed() {
    const near = near_onset(), { from } = window_of_onset(), end = samples.at(-1)?.[state.x];
    return near !== null && end - near < 0.25 * (end - samples[0][state.x]) && samples.filter((s) => s[state.x] >= from).length > 4;
  }

  function axis_choice() {
    const field = element("fieldset", {}, element("legend", {}, "Against"));
    for (const [key, { words }] of Object.entries(against)) {
      const input = element("input", { type: "radio", name: "axis", value: key, checked: key === state.x, change: () => { state.x = key; redraws.forEach((redraw) => redraw()); } });
      field.append(element("label", {}, input, ` ${words}`));
    }
    if (near_onset()) {
      const input = element("input", { type: "checkbox", id: "near-onset", checked: state.near, change: () => { state.near = input.checked; redraws.forEach((redraw) => redraw()); } });
      field.append(element("label", {}, input, " around onset alone"));
    }
    place.append(element("div", { class: "choices" }, field));
  }

  /// One quantity of the series against current, time or charge, with the onsets marked.
  /// `factor` turns it into the unit of the label.
  function plotted({ id, title, caption, y, label, log, says, more = () => [], domain, factor = 1 }) {
    draw_figure({
      id, title,
      caption: `${caption}${series.samples > samples.length ? ` ${samples.length} of ${series.samples} samples are drawn.` : ""}`,
      says: () => `${says} ${onsets.map((o) => `Onset by ${o.name} at ${power(o.j_mA_cm2)} milliamperes per square centimetre.`).join(" ")}`,
      legend: () => onsets.map((o) => ({ colour: colour(o.k + 1), symbol: symbol(o.k), label: `onset by ${o.name}${o.name === of_primary ? " (primary)" : ""}` })),
      source: "series.csv",
      data: () => ({ columns: ["time_s", "charge_monolayers", "j_mA_cm2", y], rows: samples.map((s) => [s.time_s, s.charge_monolayers, s.j_mA_cm2, s[y]]) }),
      draw: (width) => {
        const { label: x_label, onset } = against[state.x];
        const from = state.near ? near_onset() ?? -Infinity : -Infinity;
        const marked = onsets.filter((o) => o[onset] >= from);
        const shown = [...samples.map((s) => s[state.x]), ...marked.map((o) => o[onset])].filter((x) => x !== null && x >= from);
        const course = [...samples, ...marked].sort((a, b) => a.time_s - b.time_s);  // onset lies between two samples
        const known = course.filter((s) => (s[y] ?? null) !== null && s[state.x] !== null && s[state.x] >= from && (!log || s[y] > 0)).map((s) => ({ ...s, [y]: factor * s[y] }));
        const range = domain(known);
        const upright = log ? log_axis("y", range, label) : null;
        return Plot.plot({
          width, height: 300, marginLeft: 60, marginBottom: 42, marginTop: 24, marginRight: 30, symbol: { type: "identity" },
          x: { domain: [Math.min(...shown), Math.max(...shown)], label: x_label, labelAnchor: "center", labelArrow: "none", grid: true, ticks: width < 560 ? 4 : 7, tickFormat: tick },
          y: upright ? upright.scale : { label, grid: true, ticks: 6, domain: range },
          marks: [
            ...(upright ? upright.marks : []),
            Plot.frame({ stroke: "var(--rule)" }),
            ...more(known),
            Plot.lineY(known, { x: state.x, y, clip: true, stroke: "var(--c0)", strokeWidth: 1.3 }),
            Plot.ruleX(marked, { x: (o) => o[onset], stroke: (o) => colour(o.k + 1), strokeDasharray: "5 3" }),
            ...marked.map((o) => Plot.dot([o], { x: onset, frameAnchor: "top", dy: 7 + 13 * o.k, r: 5, symbol: symbol(o.k), fill: colour(o.k + 1), stroke: colour(o.k + 1) })),
          ],
        });
      },
    });
  }

  function overpotential() {
    const line = data.line;
    const most = Math.max(...samples.map((s) => Math.abs(s.overpotential_V ?? 0)));
    const [unit, factor] = most < 1e-3 ? ["µV", 1e6] : most < 1 ? ["mV", 1e3] : ["V", 1];
    plotted({
      id: "overpotential", title: "Anode overpotential", y: "overpotential_V", label: `overpotential (${unit})`, factor,
      caption: `What the experiment sees: a straight line in the current while contact holds, then more.${line ? " Dashed: the straight line that the voltage detector fitted." : ""}`,
      says: "The overpotential, a straight line in the current while contact holds, then more.",
      domain: (known) => [Math.min(0, ...known.map((s) => s.overpotential_V)), 1.05 * Math.max(...known.map((s) => s.overpotential_V), factor * 1e-9)],
      more: (known) => (line ? [Plot.lineY(known, { x: state.x, clip: true, y: (s) => factor * s.j_mA_cm2 * line.slope_V_per_mA_cm2, stroke: "var(--soft)", strokeDasharray: "6 4" })] : []),
    });
  }

  function contact() {
    plotted({
      id: "contact", title: "Contact with the ceramic", y: "contact_fraction", label: "contact fraction",
      caption: "Share of interface sites that hold an atom.", says: "The contact fraction, which falls from one as vacancies pile up.",
      domain: (known) => [Math.min(0.9, ...known.map((s) => s.contact_fraction)), 1],
    });
  }

  function largest() {
    plotted({
      id: "largest", title: "Largest cluster of vacancies", y: "largest_cluster", label: "vacancies", log: true,
      caption: "The largest cluster anywhere; a void is ten or more.", says: "The size of the largest cluster.",
      domain: (known) => [1, 1.2 * Math.max(10, ...known.map((s) => s.largest_cluster))],
    });
  }

  // --- at one moment ---

  function moment_section() {
    const at = moments.series, count = at.time_s.length;
    if (count === 0) return;
    state.moment = moments.onset ?? count - 1;
    const output = element("output", { for: "moment" });
    const slider = element("input", { type: "range", id: "moment", min: 0, max: count - 1, step: 1, value: state.moment, "aria-describedby": "moment-words", input: () => { state.moment = Number(slider.value); update(); } });
    const words = () => `${digits(at.charge_monolayers[state.moment], 4)} monolayers, ${power(at.time_s[state.moment], 4)} s, ${power(at.j_mA_cm2[state.moment])} mA/cm²`;
    place.append(element("section", { class: "moment", "aria-label": "moment" },
      element("label", { for: "moment" }, "At one moment: "), output, slider,
      element("p", { id: "moment-words", class: "caption" }, `It begins at ${moments.onset === null ? "the end" : `the moment nearest to onset by ${of_primary}, ${power(summary.onset.time_s, 5)} s`}; move it, or use the arrow keys. The figures below follow. Of ${series.samples} samples ${count} ${data.frames?.length ? "with a frame of the trajectory " : ""}can be chosen.`)));
    const followers = [views(), layers(), clusters()].flat();
    const update = () => {
      output.textContent = words();
      slider.setAttribute("aria-valuetext", words());
      followers.forEach((follow) => follow());
    };
    update();
  }

  /// Moments are those of the frames, where there are any.
  function frame_now() { return data.frames[state.moment]; }

  function cluster_colour(cluster) { return cluster === 0 ? "var(--soft)" : colour((cluster - 1) % 7); }
  function cluster_symbol(cluster) { return cluster === 0 ? "circle" : symbol((cluster - 1) % 5); }

  /// The interface from below and the void in space, from stored frames.
  function views() {
    if (data.frames === null) {
      place.append(element("section", { class: "panel", id: "no-frames" }, element("h2", {}, "The interface and the void"), none("The trajectory ends within a frame, as it does while the run is at work or after it was killed.")));
      return [];
    }
    if (data.frames.length === 0) {
      place.append(element("section", { class: "panel", id: "no-frames" }, element("h2", {}, "The interface and the void"),
        none(`This run kept no trajectory, so there is nothing to look at here. The same run with one: ${data.command.replace(" --out again", "")} --set trajectory.every_monolayers=0.1 --out look`)));
      return [];
    }
    const of_layer = (frame, wanted) => frame.layer.flatMap((layer, n) => (wanted(layer) ? [{ x: frame.positions[3 * n], y: frame.positions[3 * n + 1], z: frame.positions[3 * n + 2], layer, cluster: frame.cluster[n] }] : []));
    const from_below = draw_figure({
      id: "interface", title: "The interface, seen from the ceramic",
      caption: "Shaded: in contact. Large marks: vacancies in layer 0, hollow if alone, filled and shaped by cluster. Small dots: vacancies above them.",
      says: () => { const frame = frame_now(); const here = of_layer(frame, (layer) => layer === 0); return `${here.length} vacancies in layer 0, ${here.filter((v) => v.cluster > 0).length} of them in clusters, after ${power(moments.series.time_s[state.moment])} seconds`; },
      legend: () => [{ colour: "var(--soft)", symbol: "circle", hollow: true, label: "alone" }, ...[1, 2, 3].map((c) => ({ colour: cluster_colour(c), symbol: cluster_symbol(c), label: ["largest cluster", "second", "third"][c - 1] }))],
      source: "the trajectory",
      data: () => { const f = frame_now(); return { columns: ["x_A", "y_A", "z_A", "layer", "cluster"], rows: of_layer(f, () => true).map((v) => [v.x, v.y, v.z, v.layer, v.cluster]) }; },
      draw: (width) => {
        const frame = frame_now(), [lx, ly] = frame.box;
        const side = Math.min(width, 520);
        const site = Math.max(1.5, (0.36 * 3.7 * (side - 60)) / lx);
        return Plot.plot({
          width: side, height: ((side - 60) * ly) / lx + 70, marginLeft: 44, marginRight: 16, marginTop: 26, marginBottom: 44, symbol: { type: "identity" },
          x: { domain: [0, lx], label: "x (Å)", labelAnchor: "center", labelArrow: "none", ticks: 5 }, y: { domain: [0, ly], label: "y (Å)", ticks: 5 },
          marks: [
            Plot.frame({ fill: "var(--c5)", fillOpacity: 0.25, stroke: "var(--rule)" }),
            Plot.dot(of_layer(frame, (layer) => layer > 0 && layer < 4).filter((v) => v.cluster > 0), { x: "x", y: "y", r: 0.45 * site, fill: (v) => cluster_colour(v.cluster), fillOpacity: 0.5, symbol: "circle" }),
            Plot.dot(of_layer(frame, (layer) => layer === 0), { x: "x", y: "y", r: site, symbol: (v) => cluster_symbol(v.cluster), fill: (v) => (v.cluster === 0 ? "var(--paper)" : cluster_colour(v.cluster)), stroke: (v) => (v.cluster === 0 ? "var(--ink)" : cluster_colour(v.cluster)) }),
          ],
        });
      },
    });
    const scene = space(data.frames, cluster_colour);
    place.append(element("figure", { id: "space" }, element("h2", {}, "The void in space"),
      element("figcaption", {}, "Vacancies above the ceramic (the shaded floor): small if alone, large and coloured by cluster. Drag, or use the arrow keys, to turn; + and − to come nearer and go away."), scene.node));
    requestAnimationFrame(() => scene.redraw());
    addEventListener("resize", () => scene.redraw());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => scene.redraw());
    return [from_below, () => scene.show(state.moment)];
  }

  function layers() {
    if (moments.layers.length === 0) return [];
    const most = Math.max(1, ...moments.layers.flat());
    return draw_figure({
      id: "layers", title: "Vacancies by layer", caption: "Layer 0 touches the ceramic.",
      says: () => `Vacancies in each layer, ${moments.layers[state.moment][0]} of them in layer 0`, source: "layers.csv",
      data: () => ({ columns: ["layer", "vacancies"], rows: moments.layers[state.moment].map((n, layer) => [layer, n]) }),
      draw: (width) => {
        const rows = moments.layers[state.moment].map((n, layer) => ({ n, layer }));
        return Plot.plot({
          width, height: Math.max(156, Math.min(436, 86 + 13 * rows.length)), marginLeft: 50, marginBottom: 42, marginTop: 24,
          x: { label: "vacancies", labelAnchor: "center", labelArrow: "none", domain: [0, most], grid: true, ticks: 6 },
          y: { label: "layer", labelAnchor: "top", type: "linear", domain: [-0.5, rows.length - 0.5], ticks: Math.min(rows.length, 8) },
          marks: [Plot.rect(rows, { x1: 0, x2: "n", y1: (d) => d.layer - 0.4, y2: (d) => d.layer + 0.4, fill: "var(--c0)", title: (d) => `layer ${d.layer}: ${d.n}` }), Plot.ruleX([0], { stroke: "var(--ink)" })],
        });
      },
    });
  }

  function clusters() {
    if (moments.clusters.length === 0) return [];
    const all = moments.clusters.flat();
    const largest_size = Math.max(2, ...all.map(([size]) => size)), most = Math.max(2, ...all.map(([, count]) => count));
    return draw_figure({
      id: "clusters", title: "Sizes of vacancy clusters", caption: "How many clusters there are of each size; single vacancies have size 1.",
      says: () => moments.clusters[state.moment].map(([size, count]) => `${count} of size ${size}`).join(", ") || "no vacancies", source: "clusters.csv",
      data: () => ({ columns: ["size", "count"], rows: moments.clusters[state.moment] }),
      draw: (width) => {
        const x = log_axis("x", [0.8, 1.3 * largest_size], "size (vacancies)"), y = log_axis("y", [0.7, 1.5 * most], "clusters");
        return Plot.plot({
          width, height: 240, marginLeft: 50, marginBottom: 42, marginTop: 20, marginRight: 20, x: x.scale, y: y.scale,
          marks: [
            ...x.marks, ...y.marks,
            Plot.ruleX(moments.clusters[state.moment], { x: "0", y1: 0.7, y2: "1", stroke: "var(--c0)", strokeWidth: 3 }),
            Plot.dot(moments.clusters[state.moment], { x: "0", y: "1", r: 4, fill: "var(--c0)", title: ([size, count]) => `${count} of ${size}` }),
          ],
        });
      },
    });
  }

  // --- the whole run ---

  function events() {
    const rows = Object.entries(data.event_names).map(([key, label]) => ({ key, label, count: summary.events[key] ?? 0 }));
    const happened = rows.filter((r) => r.count > 0);
    draw_figure({
      id: "events", title: "Where the events went", caption: "Counts of the whole run, on a logarithmic axis.",
      says: () => happened.map((r) => `${r.label}: ${power(r.count)}`).join("; "), source: "summary.json",
      data: () => ({ columns: ["event", "count"], rows: [...rows.map((r) => [r.key, r.count]), ["trials", summary.events.trials]] }),
      draw: (width) => {
        const x = log_axis("x", [0.8, 2 * Math.max(2, ...happened.map((r) => r.count))], "events", 5);
        return Plot.plot({
          width, height: 50 + 26 * happened.length, marginLeft: Math.min(200, 0.48 * width), marginRight: 70, marginBottom: 40, marginTop: 4, x: x.scale,
          y: { domain: happened.map((r) => r.label), label: null, tickSize: 0 },
          marks: [
            ...x.marks,
            Plot.barX(happened, { y: "label", x1: 0.8, x2: "count", fill: "var(--c0)", insetTop: 3, insetBottom: 3 }),
            Plot.text(happened, { y: "label", x: "count", text: (r) => power(r.count), textAnchor: "start", dx: 4 }),
          ],
        });
      },
    });
  }

  function trials() {
    const rows = data.trials.j_mA_cm2.map((j, k) => ({ j, n: k + 1, grew: data.trials.grew[k] === 1 }));
    draw_figure({
      id: "trials", title: "Does the void grow?", caption: "The trials of the search, in their order: ▲ the void grew to twice its size, ○ it shrank to half.",
      says: () => `${rows.filter((r) => r.grew).length} of ${rows.length} trials grew`, source: "trials.csv",
      legend: () => [{ colour: "var(--c1)", symbol: "triangle", label: "grew" }, { colour: "var(--c0)", symbol: "circle", hollow: true, label: "shrank" }],
      data: () => ({ columns: ["trial", "j_mA_cm2", "grew"], rows: rows.map((r) => [r.n, r.j, r.grew ? 1 : 0]) }),
      draw: (width) => {
        const y = log_axis("y", rows.map((r) => r.j), "current (mA/cm²)");
        return Plot.plot({
          width, height: 320, marginLeft: 60, marginBottom: 42, symbol: { type: "identity" },
          x: { label: "trial", labelAnchor: "center", labelArrow: "none", inset: 10, tickFormat: (n) => (Number.isInteger(n) ? n : "") }, y: { ...y.scale, inset: 8 },
          marks: [
            ...y.marks,
            ...(summary?.onset.j_mA_cm2 ? [Plot.ruleY([summary.onset.j_mA_cm2], { stroke: "var(--soft)", strokeDasharray: "5 3" })] : []),
            Plot.dot(rows, { x: "n", y: "j", r: 5, symbol: (r) => (r.grew ? "triangle" : "circle"), fill: (r) => (r.grew ? "var(--c1)" : "var(--paper)"), stroke: (r) => (r.grew ? "var(--c1)" : "var(--c0)") }),
          ],
        });
      },
    });
  }

  function facts() {
    if (!summary) return;
    const seen = detectors.map((name) => summary.onsets[name]).filter((o) => o.applicable), cycling = seen.some((o) => o.cycle);
    const rows = seen.map((o) => [o.detector + (o.detector === of_primary ? " (primary)" : ""), o.detected ? "yes" : "no", o.j_mA_cm2, ...(cycling ? [o.cycle] : []), o.time_s, o.charge_monolayers, o.contact_fraction, o.largest_cluster, o.censored]);
    place.append(element("section", { class: "panel" }, element("h2", {}, "Onset by every detector"),
      table(["detector", "detected", "j (mA/cm²)", ...(cycling ? ["cycle"] : []), "time (s)", `${cycling ? "net charge" : "charge"} (monolayers)`, "contact fraction", "largest cluster", "censored"], rows),
      element("details", {}, element("summary", {}, "What follows from the input"),
        table(["quantity", "value"], Object.entries(summary.theory)))));
  }
});

/// Moves all frames along the interface, in which the box repeats, so that the largest void of the last that has one is in
/// the middle: one that crosses the box is seen whole.
function centre_void(frames) {
  const shown = frames.findLast((frame) => frame.cluster.includes(1));
  if (!shown) return;
  for (const d of [0, 1]) {
    const box = shown.box[d], turn = (2 * Math.PI) / box;
    const mine = shown.cluster.flatMap((cluster, n) => (cluster === 1 ? [turn * shown.positions[3 * n + d]] : []));
    const sum = (f) => mine.reduce((total, angle) => total + f(angle), 0);
    const by = box / 2 - Math.atan2(sum(Math.sin), sum(Math.cos)) / turn;
    for (const frame of frames)
      for (let n = d; n < frame.positions.length; n += 3) frame.positions[n] = (((frame.positions[n] + by) % box) + box) % box;
  }
}
