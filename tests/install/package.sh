#!/bin/bash
# package.sh BUILD [--bare]: the Debian package of a build runs an example with what it declares to depend on.
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
root=$tree/root
mkdir "$root"

if [[ -n $bare ]]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -1)
  debootstrap --variant=minbase bookworm "$root" "$mirror" > "$tree/log" 2>&1 || fail "$(tail -5 "$tree/log")"
  cp "$package" "$root/lacuna.deb"
  chroot "$root" sh -c 'apt-get -q update && apt-get -q -y --no-install-recommends install /lacuna.deb' \
    > "$tree/log" 2>&1 || fail "$(tail -20 "$tree/log")"
  mount -t proc proc "$root/proc"  # where a program learns where it lies
  start=(chroot "$root") program=lacuna doc=/usr/share/doc/lacuna out=/out
else
  dpkg-deb -x "$package" "$root"
  declared=$(dpkg-deb -f "$package" Depends | tr ',' '\n' | sed 's/^ *//; s/[ :].*//')
  for library in $(objdump -p "$root/usr/bin/lacuna" | sed -n 's/^ *NEEDED *//p'); do
    owner=$(dpkg -S "*/$library" | sed 's/:.*//' | sort -u)
    grep -qxF "$owner" <<< "$declared" || fail "$library is of $owner, which is not among the dependencies: $declared"
  done
  start=(env) program=$root/usr/bin/lacuna doc=$root/usr/share/doc/lacuna out=$tree/out
fi

"${start[@]}" "$program" run "$doc/examples/lowack2026/small.yaml" --out "$out" > "$tree/log" 2>&1 || fail "$(cat "$tree/log")"
grep -q "ended: onset was detected" "$tree/log" || fail "the example says: $(cat "$tree/log")"
if [[ -f $build/report/run.html ]]; then
  "${start[@]}" "$program" report "$out" --quiet || fail "the installed program finds no page of the report"
fi
echo "$(basename "$package"), $(du -k "$package" | cut -f 1) kB: $(grep ended "$tree/log")"
