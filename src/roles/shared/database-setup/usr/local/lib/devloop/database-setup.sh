# shellcheck shell=bash disable=SC2154
# Databases, extensions and users beside the application's. Each start makes what is missing, and all of it can be repeated.
. "${BASH_SOURCE[0]%/*}/database-setup-client.sh"

# as_master DATABASE: runs standard input.
as_master() {
  database=$1 run_sql "$master" "$master_password"
}

# The secret of a further user has a name beside that of the application's. In a subshell, since the user takes its place.
set_up_user() (
  DATABASE_USER=$1 DATABASE_SECRET=${DATABASE_SECRET##*:secret:}
  DATABASE_SECRET=${DATABASE_SECRET%/*}/$1
  { read_secret || read_secret; } && username=$1 && make_user "$2" ${3//,/ }
)

set_up_database() {
  local master master_password owner=$username kind name access names
  master=$(get_secret "$MASTER_SECRET") || return
  master_password=$(field "$master" password) && master=$(field "$master" username) || return
  while read -r kind name access names <&3; do
    "set_up_$kind" "$name" "$access" "$names" || return
  done 3<"${BASH_SOURCE[0]%/*}/../../../../etc/devloop/database-setup"
}
