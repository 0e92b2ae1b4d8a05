#!/usr/bin/python3
"""The pressure above which contact lasts, for each current, by bisection with `lacuna cell`.

    sweep.py LACUNA OUT.csv
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

CURRENTS = ["0.1", "0.25", "0.5", "1", "1.5", "2", "2.5", "3", "3.5"]  # mA/cm²
HIGHEST = 1600.0  # MPa; 1703 would close the lattice (P Ω = E_f)
WIDTH = 0.1  # MPa of the last interval


def contact_lasts(lacuna, current, pressure):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        staircase = f"{{from_mA_cm2: {current}, to_mA_cm2: {float(current) * 1.0005}, factor: 1.001, hold_h: 10}}"
        subprocess.run([lacuna, "cell", pathlib.Path(__file__).with_name("study.yaml"), "--out", out, "--quiet",
                        "--set", f"cell.pressure_MPa={pressure}",
                        "--set", f"cell.protocol.staircase={staircase}"], check=True)
        with open(out / "cell_currents.csv", newline="") as file:
            row = next(csv.DictReader(file))
    if row["refusal"]:
        sys.exit(f"{current} mA/cm², {pressure} MPa: {row['refusal']}")
    return not row["contact_mA_cm2"]


def critical(lacuna, current):
    """Pressure, or None where none that a lattice stands is enough."""
    if not contact_lasts(lacuna, current, HIGHEST):
        return None
    low, high = 0.0, 1.0
    while not contact_lasts(lacuna, current, high):
        low, high = high, 2 * high
    while high - low > WIDTH:
        middle = (low + high) / 2
        if contact_lasts(lacuna, current, middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def main():
    lacuna, out = sys.argv[1:]
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["current_mA_cm2", "critical_pressure_MPa"])
        for current in CURRENTS:
            pressure = critical(lacuna, current)
            table.writerow([current, "" if pressure is None else f"{pressure:.1f}"])


if __name__ == "__main__":
    main()
