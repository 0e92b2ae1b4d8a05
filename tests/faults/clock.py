#!/usr/bin/python3
"""Lets all clocks jump by hours, to and fro, whenever a run or a study looks at one.

Every file but the wall clock has to be that of an undisturbed one.

clock.py        Exit status: 0 all went well, 1 not.
"""

import sys

from place import Failure, clock_environment, lacuna, place, require_done, require_same, status_of

COMMANDS = {
    "run": ["run", "run.yaml", "--set", "limits.events=4000000"],
    "study": ["study", "study.yaml", "--threads", "2"],
}


def campaign(folder):
    folder = place(folder / "clock")
    for name, words in COMMANDS.items():
        log = folder / "log"
        require_done(lacuna(folder, *words, "--out", f"{name}-straight"), name)
        require_done(lacuna(folder, *words, "--out", name, environment=clock_environment(log)), name)
        require_same(folder / name, folder / f"{name}-straight")
        looks = int(log.read_text(encoding="utf-8").split()[-1])
        if looks < 50:
            raise Failure(f"{name} looked at a clock only {looks} times: does the library come between them?")
        print(f"{name}: {looks} jumps, results as undisturbed", flush=True)


if __name__ == "__main__":
    sys.exit(status_of("clock", campaign))
