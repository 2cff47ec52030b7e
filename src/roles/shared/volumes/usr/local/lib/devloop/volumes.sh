# shellcheck shell=bash
# Directories of the data volume that the container sees. Each line of the list is a name, and whom it belongs to.
while read -r -u 3 name owner; do
  mkdir --parents "$DATA/$name"
  [[ -z $owner ]] || chown "$owner" "$DATA/$name"
done 3<"${0%/*}/../../../etc/devloop/volumes.list"
