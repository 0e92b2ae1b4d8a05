#!/usr/bin/python3
"""Makes reports of small runs and studies with the program, and has page.mjs look at them in Chromium.

    run_reports.py MODULES [--screenshots DIR]

LACUNA_PROGRAM names the program, MODULES the libraries that report/package-lock.json names. Exit status: 0 all holds,
1 something does not, 77 there is no Chromium or no Node.js here.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
CYCLES = EXAMPLES / "cycles" / "case.yaml"
PATCHES = EXAMPLES / "patches" / "case.yaml"  # its onset is its last sample, but for rounding
CHROMIUM = os.environ.get("LACUNA_CHROMIUM", "/usr/bin/chromium")

BASE = """\
name: tiny
temperature_K: 300
metal: {lateral_cells: [6, 5], layers: 5}
interface: {injection: {barrier_eV: 0.14}}
current: {ramp: {auto: charge, monolayers_per_e_fold: 12}}
onset: {primary: coverage, coverage: {threshold: 0.3}}
sample: {every_monolayers: 0.2}
"""
# What the reader did not write may stand in a note.
STUDY = """\
base: base.yaml
temperatures_K: [260, 300, 340]
replicas: 4
hypotheses:
  kinetic: {measured: bare, note: "</script><script>alert('a note')</script>"}
  highway: {measured: bare, set: {interface.injection.barrier_eV: 0.053}}
  coated: {measured: alloy, set: {interface.segregation_eV: 0.05}}
experiment: measured.csv
"""
CELL = STUDY.replace("experiment:", "  voids: {set: {metal.bonds_eV: {nn1: 0.06, nn2: 0.06}}}\nexperiment:") + """\
cell: {metal_um: [20, 200], sampling: {largest: 80, moves: 20000000}}
"""
REFUSED = STUDY.replace("{interface.segregation_eV: 0.05}", "{metal.bonds_eV: {nn1: 0.02, nn2: 0.02}, metal.hop.law: uphill}") + "cell: {}\n"
# A ramp that ends before any onset.
EARLY = BASE.replace("{auto: charge, monolayers_per_e_fold: 12}", "{from_mA_cm2: 1.0e+6, to_mA_cm2: 2.0e+7, rate_mA_cm2_per_s: 1.0e+15}")
POINTS = STUDY.replace("measured: bare", "measured: points").replace("experiment:", "measured_points: points.csv\nexperiment:")
GRID = STUDY + "grid: {metal.layers: [5, 6, 8], current.ramp.auto: [charge, fixed]}\nextrapolate: {thickness_um: 1}\nrate_check: true\n"
FIT = STUDY + """\
fit:
  parameters: {interface.segregation_eV: [0, 0.1]}
  targets: {bare: {E_A_eV: 0.14, sigma_eV: 0.01}}
  evaluations: 5
"""
CURRENTS = """\
temperature_K,j_crit_mA_cm2,sigma_ln
260,0.3,0.1
300,0.6,0.1
340,1.1,0.1
"""
MEASURED = """\
system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV
bare,ceramic,0.13,0.15,,
alloy,ceramic,,,0.10,0.01
"""
BONDS = ["--set", "metal={lateral_cells: [16, 12], layers: 10, bonds_eV: {nn1: 0.06, nn2: 0.06}}", "--set", "stop=all_onsets"]
GROWTH = """\
name: growth
temperature_K: 300
metal: {lateral_cells: [14, 10], layers: 9, bonds_eV: {nn1: 0.06, nn2: 0.06}}
initial: {void_vacancies: 30}
current: {ramp: {auto: charge, monolayers_per_e_fold: 12}}
onset: {primary: growth, growth: {max_trials: 4, resolution: 0.5}}
"""


def lacuna(*words, folder):
    done = subprocess.run([os.environ["LACUNA_PROGRAM"], *words], cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"lacuna {' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")


def watched(folder):
    """A page as it is while a run is at work: that of one that lost its summary."""
    lacuna("run", "base.yaml", "--out", "watched", "--quiet", *BONDS, folder=folder)
    (folder / "watched" / "summary.json").unlink()
    page = folder / "watched" / "report.html"
    watching = subprocess.Popen([os.environ["LACUNA_PROGRAM"], "report", "watched", "--watch", "--quiet"], cwd=folder)
    until = time.monotonic() + 60
    while not page.exists() and time.monotonic() < until:
        time.sleep(0.05)
    watching.kill()  # it leaves the page that follows
    watching.wait()
    return "watched"


def make_reports(folder):
    for name, text in {"base.yaml": BASE, "study.yaml": STUDY, "cell.yaml": CELL, "refused.yaml": REFUSED, "grid.yaml": GRID, "fit.yaml": FIT, "growth.yaml": GROWTH,
                       "points.yaml": POINTS, "early.yaml": EARLY, "censored.yaml": STUDY.replace("base.yaml", "early.yaml"), "points.csv": CURRENTS, "measured.csv": MEASURED}.items():
        (folder / name).write_text(text)
    for study in ["study", "cell", "refused", "grid", "fit", "points", "censored"]:
        lacuna("study", f"{study}.yaml", "--out", study, "--quiet", folder=folder)
    lacuna("cell", "refused.yaml", "--out", "alone", "--quiet", folder=folder)
    lacuna("run", "base.yaml", "--out", "run", "--quiet", *BONDS, folder=folder)
    lacuna("run", "base.yaml", "--out", "frames", "--quiet", *BONDS, "--set", "trajectory.every_monolayers=0.1", folder=folder)
    lacuna("run", str(CYCLES), "--out", "cycles", "--quiet", "--set", "trajectory.every_monolayers=0.1", folder=folder)
    lacuna("run", str(PATCHES), "--out", "patches", "--quiet", folder=folder)
    lacuna("run", "growth.yaml", "--out", "growth", "--quiet", folder=folder)
    directories = ["study", "cell", "refused", "grid", "fit", "points", "censored", "alone", "run", "growth", "frames", "cycles", "patches"]
    for directory in directories:
        lacuna("report", directory, "--quiet", folder=folder)
    directories.append(watched(folder))
    return [str(folder / directory / "report.html") for directory in directories]


def main():
    if not pathlib.Path(CHROMIUM).exists() or shutil.which("node") is None:
        print(f"skipped: {CHROMIUM} or node is not there")
        return 77
    with tempfile.TemporaryDirectory(prefix="lacuna-report-") as folder:
        reports = make_reports(pathlib.Path(folder))
        looked = subprocess.run(["node", HERE / "page.mjs", sys.argv[1], *reports, *sys.argv[2:]], timeout=900)
        return looked.returncode


sys.exit(main())
