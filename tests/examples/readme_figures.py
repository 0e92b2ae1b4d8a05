#!/usr/bin/python3
"""Compares the figures in READMEs and docs with the result tables shipped beside the examples.

    readme_figures.py SOURCES       every claim below is in the text that makes it, word for word
    readme_figures.py --self-check  check that a wrong figure is found

A claim is a sentence, or a row of a table, written here from the CSV files of EXAMPLE/results. Emphasis (*) and line breaks
of the text do not count. Exit status: 0 all agree, 1 one does not.
"""

import csv
import math
import pathlib
import re
import sys


def rows(table):
    with open(table, newline="") as file:
        return list(csv.DictReader(file))


def plain(text):
    return " ".join(text.replace("*", "").split())


def missing(text, claims):
    """The claims that a text does not make."""
    flat = plain(text)
    return [claim for claim in claims if plain(claim) not in flat]


def table_row(cells):
    return "| " + " | ".join(cells) + " |"


# --- finite_size --------------------------------------------------------------------------------


def finite_size(results):
    edges, currents = ["edge (nm)"], ["j_crit (10⁶ mA/cm²)"]
    cells = rows(results / "cells.csv")
    for row in cells:
        edges.append(re.match(r"\[(\d+)", row["metal.lateral_nm"]).group(1))
        mean = math.exp(float(row["mean_ln_j"])) / 1e6
        currents.append(f"{mean:.1f} ± {mean * float(row['mean_ln_j_error']):.1f}")
    at = rows(results / "size_currents.csv")[0]
    edges.append(f"{float(at['lateral_nm']):g}")
    value, low, high = (float(at[name]) / 1e6 for name in ("j_mA_cm2", "j_low_mA_cm2", "j_high_mA_cm2"))
    currents.append(f"{value:.1f} [{low:.1f}, {high:.1f}]")
    p = float(rows(results / "sizes.csv")[0]["chi_squared_p"])
    charges = [float(row["charge_per_e_fold_monolayers"]) for row in cells]
    return [
        table_row(edges),
        table_row(currents),
        f"A^−{-float(at['exponent']):.3f}",
        f"p = {p:.2f}",
        f"where {min(charges):.0f} to {max(charges):.0f} do here",
    ]


# --- lowack2026, and the front page -------------------------------------------------------------


def blocks(output, firsts):
    """Tables of a command's output: from the line that starts with each of `firsts` to the next empty line or sentence."""
    lines = [line.rstrip() for line in output.read_text().splitlines()]
    found = []
    for first, length in firsts:
        at = next(n for n, line in enumerate(lines) if line.startswith(first))
        found += lines[at : at + length]
    return found


def front_page(results):
    """Of five readings: E_A in the box, currents and E_A at the cell, as the program prints them."""
    tables = blocks(results / "demo.txt", [("activation energy of the onset", 7), ("at the cell:", 9)])
    tables = [line for line in tables if not ("-bonds" in line and "% of contact" in line)]
    middle, low, high = first_void(results, "demo", "highway-bonds", 300)
    return tables + [f"{middle:.1f} mA/cm² at 300 K, with an interval from {low:.1f} to {high:.0f}"]


def first_void(results, study, hypothesis, temperature, thickness=200):
    """The current of the first void [mA/cm²], and its interval."""
    for row in rows(results / f"{study}_cell_currents.csv"):
        here = row["hypothesis"], float(row["temperature_K"]), float(row["thickness_um"])
        if here == (hypothesis, temperature, thickness):
            return [float(row[f"first_void{end}_mA_cm2"]) for end in ("", "_low", "_high")]
    raise KeyError(hypothesis)


def lowack2026(results):
    claims = []
    for name in ("highway-bonds", "coated-bonds"):
        currents = [first_void(results, "demo", name, temperature)[0] for temperature in (250, 300, 350)]
        claims.append("{:.2f}, {:.1f} and {:.0f} mA/cm²".format(*currents) + f" (`{name}`")
    energies = {
        row["hypothesis"]: float(row["E_A_eV"])
        for row in rows(results / "demo_cell_energies.csv")
        if row["onset"] == "first_void" and row["E_A_eV"]
    }
    claims.append(f"E_A is {energies['highway-bonds']:.2f} and {energies['coated-bonds']:.2f} eV")
    box = {row["hypothesis"]: row for row in rows(results / "demo_hypotheses.csv")}
    for name, first, second in (
        ("highway-bonds", "charge", "fixed"),
        ("coated-bonds", "fixed", "charge"),
    ):
        values = [float(box[name][f"E_A_{each}_eV"]) for each in (first, second)]
        claims += [f"({values[0]:.3f} eV)", f"({values[1]:.3f} eV)"]
        claims.append(f"{float(box[name]['rate_exponent']):.2f} (`{name}`)")
    return claims


# --- bare ---------------------------------------------------------------------------------------


def onset_by(output, detector):
    """Current [10⁶ mA/cm²] and charge [monolayers] as the program prints them."""
    line = next(line for line in output.read_text().splitlines() if line.split()[:1] == [detector])
    current, charge = re.search(r"([0-9.e+]+) mA/cm2 +([0-9.]+) ML", line).groups()
    return float(current) / 1e6, charge


def bare(results):
    by_voltage, by_cluster = (onset_by(results / "run.txt", detector) for detector in ("voltage", "cluster"))
    return [
        f"{by_cluster[1]} monolayers pass",
        f"at {by_cluster[0]:.2f}·10⁶ mA/cm². It takes up",
        f"straight line at {by_voltage[0]:.2f}·10⁶ mA/cm²",
    ]


# --- pressure -----------------------------------------------------------------------------------


def pressure(results):
    table = rows(results / "critical_pressure.csv")
    found = {row["current_mA_cm2"]: row["critical_pressure_MPa"] for row in table}
    shown = [f"{float(value):.0f}" if value else "none" for value in found.values()]
    return [
        table_row(["j (mA/cm²)", *found]),
        table_row(["critical pressure (MPa)", *shown]),
        f"2.5 mA/cm² takes {float(found['2.5']):.0f} MPa",
    ]


# --- docs/lowack2026.md -------------------------------------------------------------------------

READINGS = ("highway", "kinetic", "thermodynamic", "coated")
READINGS += tuple(f"{name}-bonds" for name in READINGS)


def onset_of(name):
    return "first_void" if name.endswith("-bonds") else "contact"


def at_cell(table, name, **where):
    """The row of a reading behind 200 µm."""
    for row in table:
        if row["hypothesis"] == name and float(row["thickness_um"]) == 200:
            if all(row[key] == str(value) for key, value in where.items()):
                return row
    raise KeyError(name)


def current_at_cell(results, name, temperature, end=""):
    row = at_cell(rows(results / "study_cell_currents.csv"), name, temperature_K=temperature)
    return float(row[f"{onset_of(name)}{end}_mA_cm2"])


def energy_at_cell(results, name):
    row = at_cell(rows(results / "study_cell_energies.csv"), name, onset=onset_of(name))
    return [float(row[f"E_A{end}_eV"]) for end in ("", "_low", "_high")] + [row["verdict"]]


def short(value):
    """Two digits, large ones as a power of ten."""
    if value < 1000:
        return f"{float(f'{value:.2g}'):g}"
    exponent = math.floor(math.log10(value))
    digits = str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10**exponent:.1f}·10{digits}"


def cell_table(results):
    table = [table_row(["reading", "250 K", "300 K", "350 K (mA/cm²)", "E_A (eV)", "verdict"])]
    for name in READINGS:
        currents = [short(current_at_cell(results, name, temperature)) for temperature in (250, 300, 350)]
        value, low, high, verdict = energy_at_cell(results, name)
        energy = f"{value:.3f}" + (f" [{low:.3f}, {high:.3f}]" if high - low > 1e-6 else "")
        table.append(table_row([f"`{name}`", *currents, energy, verdict]))
    return table


def box_table(results):
    table = [table_row(["reading", "equal charge (eV)", "one rate (eV)", "verdict"])]
    for row in rows(results / "study_hypotheses.csv"):
        ends = [
            f"{float(row[f'E_A_{ramp}_eV']):.3f} [{float(row[f'E_A_{ramp}_low_eV']):.3f}, {float(row[f'E_A_{ramp}_high_eV']):.3f}]"
            if row[f"E_A_{ramp}_eV"]
            else "–"
            for ramp in ("charge", "fixed")
        ]
        table.append(table_row([f"`{row['hypothesis']}`", *ends, row["verdict"]]))
    return table


def map_table(results):
    """E_A at the cell over bonds and segregation energy, behind 200 µm, first void."""
    found = {}
    for row in rows(results / "cell_energies.csv"):
        if row["onset"] == "first_void" and float(row["thickness_um"]) == 200:
            bonds = re.search(r"nn1: ([0-9.]+)", row["metal.bonds_eV"]).group(1)
            ends = [float(row[f"E_A{end}_eV"]) for end in ("", "_low", "_high") if row["E_A_eV"]]
            value = "{:.3f} [{:.3f}, {:.3f}]".format(*ends) if ends else ""
            note = f" {row['remark']}" if value and row["remark"] else ""
            found.setdefault(bonds, {})[row["interface.segregation_eV"]] = value + note if value else "–"
    segregations = list(next(iter(found.values())))
    table = [table_row(["bonds (eV)", *(f"E_seg {each} eV" for each in segregations)])]
    return table + [table_row([bonds, *(found[bonds][each] for each in segregations)]) for bonds in found]


def lowack2026_doc(results):
    gas = current_at_cell(results, "coated", 300) / current_at_cell(results, "thermodynamic", 300)
    bonds = current_at_cell(results, "coated-bonds", 300) / current_at_cell(results, "thermodynamic-bonds", 300)
    energies = [energy_at_cell(results, name)[0] for name in READINGS if name.endswith("-bonds")]
    held, coated = (energy_at_cell(results, f"{name}-bonds")[0] for name in ("thermodynamic", "coated"))
    lowest, highest = (
        pick(current_at_cell(results, name, 300) for name in READINGS if name.endswith("-bonds"))
        for pick in (min, max)
    )
    by_ramp = [
        float(row["E_A_charge_eV"]) - float(row["E_A_fixed_eV"])
        for row in rows(results / "study_hypotheses.csv")
        if row["E_A_fixed_eV"]
    ]
    return (
        box_table(results)
        + cell_table(results)
        + [
            f"is {gas:.1f} times as high without bonds, and {bonds:.1f} times with bonds",
            f"by {min(by_ramp):.2f} to {max(by_ramp):.2f} eV",
            f"from {held:.3f} to {coated:.3f} eV",
            f"E_A of {min(energies):.2f} to {max(energies):.2f} eV",
            f"{lowest:.1f} to {highest:.1f} mA/cm² at 300 K",
        ]
    )


def claims_by_text(sources):
    """What each text has to say."""
    examples = sources / "examples"
    return {
        sources / "README.md": front_page(examples / "lowack2026" / "results"),
        sources / "docs" / "lowack2026.md": lowack2026_doc(examples / "lowack2026" / "results")
        + map_table(examples / "regimes" / "results"),
        examples / "bare" / "README.md": bare(examples / "bare" / "results"),
        examples / "finite_size" / "README.md": finite_size(examples / "finite_size" / "results"),
        examples / "pressure" / "README.md": pressure(examples / "pressure" / "results"),
        examples / "lowack2026" / "README.md": lowack2026(examples / "lowack2026" / "results"),
    }


def check(sources):
    return [
        f"{text.relative_to(sources)}: expected '{claim}'"
        for text, claims in claims_by_text(sources).items()
        for claim in missing(text.read_text(), claims)
    ]


def main():
    if sys.argv[1] == "--self-check":
        found = missing("a *b*\nc | 1 |", ["a b c"]) or missing("a b", ["a c"]) != ["a c"]
        wrong = ["a wrong figure is not found"] if found else []
    else:
        wrong = check(pathlib.Path(sys.argv[1]))
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main())
