#!/bin/sh
# clang-tidy over every source of the program, with the flags of preset `clang`; where LACUNA_BASE names a commit, over
# those that the changes since may affect.
#
# Most of its time goes into what a source includes. Of the whole program, then, each source is read alone for what it
# includes, and the sources of a folder as one for everything else: a third of the time.
set -eu
cd "$(dirname "$0")/../.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0

# tidy BUILD PATTERN CHECKS: CHECKS are added to those of .clang-tidy.
tidy() {
  /usr/bin/run-clang-tidy-14 -quiet -p "$1" -j "$(nproc)" -checks="$3" "$2" >"$log" 2>&1 || status=$?
  grep -v -E 'warnings? generated|^Suppressed|^Use -|^clang-tidy-14|^$' "$log" || true
}

configure() {
  cmake --preset clang "$@" >/dev/null
}

configure
cmake --build --preset clang --target lacuna-version >/dev/null
parts="(core|lattice|kmc|nucleation|interface|cell|ensemble|io|app|python/core)/"
if [ -n "${LACUNA_BASE-}" ]; then
  affected=$(/usr/bin/python3 tests/lint/affected.py . "$LACUNA_BASE")
  if [ -z "$affected" ]; then exit 0; fi
  tidy build/clang "^$PWD/($(echo "$affected" | paste -s -d '|'))\$" ""
else
  includes="bugprone-suspicious-include,readability-duplicate-include,modernize-deprecated-headers"
  tidy build/clang "^$PWD/$parts" "-*,$includes"
  configure -B build/clang-unity -DLACUNA_UNITY=ON
  cmake --build build/clang-unity --target lacuna-version >/dev/null
  tidy build/clang-unity "^$PWD/(build/clang-unity/)?$parts" "-bugprone-suspicious-include"
fi
exit "$status"
