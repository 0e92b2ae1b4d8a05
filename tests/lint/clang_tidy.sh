#!/bin/sh
# clang-tidy over every source of the program, with the flags of preset `clang`; where LACUNA_BASE names a commit, over
# those that the changes since may affect.
set -eu
cd "$(dirname "$0")/../.."
cmake --preset clang >/dev/null
cmake --build --preset clang --target lacuna-version >/dev/null
sources="(core|lattice|kmc|nucleation|interface|cell|ensemble|io|app)/"
if [ -n "${LACUNA_BASE-}" ]; then
  affected=$(/usr/bin/python3 tests/lint/affected.py . "$LACUNA_BASE")
  if [ -z "$affected" ]; then exit 0; fi
  sources="($(echo "$affected" | paste -s -d '|'))\$"
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
/usr/bin/run-clang-tidy-14 -quiet -p build/clang -j "$(nproc)" "^$PWD/$sources" >"$log" 2>&1 || status=$?
grep -v -E 'warnings? generated|^Suppressed|^Use -|^clang-tidy-14|^$' "$log" || true
exit "$status"
