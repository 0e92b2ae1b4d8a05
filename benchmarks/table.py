"""Every figure of docs/performance.md, beside its goal and the time of a fixed calibration loop.

    /usr/bin/python3 benchmarks/table.py [build/release] [--quick] [--filter REGEX] [--repetitions 5] [--pairs 9]
                                         [--before BUILD] [--json FILE] [--plot FILE.svg] [--from FILE.json]

Runs lacuna-bench row by row (each in a process of its own), the stripping ramp of examples/bare with and without its
trajectory, exports of a trajectory of 1000 frames, and two such runs side by side, interleaved with one alone.
Programs that are to run alone are bound to one processor. --filter chooses among the names that --list prints.
--before BUILD measures ns per hop of another build as well, by turns, and gives the ratio of the medians.
--quick leaves out slabs of 1e8 sites and clustered states, and measures shorter. --json keeps what was measured; --from shows and plots that again.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import pairs
import plot

LAWS = ("symmetric", "uphill")
RUN, TWO = "run/bare", "run/two_replicas"
TRAJECTORY = "run/trajectory"
EXPORTS = [f"export/{form}" for form in ("extxyz", "lammpstrj", "h5md", "vtp")]
COUNTS = ("1", "10", "100", "1e3", "1e4", "1e5")  # vacancies at 1e8 sites

# What is aimed at. ns per hop of lacuna-bench's rows, for the laws named or both:
GOALS_NS = {
    "6.5e4/{law}/100": 25,
    "6.5e4/symmetric/100/e1=0.03": 40,
    "6.5e4/uphill/100/e1=0.03": 25,
    "4e6/{law}/100": 45,
    "4e6/{law}/100/e1=0.03": 45,
    "6.5e4/{law}/1%": 35,
    "6.5e4/uphill/5%/e1=0.03": 60,
    "4e6/uphill/5%/e1=0.03": 120,
    "6.5e4/symmetric/5%/e1=0.03": 100,
    "4e6/symmetric/5%/e1=0.03": 180,
    "6.5e4/{law}/1%/e1=0.09/clustered": 250,
    "6.5e4/{law}/5%/e1=0.09/clustered": 250,
    "6.5e4/{law}/1%/e1=e2=0.09/clustered": 300,
    "6.5e4/{law}/5%/e1=e2=0.09/clustered": 300,
}
GOAL_RUN_NS = 60  # per hop of a whole run before clustering
GOAL_FLAT = 2.0  # slowest over fastest of COUNTS at 1e8 sites
GOAL_BYTES = 2.0  # per site, where vacancies are few
GOAL_TWO = 1.9  # times as fast as one
GOAL_TRAJECTORY = 1.05  # times the run without one
GOAL_EXPORT_S, GOAL_EXPORT_MB = 10, 200

GOALS = {name.format(law=law): ns for name, ns in GOALS_NS.items() for law in LAWS} | {RUN: GOAL_RUN_NS}

# The ramp of examples/bare (seed 1) nucleated its void at 12.5 monolayers; up to here it has none, which is checked.
BEFORE_CLUSTERING = ["--set", "limits.monolayers=8"]


def alone():
    """Bind this process to one processor."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def bench(build, name, repetitions=1, min_time=0.01):
    """The counters of one row of lacuna-bench, each a list over repetitions."""
    command = [build / "lacuna-bench", f"--benchmark_filter=^{re.escape(name)}$", "--benchmark_format=json",
               f"--benchmark_repetitions={repetitions}", f"--benchmark_min_time={min_time}"]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, preexec_fn=alone)
    counters = collections.defaultdict(list)
    for row in json.loads(done.stdout)["benchmarks"]:
        if row["run_type"] == "iteration":
            for key in ("ns/hop", "acceptance", "bytes/site", "sites", "vacancies", "calibration_ns"):
                if key in row:
                    counters[key].append(row[key])
    return counters


def calibration(build):
    return bench(build, "calibration/iterations:1")["calibration_ns"][0]


# 5 % vacancies in 1e5 sites, each of which hops once or so from frame to frame.
MANY_FRAMES = """
metal: {lateral_cells: [50, 25], layers: 40}
initial: {vacancy_fraction: 0.05}
far_side: closed
current: {constant: {j_mA_cm2: 1, time_s: 9.995e-11}}
onset: {primary: cluster, cluster: {size: 1000000}}
stop: end
sample: {every_s: 1.0e-13}
trajectory: {every_s: 1.0e-13}
"""
FRAMES = 1000


def run_command(build, out):
    case = pathlib.Path(__file__).resolve().parent.parent / "examples/bare/case.yaml"
    return [build / "lacuna", "run", case, "--quiet", "--out", out, *BEFORE_CLUSTERING]


def spent(command):
    """CPU time [s] and largest memory [MB] of a command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=alone)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def with_trajectory(build):
    """CPU time of a run over that of the same without its trajectory."""
    with tempfile.TemporaryDirectory() as folder:
        command = run_command(build, f"{folder}/with")
        without = [*run_command(build, f"{folder}/without"), "--set", "trajectory=none"]
        return spent(command)[0] / spent(without)[0]


def export(build, form, repetitions):
    row = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        case, out = pathlib.Path(folder, "case.yaml"), f"{folder}/out"
        case.write_text(MANY_FRAMES)
        subprocess.run([build / "lacuna", "run", case, "--quiet", "--out", out], check=True)
        last = [build / "lacuna", "export", out, "--frames", str(FRAMES - 1), "--out", f"{folder}/last"]
        subprocess.run(last, stdout=subprocess.DEVNULL, check=True)  # or there are fewer
        for n in range(repetitions):
            row["calibration_ns"].append(calibration(build))
            command = [build / "lacuna", "export", out, "--format", form, "--out", f"{folder}/{n}.{form}"]
            seconds, megabytes = spent(command)
            row["s"].append(seconds)
            row["MB"].append(megabytes)
    return row


def run(build):
    """CPU time per hop [ns] of a whole run, start (18 ms, 1.6 ns per hop) and output included."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(run_command(build, out), check=True, preexec_fn=alone)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if json.loads((out / "summary.json").read_text())["final"]["largest_cluster"] >= 50:
            sys.exit("examples/bare has a void by 8 monolayers, so its figure would not be that before clustering")
        hops = json.loads((out / "timing.json").read_text())["hops"]
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent * 1e9 / hops


def two_replicas(build):
    with tempfile.TemporaryDirectory() as folder:
        first, second = (run_command(build, f"{folder}/{name}") for name in ("first", "second"))
        alone_s = pairs.seconds([first])
        shutil.rmtree(f"{folder}/first")
        return 2 * alone_s / pairs.seconds([first, second])


def by_turns(build, before, repetitions, once):
    """Counters of one build, and `before`, the ns per hop of another: `once` measures one of them."""
    row = collections.defaultdict(list)
    for _ in range(repetitions):
        for key, values in once(build).items():
            row[key] += values
        if before:
            row["before"] += once(before)["ns/hop"]
    return row


def measure(build, names, arguments):
    rows = {}
    for n, name in enumerate(names):
        print(f"{n + 1}/{len(names)} {name}", file=sys.stderr)
        row = collections.defaultdict(list)
        if name == RUN:
            row = by_turns(build, arguments.before, arguments.repetitions,
                           lambda one: {"calibration_ns": [calibration(one)], "ns/hop": [run(one)]})  # fmt: skip
        elif name == TRAJECTORY:
            for _ in range(arguments.pairs):
                row["calibration_ns"].append(calibration(build))
                row["ratio"].append(with_trajectory(build))
        elif name in EXPORTS:
            row = export(build, name.split("/")[1], arguments.repetitions)
        elif name == TWO:
            for _ in range(arguments.pairs):
                row["calibration_ns"].append(calibration(build))
                row["ratio"].append(two_replicas(build))
                row["control"].append(pairs.control())
        else:
            seconds = 0.05 if arguments.quick else 0.3
            row = by_turns(build, arguments.before, arguments.repetitions,
                           lambda one, name=name: bench(one, name, 1, seconds))  # fmt: skip
        rows[name] = row
    return rows


def all_names(build, quick):
    listed = subprocess.run([build / "lacuna-bench", "--benchmark_list_tests"], stdout=subprocess.PIPE, check=True)
    names = [name for name in listed.stdout.decode().split() if not name.startswith("calibration")]
    names += [RUN, TRAJECTORY, *EXPORTS, TWO]
    return [name for name in names if not (quick and (name.startswith("1e8/") or name.endswith("/clustered")))]


def in_words(name):
    """6.5e4/uphill/5%/e1=0.03: 5 % vacancies, ε1 = 0.03 eV, 6.5e4 sites, uphill"""
    if name == RUN:
        return "stripping ramp of examples/bare, whole run before clustering"
    box, law, amount, *bonds = name.split("/")
    words = [f"{amount[:-1]} %" if amount.endswith("%") else "1 vacancy" if amount == "1" else f"{amount} vacancies"]
    words += ["no bonds" if not bonds else bonds[0].replace("e1", "ε1").replace("e2", "ε2").replace("=", " = ") + " eV"]
    return ", ".join([*words, *bonds[1:], f"{box} sites", law])


class Table:
    def __init__(self):
        self.lines = [("work", "figure: median (range)", "before", "ratio", "goal", "met", "acceptance", "calibration [ns]")]

    def add(self, work, figure, goal="–", met=None, row=None):
        acceptance = f"{statistics.median(row['acceptance']):.2f}" if row and row.get("acceptance") else "–"
        loop = pairs.spread(row["calibration_ns"]) if row else "–"
        before, ratio = "–", "–"
        if row and row.get("before"):
            before = pairs.spread(row["before"])
            ratio = f"{statistics.median(row['before']) / statistics.median(row['ns/hop']):.2f}"
        self.lines.append((work, figure, before, ratio, goal, "–" if met is None else "yes" if met else "no", acceptance, loop))

    def __str__(self):
        widths = [max(map(len, column)) for column in zip(*self.lines)]
        padded = [[cell.ljust(width) for cell, width in zip(line, widths)] for line in self.lines]
        head, *rest = ["| " + " | ".join(line) + " |" for line in padded]
        return "\n".join([head, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *rest])


def ns_per_hop(table, rows, name):
    row, goal = rows[name], GOALS.get(name)
    figure = pairs.spread(row["ns/hop"]) + " ns per hop"
    if goal is None:
        table.add(in_words(name), figure, row=row)
    else:
        table.add(in_words(name), figure, f"≤ {goal:g}", statistics.median(row["ns/hop"]) <= goal, row)


def table_of(rows):
    """Goals first, in their order, then every other row."""
    table = Table()
    reach = [name for name in GOALS if name in rows and name != RUN]
    for name in reach:
        ns_per_hop(table, rows, name)
    for law in LAWS:
        names = [f"1e8/{law}/{count}" for count in COUNTS]
        if all(name in rows for name in names):
            medians = [statistics.median(rows[name]["ns/hop"]) for name in names]
            ratio = max(medians) / min(medians)
            figure = f"{ratio:.2f} times ({pairs.digits(min(medians))}–{pairs.digits(max(medians))} ns per hop)"
            calibrations = {"calibration_ns": [ns for name in names for ns in rows[name]["calibration_ns"]]}
            work = f"slowest over fastest of 1 to 1e5 vacancies, no bonds, 1e8 sites, {law}"
            table.add(work, figure, f"≤ {GOAL_FLAT:g}", ratio <= GOAL_FLAT, calibrations)
    for name, goal in (("4e6/symmetric/100", GOAL_BYTES), ("4e6/symmetric/5%", None)):
        if name in rows:
            taken = statistics.median(rows[name]["bytes/site"])
            work = f"memory of the lattice and its vacancies: {in_words(name)}"
            verdict = (f"≤ {goal:g}", taken <= goal) if goal else ()
            table.add(work, f"{taken:.2f} bytes per site", *verdict)
    if RUN in rows:
        ns_per_hop(table, rows, RUN)
    if TWO in rows:
        ratios = rows[TWO]["ratio"]
        work = f"two replicas on two cores, {len(ratios)} interleaved pairs"
        met = statistics.median(ratios) >= GOAL_TWO
        table.add(work, f"{pairs.spread(ratios)} times one", f"≥ {GOAL_TWO:g}", met, rows[TWO])
        table.add("the same of an empty loop (control)", f"{pairs.spread(rows[TWO]['control'])} times one")
    if TRAJECTORY in rows:
        ratios = rows[TRAJECTORY]["ratio"]
        met = statistics.median(ratios) <= GOAL_TRAJECTORY
        table.add("the ramp with its trajectory, CPU time", f"{pairs.spread(ratios)} times that without",
                  f"≤ {GOAL_TRAJECTORY:g}", met, rows[TRAJECTORY])  # fmt: skip
    for name in filter(rows.__contains__, EXPORTS):
        seconds, megabytes = rows[name]["s"], rows[name]["MB"]
        met = statistics.median(seconds) <= GOAL_EXPORT_S and max(megabytes) <= GOAL_EXPORT_MB
        table.add(f"export of {FRAMES} frames of 5 % vacancies in 1e5 sites as {name.split('/')[1]}",
                  f"{pairs.spread(seconds)} s of CPU, {max(megabytes):.0f} MB", f"≤ {GOAL_EXPORT_S} s, {GOAL_EXPORT_MB} MB",
                  met, rows[name])  # fmt: skip
    for name in rows:
        if name not in GOALS and name not in (TWO, TRAJECTORY, *EXPORTS):
            ns_per_hop(table, rows, name)
    return table


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", type=pathlib.Path, default=here.parent / "build/release")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--filter", default="", metavar="REGEX")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--repetitions", type=int)
    parser.add_argument("--pairs", type=int)
    parser.add_argument("--before", type=lambda path: pathlib.Path(path).resolve(), metavar="BUILD")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--plot", type=pathlib.Path, metavar="FILE.svg")
    parser.add_argument("--from", dest="kept", type=pathlib.Path, metavar="FILE.json")
    arguments = parser.parse_args()
    arguments.repetitions = arguments.repetitions or (3 if arguments.quick else 5)
    arguments.pairs = arguments.pairs or (3 if arguments.quick else 9)
    build = arguments.build.resolve()

    if arguments.kept:
        kept = json.loads(arguments.kept.read_text())
    else:
        names = [name for name in all_names(build, arguments.quick) if re.search(arguments.filter, name)]
        if arguments.list:
            return print("\n".join(names))
        version = subprocess.run([build / "lacuna", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
        kept = {"date": time.strftime("%Y-%m-%d"), "version": version, "rows": measure(build, names, arguments)}
    if arguments.json:
        arguments.json.write_text(json.dumps(kept, indent=1) + "\n")
    print(kept["date"], *kept["version"].split("\n")[:2])
    print(table_of(kept["rows"]))
    if arguments.plot:
        plot.ns_per_hop(kept["rows"], GOALS, COUNTS, GOAL_FLAT, arguments.plot)


if __name__ == "__main__":
    main()
