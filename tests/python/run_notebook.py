#!/usr/bin/python3
"""Runs a notebook in an empty folder, by nbclient: it has to go through, and show figures and tables that are small.

    run_notebook.py NOTEBOOK        LACUNA_PROGRAM names the program, PYTHONPATH the package
"""

import os
import pathlib
import sys
import tempfile

import nbformat
from nbclient import NotebookClient

LARGEST = 400_000  # bytes with all outputs


def main(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.outputs for cell in code):
        sys.exit(f"{path}: outputs are not kept in the repository; clear them")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder  # no configuration, no history, no kept voids of the user's
        NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    outputs = [output for cell in code for output in cell.outputs]
    figures = sum("image/png" in output.get("data", {}) for output in outputs)
    tables = sum("text/html" in output.get("data", {}) for output in outputs)
    if figures != 3 or tables != 2:
        sys.exit(f"{path}: expected 3 figures and 2 tables, got {figures} and {tables}")
    size = len(nbformat.writes(notebook))
    if size > LARGEST:
        sys.exit(f"{path}: with its outputs {size} bytes, more than {LARGEST}; draw less")
    for output in outputs:
        if output.output_type == "stream":
            print(output.text, end="")
    print(f"{path.name}: {len(code)} cells of code, {size // 1000} kB with outputs")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
