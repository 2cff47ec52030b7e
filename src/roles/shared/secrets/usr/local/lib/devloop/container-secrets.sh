# shellcheck shell=bash
# Secrets of the application's container. Each line of the list is a variable, files or environment, parameter or secret, and which one.
list=${BASH_SOURCE[0]%/*}/../../../../etc/devloop/secrets.list

# answer_parameter NAME, answer_secret ARN: version and value as JSON.
answer_parameter() {
  aws ssm get-parameter --region "$REGION" --name "$1" --with-decryption --output json |
    jq '.Parameter | {version: .Version, value: .Value}'
}

answer_secret() {
  aws secretsmanager get-secret-value --region "$REGION" --secret-id "$1" --output json |
    jq '{version: .VersionId, value: .SecretString}'
}

read_secret_of() {
  answer=$("answer_$1" "$2") && version=$(printf '%s' "$answer" | jq --join-output .version) &&
    value=$(printf '%s' "$answer" | jq --join-output --exit-status .value)
}

# Spring reads each file of a configtree as a property.
give_files() {
  mkdir -p "$RUNTIME_DIRECTORY/secrets"
  printf '%s' "$value" >"$RUNTIME_DIRECTORY/secrets/$(property "$1")"
}

# Docker takes a value that is not on its command line from its own environment.
give_environment() {
  export "$1=$value"
  options+=(--env "$1")
}

# Adds the secrets to the options of the container.
give_secrets() {
  local variable how kind name versions=''
  while read -r -u 3 variable how kind name; do
    retry "the $kind $name of $variable" read_secret_of "$kind" "$name"
    "give_$how" "$variable"
    versions+="$name $version"$'\n'
  done 3<"$list"
  printf '%s' "$versions" >"$RUNTIME_DIRECTORY/container-secrets"
  [[ ! -d $RUNTIME_DIRECTORY/secrets || ${options[*]} == *configtree:* ]] ||
    options+=(--mount "type=bind,source=$RUNTIME_DIRECTORY/secrets,target=/run/secrets,readonly"
      --env SPRING_CONFIG_IMPORT=configtree:/run/secrets/)
}
