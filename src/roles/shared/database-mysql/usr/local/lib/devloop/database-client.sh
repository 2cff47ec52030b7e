# shellcheck shell=bash
# MySQL for database-user.sh.

privileges='ALTER, ALTER ROUTINE, CREATE, CREATE ROUTINE, CREATE TEMPORARY TABLES, CREATE VIEW, DELETE, DROP, EVENT, EXECUTE, INDEX, INSERT,
  LOCK TABLES, REFERENCES, SELECT, SHOW VIEW, TRIGGER, UPDATE'

# run_sql USER PASSWORD: runs standard input. The password is in the environment of the client alone.
run_sql() {
  MYSQL_PWD=$2 mariadb --no-defaults --host="$host" --port="$port" --user="$1" --connect-timeout=10 \
    --ssl-ca="$ca" --ssl-verify-server-cert --batch "$database"
}

literal() {
  local text=${1//\\/\\\\}
  printf "'%s'" "${text//\'/\'\'}"
}

# All privileges on the database, and none beyond it. In GRANT, _ is a wildcard unless escaped.
user_sql() {
  local user
  user="$(literal "$username")@'%'"
  printf '%s;\n' "SET sql_mode = ''" \
    "CREATE USER IF NOT EXISTS $user IDENTIFIED BY $(literal "$password")" \
    "ALTER USER $user IDENTIFIED BY $(literal "$password")" \
    "GRANT $privileges ON \`${database//_/\\_}\`.* TO $user"
}
