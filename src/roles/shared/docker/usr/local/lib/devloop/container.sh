# shellcheck shell=bash
. "${BASH_SOURCE[0]%/*}/retry.sh"

# An image in ECR is pulled with the role of the instance. The token stays in memory: it is in the unit's folder below /run.
pull() {
  local registry=${1%%/*} token
  if [[ $registry =~ ^[0-9]{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$ ]]; then
    export DOCKER_CONFIG=$RUNTIME_DIRECTORY/docker
    token=$(aws ecr get-login-password --region "${BASH_REMATCH[1]}") || return
    printf '%s' "$token" | docker login --username AWS --password-stdin "$registry" >/dev/null || return
  fi
  docker pull --quiet "$1"
}

# Pulls an image unless it is here: a server that starts again needs no registry.
fetch_image() {
  docker image inspect "$1" >/dev/null 2>&1 || retry "the registry of $1" pull "$1"
}

# run_container NAME IMAGE [OPTION...] [-- COMMAND...]: in this process's place, its output to CloudWatch Logs and the journal. A line that
# starts with a date, a level, { or [ starts an event, so that a stack trace is one. An option --log-driver takes the place of that.
run_container() {
  local name=$1 image=$2 options=() logging
  logging=(--log-driver awslogs --log-opt "awslogs-region=$REGION" --log-opt "awslogs-group=$LOG_GROUP" --log-opt "awslogs-stream=$HOSTNAME/$name"
    --log-opt mode=non-blocking --log-opt 'awslogs-multiline-pattern=^([0-9{[]|[A-Z]{2}|[A-Z][a-z]+ [0-9])')
  shift 2
  while (($#)) && [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  fetch_image "$image"
  docker rm --force "$name" >/dev/null 2>&1 || true # left by a process that was killed
  [[ " ${options[*]} " != *' --log-driver '* ]] || logging=()
  exec docker run --rm --name "$name" --security-opt no-new-privileges --pids-limit 4096 "${logging[@]}" "${options[@]}" "$image" "${@:2}"
}
