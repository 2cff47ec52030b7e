# shellcheck shell=bash
# PostgreSQL for database-user.sh.

# run_sql USER PASSWORD: runs standard input. The password is in the environment of the client alone.
run_sql() {
  PGPASSWORD=$2 PGSSLMODE=verify-full PGSSLROOTCERT=$ca PGCONNECT_TIMEOUT=10 psql --no-psqlrc --quiet --no-password \
    --set ON_ERROR_STOP=1 --set VERBOSITY=terse --host="$host" --port="$port" --username="$1" --dbname="$database"
}

# quote CHARACTER TEXT
quote() {
  printf '%s%s%s' "$1" "${2//"$1"/$1$1}" "$1"
}

# Only its owner may change a table, so the user gets what the master user owns in this database. Databases go back to the master user.
user_sql() {
  local user literal
  user=$(quote '"' "$username") literal=$(quote "'" "$username")
  printf '%s\n' 'BEGIN; SELECT pg_advisory_xact_lock(1) \g /dev/null' \
    "SELECT 'CREATE ROLE ' || quote_ident($literal) WHERE to_regrole(quote_ident($literal)) IS NULL \\gexec" \
    "ALTER ROLE $user LOGIN PASSWORD $(quote "'" "$password");" \
    "GRANT CONNECT, CREATE, TEMPORARY ON DATABASE $(quote '"' "$database") TO $user;" \
    "GRANT CREATE, USAGE ON SCHEMA public TO $user;" \
    "GRANT $user TO CURRENT_USER;" \
    "REASSIGN OWNED BY CURRENT_USER TO $user;" \
    "SELECT format('ALTER DATABASE %I OWNER TO CURRENT_USER', datname) FROM pg_database WHERE pg_get_userbyid(datdba) = $literal \\gexec" \
    "REVOKE $user FROM CURRENT_USER; COMMIT;"
}
