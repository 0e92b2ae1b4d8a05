#!/usr/bin/python3
"""Does what docs/tutorial.md says, in order, in an empty folder, and compares what is printed with what is shown.

    run_tutorial.py TUTORIAL.md

LACUNA_PROGRAM names the program. In ```console blocks, lines after "$ " are commands, the others their output, "..." any text, also
of several lines. A block with a second word after its ```, as in ```yaml study.yaml, is written to the file of that
name. A command that fails shows its errors. Exit status: 0 all is as shown, 1 something is not.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile


def blocks(page):
    for kind, name, body in re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", page, re.S | re.M):
        yield kind, name, body


def commands(body):
    """(command, output as shown) of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def pattern(shown):
    lines = [re.escape(line).replace(r"\.\.\.", ".*") for line in shown.splitlines()]
    # A line of its own stands for any number of them, or none.
    return "".join("(?:.*\n)*?" if line == ".*" else line + " *\n" for line in lines)


def run(command, folder, environment):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    return done.stdout + (done.stderr if done.returncode != 0 else "")


def main():
    program = pathlib.Path(os.environ["LACUNA_PROGRAM"]).resolve()
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = 0
    with tempfile.TemporaryDirectory(prefix="lacuna-tutorial-") as folder:
        environment["XDG_CACHE_HOME"] = str(pathlib.Path(folder) / ".cache")
        for kind, name, body in blocks(pathlib.Path(sys.argv[1]).read_text()):
            if name:
                (pathlib.Path(folder) / name).write_text(body)
            if kind != "console":
                continue
            for command, shown in commands(body):
                printed = run(command, folder, environment)
                if not re.fullmatch(pattern(shown), printed):
                    print(f"$ {command}\nprints\n{printed}\nand is shown with\n{shown}")
                    return 1
                done += 1
    if done == 0:
        print(f"{sys.argv[1]} shows no command")
        return 1
    print(f"{done} commands print what is shown")
    return 0


sys.exit(main())
