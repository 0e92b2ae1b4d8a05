"""Includes run one way only: lattice, kmc <- nucleation <- interface <- cell <- ensemble <- io <- app, with
core below all of them, and within io the rooms input <- trajectory <- store <- results, with what
lies in io itself below them; and third-party libraries stay in the part that owns them.

    includes.py ROOT            check the tree
    includes.py --self-check    check that planted violations are found
"""

import re
import sys
import tempfile
from pathlib import Path

# What a part, or a room of one, may include besides itself.
BELOW = {"core": set()}
BELOW["lattice"] = {"core"}
BELOW["kmc"] = {"core"}
BELOW["nucleation"] = {"core", "lattice", "kmc"}
BELOW["interface"] = BELOW["nucleation"] | {"nucleation"}
BELOW["cell"] = BELOW["interface"] | {"interface"}
BELOW["ensemble"] = BELOW["cell"] | {"cell"}
BELOW["io"] = BELOW["ensemble"] | {"ensemble"}
BELOW["io/input"] = BELOW["io"] | {"io"}
BELOW["io/trajectory"] = BELOW["io/input"] | {"io/input"}
BELOW["io/store"] = BELOW["io/trajectory"] | {"io/trajectory"}
BELOW["io/results"] = BELOW["io/store"] | {"io/store"}
BELOW["app"] = BELOW["io/results"] | {"io/results"}
BELOW["python"] = BELOW["app"]
EVERYTHING = set(BELOW) | {"tests", "benchmarks"}

# Third-party headers and the only parts that may see them: the physics compiles without them, and
# only app touches signals and the terminal.
OWNERS = {
    r"yaml-cpp/": {"io"},
    r"nlohmann/": {"io", "app"},
    r"zlib\.h": {"core", "io"},
    r"png\.h": {"io"},
    r"hdf5": {"io"},
    r"mpi\.h|omp\.h": {"ensemble"},
    r"fmt/": {"nucleation", "interface", "cell", "ensemble", "io", "app"},
    r"cxxopts\.hpp": {"app"},
    r"pybind11/": {"python"},
    r"csignal|signal\.h|termios\.h": {"app"},
    r"(cvode|nvector|sundials|sunlinsol|sunmatrix|sunnonlinsol)/": {"cell"},
    r"fftw3\.h": {"interface"},
    r"Random123/": {"kmc"},
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
NOT_SOURCES = {"build", "docs", "examples", "cmake"}


def room_of(folders):
    """The part or room in which a file of these folders lies; "": none that we know."""
    room = "/".join(folders[:2])
    if room in BELOW:
        return room
    return folders[0] if folders and folders[0] in EVERYTHING else ""


def allowed_for(place):
    """Parts whose headers a file at `place` (relative to the root) may include; None: not ours."""
    room = room_of(place.parts[:-1])
    if room in BELOW:
        return BELOW[room] | {room}
    if room == "tests":
        tested = room_of(place.parts[1:-1])
        return BELOW[tested] | {tested, "tests"} if tested in BELOW else EVERYTHING
    return EVERYTHING if room else None


def problems_in(root, place):
    allowed = allowed_for(place)
    if allowed is None:
        yield f"{place}: {place.parts[0]}/ is not a part of the design: add it there and in {Path(__file__).name}"
        return
    for number, line in enumerate((root / place).read_text(encoding="utf-8").splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        here = f"{place}:{number}"
        target = match[1] or match[2]
        top = room_of(target.split("/")[:-1])
        if match[1] or top in BELOW:
            if not top:
                yield f'{here}: "{target}" starts with no part: write the path from the root of the tree'
            elif top not in allowed:
                yield f'{here}: {place.parent} includes "{target}", against the direction of includes'
            elif not (root / target).is_file():
                yield f'{here}: "{target}" does not exist'
            elif place.parts[0] in BELOW and top not in BELOW:
                yield f'{here}: the program includes "{target}"'
        elif place.parts[0] in BELOW:
            for header, owners in OWNERS.items():
                if re.match(header, target) and place.parts[0] not in owners:
                    yield f"{here}: <{target}> belongs to {' and '.join(sorted(owners))} only"


def sources(root):
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root)
        if path.suffix in (".hpp", ".cpp", ".h", ".cc") and len(place.parts) > 1:
            if place.parts[0] not in NOT_SOURCES and not place.parts[0].startswith("."):
                yield place


def check(root):
    """Every problem of the tree, and the number of files looked at."""
    places = list(sources(root))
    problems = [problem for place in places for problem in problems_in(root, place)]
    users = [p for p in places if p.parts[0] == "app" and "<cxxopts.hpp>" in (root / p).read_text(encoding="utf-8")]
    if len(users) > 1:
        problems.append(f"{users[1]}: <cxxopts.hpp> is in {users[0]} already: one source file compiles it")
    return problems, len(places)


def self_check():
    """Plant violations, one tree each, and see them found; and a good tree passed."""
    good = {
        "core/error.hpp": "#include <string>\n",
        "lattice/slab.hpp": '#include "core/error.hpp"\n',
        "kmc/clock.hpp": "#include <Random123/philox.h>\n",
        "interface/run.hpp": '#include "kmc/clock.hpp"\n#include "lattice/slab.hpp"\n',
        "io/table.cpp": '#include <yaml-cpp/yaml.h>\n#include "interface/run.hpp"\n',
        "app/main.cpp": '#include <csignal>\n#include <cxxopts.hpp>\n#include "io/table.hpp"\n',
        "io/table.hpp": "",
        "io/store/journal.hpp": '#include "io/table.hpp"\n#include "io/input/keys.hpp"\n',
        "io/input/keys.hpp": "",
        "tests/lattice/slab.cpp": '#include "lattice/slab.hpp"\n#include <doctest/doctest.h>\n',
    }
    bad = {
        "kmc knows no lattice": {"kmc/event.hpp": '#include "lattice/slab.hpp"\n'},
        "lattice knows no kmc, in angle brackets either": {"lattice/x.cpp": "#include <kmc/clock.hpp>\n"},
        "interface does not see io": {"interface/x.cpp": '  #  include "io/table.hpp"\n'},
        "a room of io does not see the ones above": {"io/input/x.cpp": '#include "io/store/journal.hpp"\n'},
        "nor does what lies below them": {"io/x.cpp": '#include "io/input/keys.hpp"\n'},
        "a test of a room sees no more than its room": {"tests/io/input/x.cpp": '#include "io/store/journal.hpp"\n'},
        "core sees nobody": {"core/x.hpp": '#include "lattice/slab.hpp"\n'},
        "a test sees no more than its part": {"tests/kmc/x.cpp": '#include "lattice/slab.hpp"\n'},
        "an unknown part is included": {"io/x.cpp": '#include "helpers/x.hpp"\n', "helpers/x.hpp": ""},
        "an unknown part exists": {"utils/x.hpp": ""},
        "a path from the file's own folder": {"lattice/x.cpp": '#include "slab.hpp"\n'},
        "a header that is not there": {"lattice/x.cpp": '#include "lattice/nowhere.hpp"\n'},
        "yaml outside io": {"interface/x.cpp": "#include <yaml-cpp/yaml.h>\n"},
        "signals outside app": {"io/x.cpp": "#include <csignal>\n"},
        "cxxopts in a second file": {"app/x.cpp": "#include <cxxopts.hpp>\n"},
    }
    failures = []
    for what, planted in {"nothing planted": {}, **bad}.items():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**good, **planted}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            found, _ = check(Path(folder))
        if bool(found) != bool(planted):
            failures.append(f"self-check: {what}: found {found or 'nothing'}")
    return failures


def main():
    if sys.argv[1:] == ["--self-check"]:
        problems = self_check()
    else:
        problems, files = check(Path(sys.argv[1]))
        if files < 5:
            problems.append(f"only {files} sources under {sys.argv[1]}: is that the root?")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
