#!/bin/bash
# package.sh BUILD [--bare]: the Debian packages of a build run an example with what they declare to depend on.
#
# Unpacked here, its libraries being those of declared dependencies; with --bare installed by apt into a bare Debian 12,
# made with debootstrap from the mirror that this machine uses. Status 77: no such tree can be made here.
set -euo pipefail
build=$1 bare=${2:-}
tree=$(mktemp -d)
trap 'umount "$tree/root/proc" 2> /dev/null || true; rm -rf "$tree"' EXIT
fail() {
  echo "package.sh: $1" >&2
  exit 1
}
if [[ -n $bare ]] && { (($(id -u) != 0)) || ! command -v debootstrap > /dev/null; }; then
  echo "skipped: a bare Debian needs root and debootstrap"
  exit 77
fi

(cd "$build" && cpack -G DEB -B "$tree") > "$tree/log" 2>&1 || fail "$(cat "$tree/log")"
package=$(echo "$tree"/lacuna_*.deb)
[[ -f $package ]] || fail "cpack made no package: $(cat "$tree/log")"
python_package=$(echo "$tree"/python3-lacuna_*.deb)
[[ -f $python_package ]] || python_package=""  # where the module is not built
root=$tree/root
mkdir "$root"

if [[ -n $bare ]]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -1)
  debootstrap --variant=minbase bookworm "$root" "$mirror" > "$tree/log" 2>&1 || fail "$(tail -5 "$tree/log")"
  mkdir "$root/packages"
  cp "$package" ${python_package:+"$python_package"} "$root/packages"
  chroot "$root" sh -c 'apt-get -q update && apt-get -q -y --no-install-recommends install /packages/*.deb' \
    > "$tree/log" 2>&1 || fail "$(tail -20 "$tree/log")"
  mount -t proc proc "$root/proc"  # where a program learns where it lies
  start=(chroot "$root") program=lacuna doc=/usr/share/doc/lacuna out=/out
  python=(chroot "$root" python3)
else
  # unpack PACKAGE FILE: whose libraries, those of FILE in it, are all declared
  unpack() {
    local declared library owner
    dpkg-deb -x "$1" "$root"
    declared=$(dpkg-deb -f "$1" Depends | tr ',' '\n' | sed 's/^ *//; s/[ :].*//')
    for library in $(objdump -p "$root/"$2 | sed -n 's/^ *NEEDED *//p'); do
      owner=$(dpkg -S "*/$library" | sed 's/:.*//' | sort -u)
      grep -qxF "$owner" <<< "$declared" || fail "$library is of $owner, which is not among the dependencies: $declared"
    done
  }
  unpack "$package" usr/bin/lacuna
  if [[ -n $python_package ]]; then unpack "$python_package" 'usr/lib/python3/dist-packages/lacuna/_core*.so'; fi
  python=(env PYTHONPATH="$root/usr/lib/python3/dist-packages" /usr/bin/python3)
  start=(env) program=$root/usr/bin/lacuna doc=$root/usr/share/doc/lacuna out=$tree/out
fi

"${start[@]}" "$program" run "$doc/examples/lowack2026/small.yaml" --out "$out" > "$tree/log" 2>&1 || fail "$(cat "$tree/log")"
grep -q "ended: onset was detected" "$tree/log" || fail "the example says: $(cat "$tree/log")"
if [[ -f $build/report/run.html ]]; then
  "${start[@]}" "$program" report "$out" --quiet || fail "the installed program finds no page of the report"
fi
if [[ -n $python_package ]]; then
  "${python[@]}" -c "import lacuna, sys
run = lacuna.read_run(sys.argv[1])
simulation = lacuna.Simulation(run.directory / 'input.yaml')
assert simulation.step(1000) and run.summary['onset'] and len(run.series) > 1" "$out" || fail "python3-lacuna does not work"
fi
echo "$(basename "$package"), $(du -k "$package" | cut -f 1) kB: $(grep ended "$tree/log")"
