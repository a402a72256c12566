#!/usr/bin/env bash
# Makes .venv with everything the program needs. Safe to run at any time: what is done already is not done again.
set -eu
cd "$(dirname "$0")/.."

VENV=.venv
# What Qt's libraries ask Debian for, sound for the scanner's beep, USB for slip printers, a display for machines
# without one, and two PDF tools of others that the tests show sealed bills to.
DEBIAN_PACKAGES="libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-xinerama0 libxcb-shape0
  libxkbcommon-x11-0 libxcb-cursor0 libegl1 libgl1 libglib2.0-0 libgssapi-krb5-2 libdbus-1-3 libfontconfig1
  libpulse0 xvfb xauth libusb-1.0-0 qpdf poppler-utils"

say() { printf '· %s\n' "$*"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

find_python() {
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s' "$name"
      return
    fi
  done
  stop "Python 3.11 or newer is needed and was not found. On Debian 12: apt-get install python3.11 python3.11-venv"
}

# Prints those of the named packages that are not installed; newer Debian adds t64 to some names.
missing_packages() {
  present=" $(dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' 'lib*' 'x*' 'python3*' qpdf poppler-utils 2>/dev/null |
    sed -n 's/^ii //p' | sed 's/t64$//' | tr '\n' ' ') "
  for package in "$@"; do
    case "$present" in *" $package "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

install_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing system libraries: $*"
    apt-get update -qq || stop "The list of system packages could not be fetched: see the lines above."
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
      stop "The system libraries could not be installed: see the lines above."
  else
    stop "Some system libraries are missing. Install them with

    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*

and run make again."
  fi
}

system_libraries() {
  if ! command -v dpkg-query >/dev/null; then
    [ -d "$VENV" ] || say "this is not Debian: Qt's system libraries are taken to be there (see README)"
    return 0
  fi
  # Debian keeps apart from Python what makes virtual environments.
  venv_package=$("$1" -c 'import importlib.util, sys
if not importlib.util.find_spec("ensurepip"): print(f"python3.{sys.version_info[1]}-venv")')
  missing=$(missing_packages $DEBIAN_PACKAGES $venv_package)
  [ -z "$missing" ] || install_packages $missing
}

# done_already NAME FILE...: says whether the step was done for exactly these files.
stamp_of() { cksum "$@"; }
done_already() { [ "$(cat "$VENV/.done-$1" 2>/dev/null)" = "$(shift && stamp_of "$@")" ]; }
note_done() { stamp_of "${@:2}" >"$VENV/.done-$1"; }
pip() { "$VENV/bin/python" -m pip install -qq --disable-pip-version-check "$@"; }

requirements() {
  done_already requirements requirements/dev.txt && return 0
  say "installing what requirements/dev.txt pins (some minutes the first time)"
  pip --require-hashes -r requirements/dev.txt
  note_done requirements requirements/dev.txt
}

program() {
  done_already program pyproject.toml setup.py requirements/runtime.in && return 0
  say "installing the program itself, in place"
  pip --no-deps --no-build-isolation -e .
  note_done program pyproject.toml setup.py requirements/runtime.in
  say "ready"
}

python=$(find_python)
system_libraries "$python"
if ! [ -x "$VENV/bin/python" ]; then
  say "making $VENV with $("$python" --version)"
  rm -rf "$VENV"
  "$python" -m venv "$VENV"
fi
requirements
program
# What only making installers needs: tools/setup.sh build
if [ "${1:-}" = build ] && ! done_already build requirements/build.txt; then
  say "installing what requirements/build.txt pins"
  pip --require-hashes -r requirements/build.txt
  note_done build requirements/build.txt
fi
