#!/usr/bin/python3
"""Kills runs and studies (SIGKILL) at random moments, goes on with them, and compares with undisturbed ones.

Half of the kills come after a random while, as a crash of the machine; half at a random operation on the file system,
before it or in the middle of a write, where there is most to spoil. Shards of a study are killed each for itself while the
others go on; of the ranks of an MPI study one is. Afterwards every file has to be that of an undisturbed run, every line of a
journal that was there after a kill has to be there still, with the run it speaks of untouched, and no task may be
recorded twice.

kills.py [--kills N] [--seed N]      N kills in all. Exit status: 0 all went well, 1 not.
"""

import argparse
import contextlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from place import (
    Failure,
    PROGRAM,
    fault_environment,
    journal_lines,
    lacuna,
    place,
    remove,
    require_done,
    require_same,
    status_of,
)

SHARDS = 3
RANKS = 3


class Subject:
    """Something to kill: a command that can be given again and again until it is done."""

    def __init__(self, folder, name, *arguments):
        self.folder, self.name, self.arguments = folder, name, arguments
        start = time.monotonic()
        require_done(lacuna(folder, *self.command("straight")), name)
        self.seconds = time.monotonic() - start
        self.operations = self.count_operations()

    def command(self, out):
        return [*self.arguments, "--quiet", "--out", out]

    def count_operations(self):
        log = self.folder / "log"
        environment = fault_environment(self.folder / "counted", "kill", 0, log)
        require_done(lacuna(self.folder, *self.command("counted"), environment=environment), self.name)
        return int(log.read_text(encoding="utf-8").split()[-1])

    def kill_once(self, out, chance):
        """Starts it and kills it somewhere. Returns how many were killed: it may be done before."""
        return int(killed_somewhere(self, self.command(out), out, chance))

    def finish(self, out):
        require_done(lacuna(self.folder, *self.command(out)), self.name)

    def check(self, out):
        require_same(self.folder / out, self.folder / "straight")


def start(folder, command, environment=None):
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def killed_somewhere(subject, arguments, out, chance):
    """Runs lacuna with a kill to come: by the clock, or at an operation. Returns whether it met it."""
    environment = None
    by_clock = chance.random() < 0.5
    if not by_clock:
        kind = chance.choice(["kill", "tear"])
        n = chance.randint(1, subject.operations)
        environment = fault_environment(subject.folder / out, kind, n, subject.folder / "log")
    process = start(subject.folder, [PROGRAM, *arguments], environment)
    if by_clock:
        time.sleep(chance.uniform(0, subject.seconds))
        process.kill()
    return end_of(process, subject.name)


def end_of(process, name):
    """Waits for it. Returns whether it was killed; it may have been done before, and nothing else."""
    _, err = process.communicate()
    if process.returncode not in (0, -signal.SIGKILL):
        raise Failure(f"{name} ends with status {process.returncode}: {err.decode()}")
    return process.returncode != 0


class StudySubject(Subject):
    """A study by threads: what is in its journals has to stay."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.kept = {}

    def kill_once(self, out, chance):
        killed = self.kill_processes(out, chance)
        for task, line in journal_lines(self.folder / out):
            self.kept.setdefault(out, {})[task] = line
        return killed

    def kill_processes(self, out, chance):
        return super().kill_once(out, chance)

    def check(self, out):
        super().check(out)
        lines = journal_lines(self.folder / out)
        recorded = dict(lines)
        for task, line in self.kept.pop(out, {}).items():
            if recorded.get(task) != line:
                raise Failure(f"{self.name}: what was recorded is lost or was done again: {line.decode()}")
        twice = len(lines) - len(recorded)
        if twice > self.allowed_twice():
            raise Failure(f"{self.name}: {twice} tasks are recorded twice")

    def allowed_twice(self):
        return 0


class ShardedSubject(StudySubject):
    """The same by shards at the same time, each killed for itself, as tasks of an array on several nodes."""

    def shard(self, index, out):
        return [*self.command(out), "--threads", "1", "--shard", f"{index}/{SHARDS}"]

    def kill_processes(self, out, chance):
        processes = []
        for index in range(1, SHARDS + 1):
            environment = None
            if chance.random() < 0.5:
                n = chance.randint(1, self.operations // 2)
                kind = chance.choice(["kill", "tear"])
                environment = fault_environment(self.folder / out, kind, n, self.folder / "log")
            processes.append(start(self.folder, [PROGRAM, *self.shard(index, out)], environment))
        victim = chance.choice(processes)
        time.sleep(chance.uniform(0, self.seconds))
        victim.kill()
        return sum([end_of(process, self.name) for process in processes])

    def finish(self, out):
        for index in range(1, SHARDS + 1):
            require_done(lacuna(self.folder, *self.shard(index, out)), self.name)
        require_done(lacuna(self.folder, *self.command(out), "--collect"), self.name)

    # Two shards that need the same pilot at the same time both do it.
    def allowed_twice(self):
        return (SHARDS - 1) * 4


class RankSubject(StudySubject):
    """The same by MPI ranks, of which one dies: the others have to stop, soon and with an error."""

    def mpi(self, out):
        words = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-np", str(RANKS)]
        return [*words, PROGRAM, *self.command(out), "--threads", "1", "--mpi"]

    def kill_processes(self, out, chance):
        process = start(self.folder, self.mpi(out))
        time.sleep(chance.uniform(0.3, 1.0))
        ranks = children(process.pid)
        if not ranks:
            return int(end_of(process, self.name))
        kill(chance.choice(ranks))
        end = time.monotonic() + 60
        while any(is_alive(rank) for rank in ranks):
            if time.monotonic() > end:
                raise Failure(f"60 s after one of the ranks {ranks} was killed others are still at work")
            time.sleep(0.05)
        end_mpirun(process)
        return int(process.returncode != 0)


def children(parent):
    listed = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def end_mpirun(process):
    """Open MPI 4.1's sometimes waits for itself when it has ended all ranks (a mutex in PMIx_server_finalize)."""
    try:
        process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def is_alive(process):
    """Whether it does anything still; nobody may have asked how it ended."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def disturb(subject, out, kills, chance):
    """One directory: up to four kills, then to the end. Returns how many met it."""
    met = 0
    for _ in range(min(kills, 4)):
        met += subject.kill_once(out, chance)
    subject.finish(out)
    subject.check(out)
    remove(subject.folder / out)
    return met


def subjects(folder):
    yield Subject(place(folder / "run"), "run", "run", "run.yaml", "--resume")
    yield Subject(place(folder / "pilot"), "run with a pilot", "run", "pilot.yaml", "--resume")
    yield StudySubject(place(folder / "threads"), "study by threads", "study", "study.yaml", "--threads", "2")
    yield ShardedSubject(place(folder / "shards"), "study by shards", "study", "study.yaml")
    if shutil.which("mpirun"):
        yield RankSubject(place(folder / "ranks"), "study by ranks", "study", "study.yaml")


def campaign(folder, kills, seed):
    chance = random.Random(seed)
    tested = list(subjects(folder))
    for subject in tested:
        wanted = -(-kills // len(tested))
        met = rounds = 0
        while met < wanted:
            if rounds > 10 * wanted:
                raise Failure(f"{subject.name}: {met} kills in {rounds} rounds")
            met += disturb(subject, f"disturbed{rounds}", wanted - met, chance)
            rounds += 1
        print(f"{subject.name}: killed {met} times in {rounds} directories, results as undisturbed", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    return status_of("kills", lambda folder: campaign(folder, arguments.kills, arguments.seed))


if __name__ == "__main__":
    sys.exit(main())
