// Writes a copy of a run's report with made-up frames in it: a void that grows at the interface, and single vacancies.
//   node frames.mjs REPORT.html OUT.html
import { readFileSync, writeFileSync } from "node:fs";

const [report, out] = process.argv.slice(2);
const page = readFileSync(report, "utf8");
const place = /(<script type="application\/json" id="data">)(.*?)(<\/script>)/s;
const data = JSON.parse(page.match(place)[2]);
const a = 4.29, box = [60.67, 60.06, 33.4];
const charges = data.moments.series.charge_monolayers;

let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;

/// bcc sites on a (110) slab: layers a/√2 apart, every other one shifted by half a cell.
function sites() {
  const list = [];
  const along = a, across = a * Math.SQRT2, up = a / Math.SQRT2;
  for (let layer = 0; layer < 12; ++layer)
    for (let i = 0; (i + 0.5) * along < box[0]; ++i)
      for (let j = 0; (j + 0.5) * across < box[1]; ++j)
        for (const half of [0, 0.5]) list.push([((i + half) * along), (j + half) * across + (layer % 2) * across / 2, layer * up, layer]);
  return list;
}

data.frames = [0, 0.25, 0.5, 0.75, 1].map((part) => {
  const radius = 4 + 16 * part, positions = [], cluster = [], layer = [];
  for (const [x, y, z, k] of sites()) {
    const in_void = Math.hypot(x - 22, y - 30, 1.6 * z) < radius;
    const in_small = part > 0.4 && Math.hypot(x - 50, y - 14, 2 * z) < 6;
    if (!in_void && !in_small && random() > 0.01) continue;
    positions.push(...[x, y, z].map((r) => Math.round(100 * r) / 100));
    cluster.push(in_void ? 1 : in_small ? 2 : 0);
    layer.push(k);
  }
  const at = Math.round(part * (charges.length - 1));
  return { time_s: data.moments.series.time_s[at], charge_monolayers: charges[at], box, positions, cluster, layer };
});
writeFileSync(out, page.replace(place, (_, open, __, close) => open + JSON.stringify(data) + close));
