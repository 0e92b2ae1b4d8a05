#!/bin/sh
# fuzz.sh PROGRAM CORPUS ARGUMENT...
# Runs a fuzz target over its corpus and on inputs made from that. What is new is thrown away but for finds, which go
# where -artifact_prefix says; minimised (-minimize_crash=1) and mended, a find belongs into the corpus.
set -eu
program=$1
corpus=$2
shift 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$program" -max_len=4096 -timeout=20 -malloc_limit_mb=256 -print_final_stats=1 "$@" "$scratch" "$corpus"
