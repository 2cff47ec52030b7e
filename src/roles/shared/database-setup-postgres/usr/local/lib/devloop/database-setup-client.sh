# shellcheck shell=bash disable=SC2154
# PostgreSQL for database-setup.sh.

# A database is made outside of the transaction.
set_up_schema() {
  as_master "$database" <<SQL
COMMIT;
SELECT 'CREATE DATABASE "$1"' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$1') \gexec
BEGIN;
ALTER DATABASE "$1" OWNER TO "$owner";
SQL
}

# set_up_extension NAME DATABASE
set_up_extension() {
  as_master "$2" <<<"SET client_min_messages = error; CREATE EXTENSION IF NOT EXISTS \"$1\""
}

# make_user ACCESS DATABASE...: loses what it had before. What is not the application's to grant, e.g. of an extension, is left as it is.
make_user() {
  local user="\"$username\"" tables=SELECT sequences=SELECT name
  [[ $1 == read-only ]] || tables+=', INSERT, UPDATE, DELETE' sequences+=', USAGE'
  as_master "$database" <<SQL || return
\getenv password NEW_PASSWORD
SELECT 'CREATE ROLE $user' WHERE to_regrole('$user') IS NULL \gexec
ALTER ROLE $user LOGIN PASSWORD :'password';
SQL
  for name in "${@:2}"; do
    as_master "$name" <<SQL || return
SET client_min_messages = error;
SELECT format(text, nspname) FROM pg_namespace, unnest(ARRAY['REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM $user', 'GRANT USAGE ON SCHEMA %I TO $user',
'GRANT $tables ON ALL TABLES IN SCHEMA %I TO $user', 'GRANT $sequences ON ALL SEQUENCES IN SCHEMA %I TO $user']) text
WHERE nspname = 'public' OR pg_has_role(nspowner, 'USAGE') \gexec
SELECT 'ALTER DEFAULT PRIVILEGES FOR ROLE "$owner" ' || text || ' $user' FROM unnest(ARRAY['REVOKE ALL ON TABLES FROM',
'GRANT $tables ON TABLES TO', 'GRANT $sequences ON SEQUENCES TO', 'GRANT USAGE ON SCHEMAS TO']) text \gexec
SQL
  done
}
