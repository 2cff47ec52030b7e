# shellcheck shell=bash
# What every script of a server shares.

log() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# retry WHAT COMMAND...: until the command succeeds, with pauses of 1, 2, 4, 8, 16 and then 30 seconds.
retry() {
  local what=$1 pause=1
  shift
  until "$@"; do
    log "waiting for $what, next try in $pause s"
    sleep "$pause"
    pause=$((pause < 16 ? pause * 2 : 30))
  done
}
