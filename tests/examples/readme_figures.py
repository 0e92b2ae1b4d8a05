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


def power_of_ten(exponent):
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def two_digits(value):
    """0.0036, 3.7, 200; 2.5·10⁻¹¹, 1.2·10⁶ beyond."""
    exponent = math.floor(math.log10(float(f"{value:.1e}")))
    if -4 < exponent < 4:
        return f"{float(f'{value:.1e}'):g}"
    return f"{value / 10.0**exponent:.1f}·{power_of_ten(exponent)}"


# --- finite_size --------------------------------------------------------------------------------


def finite_size(results, demo_results):
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
    replicas = [int(row["replicas"]) for row in cells]
    variances = [n * float(row["mean_ln_j_error"]) ** 2 for n, row in zip(replicas, cells)]
    scatter = math.sqrt(sum(variances) / len(variances))
    error = scatter / math.sqrt(2 * sum(n - 1 for n in replicas))
    voids = {row["first_void_mA_cm2"] for row in rows(results / "cell_currents.csv")}
    demo = {row["hypothesis"]: row for row in rows(demo_results / "demo_hypotheses.csv")}
    stages = {r["stage"]: r for r in rows(results / "cell_journey.csv") if r["metal.lateral_nm"] == "[50, 50]"}
    names = {"box": "nothing", "cell": "far end with vacancies of its own"}
    journey = [
        table_row([names.get(stage, stage)] + [two_digits(float(r[key])) for key in ("area_cm2", "metal_um", "j_mA_cm2")])
        for stage, r in stages.items()
    ]
    j = {stage: float(r["j_mA_cm2"]) for stage, r in stages.items()}
    by_area, by_time, by_thickness = j["box"] / j["area"], j["area"] / j["time"], j["time"] / j["thickness"]
    return journey + [
        f"Area takes a factor of {by_area:.0f}, time one of {by_time:.1f}, thickness one of {power_of_ten(round(math.log10(by_thickness)))}",
        f"At a square centimetre it predicts {j['area'] / 1e6:.1f}·10⁶",
        f"finds {float(demo['highway-bonds']['rate_exponent']):.2f}, for another onset",
        f"{scatter:.3f} ± {error:.3f}",
        f"comes at {float(max(voids)):.2f} mA/cm²",
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
    """Of five hypotheses: currents and E_A at the cell, E_A in the box, as the program prints them."""
    tables = blocks(results / "demo.txt", [("at the cell:", 9), ("activation energy of the onset", 7)])
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


# --- single cases -------------------------------------------------------------------------------


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


def highway(results):
    current, charge = onset_by(results / "run.txt", "voltage")
    return [f"straight line at {current:.2f}·10⁶ mA/cm², after {float(charge):.0f} monolayers"]


def coated(results, bare_results):
    current, charge = onset_by(results / "run.txt", "voltage")
    ratio = current / onset_by(bare_results / "run.txt", "voltage")[0]
    return [
        f"straight line at {current:.2f}·10⁶ mA/cm², {ratio:.1f} times the current of `bare`, "
        f"after {float(charge):.0f} monolayers"
    ]


# --- collector ----------------------------------------------------------------------------------


def mean_and_error(values):
    """Rounded so that the error has one digit, or two from 10 to 19."""
    mean = sum(values) / len(values)
    error = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values))
    first = math.floor(math.log10(error))
    digits = 1 - first if error / 10**first < 2 else -first
    return f"{mean:.{max(0, digits)}f} ± {error:.{max(0, digits)}f}"


def collector_table(onsets, names, heading):
    table = [table_row(heading)]
    for name, shown in names:
        own = [row for row in onsets if row["hypothesis"] == name]
        for layers in sorted({int(row["metal.layers"]) for row in own}):
            at = [row for row in own if int(row["metal.layers"]) == layers]
            cells = [shown, str(layers)]
            for factor, column, unit in (
                ("1", "charge_monolayers", 1),
                ("0.25", "j_mA_cm2", 1e6),
                ("1", "j_mA_cm2", 1e6),
                ("4", "j_mA_cm2", 1e6),
            ):
                values = [float(r[column]) / unit for r in at if r["ramp_rate_factor"] == factor]
                cells.append(mean_and_error(values))
            table.append(table_row(cells).replace("|  |", "| |"))
            shown = ""
    return table


def exponents(rates, name):
    found = [row for row in rates if row["hypothesis"] == name and not row["temperature_K"]]
    return [(float(row["rate_exponent"]), float(row["rate_exponent_error"])) for row in found]


def as_list(values, digits):
    words = [f"{value:.{digits}f} ± {error:.{digits}f}" for value, error in values]
    return ", ".join(words[:-1]) + " and " + words[-1]


def collector(results):
    onsets, rates = rows(results / "onsets.csv"), rows(results / "rate.csv")
    gas = [("closed", "`closed`"), ("sink", "`sink`"), ("equilibrium", "`equilibrium`")]
    gas.append(("thick", "`thick`, sink at 128"))
    bonds = [("closed-bonds", "`closed-bonds`"), ("sink-bonds", "`sink-bonds`")]
    first = ["far side", "layers", "charge at onset (monolayers)", "current at onset (10⁶ mA/cm²): ramp × ¼", "× 1", "× 4"]
    second = ["far side", "layers", "charge at onset", "current × ¼", "× 1", "× 4"]
    drift = exponents(rates, "sink") + exponents(rates, "equilibrium")
    ends = [pick(value for value, _ in drift) for pick in (min, max)]
    errors = [pick(error for _, error in drift) for pick in (min, max)]
    theta, boltzmann = 0.1, 8.617333262e-5
    odds = theta / (1 - theta) * math.exp(-0.087 / (boltzmann * 300))
    held = [theta + (layers - 1) * odds / (1 + odds) for layers in (16, 32, 64)]
    return (
        collector_table(onsets, gas, first)
        + collector_table(onsets, bonds, second)
        + [
            f"the exponents in `rate.csv` are {as_list(exponents(rates, 'closed'), 3)}",
            f"exponents are {ends[0]:.2f} to {ends[1]:.2f}, each ± {errors[0]:.2f} to {errors[1]:.2f}",
            f"exponents are {as_list(exponents(rates, 'sink-bonds'), 2)}",
            "At θ = 0.1 that is {:.3f}, {:.3f} and {:.3f}".format(*held),
        ]
    )


# --- regimes ------------------------------------------------------------------------------------


def maps(drawing):
    """Of each map of the drawing, by its title: a row for each distance, in it (E_A, error, theory or None) from the first
    segregation energy to the last."""
    words = [re.sub(r"<[^>]*>", " ", text).strip() for text in re.findall(r"<text.*?</text>", drawing.read_text(), re.S)]
    words = [" ".join(word.split()) for word in words]
    found, numbers = {}, []
    for word in words:
        if value := re.fullmatch(r"([0-9.]+) ± ([0-9.]+)", word):
            numbers.append([*map(float, value.groups()), None])
        elif value := re.fullmatch(r"theory ([0-9.]+)", word):
            numbers[-1][2] = float(value.group(1))
        elif word.startswith("E inj"):
            found[word] = numbers
            numbers = []
    return found


def regimes(results, drawing):
    """The drawing has four segregation energies, each at three distances that were simulated; then 200 µm where known."""
    found = maps(drawing)
    simulated = {name: [row[3 * k : 3 * k + 3] for k in range(4)] for name, row in found.items()}
    kinetic, held = simulated["E inj 0.14"][0], found["E inj 0.14"][9:12] + found["E inj 0.14"][-1:]
    gas = [each for name in ("E inj 0.14", "E inj 0.10") for each in found[name]]
    far = max(abs(value - theory) / error for value, error, theory in gas)
    bonds = {name: simulated[f"{name} bonds"] for name in ("E inj 0.14", "E inj 0.10")}
    with_bonds = [value for rows_ in bonds.values() for row in rows_ for value, _, _ in row]
    rises = [b[0] - a[0] for name in bonds for pair in zip(simulated[name], bonds[name]) for a, b in zip(*pair)]
    over_map = [last[0] - first[0] for each in bonds.values() for first, last in zip(each[0], each[3])]
    over_distance = [abs(row[0][0] - row[2][0]) for each in bonds.values() for row in each]
    low = [value for row in bonds["E inj 0.10"][:2] for value, _, _ in row]
    far_errors = [error for name in bonds for _, error, _ in found[f"{name} bonds"][12:]]
    energies = [float(row["E_A_eV"]) for row in rows(results / "cell_energies.csv") if is_first_void(row)]
    two_errors = "all agree with it within two standard errors" if far < 2 else "?"
    return [
        f"from {kinetic[0][0]:.3f} eV (2.4 nm) to {kinetic[2][0]:.3f} eV (19 nm) and by theory to {found['E inj 0.14'][12][2]:.3f} eV",
        f"within {min(t for _, _, t in held):.3f}–{max(t for _, _, t in held):.3f} eV",
        f"E_A rises by {min(rises):.2f}–{max(rises):.2f} eV, to {min(with_bonds):.2f}–{max(with_bonds):.2f} eV",
        f"where E_A is {min(low):.3f} to {max(low):.3f} eV",
        f"by {min(over_map):.3f}–{max(over_map):.3f} eV over the map",
        f"it changes by {max(over_distance):.2f} eV at most",
        f"the errors are {min(far_errors):.2f} to {max(far_errors):.2f} eV",
        two_errors,
        f"E_A is {min(energies):.2f} to {max(energies):.2f} eV there",
    ]


def is_first_void(row):
    return row["onset"] == "first_void" and float(row["thickness_um"]) == 200 and row["E_A_eV"]


# --- pressure -----------------------------------------------------------------------------------


def pressure(results):
    table = rows(results / "critical_pressure.csv")
    found = {row["current_mA_cm2"]: row["critical_pressure_MPa"] for row in table}
    shown = [f"{float(value):.0f}" if value else "none" for value in found.values()]
    potassium = {
        row["current_mA_cm2"]: row["critical_pressure_MPa"]
        for row in rows(results / "critical_pressure_potassium.csv")
    }
    below = [j for j, pressure in potassium.items() if float(pressure) < 2.5][-1]
    above = [j for j, pressure in potassium.items() if float(pressure) > 2.5][0]
    current = {
        (row["hypothesis"], row["thickness_um"]): row["critical_current_mA_cm2"]
        for row in rows(results / "critical_current_potassium.csv")
    }
    return [
        table_row(["j (mA/cm²)", *found]),
        table_row(["critical pressure (MPa)", *shown]),
        table_row(["j (mA/cm²)", *potassium]),
        table_row(["critical pressure of potassium (MPa)", *potassium.values()]),
        f"At 2.5 MPa contact lasts up to a current between {below} and {above} mA/cm²",
        f"2 mA/cm² takes {potassium['2']} MPa",
        f"| `potassium`, 100 µm | {current['potassium', '100']} |",
        f"the same activation energy of diffusion), 100 µm | {current['higher-formation', '100']} |",
        f"| `no-segregation` (E_seg 0), 100 µm | {current['no-segregation', '100']} |",
        f"| `potassium`, 10 µm | {current['potassium', '10']} |",
        f"2.5 mA/cm² takes {float(found['2.5']):.0f} MPa",
    ]


# --- sinks --------------------------------------------------------------------------------------


def sinks(results):
    """First voids, ℓ and E_A by what is inside the metal."""
    table = rows(results / "sinks.csv")
    lengths, currents, energies = (
        [float(row[name]) for row in table] for name in ("effective_um", "first_void_mA_cm2", "E_A_eV")
    )
    shown = [f"{float(f'{current:.3g}'):g}" for current in currents]
    few = next(n for n, row in enumerate(table) if row["metal"].startswith("10⁸"))
    return [
        *(
            table_row([row["metal"], f"{length:.3g}", current, f"{energy:.3f}"])
            for row, length, current, energy in zip(table, lengths, shown, energies)
        ),
        f"ℓ falls from {max(lengths):.0f} to {min(lengths):.2g} µm",
        f"j rises from {shown[0]} to {max(shown, key=float)} mA/cm²",
        f"E_A stays within {1000 * (max(energies) - min(energies)):.1f} meV",
        f"10⁸ dislocations per cm² put j at {shown[few]} mA/cm²",
    ]


# --- cycles -------------------------------------------------------------------------------------


def box_cycles(results):
    by_current = {}
    for row in rows(results / "box.csv"):
        by_current.setdefault(float(row["current.cycle.plate_mA_cm2"]) / 1e6, []).append(row)
    told = [
        ", ".join(row["cycle"] if row["detected"] == "1" else "none" for row in found)
        for found in by_current.values()
    ]
    return [
        table_row(["plated at (10⁶ mA/cm²)", *(f"{current:g}" for current in by_current)]),
        table_row(["cycle of the loss", *told]),
    ]


def contact_over_cycles(results):
    told = {}
    for row in rows(results / "contact.csv"):
        told.setdefault(row["part"], []).append(f"{100 * float(row['contact_fraction']):.0f}")
    return [table_row(["stripped", *told["strip"]]), table_row(["plated, and rested", *told["rest_plated"]])]


def cell_cycles(results):
    table = rows(results / "cell.csv")
    currents = list(dict.fromkeys(row["current_mA_cm2"] for row in table))
    claims = [table_row(["j (mA/cm²)", *currents])]
    for pressure in dict.fromkeys(row["pressure_MPa"] for row in table):
        told = []
        for row in (row for row in table if row["pressure_MPa"] == pressure):
            lost, dissolved = row["contact_lost_in_cycle"], row["dissolved_in_cycle"]
            told.append(f"lost in {lost}" if lost else f"dissolved in {dissolved}" if dissolved else "neither")
        claims.append(table_row([f"{pressure} MPa", *told]))
    return claims


def cycles(results):
    return box_cycles(results) + contact_over_cycles(results) + cell_cycles(results)


# --- patches ------------------------------------------------------------------------------------


def patches(results):
    """First voids over E_seg of the patches and their share, and where they come at 1 mA/cm²."""
    found = {}
    for row in rows(results / "first_voids.csv"):
        current = row["first_void_mA_cm2"]
        found.setdefault(row["share"], {})[float(row["segregation_eV"])] = float(current) if current else None
    energies = list(found["1"])
    table = [table_row(["share", *(f"{energy:.3f} eV" for energy in energies), "1 mA/cm² at"])]
    for share, currents in found.items():
        cells = [f"{current:.2f}" if current else "refused" for current in currents.values()]
        table.append(table_row([share, *cells, f"{energy_of_one(currents):.3f} eV"]))
    shift = energy_of_one(found["0.001"]) - energy_of_one(found["1"])
    return table + [f"a thousandth of the area takes {1000 * shift:.0f} meV more than all of it"]


def energy_of_one(currents):
    """E_seg [eV] at which the first void comes at 1 mA/cm², by a straight line in ln j."""
    pairs = sorted((energy, current) for energy, current in currents.items() if current)
    for (low, above), (high, below) in zip(pairs, pairs[1:]):
        if above >= 1 > below:
            return low + (high - low) * math.log(above) / math.log(above / below)
    raise ValueError("1 mA/cm² is not in the table")


# --- rim ----------------------------------------------------------------------------------------


def rim(results):
    """Growth of a void over the length κ R_ct and the current, and what crowding adds to it."""
    found = {}
    for row in rows(results / "growth.csv"):
        found.setdefault(row["j_mA_cm2"], {})[row["length_nm"]] = row
    first = next(iter(found.values()))
    table = [
        table_row(["κ R_ct", *(f"{float(length):g} nm" for length in first)]),
        table_row(["current at the rim by the mean", *(f"{float(r['rim_enhancement']):.2f}" for r in first.values())]),
    ]
    for current, by_length in found.items():
        cells = [f"{float(r['growth_per_monolayer']):.0f} ± {float(r['error']):.0f}" for r in by_length.values()]
        table.append(table_row([f"growth at {current[0]}·10⁷ mA/cm²", *cells]))
    shares = [more_growth(by_length) for by_length in found.values()]
    replicas = next(iter(first.values()))["replicas"]
    return table + [
        f"mean of {replicas} runs ± its standard error",
        "adds " + " and ".join(f"{100 * m:.0f} ± {100 * e:.0f} %" for m, e in shares),
    ]


def more_growth(by_length):
    """What the growth of the most crowded row has beyond that of the even one, and its standard error."""
    pairs = [(float(row["growth_per_monolayer"]), float(row["error"])) for row in by_length.values()]
    (even, even_error), (most, most_error) = pairs[0], pairs[-1]
    ratio = most / even
    return ratio - 1, ratio * math.hypot(most_error / most, even_error / even)


# --- docs/lowack2026.md -------------------------------------------------------------------------

READINGS = ("highway", "kinetic", "thermodynamic", "coated")
READINGS += tuple(f"{name}-bonds" for name in READINGS)


def onset_of(name):
    return "first_void" if name.endswith("-bonds") else "contact"


def at_cell(table, name, **where):
    """The row of a hypothesis behind 200 µm."""
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
    table = [table_row(["hypothesis", "250 K", "300 K", "350 K (mA/cm²)", "E_A (eV)", "verdict"])]
    for name in READINGS:
        currents = [short(current_at_cell(results, name, temperature)) for temperature in (250, 300, 350)]
        value, low, high, verdict = energy_at_cell(results, name)
        energy = f"{value:.3f}" + (f" [{low:.3f}, {high:.3f}]" if high - low > 1e-6 else "")
        table.append(table_row([f"`{name}`", *currents, energy, verdict]))
    return table


def box_table(results):
    table = [table_row(["hypothesis", "equal charge (eV)", "one rate (eV)", "verdict"])]
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
            interval = "[{:.3f}, {:.3f}]".format(*ends[1:]) if ends and math.isfinite(ends[2] - ends[1]) else "[open]"
            value = f"{ends[0]:.3f} {interval}" if ends else ""
            note = f" {row['remark']}" if value and row["remark"] else ""
            found.setdefault(bonds, {})[row["interface.segregation_eV"]] = value + note if value else "–"
    segregations = list(next(iter(found.values())))
    table = [table_row(["bonds (eV)", *(f"E_seg {each} eV" for each in segregations)])]
    return table + [table_row([bonds, *(found[bonds][each] for each in segregations)]) for bonds in found]


def slope(results, name, onset, cold, hot):
    """E_A [eV] between two temperatures [K]."""
    boltzmann = 8.617333262e-5
    row = [at_cell(rows(results / "study_cell_currents.csv"), name, temperature_K=T) for T in (cold, hot)]
    ratio = float(row[1][f"{onset}_mA_cm2"]) / float(row[0][f"{onset}_mA_cm2"])
    return math.log(ratio) / (1 / (boltzmann * cold) - 1 / (boltzmann * hot))


def in_words(number):
    return "zero one two three four five six seven eight nine ten".split()[round(number)]


def onset_words(results):
    """What docs/lowack2026.md says of the onset that a verdict is on, and of how well currents are known."""
    energies = rows(results / "study_cell_energies.csv")
    lost = at_cell(energies, "thermodynamic-bonds", onset="contact")
    voltage = at_cell(energies, "thermodynamic-bonds", onset="voltage")
    ends = "{:.3f} [{:.3f}, {:.3f}] eV".format(*(float(lost[f"E_A{end}_eV"]) for end in ("", "_low", "_high")))
    currents = rows(results / "study_cell_currents.csv")
    voids = [row for row in currents if row["hypothesis"].endswith("-bonds")]
    first = {(row["hypothesis"], row["thickness_um"], row["temperature_K"]): float(row["first_void_mA_cm2"]) for row in voids}
    apart = max(abs(math.log(value / first["kinetic-bonds", *key[1:]])) for key, value in first.items() if key[0] == "highway-bonds")
    later = max(float(row["contact_mA_cm2"]) / float(row["voltage_mA_cm2"]) for row in voids if row["voltage_mA_cm2"])
    factors = []
    for row in voids:
        if row["thickness_um"] == "200":
            low, middle, high = (float(row[f"first_void{end}_mA_cm2"]) for end in ("_low", "", "_high"))
            factors += [middle / low, high / middle]
    return [
        f"its verdict is on {ends}, and {lost['verdict']} either",
        f"`thermodynamic-bonds` has {slope(results, 'thermodynamic-bonds', 'contact', 250, 300):.3f} eV and "
        f"`coated-bonds` {slope(results, 'coated-bonds', 'contact', 250, 300):.3f} eV",
        f"within {math.ceil(100 * (later - 1))} % of that current, and has {float(voltage['E_A_eV']):.3f} eV",
        f"agree within {math.ceil(1000 * apart) / 10:g} % behind 20 and 200 µm",
        f"to a factor of {in_words(min(factors))} to {in_words(max(factors))}",
    ]


def assumptions(results):
    """What docs/lowack2026.md says of hold times, of a linear ramp, and of the metal's entropy."""
    raised = {}
    for row in rows(results / "study_cell_discrimination.csv"):
        if row["measurement"] == "hold_time" and row["thickness_um"] == "200" and row["rival"].endswith("-bonds"):
            raised[row["rival"]] = (math.exp(float(row["second"])) - 1, float(row["ratio"])) if row["second"] else None
    lost = raised.pop("thermodynamic-bonds")
    voids = [each[0] for each in raised.values() if each]
    ramped = [float(row["E_A_eV"]) for row in rows(results / "ramp_cell_energies.csv") if is_first_void(row)]
    steps = [float(row["E_A_eV"]) for row in rows(results / "study_cell_energies.csv") if is_first_void(row)]
    lower = {f"{a - b:.2f}" for a, b in zip(steps, ramped)}
    names = ("highway-bonds", "coated-bonds")
    entropy = [first_void(results, "entropy", name, 300)[0] for name in names]
    times = {in_words(j / first_void(results, "study", name, 300)[0]) for name, j in zip(names, entropy)}
    energies = {f"{float(row['E_A_eV']):.2f}" for row in rows(results / "entropy_cell_energies.csv") if is_first_void(row)}
    return [
        f"comes at {entropy[0]:.0f} mA/cm² (`{names[0]}`) and {entropy[1]:.0f} mA/cm² (`{names[1]}`), "
        f"{' or '.join(times)} times as high. E_A is {' or '.join(energies)} eV for both",
        f"by {100 * min(voids):.0f} to {100 * max(voids):.0f} %, less than its errors",
        f"{100 * lost[0]:.0f} % (`thermodynamic-bonds`, {lost[1]:.1f} standard errors)",
        f"is {min(ramped):.3f} to {max(ramped):.3f} eV. That is {' or '.join(lower)} eV less",
    ]


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
        + onset_words(results)
        + assumptions(results)
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
        examples / "highway" / "README.md": highway(examples / "highway" / "results"),
        examples / "coated" / "README.md": coated(
            examples / "coated" / "results", examples / "bare" / "results"
        ),
        examples / "collector" / "README.md": collector(examples / "collector" / "results"),
        examples / "regimes" / "README.md": regimes(
            examples / "regimes" / "results", examples / "regimes" / "map.svg"
        ),
        examples / "finite_size" / "README.md": finite_size(
            examples / "finite_size" / "results", examples / "lowack2026" / "results"
        ),
        examples / "pressure" / "README.md": pressure(examples / "pressure" / "results"),
        examples / "sinks" / "README.md": sinks(examples / "sinks" / "results"),
        examples / "cycles" / "README.md": cycles(examples / "cycles" / "results"),
        examples / "patches" / "README.md": patches(examples / "patches" / "results"),
        examples / "rim" / "README.md": rim(examples / "rim" / "results"),
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
