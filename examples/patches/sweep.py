#!/usr/bin/python3
"""The current of the first void over how badly patches wet and which share they have, with `lacuna cell`.

    sweep.py LACUNA OUT.csv
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

SHARES = ["1", "0.1", "0.01", "0.001"]


def first_voids(lacuna, share):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        subprocess.run([lacuna, "cell", pathlib.Path(__file__).with_name("study.yaml"), "--out", out, "--quiet",
                        "--set", f"base.interface.patch.random.share={share}"], check=True)
        with open(out / "cell_currents.csv", newline="") as file:
            return list(csv.DictReader(file))


def main():
    lacuna, out = sys.argv[1:]
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["share", "segregation_eV", "first_void_mA_cm2", "refusal"])
        for share in SHARES:
            for row in first_voids(lacuna, share):
                energy = row["hypothesis"].split()[0]
                table.writerow([share, energy, row["first_void_mA_cm2"], row["refusal"]])


if __name__ == "__main__":
    main()
