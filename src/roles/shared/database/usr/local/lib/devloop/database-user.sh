# shellcheck shell=bash
# The application's user in the database, with the password in a secret of its own. The first server that starts makes both.
. "${BASH_SOURCE[0]%/*}/database-client.sh"

# Secrets Manager takes one value for a version id: of servers that start at once, one makes the first version, and all read it.
first_version=00000000-0000-4000-8000-000000000001
ca=$STATE_DIRECTORY/rds.pem

[[ $DATABASE_URL =~ //([^:/]+):([0-9]+)/([^?]+) ]]
host=${BASH_REMATCH[1]} port=${BASH_REMATCH[2]} database=${BASH_REMATCH[3]}

# query SECRET FILTER
query() {
  printf '%s' "$1" | jq --join-output --exit-status "$2"
}

get_secret() {
  aws secretsmanager get-secret-value --region "$REGION" --secret-id "$1" --output json
}

make_first_version() {
  head --bytes=32 /dev/urandom | base64 --wrap=0 |
    jq --raw-input --compact-output --arg user "$DATABASE_USER" '{username: $user, password: .}' |
    aws secretsmanager put-secret-value --region "$REGION" --secret-id "$DATABASE_SECRET" \
      --client-request-token "$first_version" --secret-string file:///dev/stdin >/dev/null
}

# Where the value is no JSON, jq would quote it in the log.
read_secret() {
  local errors=$RUNTIME_DIRECTORY/errors
  if secret=$(get_secret "$DATABASE_SECRET" 2>"$errors"); then
    query "$secret" '.SecretString | fromjson | .username and .password' >/dev/null 2>&1
    return
  fi
  cat "$errors" >&2
  if [[ $(<"$errors") == *ResourceNotFoundException* ]]; then make_first_version; fi
  return 1
}

# RDS has its own certificate authorities. AWS: "Using SSL/TLS to encrypt a connection to a DB instance or cluster".
fetch_ca() {
  [[ -s $ca ]] || {
    curl --fail --silent --show-error --max-time 60 --output "$ca.new" https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem &&
      mv "$ca.new" "$ca"
  }
}

# Where the user does not get in, the master user creates it, sets its password and grants its privileges.
admit_user() {
  local master
  run_sql "$username" "$password" <<<'SELECT 1' >/dev/null && return
  master=$(get_secret "$MASTER_SECRET") || return
  user_sql | run_sql "$(query "$master" '.SecretString | fromjson | .username')" \
    "$(query "$master" '.SecretString | fromjson | .password')"
}
