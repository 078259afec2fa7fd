# Whether the agent's service runs and what `mid.sh status` would say, without running the agent's own scripts.
agent=$MIDUP_AGENT
newline='
'
us=$(printf '\037')
now

# setting NAME: the last value that the control script and its settings give to a shell variable, where it is plain.
setting() {
  sed -n "s/^[[:space:]]*$1=[\"']\{0,1\}\([^\"'#]*\).*/\1/p" "$agent/bin/mid.sh" "$agent/bin/mid.shconf" \
    "$agent/bin/mid.shconf_override" 2>/dev/null | sed 's/[[:space:]]*$//; /[$`]/d; /^$/d' | tail -n 1
}
app=$(setting APP_NAME)
piddir=$(setting PIDDIR)
fact app-name "${app:=mid}"
fact run-as-setting "$(setting RUN_AS_USER)"
if [ -r "$agent/bin/mid.sh" ]; then fact control readable; fi
case ${piddir:=../work} in
  /*) ;;
  *) piddir=$(cd "$agent/bin" 2>/dev/null && cd "$piddir" 2>/dev/null && pwd) || piddir=$agent/work ;;
esac
pidfile=$piddir/$app.pid
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

# The agent's processes: PID, kind, parent, state, age in seconds, user. 100 clock ticks a second on every Linux
# that agents run on, where getconf is missing.
ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
uptime=$(cut -d. -f1 /proc/uptime 2>/dev/null)
fact uptime "$uptime"
[ -r /proc/1/cmdline ] || fact processes hidden
describe() {
  midup_stat=$(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null) || return
  midup_uid=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$1/status" 2>/dev/null)
  fact process "$1 $2 $(printf '%s\n' "$midup_stat" | awk -v up="${uptime:-0}" -v t="$ticks" '{ printf "%s %s %d", $2, $1, up - $20 / t }') $(user_name "$midup_uid")"
  if [ "$2" = java ]; then
    fact open-files "$1 $(awk '/^Max open files/ { print $4; exit }' "/proc/$1/limits" 2>/dev/null) $(ls "/proc/$1/fd" 2>/dev/null | wc -l | tr -d ' ')"
  fi
}
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
if [ -n "$pid" ]; then
  if [ -d "/proc/$pid" ]; then fact pid-process "$(head -c 300 "/proc/$pid/cmdline" 2>/dev/null | tr '\000' ' ')"
  else fact pid-process ''
  fi
fi

# The service manager: systemd where it runs, else the links of the run levels.
if [ -f /.dockerenv ] || [ -f /run/.containerenv ] || [ -f "$agent/.container" ]; then fact in-container yes; fi
if [ -d /run/systemd/system ]; then fact init systemd; else fact init other; fi
if [ -n "$MIDUP_UNIT" ]; then
  fact unit "$MIDUP_UNIT"
  for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
    [ -e "$folder/$MIDUP_UNIT" ] || continue
    fact unit-file "$folder/$MIDUP_UNIT"
    fact unit-user "$(sed -n 's/^User=[[:space:]]*//p' "$folder/$MIDUP_UNIT" 2>/dev/null | tail -n 1)"
    break
  done
  for link in /etc/systemd/system/*.wants/"$MIDUP_UNIT"; do
    if [ -L "$link" ]; then fact unit-wanted "$link"; fi
  done
  if [ -d /run/systemd/system ] && have systemctl; then
    show systemctl systemctl show "$MIDUP_UNIT" -p LoadState,ActiveState,SubState,UnitFileState,Result,NRestarts,ExecMainCode,ExecMainStatus,MainPID,User,PIDFile,StateChangeTimestamp
  fi
fi
if [ -n "$MIDUP_INIT" ]; then
  fact init-script "$MIDUP_INIT"
  for link in /etc/rc[2345].d/S[0-9][0-9]"$MIDUP_INIT" /etc/rc.d/rc[2345].d/S[0-9][0-9]"$MIDUP_INIT"; do
    # What the link leads to may be where we may not look.
    if [ -L "$link" ] || [ -e "$link" ]; then fact init-start "$link"; fi
  done
fi

# Owner of what the agent writes: who it ran as, where nothing else tells.
for path in "$agent/logs" "$agent/work" "$agent/config.xml" "$agent"; do
  [ -e "$path" ] && fact owner "$(ls -ld "$path" 2>/dev/null | awk '{ print $3; exit }') $path"
done

# The newest agent log: it gets a line each minute.
newest=''
newest_time=0
for path in "$agent"/logs/agent*.log "$agent"/logs/agent*.log.[0-9]; do
  time=$(file_time "$path") || continue
  if [ "${time%% *}" -ge "$newest_time" ]; then newest=$path newest_time=${time%% *}; fi
done
if [ -n "$newest" ]; then
  fact agent-log "$newest"
  fact agent-log-time "$newest_time"
elif [ -r "$agent/logs" ] || [ ! -e "$agent/logs" ] && [ -x "$agent" ]; then fact agent-log ''
fi
:
