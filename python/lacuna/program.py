"""Runs and studies by the program `lacuna`."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import tempfile
from typing import IO, Any, List, Mapping, Optional, Sequence, Union

from lacuna.errors import Error, InputError
from lacuna.runs import Run
from lacuna.simulation import by_key, yaml_text
from lacuna.studies import Study

Place = Union[str, "os.PathLike[str]"]


def _program() -> str:
    named = os.environ.get("LACUNA_PROGRAM")
    found = named or shutil.which("lacuna")
    if found is None:
        raise Error("the program lacuna is not on the path: install it, or name it in LACUNA_PROGRAM")
    return found


def _beside_paths(command: str) -> IO[str]:
    """A file where the relative paths of a dict start."""
    try:
        return tempfile.NamedTemporaryFile("w", suffix=".yaml", prefix=f".{command}-", dir=".", encoding="utf-8")
    except OSError as error:
        raise Error(f"the working directory cannot be written to ({error.strerror}), as a dict needs: give a file, or go to "
                    "another one") from error


def _do(command: str, given: Union[Place, Mapping[str, Any]], words: List[str]) -> None:
    if not isinstance(given, Mapping):
        return _call(command, os.fspath(given), words)
    name = "the case" if command == "run" else "the study"
    text = yaml_text({"name": name.split()[-1], **given}, name)  # else it would be the file's
    with _beside_paths(command) as file:
        file.write(text)
        file.flush()
        try:
            _call(command, pathlib.Path(file.name).name, words)
        except (Error, InputError) as error:
            raise type(error)(by_key(str(error).replace(pathlib.Path(file.name).name, name), name)) from None


def _call(command: str, file: str, words: List[str]) -> None:
    try:
        done = subprocess.run([_program(), command, file, *words, "--quiet"], stderr=subprocess.PIPE, encoding="utf-8",
                              errors="replace")
    except OSError as error:
        raise Error(f"{_program()} cannot be started ({error.strerror}): install it, or name it in LACUNA_PROGRAM") from error
    if done.returncode == 0:
        return
    said = done.stderr.strip()
    said = said[len("lacuna: "):] if said.startswith("lacuna: ") else said
    if done.returncode == 2:
        raise InputError(said)
    raise Error(said or f"lacuna {command} ended with status {done.returncode}")


def _options(settings: Sequence[str], seed: Optional[int], out: Place) -> List[str]:
    words = ["--out", os.fspath(out)]
    for setting in settings:
        words += ["--set", setting]
    return words if seed is None else [*words, "--seed", str(seed)]


def run(case: Union[Place, Mapping[str, Any]], out: Place, settings: Sequence[str] = (), seed: Optional[int] = None,
        resume: bool = False) -> Run:
    """Run a case by the program `lacuna`, which LACUNA_PROGRAM may name.

    Parameters
    ----------
    case : a case file, or its keys as a dict (docs/input.md); relative paths in a dict start at the working directory.
    out : directory for the results.
    settings : "key.path=value", as `lacuna run --set` takes them.
    seed : of the random numbers; the case's unless given.
    resume : go on where a run in that directory stopped; a finished one is read.

    Raises
    ------
    InputError
        The case cannot be used; what `lacuna` says, and nothing was written.
    Error
        The run failed or was stopped.
    """
    _do("run", case, _options(settings, seed, out) + (["--resume"] if resume else []))
    return Run(out)


def study(given: Union[Place, Mapping[str, Any]], out: Place, settings: Sequence[str] = (), seed: Optional[int] = None,
          threads: Optional[int] = None, cache: Optional[Place] = None) -> Study:
    """Do a study by the program `lacuna`, which LACUNA_PROGRAM may name; what is there of it already is not done again.

    Parameters
    ----------
    given : a study file, or its keys as a dict (docs/study.md), in which `base` may be a case's keys.
    out : directory for the results.
    settings : "key=value", as `lacuna study --set` takes them.
    seed : of the study; the file's unless given.
    threads : as many as processors unless given.
    cache : directory where counts of voids are kept, for the cell.

    Raises
    ------
    InputError
        The study cannot be used; what `lacuna` says, and nothing was run.
    Error
        The study failed or was stopped.
    """
    words = _options(settings, seed, out)
    words += [] if threads is None else ["--threads", str(threads)]
    words += [] if cache is None else ["--cache", os.fspath(cache)]
    _do("study", given, words)
    return Study(out)
