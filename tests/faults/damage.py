#!/usr/bin/python3
"""Flips bits of what runs and studies have stored, and cuts it short, at random places.

Whatever is damaged is refused with a message that names the file, or what is lost is done again: no command may end with
status 0 and other files than those of an undisturbed run.

damage.py [--times N] [--seed N]      N times for each file. Exit status: 0 all went well, 1 not.
"""

import argparse
import random
import shutil
import sys

from place import (
    Failure,
    fault_environment,
    journal_lines,
    lacuna,
    place,
    remove,
    require_done,
    require_same,
    status_of,
)

RESUME = ["run", "run.yaml", "--quiet", "--resume"]
STUDY = ["study", "study.yaml", "--quiet", "--threads", "1"]


def flipped(data, chance):
    where = chance.randrange(len(data))
    return data[:where] + bytes([data[where] ^ 1 << chance.randrange(8)]) + data[where + 1 :]


def shortened(data, chance):
    return data[: chance.randrange(len(data))]


def damages(path, times, chance):
    """Puts damaged content in the file, one after the other, and in the end what was there."""
    whole = path.read_bytes()
    for n in range(times if whole else 0):
        damage = flipped if n % 2 == 0 else shortened
        path.write_bytes(damage(whole, chance))
        yield f"{path.name} {damage.__name__}"
    path.write_bytes(whole)


def interrupted_run(folder):
    """A run that was killed late, at a moment that is always the same."""
    out = folder / "killed"
    log = folder / "log"
    environment = fault_environment(out, "kill", 0, log)
    require_done(lacuna(folder, *RESUME, "--out", "killed", environment=environment), "run")
    operations = int(log.read_text(encoding="utf-8").split()[-1])
    remove(out)
    environment = fault_environment(out, "kill", operations * 3 // 4, log)
    lacuna(folder, *RESUME, "--out", "killed", environment=environment)
    if not (out / "checkpoint").exists():
        raise Failure("the run was killed before its first checkpoint")
    return out


def damage_interrupted(folder, times, chance):
    require_done(lacuna(folder, *RESUME, "--out", "straight"), "run")
    killed = interrupted_run(folder)
    refused = mended = 0
    for name in sorted(path.name for path in killed.iterdir()):
        shutil.copytree(killed, folder / "template")
        for what in damages(folder / "template" / name, times, chance):
            shutil.copytree(folder / "template", folder / "damaged")
            ending = lacuna(folder, *RESUME, "--out", "damaged")
            if ending.status == 0:
                require_same_after(what, folder / "damaged", folder / "straight")
                mended += 1
            else:
                require_refusal(what, ending, folder / "damaged" / name)
                refused += 1
            remove(folder / "damaged")
        remove(folder / "template")
    print(f"interrupted run: {refused} damages refused, {mended} mended")


def require_same_after(what, directory, undisturbed):
    try:
        require_same(directory, undisturbed)
    except Failure as failure:
        raise Failure(f"{what} is used as if it were sound: {failure}") from failure


def require_refusal(what, ending, path):
    if ending.status not in (1, 2) or not ending.err.startswith("lacuna: ") or path.parent.name not in ending.err:
        raise Failure(f"{what}: ends with status {ending.status} and {ending.err}")


def damage_finished(folder, times, chance):
    """What a finished run has left, as a report and an export see it."""
    straight = folder / "straight"
    commands = {
        "report": ["report", "damaged", "--quiet"],
        "export": ["export", "damaged", "--out", "frames.xyz"],
    }
    wanted = {}
    for name, command in commands.items():
        wanted[name] = outcome(folder, straight, command)
    refused = 0
    for path in sorted(straight.iterdir()):
        if path.name.startswith("timing."):
            continue
        template = folder / "template"
        shutil.copytree(straight, template)
        for what in damages(template / path.name, times, chance):
            for name, command in commands.items():
                found = outcome(folder, template, command)
                if found[0] == 0 and found != wanted[name]:
                    raise Failure(f"{what}: {name} uses it as if it were sound")
                refused += found[0] != 0
        remove(template)
    print(f"finished run: damages refused {refused} times, others are not looked at")


def outcome(folder, directory, command):
    """Status, and what the command makes of a copy of the directory."""
    remove(folder / "damaged")
    shutil.copytree(directory, folder / "damaged")
    (folder / "frames.xyz").unlink(missing_ok=True)
    ending = lacuna(folder, *command)
    if ending.status == 0:
        made = [folder / "damaged" / "report.html", folder / "frames.xyz"]
        return 0, [path.read_bytes() for path in made if path.exists()]
    if not ending.err.startswith("lacuna: "):
        raise Failure(f"{command[0]} ends with status {ending.status} and {ending.err}")
    return ending.status, []


def damage_study(folder, times, chance):
    require_done(lacuna(folder, *STUDY, "--out", "straight"), "study")
    straight = folder / "straight"
    tasks = len(journal_lines(straight))
    refused = mended = 0
    for path in chosen_files(straight, chance):
        template = folder / "template"
        shutil.copytree(straight, template)
        for what in damages(template / path.relative_to(straight), times, chance):
            shutil.copytree(template, folder / "damaged")
            ending = lacuna(folder, *STUDY, "--out", "damaged")
            if ending.status == 0:
                require_same_after(what, folder / "damaged", straight)
                if len({task for task, _ in journal_lines(folder / "damaged")}) != tasks:
                    raise Failure(f"{what}: the journal does not record every task")
                mended += 1
            else:
                require_refusal(what, ending, folder / "damaged" / path.name)
                refused += 1
            remove(folder / "damaged")
        remove(template)
    print(f"study: {refused} damages refused, {mended} mended by doing again what was lost")


def chosen_files(study, chance):
    """All files of the study itself, and those of one of its runs."""
    yield from sorted(path for path in study.iterdir() if path.is_file())
    run = chance.choice(sorted((study / "runs").iterdir()))
    yield from sorted(path for path in run.iterdir() if not path.name.startswith("timing."))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)

    def campaign(folder):
        run = place(folder / "run")
        damage_interrupted(run, arguments.times, chance)
        damage_finished(run, arguments.times, chance)
        damage_study(place(folder / "study"), arguments.times, chance)

    return status_of("damage", campaign)


if __name__ == "__main__":
    sys.exit(main())
