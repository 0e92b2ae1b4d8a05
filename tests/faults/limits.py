#!/usr/bin/python3
"""Runs and studies where something is missing: memory, descriptors, room, the right to write, or the directory itself.

Each ends with status 1 (2 where nothing has begun) and a message with the words that matter, and goes on once there is
enough again. So does the second of two at one place, which has to wait for the first or for its end by a crash.

Exit status: 0 all went well, 1 not.
"""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from place import PROGRAM, Failure, lacuna, makes_reports, place, require_done, require_same, status_of

RUN = ["run", "run.yaml", "--quiet", "--resume", "--out"]
STUDY = ["study", "study.yaml", "--quiet", "--threads", "2", "--out"]
LONG = ["--set", "limits.events=2000000000"]
PATIENCE_S = 60


def limit(what, amount):
    return {"preexec_fn": lambda: resource.setrlimit(what, (amount, amount))}


def require_refused(what, ending, statuses, words):
    missing = [word for word in words if word not in ending.err]
    if ending.status not in statuses or not ending.err.startswith("lacuna: ") or missing:
        raise Failure(f"{what}: status {ending.status}, without {missing}: {ending.err}")
    print(f"{what}: {ending.err.strip()}")


def wait_for(path, process):
    end = time.monotonic() + PATIENCE_S
    while not path.exists():
        if process.poll() is not None or time.monotonic() > end:
            raise Failure(f"{path} does not come into being: {process.communicate()}")
        time.sleep(0.01)


def start(folder, *words):
    return subprocess.Popen(
        [PROGRAM, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ending_of(process):
    out, err = process.communicate(timeout=PATIENCE_S)
    return type("Ending", (), {"status": process.returncode, "out": out, "err": err})


def goes_on(folder, words, out):
    require_done(lacuna(folder, *words, out), words[0])
    require_same(folder / out, folder / ("straight-" + words[0]))


def too_little(folder):
    """Descriptors, memory, sizes of files."""
    descriptors = limit(resource.RLIMIT_NOFILE, 6)
    require_refused("6 descriptors", lacuna(folder, *RUN, "few", **descriptors), [1], ["Too many open files"])
    goes_on(folder, RUN, "few")
    require_refused("6 descriptors", lacuna(folder, *STUDY, "few-study", **descriptors), [1], ["Too many open files"])
    goes_on(folder, STUDY, "few-study")
    small = limit(resource.RLIMIT_FSIZE, 4096)
    words = ["File too large", "ulimit -f", "go on with", "--resume"]
    require_refused("files of 4 kB", lacuna(folder, *RUN, "small", **small), [1], words)
    goes_on(folder, RUN, "small")
    words = ["File too large", "ulimit -f", "the same command goes on"]
    require_refused("files of 4 kB", lacuna(folder, *STUDY, "small-study", **small), [1], words)
    goes_on(folder, STUDY, "small-study")
    large = [*RUN, "large", "--set", "metal.lateral_cells=[8000, 6000]"]
    memory = limit(resource.RLIMIT_AS, 600 << 20)
    require_refused("600 MB of memory", lacuna(folder, *large, **memory), [1], ["out of memory", "lacuna check"])


def no_right(folder):
    """Where this user may not write. Root may everywhere, so somebody else tries."""
    if os.geteuid() != 0:
        forbidden = {}
    else:
        forbidden = {"user": 65534, "group": 65534, "extra_groups": []}
    for parent in [folder, *folder.parents]:
        if parent.stat().st_uid == os.geteuid() and parent != pathlib.Path(tempfile.gettempdir()).resolve():
            parent.chmod(0o755)
    (folder / "closed").mkdir(mode=0o555)
    words = ["Permission denied", "--out"]
    require_refused("a read-only place", lacuna(folder, *RUN, "closed/run", **forbidden), [2], words)
    require_refused("a read-only directory", lacuna(folder, *RUN, "closed", **forbidden), [2], words)
    require_refused("a read-only place", lacuna(folder, *STUDY, "closed/study", **forbidden), [2], words)


def no_room(folder):
    """/dev/full is a disk that is full."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([PROGRAM, "schema", "case"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    ending = type("Ending", (), {"status": done.returncode, "err": done.stderr})
    require_refused("standard output on a full disk", ending, [1], ["could not print", "No space left", "print to where that can be written"])
    (folder / "full").mkdir()
    (folder / "full" / "series.csv").symlink_to("/dev/full")
    ending = lacuna(folder, "run", "run.yaml", "--quiet", "--out", "full")
    require_refused("results in the way", ending, [2], ["already has results"])


def vanished(folder):
    """A directory that is moved away while a run or a study is at work in it."""
    process = start(folder, *RUN, "gone", *LONG)
    wait_for(folder / "gone" / "checkpoint", process)
    (folder / "gone").rename(folder / "elsewhere")
    require_refused("a moved directory", ending_of(process), [1], ["moved or removed", "go on with"])
    if (folder / "gone").exists():
        raise Failure("a directory that was moved is made again")
    process = start(folder, *STUDY, "gone", "--set", "base.metal.lateral_cells=[30, 30]")
    wait_for(folder / "gone" / "journal.0", process)
    shutil.rmtree(folder / "gone")
    require_refused("a removed directory", ending_of(process), [1], ["the same command goes on"])


def two_at_once(folder):
    """The second is refused, also when the first cannot say so any more than by its lock."""
    for words, long in ((RUN, LONG), (STUDY, ["--set", "base.metal.lateral_cells=[90, 80]"])):
        out = "shared-" + words[0]
        process = start(folder, *words, out, *long)
        wait_for(folder / out / ("series.csv" if words is RUN else "journal.0"), process)
        require_refused("two at one place", lacuna(folder, *words, out, *long), [2], ["at work in", "--out"])
        if words is STUDY:
            collect = [*STUDY[:3], "--collect", "--out", out, *long]
            require_refused("a collection meanwhile", lacuna(folder, *collect), [2], ["at work in"])
            if makes_reports(folder / "straight-study"):
                require_done(lacuna(folder, "report", out, "--quiet"), "a report meanwhile")
        process.send_signal(signal.SIGKILL)
        process.communicate()
        process = start(folder, *words, out, *long)  # refused no more: it goes on until it is stopped
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        ending = ending_of(process)
        if ending.status not in (0, 3, -signal.SIGTERM):
            raise Failure(f"the lock of a run that was killed is still there: {ending.err}")


def reports_at_once(folder):
    """Reports of one directory wait for each other, and each leaves a whole page."""
    if not makes_reports(folder / "straight-run"):
        return
    wanted = None
    for _ in range(3):
        reports = [start(folder, "report", "straight-run", "--quiet") for _ in range(4)]
        for report in reports:
            require_done(ending_of(report), "one of four reports")
        page = (folder / "straight-run" / "report.html").read_bytes()
        if page != (wanted or page) or (folder / "straight-run" / "report.html.new").exists():
            raise Failure("reports that were made at the same time spoil each other")
        wanted = page


def campaign(scratch):
    folder = place(scratch / "place")
    require_done(lacuna(folder, *RUN, "straight-run"), "run")
    require_done(lacuna(folder, *STUDY, "straight-study"), "study")
    for test in (too_little, no_right, no_room, vanished, two_at_once, reports_at_once):
        test(folder)


def main():
    return status_of("limits", campaign)


if __name__ == "__main__":
    sys.exit(main())
