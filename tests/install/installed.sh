#!/bin/bash
# installed.sh SOURCE BUILD COMPILER: what `cmake --install` puts into a prefix works from there.
set -euo pipefail
source=$1 build=$2 compiler=$3
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
fail() {
  echo "installed.sh: $1" >&2
  exit 1
}

cmake --install "$build" --prefix "$prefix" > "$prefix/log" || fail "$(cat "$prefix/log")"
"$prefix/bin/lacuna" --version > /dev/null

# The manual page: troff has nothing to say about it, and it names every command and option.
page=$prefix/share/man/man1/lacuna.1
said=$(groff -man -ww -Tutf8 -P-cbou "$page" 2>&1 > "$prefix/page")
[[ -z $said ]] || fail "the manual page: $said"
for command in $("$prefix/bin/lacuna" help | sed -n 's/^  lacuna \([a-z]*\) .*/\1/p'); do
  for word in "lacuna $command" $("$prefix/bin/lacuna" help "$command" | grep -o -- '--[a-z-]*' | sort -u); do
    grep -qF -- "$word" "$prefix/page" || fail "the manual page does not have '$word'"
  done
done

# Completion, as bash asks for it: the words of a line as bash takes them apart, the last one being typed.
source "$prefix/share/bash-completion/completions/lacuna"
completes() {
  local expected=$1
  shift
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  _lacuna || true  # compopt works while bash completes alone
  [[ "${COMPREPLY[*]}" == $expected ]] || fail "'${*}' is completed with '${COMPREPLY[*]}', not with '$expected'"
}
completes "study" lacuna stu
completes "--svg" lacuna report case.out --s
completes "extxyz lammpstrj h5md vtp" lacuna export case.out --format ""
completes "vtp" lacuna export --format = v
completes "markdown" lacuna schema case --format m
completes "case study" lacuna init ""
completes "metal.layers=" lacuna run case.yaml --set metal.lay
completes "base.metal.layers=" lacuna study study.yaml --set base.metal.lay
completes "symmetric" lacuna run case.yaml --set metal.hop.law = s
completes "voltage coverage cluster growth" lacuna study a.yaml --set base.onset.primary =
completes "" lacuna run case.yaml --seed ""
cd "$prefix"
touch case.yaml notes.txt
mkdir case.out
completes "case.yaml case.out" lacuna run ca
completes "case.out" lacuna report ca
completes "case.out" lacuna run case.yaml --out = case

# A program of one's own against the libraries.
cmake -S "$source/examples/embed" -B embed -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" > log 2>&1 &&
  cmake --build embed > log 2>&1 || fail "$(cat log)"
embed/embed | tee log
[[ $(cat log) == "coverage 0.100 after 0.52 monolayers" ]] || fail "examples/embed says '$(cat log)'"
