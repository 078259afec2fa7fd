# What the user that the agent runs as may not do in the agent's folder and on the way to it. No file is opened or
# changed: mode bits are read by find, and what they seem to forbid is asked again of the kernel (access lists, mounts).
agent=$MIDUP_AGENT
newline='
'
me=$(id -un 2>/dev/null)

# Who: the owner of the running process, the unit's User=, RUN_AS_USER of the control script, root where a service
# manager starts it, else the owner of what it has written.
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

# may FLAG PATH: yes, no, or unknown: what the kernel says to that user.
may() {
  if [ "$me" = "$user" ]; then
    if test "$1" "$2"; then echo yes; else echo no; fi
  elif [ "$(id -u)" = 0 ] && have setpriv && setpriv --reuid="$uid" --regid="$(id -g "$user")" --init-groups true 2>/dev/null; then
    if setpriv --reuid="$uid" --regid="$(id -g "$user")" --init-groups test "$1" "$2" 2>/dev/null; then echo yes; else echo no; fi
  else
    echo unknown
  fi
}
count=0
# lacks WHAT PATH: one line for a right that is missing, unless the kernel grants it after all.
lacks() {
  case $1 in read) flag=-r ;; write) flag=-w ;; *) flag=-x ;; esac
  said=$(may "$flag" "$2")
  [ "$said" != yes ] || return
  count=$((count + 1))
  [ "$count" -le 40 ] || return
  fact lacks "$1 $said $(ls -ld "$2" 2>/dev/null | awk '{ print $1, $3, $4; exit }') $2"
}

# Read-only mounts and files that root has made immutable forbid even root to write.
mount=$(df -Pk "$agent" 2>/dev/null | awk 'NR == 2 { sub(/^.*% +/, ""); print }')
fact mount "$mount"
fact mount-options "$(awk -v m="$mount" '{ at = $2; gsub(/\\040/, " ", at); if (at == m) o = $4 } END { print o }' /proc/mounts 2>/dev/null)"
if [ "$(id -u)" = 0 ]; then
  for path in "$agent" "$agent/logs" "$agent/work" "$agent/config.xml"; do
    if [ -e "$path" ] && [ ! -w "$path" ]; then fact unwritable "$path"; fi
  done
fi
if [ "$uid" = 0 ]; then exit 0; fi

# by PERM: the part of a find expression that is true where the user's own class lacks one of the bits u, g or o.
groups=''
for group in $(id -G "$user"); do groups="$groups -o -group $group"; done
groups=${groups# -o }
class() { printf '%s' "( -user $uid ! -perm -0${1}00 -o ! -user $uid ( $groups ) ! -perm -00${1}0 -o ! -user $uid ! ( $groups ) ! -perm -000${1} )"; }

path=''
rest=${agent#/}
while [ -n "$rest" ]; do
  path=$path/${rest%%/*}
  case $rest in */*) rest=${rest#*/} ;; *) rest='' ;; esac
  if [ -n "$(set -f; find "$path" -prune -type d $(class 1) 2>/dev/null)" ]; then lacks enter "$path"; fi
done

# sweep WHAT BITS START FIND-TESTS...: the first offenders below START, links never followed.
sweep() {
  midup_what=$1 midup_bits=$2 midup_start=$3
  shift 3
  [ -e "$midup_start" ] || return
  set -f
  midup_old=$IFS
  midup_list=$(find "$midup_start" "$@" $(class "$midup_bits") -print 2>/dev/null | head -n 60)
  IFS=$newline
  for midup_found in $midup_list; do
    IFS=$midup_old
    lacks "$midup_what" "$midup_found"
    IFS=$newline
  done
  IFS=$midup_old
  set +f
}
sweep enter 1 "$agent" -type d
sweep read 4 "$agent" '(' -type d -o -type f ')'
sweep write 2 "$agent" -type d
# The pid file is the service's own matter: it is removed and made anew.
for path in "$agent/config.xml" "$agent/logs" "$agent/work" "$agent/security" "$agent/keystore" "$agent/conf/wrapper-override.conf"; do
  sweep write 2 "$path" -type f '!' -name '*.pid'
done
sweep run 1 "$agent/bin" -type f '(' -name mid.sh -o -name 'mid.shconf*' ')'
# Programs that nobody at all may run are spoken of where programs are looked at.
sweep run 1 "$agent/bin" -type f '(' -name wrapper -o -name 'wrapper-linux*' ')' '(' -perm -0100 -o -perm -0010 -o -perm -0001 ')'
sweep run 1 "$agent/jre" -type f '(' -path '*/bin/java' -o -name jspawnhelper ')' '(' -perm -0100 -o -perm -0010 -o -perm -0001 ')'
fact lacking "$count"
# Folders that the one who looks may not enter hide what is in them.
if [ -n "$(find "$agent" -type d 2>&1 >/dev/null | head -n 1)" ]; then fact incomplete yes; fi
:
