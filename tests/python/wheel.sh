#!/bin/bash
# wheel.sh SOURCE BUILD PYTHON: the wheel of the package, installed where nothing else of it is, goes through a run.
set -euo pipefail
source=$1 build=$2 python=$3
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
fail() {
  echo "wheel.sh: $1" >&2
  exit 1
}
export PIP_NO_INDEX=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
before=$(find "$source/python" | sort)
LACUNA_BUILD=$build "$python" -m pip wheel --no-build-isolation --no-deps -w "$tree" "$source/python" \
  > "$tree/log" 2>&1 || fail "$(tail -20 "$tree/log")"
[[ $(find "$source/python" | sort) == "$before" ]] || fail "files were left beside the sources"
wheel=$(echo "$tree"/lacuna-*.whl)
[[ -f $wheel ]] || fail "pip made no wheel: $(tail -20 "$tree/log")"
"$python" -m pip install --no-deps --target "$tree/site" "$wheel" > "$tree/log" 2>&1 || fail "$(tail -20 "$tree/log")"
cd "$tree"
PYTHONPATH=$tree/site "$python" - <<'PYTHON' || fail "the package of the wheel does not run"
import pathlib

import lacuna

assert pathlib.Path(lacuna.__file__).parts[-3:-1] == ("site", "lacuna"), lacuna.__file__
case = {
    "temperature_K": "25 °C",
    "metal": {"preset": "Na", "lateral_cells": [6, 5], "layers": 5, "bonds_eV": {"nn1": 0, "nn2": 0}, "vacancy_entropy_k": 0},
    "current": {"constant": {"j_mA_cm2": "2e10 A/m2", "monolayers": 1}},
    "onset": {"primary": "coverage"},
}
assert lacuna.explicit(case)["temperature_K"] == 298.15
simulation = lacuna.Simulation(case, seed=7)
simulation.run()
assert simulation.summary["final"]["charge_monolayers"] > 0
PYTHON
echo "$(basename "$wheel"), $(du -k "$wheel" | cut -f 1) kB"
