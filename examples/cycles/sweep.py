#!/usr/bin/python3
"""What becomes of voids at the cell over cycles, for each current and pressure, by `lacuna cell`.

    sweep.py LACUNA OUT.csv
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

CURRENTS = ["2", "2.5", "3", "3.5", "4", "4.5", "5", "6", "8"]  # mA/cm², both ways
PRESSURES = ["0", "10"]  # MPa
HALF = 0.5  # mAh/cm²
CYCLES = 100
STUDY = pathlib.Path(__file__).with_name("cell.yaml")


def rows(file):
    with open(file, newline="") as text:
        return list(csv.DictReader(text))


def cycled(lacuna, current, pressure):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        cycle = f"{{strip_mA_cm2: {current}, half_mAh_cm2: {HALF}, cycles: {CYCLES}}}"
        subprocess.run([lacuna, "cell", STUDY, "--out", out, "--quiet", "--set", f"cell.pressure_MPa={pressure}",
                        "--set", f"cell.protocol.cycle={cycle}"], check=True)
        currents, series = rows(out / "cell_currents.csv")[0], rows(out / "cell_series.csv")
    if currents["refusal"] or currents["ended_early"]:
        sys.exit(f"{current} mA/cm², {pressure} MPa: {currents['refusal'] or currents['ended_early']}")
    period = 2 * HALF / float(current)  # h

    def cycle_of(hours):
        return int(float(hours) / period) + 1 if hours else ""

    return [cycle_of(currents["contact_h"]), cycle_of(currents["flaws_dissolved_h"]),
            f"{float(series[0]['mean_radius_nm']):.0f}", f"{float(series[-1]['mean_radius_nm']):.0f}"]


def main():
    lacuna, out = sys.argv[1:]
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["pressure_MPa", "current_mA_cm2", "contact_lost_in_cycle", "dissolved_in_cycle",
                        "radius_at_start_nm", "radius_at_end_nm"])
        for pressure in PRESSURES:
            for current in CURRENTS:
                table.writerow([pressure, current, *cycled(lacuna, current, pressure)])


if __name__ == "__main__":
    main()
