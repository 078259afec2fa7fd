# Removes a left-over pid file, unless the process that it names is this agent's after all.
# $1: the pid file; $2: the agent folder.
pid=$(tr -cd '0-9' <"$1") || exit 1
if [ -n "$pid" ] && [ -d "/proc/$pid" ] && tr '\000' '\n' <"/proc/$pid/cmdline" | grep -q -F "$2/"; then
  printf 'Process %s belongs to this agent; %s stays.\n' "$pid" "$1"
  exit 1
fi
rm -f "$1"
