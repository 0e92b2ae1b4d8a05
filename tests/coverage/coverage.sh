#!/bin/sh
# coverage.sh: builds the tests of the physics parts with g++'s counters, runs all but those of suites "all" and "long",
# and prints which lines of each file they do not run. Fails where a test does, or where a part has less than 95 %.
set -eu
cd "$(dirname "$0")/../.."
build=build/coverage
cmake --preset coverage
find "$build" -name '*.gcda' -delete # counts of an earlier run would be added to
cmake --build --preset coverage
ctest --preset coverage -j "$(nproc)"
gcovr --object-directory "$build" --filter '(lattice|kmc|nucleation|interface|cell|ensemble)/' --json "$build/lines.json"
gcovr --add-tracefile "$build/lines.json"
for part in lattice kmc nucleation interface cell ensemble; do
  echo "== $part"
  gcovr --add-tracefile "$build/lines.json" --filter "$part/" --txt /dev/null --print-summary --fail-under-line 95
done
