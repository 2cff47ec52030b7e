# shellcheck shell=bash disable=SC2154
# PostgreSQL for database-user.sh.

# run_sql USER PASSWORD: runs standard input. Passwords are in the environment of the client alone.
run_sql() {
  PGPASSWORD=$2 NEW_PASSWORD=$password PGSSLMODE=verify-full PGSSLROOTCERT=$ca PGCONNECT_TIMEOUT=10 \
    psql --no-psqlrc --quiet --no-password --single-transaction --set=ON_ERROR_STOP=1 --set=VERBOSITY=terse --set="user=$username" \
    --host="$host" --port="$port" --username="$1" --dbname="$database" --file=-
}

# Only its owner may change a table: the user gets the database and what the master user owns in it.
user_sql() {
  cat <<'SQL'
\getenv password NEW_PASSWORD
SELECT format('CREATE ROLE %I', :'user') WHERE to_regrole(quote_ident(:'user')) IS NULL \gexec
ALTER ROLE :"user" LOGIN PASSWORD :'password';
GRANT :"user" TO CURRENT_USER;
REASSIGN OWNED BY CURRENT_USER TO :"user";
SELECT format('ALTER DATABASE %I OWNER TO CURRENT_USER', datname) FROM pg_database
WHERE pg_get_userbyid(datdba) = :'user' AND datname <> current_database() \gexec
SQL
}
