import json
import pathlib
import re

import h5py
import numpy as np
import pytest
from conftest import program

from lacuna.tables import unit

OUTPUTS = pathlib.Path(__file__).parents[2] / "docs" / "outputs.md"


def documented_columns():
    for table in re.findall(r"^\| column \| unit \| meaning \|\n\|[-|]+\n((?:\|.*\n)+)", OUTPUTS.read_text(), re.M):
        for line in table.splitlines():
            names, stated = line.split("|")[1:3]
            for name in re.findall(r"`(\w+)`", names):
                yield name, stated.strip()


def test_units_are_those_of_the_documentation():
    columns = list(documented_columns())
    assert len(columns) > 150
    wrong = {name: (unit(name), stated) for name, stated in columns if stated != "0, 1" and unit(name) != stated}
    assert wrong == {}


def keys_of(schema, path=""):
    """Keys that hold a value, by their paths, with what the program says of each."""
    for part in [schema, *schema.get("anyOf", [])]:
        for name, key in (part or {}).get("properties", {}).items():
            inner = list(keys_of(key, f"{path}{name}."))
            yield from inner or [(path + name, key)]


@pytest.mark.parametrize("kind", ["case", "study"])
def test_units_of_grids_and_fits_are_those_of_the_keys(kind, tmp_path):
    keys = dict(keys_of(json.loads(program("schema", kind, folder=tmp_path))))
    assert len(keys) > 40
    assert {key: unit(key) for key in keys} == {key: about.get("x-unit", "") for key, about in keys.items()}


@pytest.mark.parametrize("file", ["results.h5", "cell.h5"])
def test_tables_are_those_of_the_hdf5_file(study, file):
    with h5py.File(study.directory / file) as held:
        assert set(held) <= set(study.tables) and len(held) >= 5
        for name, group in held.items():
            table = study.table(name)
            assert set(table.columns) == set(group)
            for column, values in group.items():
                if h5py.check_string_dtype(values.dtype):
                    assert list(table[column]) == list(values.asstr()[:]), column
                    assert table[column].dtype == object
                else:
                    np.testing.assert_array_equal(table[column].to_numpy(), values[:], err_msg=column)
                stated = values.attrs.get("units", "")
                if not stated.startswith("0"):
                    assert table.attrs["units"].get(column, "") == stated, column


def test_a_hypothesis_may_be_called_na(study):
    assert study.hypotheses == ["NA", "voids"]
    assert set(study.onsets["hypothesis"]) == {"NA", "voids"}
    assert len(study.onsets.query("hypothesis == 'NA' and ramp_rate_factor == 1")) == 3 * 4


def test_a_changed_table_leaves_the_next_reader_alone(study):
    study.onsets["hypothesis"] = ""
    onsets = study.onsets
    onsets["j_mA_cm2"] = 0
    assert set(study.onsets["hypothesis"]) == {"NA", "voids"}
    assert (study.onsets["j_mA_cm2"] > 0).all()
