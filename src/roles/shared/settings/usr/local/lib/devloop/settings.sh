# shellcheck shell=bash
# What configuration adds to the container: one argument of `docker run` a line, and after -- those of its command.
mapfile -t settings <"${0%/*}/../../../etc/devloop/container.arguments"
options+=("${settings[@]}")
