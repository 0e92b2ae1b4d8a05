#!/bin/sh
# threads.sh PROGRAM EXAMPLES
# A study in four threads, and the trials of its state points, with a program of the thread sanitizer.
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$1" study "$2/lowack2026/demo.yaml" --threads 4 --quiet --out "$out/study" --set 'temperatures_K=[250, 350]' \
  --set replicas=2 --set 'base.metal.lateral_nm=[3, 3]' --set base.metal.layers=4 \
  --set cell.sampling='{largest: 24, moves: 400000}' --cache "$out/voids"
"$1" check "$2/lowack2026/demo.yaml" --events 1e6
