"""What the scripts in this folder share: small inputs, the program under faults, and what has to come out.

LACUNA_PROGRAM names the program, LACUNA_FAULTS the library that goes between it and the file system (faults.cpp).
"""

import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zlib

PROGRAM = os.environ["LACUNA_PROGRAM"]
LIBRARY = os.environ["LACUNA_FAULTS"]
PATIENCE_S = 300  # for anything at all: other tests may want the processors too

RUN = """name: small
seed: 7
temperature_K: 300
metal: {lateral_cells: [4, 3], layers: 6, bonds_eV: {nn1: 0.02, nn2: 0.02}}
interface: {injection: {barrier_eV: 0.14}, segregation_eV: 0.05}
far_side: sink
current: {constant: {j_mA_cm2: 2.0e+7, monolayers: 1.0e+6}}
onset: {primary: coverage, coverage: {threshold: 0.1}}
stop: end
limits: {events: 1200000}
sample: {every_monolayers: 1}
trajectory: {every_monolayers: 2, what: vacancies}
checkpoint: {every_s: 0.001}
"""

# A ramp that chooses itself: its pilot remembers how far it is.
BASE = """name: tiny
temperature_K: 300
metal: {lateral_cells: [9, 8], layers: 5}
interface: {injection: {barrier_eV: 0.14}}
current: {ramp: {auto: charge, monolayers_per_e_fold: 12}}
onset: {primary: coverage, coverage: {threshold: 0.3}}
sample: {every_monolayers: 0.5}
checkpoint: {every_s: 0.001}
"""

STUDY = """base: base.yaml
temperatures_K: [260, 340]
replicas: 3
hypotheses:
  kinetic: {}
  highway: {set: {interface.injection.barrier_eV: 0.053}}
"""


class Failure(Exception):
    """What was expected of the program and did not happen."""


def place(folder):
    """Makes the folder with all inputs in it."""
    folder.mkdir(parents=True)
    for name, text in {"run": RUN, "pilot": BASE, "base": BASE, "study": STUDY}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def results(directory):
    """Every file below but the wall clock and the journals, by its path from there."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and not path.name.startswith(("timing.", "journal."))
    }


def require_same(directory, undisturbed):
    there, wanted = results(directory), results(undisturbed)
    different = [name for name in sorted(there.keys() | wanted.keys()) if there.get(name) != wanted.get(name)]
    if different:
        raise Failure(f"{directory} is not as if nothing had happened: {', '.join(different)}")


def fault_environment(directory, kind, at, log):
    """What makes the `at`-th operation below `directory` fail; `log` is there once it did."""
    log.unlink(missing_ok=True)
    return {
        **os.environ,
        "LD_PRELOAD": LIBRARY,
        "LACUNA_FAULT_UNDER": str(directory),
        "LACUNA_FAULT_KIND": kind,
        "LACUNA_FAULT_AT": str(at),
        "LACUNA_FAULT_LOG": str(log),
    }


def clock_environment(log):
    """What makes every clock jump; `log` says in the end how often one was looked at."""
    return fault_environment(pathlib.Path(), "clock", 0, log) | {"LACUNA_FAULT_UNDER": ""}


Ending = collections.namedtuple("Ending", "status out err")


def lacuna(folder, *arguments, environment=None, **options):
    """Runs the program in the folder to its end; a negative status is the signal that ended it."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        timeout=PATIENCE_S,
        check=False,
        **options,
    )
    return Ending(done.returncode, done.stdout, done.stderr)


def require_done(ending, what):
    if ending.status != 0:
        raise Failure(f"{what} ends with status {ending.status}: {ending.err}")


def makes_reports(directory):
    """Whether the program was built with the page of the reports."""
    return "built without the report's page" not in lacuna(directory, "report", ".", "--quiet").err


def journal_lines(directory):
    """(task, text) of every whole line of all journals of a study."""
    lines = []
    for journal in sorted(directory.glob("journal.*")):
        for line in journal.read_bytes().split(b"\n")[:-1]:
            if line[:8] == b"%08x" % zlib.crc32(line[9:]):
                lines.append((json.dumps(json.loads(line.split(b" ", 4)[4])["task"]), line))
    return lines


def remove(directory):
    shutil.rmtree(directory, ignore_errors=True)


def status_of(name, campaign):
    """Does it in a folder that is removed afterwards. 1 if something expected did not happen, and says what."""
    with tempfile.TemporaryDirectory(prefix=f"lacuna-{name}-") as folder:
        try:
            campaign(pathlib.Path(folder).resolve())
        except Failure as failure:
            print(failure, file=sys.stderr)
            return 1
    return 0
