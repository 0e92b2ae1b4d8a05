#!/bin/sh
# cppcheck over every source of the program.
# Syntax and conversions are left to the compilers (cppcheck 2.10 does not know all of C++20 and takes a
# pointer plus an offset for an integer), passing by value to clang-tidy.
set -eu
cd "$(dirname "$0")/../.."
folders=""
for part in core lattice kmc nucleation interface cell ensemble io app python; do
  if [ -d "$part" ]; then folders="$folders $part"; fi
done
# shellcheck disable=SC2086  # the folders are words
/usr/bin/cppcheck --quiet --std=c++20 --language=c++ -I . -j "$(nproc)" \
  --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
  --suppress=syntaxError --suppress=passedByValue --suppress=CastIntegerToAddressAtReturn $folders
