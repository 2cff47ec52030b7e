# shellcheck shell=bash disable=SC1091,SC2016
# The password of the application's user of the cache, a secret of the container. The first server that starts makes it.
. "${BASH_SOURCE[0]%/*}/../../../../etc/devloop/cache.env"

# Secrets Manager takes one value for a version id: of servers that start at once, one makes the first version, and all read it.
read_cache_secret() {
  local errors=$RUNTIME_DIRECTORY/errors answer
  answer=$(aws secretsmanager get-secret-value --region "$REGION" --secret-id "$CACHE_SECRET" --output json 2>"$errors") || {
    cat "$errors" >&2
    [[ $(<"$errors") != *ResourceNotFoundException* ]] ||
      od --address-radix=n --format=x1 --read-bytes=32 /dev/urandom | tr --delete ' \n' |
      aws secretsmanager put-secret-value --region "$REGION" --secret-id "$CACHE_SECRET" \
        --client-request-token 00000000-0000-4000-8000-000000000002 --secret-string file:///dev/stdin >/dev/null
    return 1
  }
  cache_password=$(printf '%s' "$answer" | jq --join-output --exit-status .SecretString)
}

# What the cache answers to the user's password, in its own protocol.
log_in() {
  printf '*3\r\n$4\r\nAUTH\r\n$%s\r\n%s\r\n$%s\r\n%s\r\n*1\r\n$4\r\nQUIT\r\n' \
    "${#CACHE_USER}" "$CACHE_USER" "${#cache_password}" "$cache_password" |
    timeout 20 openssl s_client -quiet -verify_return_error -verify_hostname "$CACHE_HOST" \
      -connect "$CACHE_HOST:$CACHE_PORT" 2>"$RUNTIME_DIRECTORY/errors"
}

# Where the user does not get in, the server sets its password, which AWS takes some seconds for.
admit_cache_user() {
  local answer
  answer=$(log_in) || [[ -n $answer ]] || {
    cat "$RUNTIME_DIRECTORY/errors" >&2
    return 1
  }
  [[ $answer != +OK* ]] || return 0
  log "the cache: ${answer%%$'\r'*}"
  read_cache_secret && printf '%s' "$cache_password" |
    jq --raw-input --compact-output --arg user "$CACHE_USER" \
      '{UserId: $user, AuthenticationMode: {Type: "password", Passwords: [.]}}' |
    aws elasticache modify-user --region "$REGION" --cli-input-json file:///dev/stdin >/dev/null
  return 1
}

retry "the secret $CACHE_SECRET" read_cache_secret
retry "the cache $CACHE_HOST" admit_cache_user
