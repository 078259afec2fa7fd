# Starts or stops the service. $1: systemd, sysv or none; $2: its unit or init script; $3: the agent folder; $4: start or stop.
# The daemon keeps what it was started with open, so it gets a pipe of its own, and not the one that leads back here;
# the pipe is read until the start command itself has ended.
case ${4-start} in stop) verb=stop ;; *) verb=start ;; esac
case $1 in
  systemd) set -- / systemctl "$verb" "$2" ;;
  sysv) set -- / "/etc/init.d/$2" "$verb" ;;
  *) set -- "$3" sh "$verb.sh" ;;
esac
{
  (cd "$1" && shift && exec "$@") </dev/null 2>&1
  printf '\nmidup-exit %s\n' "$?"
} | {
  while IFS= read -r line; do
    case $line in
      'midup-exit '*) exit "${line#midup-exit }" ;;
      ?*) printf '%s\n' "$line" ;;
    esac
  done
  exit 1
}
