# shellcheck shell=bash
# The application's user in the database, with the password in a secret of its own. The first server that starts makes both.
. "${BASH_SOURCE[0]%/*}/database-client.sh"

ca=$STATE_DIRECTORY/database/ca.pem
[[ $DATABASE_URL =~ //([^:/]+):([0-9]+)/([^?]+) ]]
host=${BASH_REMATCH[1]} port=${BASH_REMATCH[2]} database=${BASH_REMATCH[3]}

get_secret() {
  aws secretsmanager get-secret-value --region "$REGION" --secret-id "$1" --output json
}

# field SECRET NAME. Where the value is no JSON, jq would quote it in the log.
field() {
  printf '%s' "$1" | jq --join-output --exit-status ".SecretString | fromjson | .$2" 2>/dev/null
}

# Secrets Manager takes one value for a version id: of servers that start at once, one makes the first version, and all read it.
make_first_version() {
  head --bytes=32 /dev/urandom | base64 --wrap=0 |
    jq --raw-input --compact-output --arg user "$DATABASE_USER" '{username: $user, password: .}' |
    aws secretsmanager put-secret-value --region "$REGION" --secret-id "$DATABASE_SECRET" \
      --client-request-token 00000000-0000-4000-8000-000000000001 --secret-string file:///dev/stdin >/dev/null
}

read_secret() {
  local errors=$RUNTIME_DIRECTORY/errors
  secret=$(get_secret "$DATABASE_SECRET" 2>"$errors") || {
    cat "$errors" >&2
    [[ $(<"$errors") != *ResourceNotFoundException* ]] || make_first_version
    return 1
  }
  username=$(field "$secret" username) && password=$(field "$secret" password)
}

# Of AWS's authorities, the database's alone are trusted: by the client here, and by the application's driver.
fetch_authorities() {
  local known
  [[ ! -s $ca ]] || return 0
  read -ra known <<<"$DATABASE_AUTHORITIES"
  mkdir -p "${ca%/*}"
  curl --fail --silent --show-error --max-time 60 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem |
    python3 "${BASH_SOURCE[0]%/*}/authorities.py" "${ca%/*}/ca.jks" "${known[@]}" >"$ca.new" && mv "$ca.new" "$ca"
}

# Where the user does not get in, the master user creates it, sets its password and grants its privileges.
admit_user() {
  local master
  fetch_authorities || return
  ! run_sql "$username" "$password" <<<'SELECT 1' >/dev/null || return 0
  read_secret && master=$(get_secret "$MASTER_SECRET") || return
  user_sql | run_sql "$(field "$master" username)" "$(field "$master" password)"
}
