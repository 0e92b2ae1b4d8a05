"""The report's figures with matplotlib, to be changed and combined as a paper needs them.

Every function takes the axes to draw on, by default new ones, and returns them.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any, Iterator, List, Optional, Sequence, Tuple, Union

import numpy as np
import pandas as pd

from lacuna.errors import InputError
from lacuna.runs import Run
from lacuna.studies import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BOLTZMANN_eV_K = 8.617333262e-5  # CODATA 2018
_CURRENT = "mA/cm²"


def _axes(ax: Optional["Axes"]) -> "Axes":
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots()[1]


def _chosen(study: Study, frame: pd.DataFrame, hypotheses: Optional[Sequence[str]]) -> pd.DataFrame:
    unknown = [name for name in hypotheses or () if name not in study.hypotheses]
    if unknown:
        raise InputError(f"{study.directory} has no hypothesis {unknown[0]!r}: take of {', '.join(study.hypotheses)}")
    return frame if hypotheses is None else frame[frame["hypothesis"].isin(hypotheses)]


def _lines(study: Study, frame: pd.DataFrame) -> Iterator[Tuple[str, pd.Series, pd.DataFrame]]:
    """Name, keys and rows of each hypothesis, grid value and thickness."""
    keys = [key for key in ("hypothesis", *study.grid, "thickness_um") if key in frame.columns]
    several = [key for key in keys if key in study.grid or (key == "thickness_um" and frame[key].nunique() > 1)]
    for _, rows in frame.groupby(frame[keys].apply(tuple, axis=1), sort=False):
        at = rows.iloc[0]
        yield ", ".join([str(at["hypothesis"]), *(f"{key} = {at[key]}" for key in several)]), at[keys], rows


def _row(frame: pd.DataFrame, at: pd.Series, **more: Any) -> Optional[pd.Series]:
    """The first row of a table with these keys, as far as it has them."""
    for key, value in {**at.to_dict(), **more}.items():
        if key in frame.columns:
            frame = frame[frame[key] == value]
    return None if frame.empty else frame.iloc[0]


def _measured_band(ax: "Axes", verdict: Optional[pd.Series], points: pd.DataFrame, color: str) -> bool:
    """The measured range of E_A with its standard errors, as slopes through the middle one of points (temperature_K, j).

    Returns whether there is one."""
    if verdict is None or not np.isfinite(verdict["measured_E_A_low_eV"]):
        return False
    temperatures, middle = points["temperature_K"], points.iloc[len(points) // 2]
    sigma = np.nan_to_num(verdict["measured_sigma_eV"])
    x = 1 / np.linspace(np.min(temperatures), np.max(temperatures), 50)
    slopes = (verdict["measured_E_A_low_eV"] - sigma, verdict["measured_E_A_high_eV"] + sigma)
    low, high = (middle["j"] * np.exp(-slope / _BOLTZMANN_eV_K * (x - 1 / middle["temperature_K"]))
                 for slope in slopes)
    ax.fill_between(1000 * x, low, high, color=color, alpha=0.2, lw=0, zorder=0)
    return True


def _draw(ax: "Axes", points: pd.DataFrame, style: str, label: str) -> str:
    """temperature_K, j, low, high; an open end has no bar, and the point of it is hollow. Returns the colour."""
    j = points["j"].to_numpy()
    low = np.where(points["low"] > 0, points["low"], j)
    high = np.where(np.isfinite(points["high"]), points["high"], j)
    drawn = ax.errorbar(1000 / points["temperature_K"], j, np.maximum([j - low, high - j], 0), fmt=style, ms=4, capsize=2,
                        label=label)
    color = str(drawn[0].get_color())
    is_open = ~((points["low"] > 0) & np.isfinite(points["high"])).to_numpy()
    if is_open.any():
        ax.plot(1000 / points["temperature_K"][is_open], j[is_open], style[0] if style[0] != "k" else style[1], ms=4,
                color=color, mfc="white", ls="none", zorder=3)
    return color


def _end(energy: float) -> str:
    return f"{energy:.3f}" if np.isfinite(energy) else "open"


def _arrhenius_axes(ax: "Axes", place: str, shaded: bool) -> None:
    title = f"{place}; shaded: measured E_A" if shaded else place
    ax.set(yscale="log", xlabel="1000/T (1/K)", ylabel=f"critical current ({_CURRENT})", title=title)
    ax.legend(fontsize="small")


def box(study: Study, ax: Optional["Axes"] = None, hypotheses: Optional[Sequence[str]] = None) -> "Axes":
    """Arrhenius plot of the box: median critical current [mA/cm²] against 1000/T [1/K].

    Bars are intervals at the study's confidence, points hollow where an end of theirs is open; lines are those of the
    primary detector, wedges the measured E_A.

    Parameters
    ----------
    study : of `lacuna.read_study`.
    ax : to draw on.
    hypotheses : those to show; all unless given.
    """
    ax = _axes(ax)
    shaded = False
    energies, verdicts = study.activation_energies, study.verdicts
    names = {"j_median_mA_cm2": "j", "j_median_low_mA_cm2": "low", "j_median_high_mA_cm2": "high"}
    for name, keys, rows in _lines(study, _chosen(study, study.cells, hypotheses)):
        points = rows[np.isfinite(rows["j_median_mA_cm2"])].rename(columns=names)
        if points.empty:
            continue
        line = _row(energies, keys, primary=1)
        if line is None or not np.isfinite(line["E_A_eV"]):
            color = _draw(ax, points, "o", name)
        else:
            color = _draw(ax, points, "o", f"{name}: {line['E_A_eV']:.3f} eV")
            temperatures = points["temperature_K"]
            at = line["prefactor_mA_cm2"] * np.exp(-line["E_A_eV"] / (_BOLTZMANN_eV_K * temperatures))
            ax.plot(1000 / temperatures, at, color=color)
        shaded |= _measured_band(ax, _row(verdicts, keys), points, color)
    _arrhenius_axes(ax, "in the box", shaded)
    return ax


def _cell_points(rows: pd.DataFrame, onset: str, confidence: float) -> pd.DataFrame:
    """temperature_K, j, low, high where there is an onset."""
    j = rows[f"{onset}_mA_cm2"]
    by_void = rows["first_void_mA_cm2"]
    spread = np.exp(statistics.NormalDist().inv_cdf((1 + confidence) / 2) * rows["ln_j_prior"])
    found = pd.DataFrame({
        "temperature_K": rows["temperature_K"], "j": j,
        # What follows of ln j is the same at later onsets as at the first void.
        "low": (j * rows["first_void_low_mA_cm2"] / by_void).fillna(j / spread),
        "high": (j * rows["first_void_high_mA_cm2"] / by_void).fillna(j * spread),
    })
    return found[np.isfinite(found["j"])]


def _decisive(energies: pd.DataFrame, keys: pd.Series) -> str:
    """The first void where it is known at more temperatures than a loss of contact, as in the report."""
    void, contact = (_row(energies, keys, onset=onset) for onset in ("first_void", "contact"))
    if void is not None and contact is not None and void["temperatures"] > contact["temperatures"]:
        return "first_void"
    return "contact"


def cell(study: Study, ax: Optional["Axes"] = None, hypotheses: Optional[Sequence[str]] = None,
         onset: Optional[str] = None) -> "Axes":
    """Arrhenius plot at the cell: critical current [mA/cm²] against 1000/T [1/K].

    Bars hold what is not known of the metal, sampling, and a factor of two in births; points are hollow where an end of
    theirs is open. Wedges are the measured E_A, black points measured currents with their standard errors.

    Parameters
    ----------
    study : of `lacuna.read_study`, with `cell`.
    ax : to draw on.
    hypotheses : those to show; all unless given.
    onset : "first_void", "contact" or "voltage"; unless given the one that the report goes by.
    """
    if onset not in (None, "first_void", "contact", "voltage"):
        raise InputError(f"expected onset to be first_void, contact or voltage, got {onset!r}")
    ax = _axes(ax)
    shaded = False
    energies, verdicts = study.cell_energies, study.verdicts if "hypotheses" in study.tables else None
    for name, keys, rows in _lines(study, _chosen(study, study.cell_currents, hypotheses)):
        by = onset or _decisive(energies, keys)
        points = _cell_points(rows, by, float(study.input.get("confidence", 0.95)))
        if points.empty:
            continue
        line = _row(energies, keys, onset=by)
        label = name + (", first void" if by == "first_void" else "")
        if line is not None and np.isfinite(line["E_A_eV"]):
            label += f": {line['E_A_eV']:.3f} [{_end(line['E_A_low_eV'])}, {_end(line['E_A_high_eV'])}] eV"
        color = _draw(ax, points, "o-", label)
        shaded |= _measured_band(ax, None if verdicts is None else _row(verdicts, keys), points, color)
    measured = study.measured_points
    if measured is not None:
        j, spread = measured["j_crit_mA_cm2"], np.exp(measured["sigma_ln"])
        _draw(ax, measured.assign(j=j, low=j / spread, high=j * spread), "ks", "measured")
    _arrhenius_axes(ax, "at the cell", shaded)
    return ax


def _nearest(frame: pd.DataFrame, temperature_K: float) -> pd.DataFrame:
    distance = (frame["temperature_K"] - temperature_K).abs()
    return frame[distance == distance.min()]


def contact(source: Union[Run, Study], ax: Optional["Axes"] = None, hypotheses: Optional[Sequence[str]] = None,
            temperature_K: float = 300) -> "Axes":
    """Contact fraction against time: of a run [s], or of a study's cells [h].

    Parameters
    ----------
    source : a run, or a study with `cell`.
    ax : to draw on.
    hypotheses : those of a study to show; all unless given.
    temperature_K : of a study's cells; the nearest that there is [K].
    """
    if isinstance(source, Run):
        ax = _axes(ax)
        series = source.series
        ax.plot(series["time_s"], series["contact_fraction"], label=source.input.get("name"))
        ax.set(xlabel="time (s)", ylabel="contact fraction")
        return ax
    rows = _nearest(_chosen(source, source.cell_series, hypotheses), temperature_K)
    ax = _axes(ax)
    for name, _, course in _lines(source, rows):
        ax.plot(course["time_h"], 1 - course["lost"], label=name)
    title = f"at the cell, {rows['temperature_K'].iloc[0]:g} K" if len(rows) else ""
    ax.set(xlabel="time (h)", ylabel="contact fraction", title=title)
    ax.legend(fontsize="small")
    return ax


def journey(study: Study, ax: Optional["Axes"] = None, hypotheses: Optional[Sequence[str]] = None,
            temperature_K: float = 300) -> "Axes":
    """From the box to the cell: current of the first void [mA/cm²] and, dashed, E_A [eV] at steps of area, time, thickness.

    Parameters
    ----------
    study : of `lacuna.read_study`, with `cell` and a hypothesis with bonds.
    ax : to draw on; E_A gets an axis of its own on the right, which is `ax.figure.axes[-1]`.
    hypotheses : those to show; all unless given.
    temperature_K : the nearest that there is [K].
    """
    rows = _nearest(_chosen(study, study.journey, hypotheses), temperature_K)
    if rows.empty:
        raise InputError(f"{study.directory}: none of these hypotheses has a journey, which needs bonds (metal.bonds_eV)")
    ax = _axes(ax)
    right = ax.twinx()
    ends: List[Tuple[int, str]] = []
    for name, _, steps in _lines(study, rows):
        stage = steps["stage"].to_numpy()
        line, = ax.plot(range(len(steps)), steps["j_mA_cm2"], "o-", ms=4, label=name)
        right.plot(range(len(steps)), steps["E_A_eV"], "--", color=line.get_color())
        ends = [(k, stage[k]) for k in range(len(stage)) if k + 1 == len(stage) or stage[k + 1] != stage[k]]
    ax.set_xticks([k for k, _ in ends], [word for _, word in ends])
    ax.set(yscale="log", ylabel=f"first void ({_CURRENT})",
           title=f"from the box to the cell, {rows['temperature_K'].iloc[0]:g} K; dashed: E_A")
    right.set_ylabel("E_A (eV)")
    ax.legend(fontsize="small")
    return ax
