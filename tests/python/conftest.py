"""Runs and a study of the program in $LACUNA_PROGRAM, made once."""

import os
import subprocess

import matplotlib
import pytest

import lacuna

matplotlib.use("agg")

CASE = """\
temperature_K: 300
metal: {lateral_cells: [6, 5], layers: 5}
interface: {injection: {barrier_eV: 0.14}}
current: {ramp: {auto: charge, monolayers_per_e_fold: 12}}
onset: {primary: coverage, coverage: {threshold: 0.3}}
sample: {every_monolayers: 0.2}
"""
# A name that pandas takes for a missing value unless it is told otherwise.
STUDY = """\
base: case.yaml
temperatures_K: [260, 300, 340]
replicas: 4
experiment: measured.csv
measured_points: points.csv
hypotheses:
  NA: {measured: bare, note: "a comma, and a \\"quote\\""}
  voids: {measured: alloy, set: {metal.bonds_eV: {nn1: 0.06, nn2: 0.06}, onset.coverage.threshold: 0.05}}
cell: {metal_um: [20, 200], sampling: {largest: 80, moves: 20000000}}
"""
MEASURED = """\
system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV
bare,ceramic,0.13,0.15,,
alloy,ceramic,,,0.10,0.01
"""
POINTS = """\
# of a source
temperature_K,j_crit_mA_cm2,sigma_ln
270,0.5,0.1
300,1.5,0.2
"""


def program(*words, folder):
    done = subprocess.run([os.environ["LACUNA_PROGRAM"], *map(str, words)], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lacuna")
    for name, text in {"case.yaml": CASE, "study.yaml": STUDY, "measured.csv": MEASURED, "points.csv": POINTS}.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="session")
def run(place):
    program("run", "case.yaml", "--out", "run", "--quiet", folder=place)
    return lacuna.read_run(place / "run")


@pytest.fixture(scope="session")
def study(place):
    program("study", "study.yaml", "--out", "study", "--cache", "voids", "--quiet", folder=place)
    return lacuna.read_study(place / "study")


@pytest.fixture
def axes():
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)
