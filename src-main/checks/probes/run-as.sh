# Whom the agent runs as, into $user and $uid: the owner of the running process, the unit's User=, RUN_AS_USER of the
# control script, root where a service manager starts it, else the owner of what it has written. The script ends here
# where that is nobody.
agent=$MIDUP_AGENT
newline='
'
me=$(id -un 2>/dev/null)
# find ends at once for a user who may not enter the folder that it is started in, such as root's home.
cd / || exit 1
user='' why=''
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
      user=$(user_name "$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status")")
      why=process
      break
    fi
  done
done
set +f
IFS=$old
if [ -z "$user" ] && [ -n "$MIDUP_UNIT" ]; then
  user=$(sed -n 's/^User=[[:space:]]*//p' "/etc/systemd/system/$MIDUP_UNIT" "/usr/lib/systemd/system/$MIDUP_UNIT" "/lib/systemd/system/$MIDUP_UNIT" 2>/dev/null | head -n 1)
  why=unit
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
id "$user" >/dev/null 2>&1 || { fact user-missing yes; exit 0; }
uid=$(id -u "$user")
fact run-as-uid "$uid"
