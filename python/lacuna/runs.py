"""A run's directory."""

from __future__ import annotations

import functools
import json
import os
import pathlib
from typing import Any, Dict, Optional, Union, cast

import pandas as pd
import yaml

from lacuna.errors import InputError
from lacuna.tables import bytes_of, table
from lacuna.trajectories import Trajectory

_GO_ON = "lacuna run --resume makes it if the run has not finished"


def read_input(directory: pathlib.Path, command: str) -> Dict[str, Any]:
    """input.yaml of a directory that `lacuna COMMAND` made."""
    if not directory.is_dir():
        raise InputError(f"{directory} is no directory: give one that lacuna {command} has made")
    file = directory / "input.yaml"
    text = bytes_of(file, advice=f"{directory} was not made by lacuna {command}; give a directory that was")
    try:
        held = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(f"{file}: {error}; put back what lacuna {command} wrote") from error
    if not isinstance(held, dict):
        raise InputError(f"{file}: expected keys and values; put back what lacuna {command} wrote")
    return held


class Run:
    """What one run has left: its directory, read as it is asked for.

    Attributes
    ----------
    directory : of the run.
    input : its case with every default, by the keys of docs/input.md.

    Notes
    -----
    Files of a finished run are held against their checksums. A run that is still going on can be read:
    `summary` is then None, and the tables end with their last whole line.
    """

    def __init__(self, directory: Union[str, "os.PathLike[str]"]) -> None:
        self.directory = pathlib.Path(directory)
        self.input = read_input(self.directory, "run")
        self._tables: Dict[str, pd.DataFrame] = {}
        if "hypotheses" in self.input:
            raise InputError(f"{self.directory} is a study's directory: use lacuna.read_study")

    def __repr__(self) -> str:
        return f"<lacuna.Run {self.input.get('name')} in {self.directory}{'' if self.finished else ', not finished'}>"

    @property
    def finished(self) -> bool:
        """Is its summary in place?"""
        return self.summary is not None

    @functools.cached_property
    def _finished_summary(self) -> Dict[str, Any]:
        file = self.directory / "summary.json"
        try:
            return cast(Dict[str, Any], json.loads(bytes_of(file)))
        except ValueError as error:
            raise InputError(f"{file} is damaged: {error}; put it back, or run the case again in another directory") from error

    @property
    def summary(self) -> Optional[Dict[str, Any]]:
        """Onset and all else that was found (docs/outputs.md); None until the run has finished."""
        return self._finished_summary if (self.directory / "summary.json").exists() else None

    def _bytes(self, name: str, advice: str = _GO_ON) -> bytes:
        sums = (self.summary or {}).get("crc32", {})
        return bytes_of(self.directory / name, sums.get(name), advice)

    def _table(self, name: str, advice: str = _GO_ON) -> pd.DataFrame:
        if not self.finished:
            return table(self.directory / name, self._bytes(name, advice), growing=True)
        if name not in self._tables:
            self._tables[name] = table(self.directory / name, self._bytes(name, advice))
        return self._tables[name].copy()

    @property
    def series(self) -> pd.DataFrame:
        """A row for each sample: time [s], current density [mA/cm²], contact, overpotential [V], clusters, counts."""
        return self._table("series.csv")

    @property
    def layers(self) -> pd.DataFrame:
        """Vacancies in each layer, a row for each sample; layer 0 is at the ceramic."""
        return self._table("layers.csv")

    @property
    def clusters(self) -> pd.DataFrame:
        """How many vacancy clusters of which size each sample has."""
        return self._table("clusters.csv")

    @property
    def cycles(self) -> pd.DataFrame:
        """What is left after each part of each cycle (`current: {cycle: ...}`): contact, voids, dead atoms."""
        return self._table("cycles.csv", "only a run with current: {cycle: ...} has cycles")

    @property
    def trials(self) -> pd.DataFrame:
        """The trials of a growth threshold (`onset: {primary: growth}`), in their order."""
        return self._table("trials.csv", "only a run with onset: {primary: growth} has trials")

    @property
    def trajectory(self) -> Trajectory:
        """Where the vacancies were; needs a case with `trajectory`."""
        name = "trajectory.lacuna"
        advice = "add trajectory: {every_monolayers: 1} to the case and run it again"
        return Trajectory(self.directory / name, self._bytes(name, advice), growing=not self.finished)


def read_run(directory: Union[str, "os.PathLike[str]"]) -> Run:
    """Read the directory of a run that `lacuna run` has made, or is still at work on.

    Parameters
    ----------
    directory : as given to `lacuna run --out`, or one in `runs/` of a study.

    Raises
    ------
    InputError
        No run's directory, or one of its files is missing or has been changed.

    Examples
    --------
    >>> run = lacuna.read_run("case.out")                                           # doctest: +SKIP
    >>> run.series.plot("charge_monolayers", "contact_fraction")                    # doctest: +SKIP
    """
    return Run(directory)
