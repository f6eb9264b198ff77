# Read by the commands in script/: finds Python, makes .venv and installs what a command needs.
# The caller has set `root` to the checkout and stands in it.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# Run a long step so that a signal ends it at once and leaves nothing behind.
patiently() {
  local child code=0
  "$@" </dev/null &
  child=$!
  trap 'kill "$child" 2>/dev/null; wait "$child" 2>/dev/null; exit 143' INT TERM HUP
  wait "$child" || code=$?
  trap - INT TERM HUP
  return "$code"
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local name
  for name in python3 python3.11 python3.12 python3.13; do
    if is_new_enough "$name"; then echo "$name"; return; fi
  done
  fail "Python 3.11 or newer is needed, and none of python3, python3.11, python3.12, python3.13 is that new. \
On Debian 12 or later: apt-get install python3 python3-venv"
}

# Install Debian packages as root; anyone else reads which command to ask an administrator for.
install_debian() {
  local command="apt-get install -y --no-install-recommends $*"
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say "$* is needed. As root on Debian: $command"
    return 1
  fi
  say "Installing $* from Debian"
  export DEBIAN_FRONTEND=noninteractive
  patiently apt-get update -qq >&2 && patiently apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Make .venv by whatever this machine has: the venv module, uv, a pip outside, or Debian's package.
make_virtual_environment() {
  local python=$1
  say "Making .venv with $("$python" --version)"
  rm -rf .venv
  if "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    patiently "$python" -m venv .venv
  elif command -v uv >/dev/null; then
    patiently uv venv --quiet --python "$(command -v "$python")" .venv
  elif "$python" -c 'import venv, pip' 2>/dev/null; then
    patiently "$python" -m venv --without-pip .venv
  else
    install_debian "$(basename "$(readlink -f "$(command -v "$python")")")-venv" || exit 1
    patiently "$python" -m venv .venv
  fi || fail "The virtual environment .venv could not be made."
}

# An interrupted start may have left a .venv that nothing can install into.
takes_packages() {
  is_new_enough .venv/bin/python || return 1
  .venv/bin/python -c 'import pip' 2>/dev/null || command -v uv >/dev/null ||
    "$(find_python)" -c 'import pip' 2>/dev/null
}

install_packages() {
  local requirements=$1
  if command -v uv >/dev/null; then
    UV_PYTHON_DOWNLOADS=never patiently uv pip install --quiet --python .venv/bin/python \
      --require-hashes -r "$requirements"
  elif .venv/bin/python -c 'import pip' 2>/dev/null; then
    patiently .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
      --require-hashes -r "$requirements"
  else
    patiently "$(find_python)" -m pip --python .venv/bin/python install -qq --disable-pip-version-check \
      --no-input --require-hashes -r "$requirements"
  fi
}

# Bring .venv to what the requirements file locks; the stamp says which state was installed last.
prepare_environment() {
  local requirements=$1 python stamp wanted
  stamp=.venv/installed-$requirements
  wanted=$(sha256sum <"$requirements")
  if is_new_enough .venv/bin/python && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
  if ! takes_packages; then
    python=$(find_python) || exit 1
    make_virtual_environment "$python"
  fi
  say "Installing the packages of $requirements (up to a minute the first time)"
  install_packages "$requirements" || fail "The packages of $requirements could not be installed."
  say "Installed them in $SECONDS s"
  printf '%s\n' "$wanted" >"$stamp"
}

# Two commands started together must not both install: the second waits, then finds the stamp.
use_environment() {
  unset PYTHONHOME
  exec 9<requirements.txt
  if command -v flock >/dev/null; then flock 9; fi
  prepare_environment "$1" 9<&-
  exec 9<&-
}

need_chromium() {
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && return
  done
  install_debian chromium-headless-shell || fail "The tests drive a real browser and cannot run without it."
}

need_gettext() {
  command -v xgettext >/dev/null || install_debian gettext || fail "The Welsh texts are read from the code with xgettext."
}

has_libraries() {
  .venv/bin/python -c 'import ctypes.util, sys
sys.exit(not all(map(ctypes.util.find_library, sys.argv[1:])))' "$@"
}

# The driver of the browser brings a node of its own, which is linked with this library.
need_atomic() {
  has_libraries atomic || install_debian libatomic1 || fail "The tests drive a real browser and cannot run without it."
}

# Libraries with which plans are made into PDF; everything else runs without them.
need_pango() {
  has_libraries pango-1.0 pangoft2-1.0 harfbuzz-subset ||
    install_debian libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
}
