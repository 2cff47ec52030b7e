# shellcheck shell=bash disable=SC2154
# MySQL for database-user.sh.

# run_sql USER PASSWORD: runs standard input. The password is in the environment of the client alone.
run_sql() {
  MYSQL_PWD=$2 mariadb --no-defaults --host="$host" --port="$port" --user="$1" --connect-timeout=10 \
    --ssl-ca="$ca" --ssl-verify-server-cert "$database"
}

# All privileges on the database, and none beyond it. In GRANT, _ is a wildcard unless escaped.
user_sql() {
  local text=${password//\\/\\\\} user="'${username//\'/\'\'}'@'%'"
  local identified="$user IDENTIFIED BY '${text//\'/\'\'}'"
  printf '%s;\n' "SET sql_mode = ''" "CREATE USER IF NOT EXISTS $identified" "ALTER USER $identified" \
    "GRANT ALL PRIVILEGES ON \`${database//_/\\_}\`.* TO $user"
}
