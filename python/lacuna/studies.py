"""A study's directory."""

from __future__ import annotations

import os
import pathlib
import re
import zlib
from typing import Dict, List, Optional, Union

import pandas as pd

from lacuna.errors import InputError
from lacuna.runs import Run, read_input
from lacuna.tables import bytes_of, table

# What makes a table that is not there: a section of the study file, or nothing but the program.
_SECTIONS = {
    "rate": "rate_check: true", "surface_hop_check": "surface_hop_check", "sizes": "extrapolate",
    "size_currents": "extrapolate", "fits": "fit", "fit_evaluations": "fit", "fit_onsets": "fit",
    "cell_currents": "cell", "cell_energies": "cell", "cell_series": "cell", "cell_sizes": "cell", "cell_journey": "cell",
    "cell_discrimination": "cell", "cell_fits": "cell.fit", "cell_fit_evaluations": "cell.fit",
}


class Study:
    """What a study has left: its directory, read as it is asked for.

    Attributes
    ----------
    directory : of the study.
    input : the study file with every default and the base case, by the keys of docs/study.md.
    """

    def __init__(self, directory: Union[str, "os.PathLike[str]"]) -> None:
        self.directory = pathlib.Path(directory)
        self.input = read_input(self.directory, "study")
        if "hypotheses" not in self.input:
            raise InputError(f"{self.directory} is a run's directory: use lacuna.read_run")
        self._tables: Dict[str, pd.DataFrame] = {}

    def __repr__(self) -> str:
        return f"<lacuna.Study {self.input.get('name')} in {self.directory}>"

    @property
    def hypotheses(self) -> List[str]:
        """Names of the hypotheses, in the order of the study file."""
        return [str(name) for name in self.input["hypotheses"]]

    @property
    def grid(self) -> List[str]:
        """Keys of the case that `grid` varies: columns of the tables after `hypothesis`."""
        return [str(key) for key in self.input.get("grid") or {}]

    @property
    def tables(self) -> List[str]:
        """Names of the tables that are there."""
        known = ("onsets", "cells", "slopes", "arrhenius", "hypotheses", "differences", "prefactor", *_SECTIONS)
        return [name for name in known if (self.directory / f"{name}.csv").exists()]

    def table(self, name: str) -> pd.DataFrame:
        """A table by the name of its file without .csv; what it holds is in docs/outputs.md.

        Numbers that do not exist are NaN, words that do not are empty, yes and no are 1 and 0;
        `attrs["units"]` has the units of columns.

        Raises
        ------
        InputError
            There is no such table; the message says what makes it.
        """
        if name not in self._tables:
            file = self.directory / f"{name}.csv"
            again = (f"lacuna study {self.directory}/input.yaml --out {self.directory} --collect makes the tables of what "
                     "has been run")
            section = _SECTIONS.get(name)
            advice = f"a study with {section} has it" if section else f"{again}; there are: {', '.join(self.tables) or 'none'}"
            self._tables[name] = table(file, bytes_of(file, advice=advice))
        return self._tables[name].copy()

    @property
    def onsets(self) -> pd.DataFrame:
        """A row for each replica at each ramp rate: critical current [mA/cm²], whether it is censored, and more."""
        return self.table("onsets")

    @property
    def cells(self) -> pd.DataFrame:
        """A row for each hypothesis, grid value and temperature in the box: median critical current [mA/cm²]."""
        return self.table("cells")

    @property
    def activation_energies(self) -> pd.DataFrame:
        """Arrhenius lines in the box, by each detector: E_A [eV] with its interval, prefactor [mA/cm²]."""
        return self.table("arrhenius")

    @property
    def verdicts(self) -> pd.DataFrame:
        """A row for each hypothesis: predicted and measured E_A [eV], and what follows."""
        return self.table("hypotheses")

    @property
    def cell_currents(self) -> pd.DataFrame:
        """Critical currents at the cell [mA/cm²], with what is known of them; of a study with `cell`."""
        return self.table("cell_currents")

    @property
    def cell_energies(self) -> pd.DataFrame:
        """E_A at the cell [eV], by each onset, beside the measured one; of a study with `cell`."""
        return self.table("cell_energies")

    @property
    def cell_series(self) -> pd.DataFrame:
        """Voids, contact and voltage [V] of each cell against time [h]; of a study with `cell`."""
        return self.table("cell_series")

    @property
    def journey(self) -> pd.DataFrame:
        """The current of the first void [mA/cm²] on the way from the box to the cell; of a study with `cell`."""
        return self.table("cell_journey")

    @property
    def discrimination(self) -> pd.DataFrame:
        """Which measurement would tell hypotheses apart at the cell; of a study with `cell`."""
        return self.table("cell_discrimination")

    @property
    def measured_points(self) -> Optional[pd.DataFrame]:
        """Measured critical currents of the study file: temperature_K, j_crit_mA_cm2, sigma_ln; None if it names none."""
        stated = self.input.get("measured_points")
        if stated in (None, "none"):
            return None
        file = self.directory / str(stated)  # as it is, if it is absolute
        held = bytes_of(file, advice="measured_points of input.yaml names it: put it back")
        stated_sum = re.search(r"\.crc32-([0-9a-f]{8})(\.[^.]*)?$", file.name)
        if stated_sum and f"{zlib.crc32(held):08x}" != stated_sum[1]:
            raise InputError(f"{file} was changed since it was copied: its checksum is not that in its name; put it back")
        lines = held.splitlines(keepends=True)
        return table(file, b"".join(line for line in lines if not line.startswith(b"#")))

    @property
    def run_names(self) -> List[str]:
        """Names of the directories in runs/, one for each replica so far."""
        try:
            return sorted(each.name for each in (self.directory / "runs").iterdir() if (each / "input.yaml").exists())
        except FileNotFoundError:
            return []

    def run(self, name: str) -> Run:
        """One replica, by the `run` of its row in `onsets`."""
        if name not in self.run_names:
            raise InputError(f"{self.directory}/runs has no run {name!r}: take one of study.onsets.run")
        return Run(self.directory / "runs" / name)


def read_study(directory: Union[str, "os.PathLike[str]"]) -> Study:
    """Read the directory of a study that `lacuna study` or `lacuna cell` has made.

    Parameters
    ----------
    directory : as given to `lacuna study --out`.

    Raises
    ------
    InputError
        No study's directory.

    Examples
    --------
    >>> study = lacuna.read_study("study.out")                                      # doctest: +SKIP
    >>> study.activation_energies.query("primary == 1")[["hypothesis", "E_A_eV"]]   # doctest: +SKIP
    """
    return Study(directory)
