# Finds or installs the pinned Bun, then the packages. Sourced by `nimbus` and `check`; sets NIMBUS_BUN.
# POSIX sh: the only things assumed are git, Node and npm.

nimbus_bun_version=1.4.5
nimbus_cache=${NIMBUS_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/nimbus}

nimbus_say() { printf '%s\n' "$*" >&2; }

nimbus_die() {
  nimbus_say "✗ $1"
  shift
  for line in "$@"; do nimbus_say "  $line"; done
  exit 5
}

nimbus_is_bun() { [ -x "$1" ] && [ "$("$1" --version 2>/dev/null)" = "$nimbus_bun_version" ]; }

# npm may leave a placeholder where a postinstall script should have put the binary, so every place is tried.
nimbus_bun_in() {
  for candidate in "$1/node_modules/bun/bin/bun.exe" "$1"/node_modules/@oven/bun-*/bin/bun "$1"/node_modules/@oven/bun-*/bin/bun.exe; do
    if nimbus_is_bun "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

nimbus_find_bun() {
  if [ -n "${NIMBUS_BUN:-}" ]; then
    nimbus_is_bun "$NIMBUS_BUN" && return 0
    nimbus_die "NIMBUS_BUN is not Bun $nimbus_bun_version: $NIMBUS_BUN" "next unset it, or point it at that version"
  fi
  if found=$(command -v bun 2>/dev/null) && nimbus_is_bun "$found"; then
    NIMBUS_BUN=$found
    return 0
  fi
  NIMBUS_BUN=$(nimbus_bun_in "$nimbus_cache/bun-$nimbus_bun_version")
}

nimbus_install_bun() {
  command -v npm >/dev/null 2>&1 || nimbus_die "Nimbus needs Bun $nimbus_bun_version, and npm to install it; neither is here" \
    "next install Node 20 or newer: https://nodejs.org"
  nimbus_say "installing Bun $nimbus_bun_version into $nimbus_cache (once)…"
  mkdir -p "$nimbus_cache"
  fresh=$(mktemp -d "$nimbus_cache/bun.XXXXXX")
  if ! npm install --prefix "$fresh" --no-save --no-audit --no-fund --loglevel=error "bun@$nimbus_bun_version" >&2; then
    rm -rf "$fresh"
    nimbus_die "npm could not install Bun $nimbus_bun_version" "next see what npm said above, then run this again"
  fi
  if ! nimbus_bun_in "$fresh" >/dev/null; then
    rm -rf "$fresh"
    nimbus_die "npm installed Bun $nimbus_bun_version without a binary that runs here" "why  there may be none for this platform" "next see https://bun.sh/docs/installation and set NIMBUS_BUN"
  fi
  # Two first runs at once: the slower one keeps the faster one's.
  mv "$fresh" "$nimbus_cache/bun-$nimbus_bun_version" 2>/dev/null || rm -rf "$fresh"
  rm -rf "$nimbus_cache/bun-$nimbus_bun_version"/bun.??????
  NIMBUS_BUN=$(nimbus_bun_in "$nimbus_cache/bun-$nimbus_bun_version")
}

# Some small systems have no cmp.
nimbus_same() {
  [ -f "$1" ] || return 1
  cmp -s "$1" "$2" 2>/dev/null || [ "$(cat "$1")" = "$(cat "$2")" ]
}

# A patch changes a package and not the lock file.
nimbus_patched_since() {
  for patch in "$1"/patches/*; do
    if [ "$patch" -nt "$2" ]; then return 0; fi
  done
  return 1
}

# The packages are current when the lock file is the one they were installed from, and no patch is newer.
nimbus_packages() {
  stamp=$1/node_modules/.nimbus-lock
  if nimbus_same "$stamp" "$1/bun.lock" && ! nimbus_patched_since "$1" "$stamp"; then return 0; fi
  nimbus_say "installing packages…"
  if ! (cd "$1" && "$NIMBUS_BUN" install --frozen-lockfile --ignore-scripts >&2); then
    nimbus_die "the packages could not be installed" "next see what is said above, then run this again"
  fi
  cp "$1/bun.lock" "$stamp.$$" && mv "$stamp.$$" "$stamp"
}

nimbus_bootstrap() {
  nimbus_find_bun || nimbus_install_bun
  export NIMBUS_BUN
  nimbus_packages "$1"
}
