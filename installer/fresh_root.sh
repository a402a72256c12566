#!/usr/bin/env bash
# Installs the Debian package into a root made anew, runs the frozen demo there, removes the package and looks what
# is left. Needs root and debootstrap. Usage: installer/fresh_root.sh [PACKAGE] [SUITE]
set -euo pipefail
cd "$(dirname "$0")/.."

PACKAGE=${1:-$(ls -t dist/clinic-terminal_*.deb | head -n 1)}
SUITE=${2:-bookworm}
ROOT=$(mktemp -d)
HOME_THERE=/tmp/reception
trap 'umount -q "$ROOT/proc" || true; rm -rf "$ROOT"' EXIT

say() { printf '· %s\n' "$*"; }
inside() { chroot "$ROOT" env -i HOME="$HOME_THERE" PATH="$PATH" LANG=C.UTF-8 "$@"; }

say "making a root of Debian $SUITE"
debootstrap --variant=minbase "$SUITE" "$ROOT" >"$ROOT.log" 2>&1 || { tail -n 5 "$ROOT.log"; exit 1; }
mount -t proc proc "$ROOT/proc" 2>/dev/null || say "no /proc in the root here; going on without it"
# As many computers reach the archives: the outside's own settings.
cp /etc/resolv.conf "$ROOT/etc/" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true

say "installing $(basename "$PACKAGE") with what it depends on"
cp "$PACKAGE" "$ROOT/tmp/package.deb"
inside apt-get update -qq
inside DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/package.deb >"$ROOT.log" 2>&1 ||
  { tail -n 20 "$ROOT.log"; exit 1; }

say "asking for every library, those of windows and camera as well"
lost=$(inside sh -c 'find /opt/clinic-terminal/_internal -name "*.so*" -type f |
  LD_LIBRARY_PATH=/opt/clinic-terminal/_internal xargs -n 20 ldd 2>/dev/null | grep "not found" | sort -u' || true)
[ -z "$lost" ] || { say "what the package depends on is not enough:"; printf '%s\n' "$lost"; exit 1; }

say "running the frozen demo"
mkdir -p "$ROOT$HOME_THERE"
inside clinic-terminal --version
inside QT_QPA_PLATFORM=offscreen clinic-terminal demo --fast --out /tmp/demo | tail -n 1

say "removing the package; the clinic's data must stay"
inside sh -c 'mkdir -p ~/.local/share/clinic-terminal && echo kept >~/.local/share/clinic-terminal/clinic.db'
inside DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq clinic-terminal >"$ROOT.log" 2>&1
[ ! -e "$ROOT/opt/clinic-terminal" ] || { say "the program was not removed"; exit 1; }
[ "$(cat "$ROOT$HOME_THERE/.local/share/clinic-terminal/clinic.db")" = kept ] || { say "the data were lost"; exit 1; }
rm -f "$ROOT.log"
say "done: installed, ran, removed, data kept"
