#!/usr/bin/env bash
# mutations.sh CMAKE SOURCE BUILD COMPILER: builds lacuna-validate with the faults of core/mutation.hpp in a
# directory of its own, and has each of them noticed.
set -euo pipefail
cmake=$1 source=$2 build=$3 compiler=$4
"$cmake" -S "$source" -B "$build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" -DLACUNA_MUTATIONS=ON -DLACUNA_UNITY=ON -DLACUNA_BENCHMARKS=OFF \
  -DLACUNA_REPORT=OFF
"$cmake" --build "$build" --target lacuna-validate
"$build/tests/lacuna-validate" --short --mutations
