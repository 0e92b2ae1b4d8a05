"""A run, step by step."""

from __future__ import annotations

import json
import math
import os
import pathlib
import re
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union, cast

import numpy as np
import yaml
from numpy.typing import NDArray

from lacuna.errors import Error, InputError

if TYPE_CHECKING:
    from lacuna import _core

CaseLike = Union[str, "os.PathLike[str]", Mapping[str, Any]]
_VACANT = 0x40  # of a byte of `sites`
_NO_LIMIT = 2**62


def _plain(value: Any) -> Any:
    """Maps, lists, numbers and words that YAML has, of those that Python and numpy have."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def yaml_text(keys: Mapping[str, Any], what: str) -> str:
    """The YAML of a case or study; InputError for what has no place in one."""
    try:
        return cast(str, yaml.safe_dump(_plain(keys), sort_keys=False, allow_unicode=True))
    except yaml.YAMLError as error:
        raise InputError(f"{what}: expected maps, lists, numbers, words, true and false, got {error}") from error


def by_key(problems: str, name: str) -> str:
    """Without lines and columns, which are those of a text that nobody has seen."""
    return re.sub(rf"^{re.escape(name)}:\d+:\d+: ", "", problems, flags=re.M)


def _core_module() -> Any:
    try:
        from lacuna import _core
    except ImportError as error:
        raise Error(f"lacuna._core cannot be loaded ({error}): install python3-lacuna, or build it as docs/python.md says; "
                    "results can be read without it") from error
    return _core


def _read(case: CaseLike, settings: Sequence[str], seed: Optional[int]) -> Any:
    core = _core_module()
    if isinstance(case, Mapping):
        name = "the case"
        try:
            return core.Input(yaml_text({"name": "case", **case}, name), name, os.getcwd(), list(settings), seed)
        except InputError as error:
            raise InputError(by_key(str(error), name)) from None
    file = pathlib.Path(case)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read as a case ({error}); give a case file or a dict") from error
    return core.Input(text, str(file), str(file.parent), list(settings), seed)


def explicit(case: CaseLike, settings: Sequence[str] = ()) -> Dict[str, Any]:
    """A case with every default explicit, checked as `lacuna check` does it.

    Parameters
    ----------
    case : a case file, or its keys as a dict; relative paths in a dict start at the working directory.
    settings : "key.path=value", as `lacuna run --set` takes them.

    Raises
    ------
    InputError
        All problems, a line each, as `lacuna check` tells them; of a dict by key alone.
    """
    return cast(Dict[str, Any], yaml.safe_load(_read(case, settings, None).text))


class Simulation:
    """A run that goes on when it is told to.

    It goes through the same events at the same times as `lacuna run` of that case and seed, bit for bit, wherever it
    pauses. A ramp that chooses itself is chosen first, which takes as long as some five runs. Nothing is written.

    Parameters
    ----------
    case : a case file, or its keys as a dict (docs/input.md); relative paths in a dict start at the working directory.
    seed : of the random numbers; the case's unless given.
    settings : "key.path=value", as `lacuna run --set` takes them.

    Raises
    ------
    InputError
        All problems of the case, as `lacuna check` tells them.

    Examples
    --------
    >>> simulation = lacuna.Simulation("case.yaml", settings=["metal.layers=8"])    # doctest: +SKIP
    >>> for sample in simulation:                                                   # doctest: +SKIP
    ...     print(sample["time_s"], sample["contact_fraction"], simulation.vacant[0].sum())
    """

    def __init__(self, case: CaseLike, seed: Optional[int] = None, settings: Sequence[str] = ()) -> None:
        read = _read(case, settings, seed)
        self.input: Dict[str, Any] = yaml.safe_load(read.text)
        core = _core_module()
        self._run: "_core.Simulation" = core.Simulation(read)
        self._names: List[str] = self._run.series_header.strip().split(",")

    def __repr__(self) -> str:
        return f"<lacuna.Simulation of {self.input['name']} at {self.time_s:.4g} s, {self.ending or 'goes on'}>"

    def step(self, trials: int = 1) -> bool:
        """Go on for at least so many trials (events tried, rejected ones included); a stretch of some 64 is not divided.

        Returns
        -------
        False if the run is over.
        """
        if trials < 0:
            raise InputError(f"expected trials of 0 or more, got {trials}")
        return self._run.go(float("inf"), trials, False)

    def run_until(self, time_s: float) -> bool:
        """Go on until simulated time has reached `time_s` [s], and no stretch of trials longer; False if the run is over."""
        if math.isnan(time_s):
            raise InputError("expected a time [s], got NaN, which is never reached")
        return self._run.go(time_s, _NO_LIMIT, False)

    def next_sample(self) -> Optional[Dict[str, float]]:
        """Go on to the next sample and return it (see `sample`); None if the run is over without another."""
        before = self._run.sample_index
        self._run.go(float("inf"), _NO_LIMIT, True)
        return self.sample if self._run.sample_index != before else None

    def __iter__(self) -> Iterator[Dict[str, float]]:
        """This sample and all that follow, to the end of the run."""
        sample: Optional[Dict[str, float]] = self.sample
        while sample is not None:
            yield sample
            sample = self.next_sample()

    def run(self, at_sample: Optional[Callable[["Simulation"], Optional[bool]]] = None) -> Optional[str]:
        """Go on to the end.

        Parameters
        ----------
        at_sample : called at each sample, the present one first; if it returns False the run pauses there.

        Returns
        -------
        `ending`: None if it was paused.
        """
        if at_sample is None:
            self._run.go(float("inf"), _NO_LIMIT, False)
            return self.ending
        for _ in self:
            if at_sample(self) is False:
                break
        return self.ending

    @property
    def sites(self) -> NDArray[np.uint8]:
        """A read-only view of all sites, at any time as they are. Shape (layers, rows, columns).

        Bit 6 (0x40) is set where a site is vacant; the bits below are 7 times the number of its vacant first neighbours
        plus that of its vacant second neighbours. Nothing is copied, and the view keeps the simulation alive. In thick
        metal (`far_side: {thick: ...}`), whose slab may grow, it is a copy.
        """
        return self._run.sites

    @property
    def vacant(self) -> NDArray[np.bool_]:
        """Where there is a vacancy at this moment, a copy. Shape (layers, rows, columns)."""
        return np.not_equal(self.sites & _VACANT, 0, dtype=np.bool_)

    @property
    def time_s(self) -> float:
        """Simulated time [s]."""
        return self._run.time

    @property
    def j_mA_cm2(self) -> float:
        """Imposed current density at this moment [mA/cm²]."""
        return self._run.current

    @property
    def contact_fraction(self) -> float:
        """Atoms per site of layer 0 at this moment; samples have averages."""
        return self._run.contact_fraction

    @property
    def overpotential_V(self) -> float:
        """Overpotential with that contact fraction [V]; infinite without contact."""
        return self._run.overpotential

    @property
    def vacancies(self) -> int:
        """In the explicit layers at this moment."""
        return self._run.vacancies

    @property
    def trials(self) -> int:
        """Events tried so far, rejected ones included."""
        return self._run.trials

    @property
    def sample(self) -> Dict[str, float]:
        """The last sample, by the columns of series.csv (docs/outputs.md); NaN where there is no value."""
        fields = self._run.series_row.strip("\r\n").split(",")
        return {name: float(field) if field else float("nan") for name, field in zip(self._names, fields)}

    @property
    def layer_vacancies(self) -> List[int]:
        """Vacancies in each layer at the last sample, layer 0 at the ceramic."""
        return self._run.layer_vacancies

    @property
    def cluster_sizes(self) -> List[Tuple[int, int]]:
        """(size, how many) of vacancy clusters at the last sample, sizes rising."""
        return self._run.cluster_sizes

    @property
    def summary(self) -> Optional[Dict[str, Any]]:
        """Onset and all else that was found, as in summary.json (docs/outputs.md); None while the run goes on."""
        text = self._run.summary
        return None if text is None else cast(Dict[str, Any], json.loads(text))

    @property
    def ending(self) -> Optional[str]:
        """Why the run is over; None while it goes on."""
        summary = self.summary
        return None if summary is None else str(summary["ending"])
