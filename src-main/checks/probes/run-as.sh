# Whom the agent runs as, into $user, $uid, $gid and $groups: the owner of the running process, the unit's User=, RUN_AS_USER of the
# control script, root where a service manager starts it, else the owner of what it has written. The script ends here
# where that is nobody.
agent=$MIDUP_AGENT
newline='
'
me=$(id -un 2>/dev/null)
# find ends at once for a user who may not enter the folder that it is started in, such as root's home.
cd / || exit 1
user='' why='' process=''
# of_process KEY: of the user or groups that it runs as, the first; of Groups all.
of_process() { sed -n "s/^$1:[[:space:]]*\\([0-9]*\\)[[:space:]].*/\\1/p" "/proc/$process/status" 2>/dev/null; }
us=$(printf '\037')
old=$IFS
IFS=$newline
set -f
for line in $(mid_processes); do
  IFS=$us
  set -- $line
  IFS=$newline
  [ "$2" = wrapper ] || continue
  for dir in $(process_dirs "$1" "$4"); do
    if [ "$dir" = "$agent" ] || [ "$(cd -P "$dir" 2>/dev/null && pwd)" = "$agent" ]; then
      process=$1
      user=$(user_name "$(of_process Uid)")
      why=process
      break
    fi
  done
done
set +f
IFS=$old
# systemd knows what its drop-ins and specifiers come to; its files are read where it is not there to be asked.
if [ -z "$user" ] && [ -n "$MIDUP_UNIT" ]; then
  why=unit
  if [ -d /run/systemd/system ] && have systemctl; then
    user=$(systemctl show "$MIDUP_UNIT" -p User 2>/dev/null | sed -n 's/^User=//p')
  fi
  if [ -z "$user" ]; then
    IFS=$newline
    set -f
    set -- $(unit_files "$MIDUP_UNIT")
    set +f
    IFS=$old
    [ $# = 0 ] || user=$(sed -n 's/^User=[[:space:]]*//p' "$@" 2>/dev/null | tail -n 1)
    case $user in *%*) user='' ;; esac
  fi
fi
if [ -z "$user" ]; then
  user=$(sed -n "s/^[[:space:]]*RUN_AS_USER=[\"']\{0,1\}\([^\"'#\$\`[:space:]]*\).*/\1/p" "$agent/bin/mid.sh" "$agent/bin/mid.shconf" "$agent/bin/mid.shconf_override" 2>/dev/null | sed '/^$/d' | tail -n 1)
  why=setting
fi
# A control script that may not be read could name anybody.
if [ -z "$user" ] && [ -n "$MIDUP_UNIT$MIDUP_INIT" ] && [ -r "$agent/bin/mid.sh" ]; then user=root why=manager; fi
if [ -z "$user" ] && [ -x "$agent" ]; then
  for path in "$agent/logs" "$agent/work" "$agent/config.xml" "$agent"; do
    user=$(ls -ld "$path" 2>/dev/null | awk '{ print $3; exit }')
    why=owner
    [ -z "$user" ] || break
  done
fi
fact run-as "$user"
fact run-as-from "$why"
[ -n "$user" ] || exit 0
if id "$user" >/dev/null 2>&1; then
  uid=$(id -u "$user")
  gid=$(id -g "$user")
  groups=$(id -G "$user")
elif [ "$why" = process ] && [ -n "$(of_process Uid)" ]; then
  # It runs, whether or not its number has a name here.
  uid=$(of_process Uid)
  gid=$(of_process Gid)
  groups=$(sed -n 's/^Groups:[[:space:]]*//p' "/proc/$process/status" 2>/dev/null)
  groups=${groups:-$gid}
else
  fact user-missing yes
  exit 0
fi
fact run-as-uid "$uid"
