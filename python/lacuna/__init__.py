"""Lacuna from Python: runs and studies, and what they have left, as data frames, Atoms and figures.

    >>> import lacuna
    >>> study = lacuna.read_study("study.out")   # doctest: +SKIP
    >>> study.cell_energies                      # doctest: +SKIP
    >>> lacuna.plot.cell(study)                  # doctest: +SKIP

Units are in the names of columns, and in `attrs["units"]` of every table.
"""

from lacuna import plot
from lacuna.errors import Error, InputError
from lacuna.program import run, study
from lacuna.runs import Run, read_run
from lacuna.simulation import Simulation, explicit
from lacuna.studies import Study, read_study
from lacuna.trajectories import Frame, Paths, Slab, Trajectory

__all__ = ["Error", "Frame", "InputError", "Paths", "Run", "Simulation", "Slab", "Study", "Trajectory", "explicit", "plot",
           "read_run", "read_study", "run", "study"]
