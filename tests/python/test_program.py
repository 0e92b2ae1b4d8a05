import os
import subprocess
import sys

import pytest
import yaml
from conftest import CASE

import lacuna

STUDY = {
    "base": yaml.safe_load(CASE),
    "temperatures_K": [280, 320],
    "replicas": 2,
    "hypotheses": {"kinetic": {}, "highway": {"set": {"interface.injection.barrier_eV": 0.053}}},
}


def test_a_run_from_a_dict_is_that_of_its_file(run, place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    again = lacuna.run(yaml.safe_load(CASE), "again")
    for name in ["input.yaml", "series.csv", "summary.json", "clusters.csv"]:
        assert (again.directory / name).read_bytes() == (run.directory / name).read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["again"]
    assert lacuna.run(yaml.safe_load(CASE), "again", resume=True).summary == run.summary
    other = lacuna.run(place / "case.yaml", "other", seed=7, settings=["metal.layers=6"])
    assert other.summary["seed"] == 7 and other.input["metal"]["layers"] == 6


def test_a_study_from_a_dict_is_done_and_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study = lacuna.study(STUDY, "out", threads=1)
    assert len(study.onsets) == 8 and study.hypotheses == ["kinetic", "highway"]
    assert study.input["name"] == "study"
    assert len(lacuna.study(STUDY, "out").onsets) == 8  # nothing is left to do


def test_what_the_program_says_is_raised(run, place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(lacuna.InputError, match=r"(?m)^metal.layers: 'many' is not a whole number"):
        lacuna.run({"metal": {"layers": "many"}}, "out")
    with pytest.raises(lacuna.InputError, match="replicas"):
        lacuna.study({**STUDY, "replicas": 0}, "out")
    with pytest.raises(lacuna.InputError, match="run.*--resume"):
        lacuna.run(place / "case.yaml", run.directory)
    assert list(tmp_path.iterdir()) == []
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(lacuna.Error, match="the working directory cannot be written to .* give a file, or go to another one"):
        lacuna.run(yaml.safe_load(CASE), tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LACUNA_PROGRAM", "/nowhere/lacuna")
    with pytest.raises(lacuna.Error, match="/nowhere/lacuna cannot be started"):
        lacuna.run(place / "case.yaml", "out")
    monkeypatch.delenv("LACUNA_PROGRAM")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(lacuna.Error, match="not on the path: install it, or name it in LACUNA_PROGRAM"):
        lacuna.run(place / "case.yaml", "out")


def test_what_the_program_says_is_utf_8_whatever_the_locale(tmp_path):
    script = "import lacuna\ntry: lacuna.run({'metal': {'lattice_constant_A': 1e9}}, 'out')\nexcept lacuna.InputError as e: print(ascii(str(e)))"
    said = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert "0.5 to 100 \\xc5" in said.stdout, said.stdout + said.stderr
