"""Cost of a stripped atom against thickness: every layer explicit, and a few of them before `thick` metal.

    /usr/bin/python3 benchmarks/thickness.py [build/release/lacuna] [--layers 16 64 256 1000] [--zones 4 8 16]
                                             [--trials 5000000] [--instructions]

(110) at 300 K without bonds, at the current at which theory puts the coverage at 0.05. Explicit layers start with
the vacancies of theory's profile, so that nothing has to be waited for however thick the slab; strips are counted as
time × rate, as there are few. Printed, per stripped atom: hops within the explicit layers, excursions into thick
metal, CPU time, and what each is less than with all layers explicit. --instructions counts those too (callgrind, of
shorter runs; fifty times slower).
"""

import argparse
import functools
import json
import math
import pathlib
import random
import re
import resource
import subprocess
import tempfile

DOORWAYS = {"highway": (0.053, 0.0), "thermodynamic": (0.14, 0.087)}
COVERAGE = 0.05
CELLS = (10, 7)
COLUMNS, ROWS = CELLS[0], 2 * CELLS[1]  # of primitive cells
LATTICE_A, BULK_EV, KT_EV, ATTEMPT_HZ = 4.29, 0.053, 8.617333262e-5 * 300, 1e13
AMPERE_PER_CM2 = 1.602176634e-19 / (LATTICE_A**2 / math.sqrt(2) * 1e-16)  # of one atom per site and second

CASE = """
temperature_K: 300
metal: {{lateral_cells: [{cells[0]}, {cells[1]}], layers: {layers}}}
interface: {{injection: {{barrier_eV: {injection}}}, segregation_eV: {segregation}}}
far_side: {far_side}
initial: {{file: sites.csv}}
current: {{constant: {{j_mA_cm2: {current}, monolayers: 1.0e+9}}}}
onset: {{primary: coverage, coverage: {{threshold: 1}}}}
stop: end
sample: {{every_monolayers: 1}}
limits: {{events: {trials}}}
"""


def steady_state(injection, segregation, layers):
    """Strips per site and second, and the occupation of every layer: r(θ) of interface/theory.hpp, θ = COVERAGE."""
    hop = ATTEMPT_HZ * math.exp(-BULK_EV / KT_EV)
    inject = ATTEMPT_HZ * math.exp(-injection / KT_EV)
    back = inject * math.exp(segregation / KT_EV)
    rate = 2 * inject * COVERAGE / (1 + (layers - 2) / hop * (inject * COVERAGE + back * (1 - COVERAGE)))
    return rate, [COVERAGE] + [rate / (2 * hop) * (layers - 1 - k) for k in range(1, layers)]


def hops_in_theory(injection, segregation, layers, zone):
    """Per strip, within the first `zone` layers: each vacancy's rates of hopping in its layer, up and down."""
    hop, inject = (ATTEMPT_HZ * math.exp(-energy / KT_EV) for energy in (BULK_EV, injection))
    back = inject * math.exp(segregation / KT_EV)
    rate, profile = steady_state(injection, segregation, layers)
    hops = profile[0] * (4 * hop + 2 * inject) + profile[1] * (6 * hop + 2 * back) + 8 * hop * sum(profile[2:zone])
    return hops / rate


def write_sites(path, profile):
    """As many vacancies in each layer as the profile says, on average; where, by chance."""
    draw = random.Random(1)
    places = [(i, j) for i in range(COLUMNS) for j in range(ROWS)]
    lines = ["i,j,k"]
    for layer, share in enumerate(profile):
        count = math.floor(share * len(places) + draw.random())
        lines += [f"{i},{j},{layer}" for i, j in draw.sample(places, count)]
    path.write_text("\n".join(lines) + "\n")


def run(lacuna, doorway, layers, zone, trials, prefix=()):
    """Cost per strip of one run: hops, excursions, seconds; and what `prefix` printed."""
    injection, segregation = DOORWAYS[doorway]
    rate, profile = steady_state(injection, segregation, layers)
    far_side = f"{{thick: {{layers: {layers}}}}}" if zone < layers else "sink"
    with tempfile.TemporaryDirectory() as folder:
        case = pathlib.Path(folder, "case.yaml")
        case.write_text(CASE.format(cells=CELLS, layers=zone, injection=injection, segregation=segregation,
                                    far_side=far_side, current=rate * 1e3 * AMPERE_PER_CM2, trials=trials))  # fmt: skip
        write_sites(pathlib.Path(folder, "sites.csv"), profile[:zone])
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        command = [*prefix, str(lacuna), "run", str(case), "--quiet", "--out", f"{folder}/out"]
        printed = subprocess.run(command, stderr=subprocess.PIPE, check=True).stderr.decode()
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        summary = json.loads(pathlib.Path(folder, "out/summary.json").read_text())
    events, strips = summary["events"], rate * COLUMNS * ROWS * summary["final"]["time_s"]
    hops = sum(events[key] for key in events if key.startswith("hops_")) + events["absorbed"] + events["excursions"]
    return {"hops": hops, "excursions": events["excursions"], "s": seconds, "strips": strips, "printed": printed}


def instructions(lacuna, doorway, layers, zone, trials):
    """Per hop: the difference of a run and a longer one, to which the start is common."""
    callgrind = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
    short, long = (run(lacuna, doorway, layers, zone, n, callgrind) for n in (trials, 3 * trials))
    short_count, long_count = (int(re.search(r"Collected : (\d+)", r["printed"]).group(1)) for r in (short, long))
    return (long_count - short_count) / (long["hops"] - short["hops"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lacuna", nargs="?", type=pathlib.Path, default="build/release/lacuna")
    parser.add_argument("--layers", type=int, nargs="+", default=[16, 64, 256, 1000])
    parser.add_argument("--zones", type=int, nargs="+", default=[4, 8, 16])
    parser.add_argument("--trials", type=int, default=5000000)
    parser.add_argument("--instructions", action="store_true")
    arguments = parser.parse_args()
    print("| doorway | layers | explicit | hops | theory | × fewer | excursions | µs | × less |" +
          (" instructions | × fewer |" if arguments.instructions else ""))  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|" + ("---|---|" if arguments.instructions else ""))
    lacuna = arguments.lacuna.resolve()
    for doorway in DOORWAYS:
        for layers in arguments.layers:
            whole, theory = None, functools.partial(hops_in_theory, *DOORWAYS[doorway], layers)
            for zone in [layers, *(z for z in arguments.zones if z < layers)]:
                r = run(lacuna, doorway, layers, zone, arguments.trials)
                cost = [r["hops"] / r["strips"], 1e6 * r["s"] / r["strips"]]
                if arguments.instructions:
                    cost.append(cost[0] * instructions(lacuna, doorway, layers, zone, arguments.trials // 50))
                whole = whole or cost
                cells = [f"{c:.3g} | {w / c:.3g}" for c, w in zip(cost, whole)]
                cells[0] = f"{cost[0]:.3g} | {theory(zone):.3g} | {theory(layers) / theory(zone):.3g}"
                cells.insert(1, f"{r['excursions'] / r['strips']:.3g}")
                print("|", " | ".join([doorway, str(layers), str(zone), *cells]), "|", flush=True)


if __name__ == "__main__":
    main()
