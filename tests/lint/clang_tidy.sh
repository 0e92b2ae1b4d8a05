#!/bin/sh
# clang-tidy over every source of the program, with the flags of preset `clang`.
set -eu
cd "$(dirname "$0")/../.."
cmake --preset clang >/dev/null
cmake --build --preset clang --target lacuna-version >/dev/null
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
/usr/bin/run-clang-tidy-14 -quiet -p build/clang -j "$(nproc)" \
  "^$PWD/(core|lattice|kmc|nucleation|interface|ensemble|io|app)/" >"$log" 2>&1 || status=$?
grep -v -E 'warnings? generated|^Suppressed|^Use -|^clang-tidy-14|^$' "$log" || true
exit "$status"
