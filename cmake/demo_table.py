"""A small table of runs: python3 cmake/demo_table.py DIRECTORY..."""

import json
import pathlib
import sys


def row(folder):
    onset = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["onset"]
    if not onset["detected"]:
        return [folder.name, "none seen", "", "", "", onset["detector"]]
    return [
        folder.name,
        f"{onset['j_mA_cm2']:.3g}",
        f"{onset['charge_monolayers']:.1f}",
        f"{1 - onset['contact_fraction']:.3f}",
        str(onset["largest_cluster"]),
        onset["detector"],
    ]


def main():
    folders = [pathlib.Path(argument) for argument in sys.argv[1:]]
    head = ["run", "onset j (mA/cm2)", "charge (monolayers)", "coverage", "largest cluster", "detector"]
    rows = [head] + [row(folder) for folder in folders]
    widths = [max(map(len, column)) for column in zip(*rows)]
    print()
    for cells in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip())
    print("\nOnset: the current at which contact starts to be lost. Coverage: vacant fraction of the interface.")
    print("One run each, at one temperature and one ramp rate: examples/*/README.md say what that does not show.")
    print("Files: " + ", ".join(f"{folder}/{{summary.json,series.csv,trajectory.*}}" for folder in folders))


if __name__ == "__main__":
    main()
