#!/usr/bin/python3
"""Compares the figures in the README of an example with the result files beside it.

    readme_figures.py EXAMPLES      examples whose README quotes tables of EXAMPLES/*/results
    readme_figures.py --self-check  check that a wrong figure is found

Exit status: 0 all agree, 1 one does not, or a README has no figures where they are expected.
"""

import csv
import math
import pathlib
import re
import sys


def rows(table):
    with open(table, newline="") as file:
        return list(csv.DictReader(file))


def cells_of(line):
    return [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")]


def finite_size_table(results):
    """The two lines of the README's table, from the results: edges [nm], and mean ± error [1e6 mA/cm²]."""
    edges, currents = [], []
    for row in rows(results / "cells.csv"):
        edges.append(re.match(r"\[(\d+)", row["metal.lateral_nm"]).group(1))
        mean = math.exp(float(row["mean_ln_j"])) / 1e6
        currents.append(f"{mean:.1f} ± {mean * float(row['mean_ln_j_error']):.1f}")
    for row in rows(results / "size_currents.csv"):
        edges.append(f"{float(row['lateral_nm']):g}")
        value, low, high = (float(row[name]) / 1e6 for name in ("j_mA_cm2", "j_low_mA_cm2", "j_high_mA_cm2"))
        currents.append(f"{value:.1f} [{low:.1f}, {high:.1f}]")
    return edges, currents


def finite_size_sentences(results):
    """Sentences that the README has to have."""
    exponent = float(rows(results / "size_currents.csv")[0]["exponent"])
    p = float(rows(results / "sizes.csv")[0]["chi_squared_p"])
    charges = [float(row["charge_per_e_fold_monolayers"]) for row in rows(results / "cells.csv")]
    return [f"A^−{-exponent:.3f}", f"p = {p:.2f}", f"where {min(charges):.0f} to {max(charges):.0f} do here"]


def compare(readme, edges, currents, sentences):
    """What does not agree, a line each."""
    table = [cells_of(line) for line in readme.splitlines() if line.startswith("|")]
    shown = {row[0]: row[1:] for row in table if len(row) > 1}
    wrong = []
    for name, expected in (("edge (nm)", edges), ("j_crit (10⁶ mA/cm²)", currents)):
        got = shown.get(name)
        if got != expected:
            wrong.append(f"row '{name}': expected {expected}, got {got}")
    flat = " ".join(readme.split())
    wrong += [f"expected '{sentence}' in the text" for sentence in sentences if sentence not in flat]
    return wrong


def check(examples):
    folder = pathlib.Path(examples) / "finite_size"
    results = folder / "results"
    return compare((folder / "README.md").read_text(), *finite_size_table(results), finite_size_sentences(results))


def self_check():
    readme = "| edge (nm) | 6 |\n|---|---|\n| j_crit (10⁶ mA/cm²) | 16.2 ± 1.0 |\nIt falls as A^−0.113.\n"
    right = compare(readme, ["6"], ["16.2 ± 1.0"], ["A^−0.113"])
    wrong = compare(readme, ["6"], ["16.3 ± 1.0"], ["A^−0.114"])
    return [] if not right and len(wrong) == 2 else ["a wrong figure is not found"]


def main():
    wrong = self_check() if sys.argv[1] == "--self-check" else check(sys.argv[1])
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main())
