"""CSV tables of runs and studies as data frames."""

from __future__ import annotations

import csv
import io
import pathlib
import zlib
from typing import Dict, List, Optional

import pandas as pd

from lacuna.errors import InputError

# The unit of a column is the end of its name, but for those below. Columns of a grid and of a fit are keys of the input.
_SUFFIXES = (
    ("_mA_cm2_per_s", "mA/cm²/s"), ("_mA_cm2_per_h", "mA/cm²/h"), ("_mA_cm2", "mA/cm²"), ("_mAh_cm2", "mAh/cm²"),
    ("_per_cm2_h", "1/(cm² h)"), ("_per_cm2", "1/cm²"), ("_ohm_cm2", "Ω cm²"), ("_cm2_s", "cm²/s"), ("_cm2", "cm²"),
    ("_ohm_cm", "Ω cm"), ("_mS_cm", "mS/cm"), ("_J_m2", "J/m²"), ("_nm2", "nm²"), ("_nm3", "nm³"), ("_eV", "eV"), ("_K", "K"),
    ("_s", "s"), ("_h", "h"), ("_um", "µm"), ("_nm", "nm"), ("_A", "Å"), ("_monolayers", "monolayers"), ("_V", "V"),
    ("_Hz", "Hz"), ("_MPa", "MPa"), ("_kT", "kT"), ("_k", "k"), ("_layers", "layers"),
)
_OTHERS = {
    "largest_cluster": "vacancies", "largest_near_interface": "vacancies", "critical_size": "vacancies",
    "void_vacancies": "vacancies", "largest_void": "vacancies",
    "size": "vacancies", "stripped": "atoms", "plated": "atoms", "supplied": "atoms", "explicit_layers": "",
    "supersaturation_1_mA_cm2": "", "mean_ln_j": "ln(mA/cm²)", "mean_ln_j_low": "ln(mA/cm²)",
    "mean_ln_j_high": "ln(mA/cm²)",
    "metal.bonds_eV.nn1": "eV", "metal.bonds_eV.nn2": "eV", "metal.surface.min_vacant": "sites",
    "metal.surface_hop_cap.vacant_neighbours": "sites", "initial.void_vacancies": "vacancies", "far_side.thick.layers": "",
    "current.ramp.monolayers_per_e_fold": "monolayers", "onset.cluster.size": "vacancies", "onset.growth.max_trials": "trials",
    "limits.void_below": "vacancies", "cell.sampling.largest": "vacancies",
}
# Columns of words, also where all fields are empty or look like numbers.
_WORDS = frozenset((
    "hypothesis", "rival", "from", "onset", "detector", "measured", "interval", "verdict", "remark", "same_ramp", "method",
    "note", "warnings", "censored", "voltage_censored", "coverage_censored", "cluster_censored", "growth_censored",
    "ending", "failure", "run", "wanted", "law", "stage", "refusal", "no_void", "ended_early", "measurement", "unit",
    "target", "parameter",
))
_SHARES_CENSORED = ("arrhenius", "fit_evaluations")  # elsewhere `censored` is a word


def unit(column: str) -> str:
    """The unit of a column of Lacuna's tables, as docs/outputs.md has it, or of a key of the input; empty where there is none."""
    if column in _OTHERS:
        return _OTHERS[column]
    name = column.replace(".", "_")
    return next((unit for suffix, unit in _SUFFIXES if name.endswith(suffix)), "")


def bytes_of(file: pathlib.Path, checksum: Optional[str] = None, advice: str = "") -> bytes:
    """What a file holds.

    Parameters
    ----------
    checksum : CRC-32 that it must have, in hexadecimal.
    advice : what to do if there is no such file, for the message.

    Raises
    ------
    InputError
        It cannot be read, or has changed since it was written.
    """
    try:
        held = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: {(error.strerror or str(error)).lower()}{'; ' if advice else ''}{advice}") from error
    if checksum is not None and f"{zlib.crc32(held):08x}" != checksum:
        raise InputError(
            f"{file} is damaged or was changed since the run finished: its checksum is not that in summary.json; "
            "put it back, or run the case again in another directory")
    return held


def table(file: pathlib.Path, text: bytes, growing: bool = False) -> pd.DataFrame:
    """A table of `text`, which `file` holds.

    Numbers are exact, empty fields of numbers are NaN, those of words empty; yes and no are 1 and 0.
    `attrs["units"]` has the unit of every column that has one, `attrs["file"]` the name of the file.

    Parameters
    ----------
    growing : a run is still writing: a last line without its end is left out.
    """
    if growing:
        text = text[:text.rfind(b"\n") + 1]
    try:
        names: List[str] = next(csv.reader(io.StringIO(text.decode("utf-8"))), [])
        words: Dict[str, type] = {name: str for name in names if name in _WORDS}
        if file.stem in _SHARES_CENSORED:
            words.pop("censored", None)
        # Only an empty field is a missing value: a hypothesis may be called NA.
        frame = pd.read_csv(io.BytesIO(text), dtype=words, keep_default_na=False, na_values=[""],
                            float_precision="round_trip")
    except (UnicodeDecodeError, ValueError, csv.Error) as error:  # pandas' errors of parsing are ValueErrors
        raise InputError(
            f"{file} is no table of Lacuna's: {str(error).strip()}; see docs/outputs.md for what it should hold") from error
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].fillna("")
    frame.attrs["units"] = {name: unit(name) for name in frame.columns if unit(name)}
    frame.attrs["file"] = str(file)
    return frame
