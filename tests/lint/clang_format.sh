#!/bin/sh
# Every source is laid out as .clang-format says. To do that: the same command with -i.
set -eu
cd "$(dirname "$0")/../.."
find core lattice kmc nucleation interface cell ensemble io app python tests benchmarks \( -name '*.cpp' -o -name '*.hpp' \) 2>/dev/null |
  xargs /usr/bin/clang-format-14 --dry-run --Werror
