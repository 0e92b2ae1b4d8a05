#!/usr/bin/python3
"""First voids at the cell and their E_A for densities of dislocations and sizes of grains, by `lacuna cell`.

    sweep.py LACUNA OUT.csv
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

METALS = {
    "no sinks": {},
    "10⁸ dislocations/cm²": {"dislocations_per_cm2": "1.0e+8"},
    "10⁹": {"dislocations_per_cm2": "1.0e+9"},
    "10¹⁰": {"dislocations_per_cm2": "1.0e+10"},
    "10¹¹": {"dislocations_per_cm2": "1.0e+11"},
    "10¹²": {"dislocations_per_cm2": "1.0e+12"},
    "grains of 200 µm": {"grain_size_um": "200"},
    "50 µm": {"grain_size_um": "50"},
    "10 µm": {"grain_size_um": "10"},
    "1 µm": {"grain_size_um": "1"},
}
THICKNESS = 200.0  # µm, of study.yaml
TEMPERATURE = 300.0  # K of the currents shown


def read(table):
    with open(table, newline="") as file:
        return list(csv.DictReader(file))


def evaluate(lacuna, sinks):
    """j of the first void [mA/cm²], E_A [eV], and how many vacancies there are at 1 mA/cm²."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        keys = [f"cell.sinks.{key}={value}" for key, value in sinks.items()]
        subprocess.run([lacuna, "cell", pathlib.Path(__file__).with_name("study.yaml"), "--out", out, "--quiet",
                        *(word for key in keys for word in ("--set", key))], check=True)
        currents = read(out / "cell_currents.csv")
        energies = read(out / "cell_energies.csv")
    refusals = [row["refusal"] for row in currents if row["refusal"]]
    if refusals:
        sys.exit(f"{sinks}: {refusals[0]}")
    first = next(row for row in currents if float(row["temperature_K"]) == TEMPERATURE)
    energy = next(row for row in energies if row["onset"] == "first_void")
    return first["first_void_mA_cm2"], energy["E_A_eV"], float(first["supersaturation_1_mA_cm2"])


def main():
    lacuna, out = sys.argv[1:]
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["metal", "effective_um", "first_void_mA_cm2", "E_A_eV"])
        per_um = 0.0  # vacancies at 1 mA/cm², which are proportional to the effective distance to their sinks
        for metal, sinks in METALS.items():
            current, energy, vacancies = evaluate(lacuna, sinks)
            per_um = per_um or vacancies / THICKNESS
            table.writerow([metal, f"{vacancies / per_um:.4g}", current, energy])


if __name__ == "__main__":
    main()
