"""Prints the sources that what changed since a commit may affect: they or what they include, and so on, are changed.

    affected.py ROOT COMMIT     all sources where something else than a source has changed that the lints read
    affected.py --self-check    check that planted changes are followed
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("core", "lattice", "kmc", "nucleation", "interface", "cell", "ensemble", "io", "app", "python")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
# What decides how every source is read.
FOR_ALL = re.compile(r"(\.clang-tidy|CMakePresets\.json|.*CMakeLists\.txt|cmake/.*|tests/lint/.*)$")


def includes(root):
    """What each file of the program includes, by paths from the root."""
    files = [path for part in PARTS for path in root.glob(f"{part}/**/*.?pp")]
    return {str(path.relative_to(root)): INCLUDE.findall(path.read_text(encoding="utf-8")) for path in files}


def affected(root, changed):
    """The sources among them, sorted."""
    included = includes(root)
    found = set(included) if any(FOR_ALL.match(name) for name in changed) else set(changed) & set(included)
    grown = True
    while grown:
        more = {name for name, targets in included.items() if name not in found and found & set(targets)}
        found |= more
        grown = bool(more)
    return sorted(name for name in found if name.endswith(".cpp"))


def self_check():
    tree = {
        "core/a.hpp": "",
        "io/b.hpp": '#include "core/a.hpp"\n',
        "io/b.cpp": '#include "io/b.hpp"\n',
        "io/store/c.cpp": '#include <vector>\n  # include "core/a.hpp"\n',
        "app/d.cpp": "",
    }
    everything = ["app/d.cpp", "io/b.cpp", "io/store/c.cpp"]
    expected = {
        ("core/a.hpp",): ["io/b.cpp", "io/store/c.cpp"],
        ("io/b.hpp", "docs/page.md"): ["io/b.cpp"],
        ("app/d.cpp",): ["app/d.cpp"],
        ("io/CMakeLists.txt",): everything,
        (".clang-tidy",): everything,
        ("README.md",): [],
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in tree.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        found = {changed: affected(root, changed) for changed in expected}
    return [f"{changed}: {found[changed]}" for changed in expected if found[changed] != expected[changed]]


def main():
    if sys.argv[1:] == ["--self-check"]:
        problems = self_check()
        print("\n".join(problems))
        sys.exit(1 if problems else 0)
    root, commit = Path(sys.argv[1]), sys.argv[2]
    changes = subprocess.run(
        ["git", "-C", root, "diff", "--name-only", "--no-renames", commit], stdout=subprocess.PIPE, text=True, check=True
    )
    print("\n".join(affected(root, changes.stdout.splitlines())))


if __name__ == "__main__":
    main()
