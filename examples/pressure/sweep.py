#!/usr/bin/python3
"""By bisection with `lacuna cell`: for each current the pressure above which contact lasts, or (`variations`) for each
hypothesis of potassium.yaml the current up to which it lasts at 2.5 MPa.

    sweep.py LACUNA OUT.csv [sodium | potassium | variations]
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

STUDIES = {"sodium": "study.yaml", "potassium": "potassium.yaml"}
CURRENTS = {  # mA/cm²
    "sodium": ["0.1", "0.25", "0.5", "1", "1.5", "2", "2.5", "3", "3.5"],
    "potassium": ["0.1", "0.2", "0.25", "0.5", "1", "2", "3", "4"],
}
HIGHEST = {"sodium": 1600.0, "potassium": 700.0}  # MPa; 1703 and 720 would close the lattice (P Ω = E_f)
WIDTH = 0.1  # MPa of the last interval
VARIATIONS = [("potassium", "100"), ("higher-formation", "100"), ("no-segregation", "100"), ("potassium", "10")]  # and thickness, µm
REPORTED = 2.5  # MPa
PRECISION = 0.004  # of a current


def contact_lasts(lacuna, hypothesis, current, pressure, thickness="100"):
    study = STUDIES.get(hypothesis, "potassium.yaml")
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        staircase = f"{{from_mA_cm2: {current}, to_mA_cm2: {float(current) * 1.0005}, factor: 1.001, hold_h: 10}}"
        subprocess.run([lacuna, "cell", pathlib.Path(__file__).with_name(study), "--out", out, "--quiet",
                        "--set", f"cell.pressure_MPa={pressure}", "--set", f"cell.metal_um=[{thickness}]",
                        "--set", f"cell.protocol.staircase={staircase}"], check=True)
        with open(out / "cell_currents.csv", newline="") as file:
            row = next(row for row in csv.DictReader(file) if row["hypothesis"] == hypothesis)
    if row["refusal"]:
        sys.exit(f"{hypothesis}, {current} mA/cm², {pressure} MPa: {row['refusal']}")
    return not row["contact_mA_cm2"]


def critical_pressure(lacuna, metal, current):
    """Pressure, or None where none that a lattice stands is enough."""
    if not contact_lasts(lacuna, metal, current, HIGHEST[metal]):
        return None
    low, high = 0.0, 1.0
    while not contact_lasts(lacuna, metal, current, high):
        low, high = high, 2 * high
    while high - low > WIDTH:
        middle = (low + high) / 2
        if contact_lasts(lacuna, metal, current, middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def critical_current(lacuna, hypothesis, thickness):
    low, high = 0.05, 10.0
    while high > low * (1 + PRECISION):
        middle = (low * high) ** 0.5
        if contact_lasts(lacuna, hypothesis, middle, REPORTED, thickness):
            low = middle
        else:
            high = middle
    return (low * high) ** 0.5


def main():
    lacuna, out, what = (sys.argv[1:] + ["sodium"])[:3]
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        if what == "variations":
            table.writerow(["hypothesis", "thickness_um", "critical_current_mA_cm2"])
            for hypothesis, thickness in VARIATIONS:
                table.writerow([hypothesis, thickness, f"{critical_current(lacuna, hypothesis, thickness):.3g}"])
            return
        table.writerow(["current_mA_cm2", "critical_pressure_MPa"])
        for current in CURRENTS[what]:
            pressure = critical_pressure(lacuna, what, current)
            table.writerow([current, "" if pressure is None else f"{pressure:.1f}"])


if __name__ == "__main__":
    main()
