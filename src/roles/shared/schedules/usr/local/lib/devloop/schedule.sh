# shellcheck shell=bash disable=SC1091,SC2154
# Runs the container once, as the application and with the command of the schedule.
if [[ -v IMAGE_PARAMETER ]]; then
  "${0%/*}/read-image"
  . "$RUNTIME_DIRECTORY/image.env"
fi
shared=()
for option in "${options[@]}"; do
  [[ $option != -- ]] || break
  shared+=("$option")
done
mapfile -s 2 -t command <"${0%/*}/../../../etc/devloop/schedules/$SCHEDULE"
run_container "schedule-$SCHEDULE" "$APPLICATION_IMAGE" "${shared[@]}" -- "${command[@]}"
