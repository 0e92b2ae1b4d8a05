"""Every public header compiles when it is the first and only include.

The header of a source is the first that it includes, and clang-tidy reads each source alone: what is left to try here
are headers without a source of their own.

    headers_alone.py ROOT COMPILER            check the tree
    headers_alone.py --self-check COMPILER    check that a header in need of another is found
"""

import concurrent.futures
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("core", "lattice", "kmc", "nucleation", "interface", "cell", "ensemble", "io", "app")


def compile_alone(root, header, compiler):
    """The compiler's complaint, or nothing."""
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I", str(root), "-x", "c++", "-"]
    # Twice: a header without a guard is no better than one without its includes.
    text = f'#include "{header}"\n' * 2
    run = subprocess.run(command, input=text, capture_output=True, text=True)
    return f"{header} does not compile alone:\n{run.stderr}" if run.returncode != 0 else ""


def is_first_in_its_source(root, header):
    source = (root / header).with_suffix(".cpp")
    if not source.exists():
        return False
    includes = [line for line in source.read_text(encoding="utf-8").splitlines() if line.startswith("#include")]
    return includes[:1] == [f'#include "{header}"']


def check(root, compiler):
    headers = [path.relative_to(root) for part in PARTS for path in sorted(root.glob(f"{part}/**/*.hpp"))]
    unguarded = [header for header in headers if "#pragma once" not in (root / header).read_text(encoding="utf-8")]
    alone = [header for header in headers if not is_first_in_its_source(root, header)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda header: compile_alone(root, header, compiler), alone)
        problems = [problem for problem in found if problem]
    return problems + [f"{header} has no #pragma once" for header in unguarded if header not in alone], len(headers)


def self_check(compiler):
    good = "#pragma once\n#include <vector>\ninline std::vector<int> ones() { return {1}; }\n"
    bad = {
        "a missing include": "#pragma once\ninline std::vector<int> twos() { return {2}; }\n",
        "a missing guard": "struct Twice {};\n",
    }
    failures = []
    for what, text in {"a good header": "", **bad}.items():
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder, "core")
            part.mkdir()
            (part / "good.hpp").write_text(good, encoding="utf-8")
            if text:
                (part / "planted.hpp").write_text(text, encoding="utf-8")
            problems, _ = check(Path(folder), compiler)
        if len(problems) != (1 if text else 0):
            failures.append(f"self-check: {what}: found {problems or 'nothing'}")
    return failures


def main():
    where, compiler = sys.argv[1:]
    if where == "--self-check":
        problems = self_check(compiler)
    else:
        problems, headers = check(Path(where), compiler)
        if headers < 5:
            problems.append(f"only {headers} headers under {where}: is that the root?")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
