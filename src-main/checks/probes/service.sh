# Whether the agent's service runs and what `mid.sh status` would say, without running the agent's own scripts.
agent=$MIDUP_AGENT
newline='
'
us=$(printf '\037')
now

# setting NAME: the last value that the control script and its settings give to a shell variable, where it is plain.
setting() {
  sed -n "/^[[:space:]]*$1=/{s/^[^=]*=[\"']\{0,1\}\([^\"'#]*\).*/\1/;s/[[:space:]]*\$//;/[\$\`]/d;/^\$/d;p;}" "$agent/bin/mid.sh" \
    "$agent/bin/mid.shconf" "$agent/bin/mid.shconf_override" 2>/dev/null | tail -n 1
}
app=$(setting APP_NAME)
piddir=$(setting PIDDIR)
fact app-name "${app:=mid}"
fact long-name "$(setting APP_LONG_NAME)"
runas=$(setting RUN_AS_USER)
fact run-as-setting "$runas"
# The control script becomes that user by way of a login shell, which some accounts have none of.
if [ -n "$runas" ] && entry=$(getent passwd "$runas" 2>/dev/null || grep "^$runas:" /etc/passwd 2>/dev/null); then
  shell=${entry##*:}
  if [ -z "$shell" ] || [ -x "$shell" ]; then fact run-as-shell "$shell"; else fact run-as-shell "missing $shell"; fi
fi
if [ -r "$agent/bin/mid.sh" ]; then fact control readable; fi
case ${piddir:=../work} in
  /*) ;;
  *) piddir=$(cd "$agent/bin" 2>/dev/null && cd "$piddir" 2>/dev/null && pwd) || piddir=$agent/work ;;
esac
# The agent's processes: PID, kind, parent, state, age in seconds, user. 100 clock ticks a second on every Linux
# that agents run on, where getconf is missing.
ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
{ read -r uptime rest </proc/uptime; } 2>/dev/null
uptime=${uptime%%.*}
fact uptime "$uptime"
[ -r /proc/1/cmdline ] || fact processes hidden
describe() {
  { read -r midup_stat <"/proc/$1/stat"; } 2>/dev/null || return
  midup_stat=${midup_stat##*) }
  midup_uid=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null)
  fact process "$1 $2 $(printf '%s\n' "$midup_stat" | awk -v up="${uptime:-0}" -v t="$ticks" '{ printf "%s %s %d", $2, $1, up - $20 / t }') $(user_name "$midup_uid")"
  if is_frozen "$1"; then fact frozen "$1"; fi
  if [ "$2" = java ]; then
    fact open-files "$1 $(awk '/^Max open files/ { print $4; exit }' "/proc/$1/limits" 2>/dev/null) $(ls "/proc/$1/fd" 2>/dev/null | wc -l | tr -d ' ')"
    # One that was deleted under it, into which it still writes.
    midup_log=$(ls -l "/proc/$1/fd" 2>/dev/null | sed -n 's/^.* -> \(\/.*\/agent[0-9]*\.log[.0-9]*\) (deleted)$/\1/p' | head -n 1)
    [ -z "$midup_log" ] || fact log-deleted "$midup_log"
  fi
}
# is_frozen PID: its control group was frozen, by either version of them; the state of a process does not say so.
is_frozen() {
  midup_frozen=1
  while IFS=: read -r midup_n midup_which midup_group; do
    case $midup_which in
      '') grep -q -s '^frozen 1' "/sys/fs/cgroup$midup_group/cgroup.events" "/sys/fs/cgroup/unified$midup_group/cgroup.events" && midup_frozen=0 ;;
      freezer) grep -q -s '^FR' "/sys/fs/cgroup/freezer$midup_group/freezer.state" && midup_frozen=0 ;;
    esac
  done <"/proc/$1/cgroup"
  return "$midup_frozen"
} 2>/dev/null
same_folder() { [ "$1" = "$agent" ] || [ "$(cd -P "$1" 2>/dev/null && pwd)" = "$agent" ]; }
wrappers=' '
processes=$(mid_processes)
old=$IFS
IFS=$newline
set -f
for line in $processes; do
  IFS=$us
  set -- $line
  IFS=$newline
  in_container "$1" && continue
  if [ "$2" = java ] && [ -n "$3" ] && [ -d "/proc/$3" ]; then continue; fi
  dirs=$(process_dirs "$1" "$4")
  [ -n "$dirs" ] || fact unmatched "$1 $2"
  for dir in $dirs; do
    case $dir in /*) ;; *) continue ;; esac
    if same_folder "$dir"; then
      describe "$1" "$2"
      wrappers="$wrappers$1 "
      break
    fi
  done
done
for line in $processes; do
  IFS=$us
  set -- $line
  IFS=$newline
  case $wrappers in *" ${3:-none} "*) describe "$1" java ;; esac
done
set +f
IFS=$old
pidfile=$piddir/$app.pid
# Who runs was told where to keep it.
for wrapper in $wrappers; do
  told=$(tr '\000' '\n' <"/proc/$wrapper/cmdline" 2>/dev/null | sed -n 's/^wrapper\.pidfile=//p' | head -n 1)
  case $told in /*) pidfile=$told; break ;; esac
done
[ -e "$pidfile" ] || [ ! -e "$agent/work/mid.pid" ] || pidfile=$agent/work/mid.pid
pid=''
fact pid-file "$pidfile"
if [ -r "$pidfile" ]; then
  pid=$(head -c 20 "$pidfile" | tr -cd '0-9')
  fact pid-file-state read
  fact pid "$pid"
elif [ -e "$pidfile" ]; then fact pid-file-state unreadable
elif [ -d "$piddir" ] && [ -x "$piddir" ]; then fact pid-file-state missing
else fact pid-file-state unknown
fi

if [ -n "$pid" ]; then
  if [ -d "/proc/$pid" ]; then fact pid-process "$(head -c 300 "/proc/$pid/cmdline" 2>/dev/null | tr '\000' ' ')"
  else fact pid-process ''
  fi
fi

properties=LoadState,ActiveState,SubState,UnitFileState,Result,NRestarts,ExecMainCode,ExecMainStatus,MainPID,User,PIDFile
properties=$properties,StateChangeTimestamp,ExecStart,ExecMainStartTimestampMonotonic,ExecMainExitTimestampMonotonic,FreezerState
# The service manager: systemd where it runs, else the links of the run levels.
if [ -f /.dockerenv ] || [ -f /run/.containerenv ] || [ -f "$agent/.container" ]; then fact in-container yes; fi
if [ -d /run/systemd/system ]; then fact init systemd; else fact init other; fi
if [ -n "$MIDUP_UNIT" ]; then
  fact unit "$MIDUP_UNIT"
  IFS=$newline
  set -- $(unit_files "$MIDUP_UNIT")
  IFS=$old
  for file in "$@"; do fact unit-file "$file"; done
  [ $# = 0 ] || fact unit-user "$(sed -n 's/^User=[[:space:]]*//p' "$@" 2>/dev/null | tail -n 1)"
  for folder in $unit_folders; do
    for link in "$folder"/*.wants/"$MIDUP_UNIT" "$folder"/*.requires/"$MIDUP_UNIT"; do
      if [ -L "$link" ]; then fact unit-wanted "$link"; fi
    done
  done
  if [ "$(readlink "/etc/systemd/system/$MIDUP_UNIT")" = /dev/null ]; then fact unit-masked yes; fi
  if [ -d /run/systemd/system ] && have systemctl; then
    show systemctl systemctl show "$MIDUP_UNIT" -p "$properties"
  fi
fi
if [ -n "$MIDUP_USER_UNIT" ]; then fact user-unit "$MIDUP_USER_UNIT"; fi
if [ -n "$MIDUP_INIT" ]; then
  fact init-script "$MIDUP_INIT"
  for link in /etc/rc[2345].d/S[0-9][0-9]"$MIDUP_INIT" /etc/rc.d/rc[2345].d/S[0-9][0-9]"$MIDUP_INIT"; do
    # What the link leads to may be where we may not look.
    if [ -L "$link" ] || [ -e "$link" ]; then fact init-start "$link"; fi
  done
fi

# Where neither is, cron or a script of the boot may start it.
if [ -z "$MIDUP_UNIT$MIDUP_INIT$MIDUP_USER_UNIT" ]; then
  names_agent() { grep -v '^[[:space:]]*#' | grep -q -F -e "$agent/" -e "$agent " -e "$agent;" -e "$agent\"" -e "$agent'"; }
  for file in /etc/rc.local /etc/rc.d/rc.local; do
    if [ -f "$file" ] && [ -x "$file" ] && names_agent <"$file"; then fact boot-by "$file"; fi
  done
  for file in /etc/crontab /etc/cron.d/* /var/spool/cron/* /var/spool/cron/crontabs/*; do
    if [ -f "$file" ] && [ -r "$file" ] && grep -s '^[[:space:]]*@reboot' "$file" | names_agent; then fact boot-by "$file"; fi
  done
  for file in /etc/supervisord.conf /etc/supervisord.d/* /etc/supervisor/conf.d/*; do
    if [ -f "$file" ] && [ -r "$file" ] && names_agent <"$file"; then fact boot-by "$file"; fi
  done
fi

# What the wrapper and its Java say of themselves, where the control script lets them write it.
for kind in status java.status; do
  file=$piddir/$app.$kind
  if [ -f "$file" ] && [ -r "$file" ]; then fact "$kind" "$(head -c 40 "$file" | tr -cd 'A-Z_')"; fi
done

# Owner of what the agent writes: who it ran as, where nothing else tells.
for path in "$agent/logs" "$agent/work" "$agent/config.xml" "$agent"; do
  [ -e "$path" ] || continue
  set -f
  set -- $(ls -ld "$path" 2>/dev/null)
  set +f
  fact owner "${3-} $path"
done

# The newest agent log: it gets a line each minute.
newest_log
if [ -n "$midup_newest" ]; then
  fact agent-log "$midup_newest"
  fact agent-log-time "$midup_newest_time"
elif [ -r "$midup_log_dir" ] || [ ! -e "$midup_log_dir" ] && [ -x "$agent" ]; then fact agent-log ''
fi
:
