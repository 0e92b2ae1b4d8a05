#!/usr/bin/python3
"""Lets the n-th operation of a run, a study, a report and an export on the file system fail, for every n.

Whatever fails: the command ends with status 1 (2 where it had not begun), says so in a few lines, and leaves nothing
in the way: given again it ends well, with the files of an undisturbed one. A failure that does no harm may go unnoticed.

failures.py [--every K] [--kinds K,K] [--verbose]     each K-th n, of a study's many each 4 K-th.
Exit status: 0 all went well, 1 not.
"""

import argparse
import shutil
import sys

from place import (
    Failure,
    fault_environment,
    lacuna,
    makes_reports,
    place,
    remove,
    require_done,
    require_same,
    status_of,
)

KINDS = ["full", "broken", "dead", "descriptors", "kill", "tear"]
SIGKILL = -9
LONGEST_MESSAGE = 6  # lines


class Command:
    """One that can be given again until it is done. Its directory `out` may be a copy of another to begin with.

    What ends it once the file `last` has its name leaves it whole: it need not be given again, and may refuse."""

    def __init__(self, folder, name, words, copy_of=None, step=1, last=None):
        self.folder, self.name, self.words, self.copy_of, self.step = folder, name, words.split(), copy_of, step
        self.last = last
        self.out = folder / "out"
        self.begin()
        require_done(self(), name)
        self.straight = self.out.rename(folder / "straight")

    def __call__(self, environment=None):
        return lacuna(self.folder, *self.words, environment=environment)

    def begin(self):
        remove(self.out)
        if self.copy_of:
            shutil.copytree(self.copy_of, self.out)

    def under(self, kind, n):
        """Its ending with the n-th operation failing; whether it came to that."""
        self.begin()
        log = self.folder / "log"
        ending = self(fault_environment(self.out, kind, n, log))
        told = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        met = next((line for line in told if not line.startswith("operations ")), None)
        return ending, met

    def go_on(self, ending):
        is_whole = self.last and (self.out / self.last).exists()
        if ending.status != 0 and not is_whole:
            require_done(self(), self.name)
        require_same(self.out, self.straight)


def require_sound(ending, kind):
    """Status and message of a command that met a fault."""
    if kind in ("kill", "tear"):
        if ending.status != SIGKILL:
            raise Failure(f"ends with status {ending.status} where it was to be killed: {ending.err}")
        return
    if ending.status not in (0, 1, 2):
        raise Failure(f"ends with status {ending.status}: {ending.err}")
    if ending.status == 0:
        return
    lines = ending.err.strip().splitlines()
    if not 1 <= len(lines) <= LONGEST_MESSAGE or not lines[0].startswith("lacuna: "):
        raise Failure(f"does not say what is wrong: {ending.err}")


def sweep(command, kind, every, verbose):
    """How many faults were met, and how many of them ended the command."""
    met = ended = 0
    every *= command.step
    n = 1 + KINDS.index(kind) * every // len(KINDS)
    while True:
        ending, where = command.under(kind, n)
        if where is None:
            return met, ended
        met += 1
        ended += ending.status != 0
        if verbose:
            print(f"{command.name}, {kind} {n} at {where}: status {ending.status} {ending.err.strip()}")
        try:
            require_sound(ending, kind)
            command.go_on(ending)
        except Failure as failure:
            raise Failure(f"{command.name}, {kind} {n} at {where}: {failure}\nfirst it said: {ending.err}") from failure
        n += every


def commands(folder):
    run = place(folder / "run")
    yield Command(run, "run", "run run.yaml --quiet --out out --resume")
    finished = run / "straight"  # where the first command leaves it
    if makes_reports(finished):
        (finished / "report.html").unlink()
        yield Command(place(folder / "report"), "report", "report out --quiet", finished)
    yield Command(place(folder / "export"), "export", "export out --out out/frames.xyz", finished, last="frames.xyz")
    yield Command(place(folder / "pilot"), "run with a pilot", "run pilot.yaml --quiet --out out --resume")
    yield Command(place(folder / "study"), "study", "study study.yaml --quiet --threads 1 --out out", step=4)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()

    def campaign(folder):
        for command in commands(folder):
            for kind in arguments.kinds.split(","):
                met, ended = sweep(command, kind, arguments.every, arguments.verbose)
                print(f"{command.name}, {kind}: {met} faults, {ended} ended it, all mended", flush=True)

    return status_of("failures", campaign)


if __name__ == "__main__":
    sys.exit(main())
