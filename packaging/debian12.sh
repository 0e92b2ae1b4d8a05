#!/bin/bash
# debian12.sh build SOURCE PACKAGES    in a Debian 12 with nothing in it: build SOURCE, put lacuna and python3-lacuna into PACKAGES
# debian12.sh install PACKAGES         in another one: install them, with what they depend on and nothing else
#
# The steps of Dockerfile and lacuna.def; as root, with a network.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

add() {
  apt-get -q update
  apt-get -q -y --no-install-recommends install "$@"
}

case ${1-} in
  build)
    source=$2 packages=$3
    add ca-certificates dpkg-dev file python3 python3-dev pybind11-dev
    cd "$source"
    git config --global --add safe.directory "$source" 2> /dev/null || true  # before bootstrap there may be no git
    ./bootstrap
    cmake --build --preset release --target lacuna_python
    (cd build/release && cpack -G DEB -B "$packages")
    ;;
  install)
    add "$2"/*.deb
    rm -rf /var/lib/apt/lists/*
    lacuna --version
    python3 -c 'import lacuna; lacuna.explicit({"metal": {"preset": "Na"}, "current": {"ramp": {"auto": "charge"}}})'
    ;;
  *)
    sed -n 's/^# \?//p' "$0" | sed 1d >&2
    exit 2
    ;;
esac
