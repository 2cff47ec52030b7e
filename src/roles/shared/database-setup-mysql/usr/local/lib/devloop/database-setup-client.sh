# shellcheck shell=bash disable=SC2154
# MySQL for database-setup.sh. In GRANT, _ is a wildcard unless escaped.

set_up_schema() {
  as_master "$database" <<<"CREATE DATABASE IF NOT EXISTS \`$1\`; GRANT ALL PRIVILEGES ON \`${1//_/\\_}\`.* TO '$owner'@'%'"
}

# make_user ACCESS DATABASE...: loses what it had before.
make_user() {
  local text=${password//\\/\\\\} user="'$username'@'%'" privileges='SELECT, SHOW VIEW' name
  [[ $1 == read-only ]] || privileges+=', INSERT, UPDATE, DELETE, EXECUTE'
  text="$user IDENTIFIED BY '${text//\'/\'\'}'"
  {
    printf '%s;\n' "SET sql_mode = ''" "CREATE USER IF NOT EXISTS $text" "ALTER USER $text" "REVOKE ALL PRIVILEGES, GRANT OPTION FROM $user"
    for name in "${@:2}"; do echo "GRANT $privileges ON \`${name//_/\\_}\`.* TO $user;"; done
  } | as_master "$database"
}
