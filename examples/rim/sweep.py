#!/usr/bin/python3
"""How fast a void grows over the current at its rim, with `lacuna run`.

    sweep.py LACUNA OUT.csv [REPLICAS]

A row for each current and length κ R_ct: the largest current of a contact site by the mean, at the start; how many
vacancies the largest void gains per monolayer stripped, and its standard error over replicas.
"""

import csv
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

CURRENTS = ["2e7", "8e7"]  # mA/cm²
LENGTHS = ["3000", "3", "0.3", "0.03"]  # κ R_ct, nm
KT = 0.0258520  # V at 300 K
CONDUCTIVITY = 1e-3  # S/cm


def series(lacuna, seed, changes):
    case = pathlib.Path(__file__).with_name("case.yaml")
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        sets = [part for change in [f"seed={seed}", *changes] for part in ("--set", change)]
        subprocess.run([lacuna, "run", case, "--out", out, "--quiet", *sets], check=True)
        with open(out / "series.csv", newline="") as file:
            return list(csv.DictReader(file))


def growth(rows):
    """Vacancies that the largest void gains per monolayer: the slope of a straight line."""
    charge = [float(row["charge_monolayers"]) for row in rows]
    size = [float(row["largest_near_interface"]) for row in rows]
    return statistics.linear_regression(charge, size).slope


def main():
    lacuna, out, *more = sys.argv[1:]
    replicas = int(more[0]) if more else 48
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["j_mA_cm2", "length_nm", "rim_enhancement", "growth_per_monolayer", "error", "replicas"])
        for current in CURRENTS:
            for length in LENGTHS:
                resistance = float(length) * 1e-7 / CONDUCTIVITY  # Ω cm²
                changes = [f"current.constant.j_mA_cm2={current}",
                           f"voltage.exchange_current_mA_cm2={1000 * KT / resistance:.5g}"]
                runs = [series(lacuna, seed, changes) for seed in range(1, replicas + 1)]
                slopes = [growth(rows) for rows in runs]
                table.writerow([current, length, f"{float(runs[0][0]['rim_enhancement']):.3f}",
                                f"{statistics.mean(slopes):.1f}",
                                f"{statistics.stdev(slopes) / math.sqrt(replicas):.1f}", replicas])
                file.flush()


if __name__ == "__main__":
    main()
