# Watches a service that was just started, and changes nothing: once a second its processes, and what is new in its
# logs. Ends when the seconds are over, or when it is gone. $1: the agent folder; $2: seconds; $3: midup_mark.
agent=$1
seconds=$2
mark=$3
newline='
'
us=$(printf '\037')
LC_ALL=C
export LC_ALL

same_folder() { [ "$1" = "$agent" ] || [ "$(cd -P "$1" 2>/dev/null && pwd)" = "$agent" ]; }
# look: sets wrapper and java to the agent's processes, or to nothing.
look() {
  wrapper='' java=''
  listed=$(mid_processes)
  old=$IFS
  IFS=$newline
  set -f
  for line in $listed; do
    IFS=$us
    set -- $line
    IFS=$newline
    [ "$2" = wrapper ] && ! in_container "$1" || continue
    case $(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null) in Z*|'') continue ;; esac
    for dir in $(process_dirs "$1" "$4"); do
      if same_folder "$dir"; then wrapper=$1; break; fi
    done
  done
  for line in $listed; do
    IFS=$us
    set -- $line
    IFS=$newline
    if [ "$2" = java ] && [ -n "$3" ] && [ "$3" = "$wrapper" ]; then
      case $(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null) in Z*|'') ;; *) java=$1 ;; esac
    fi
  done
  set +f
  IFS=$old
}
size_of() { wc -c <"$1" 2>/dev/null | tr -d ' '; }
# escaped KEY: lines as facts, cut at 2000 bytes.
escaped() { tr -d '\000' | cut -b 1-2000 | sed "s/\\\\/\\\\\\\\/g; s/^/:$1 /"; }
# since KEY FILE PATTERN: what the log says from the last line with PATTERN on: the beginning of this start.
since() {
  tail -c 262144 "$2" 2>/dev/null | awk -v pattern="$3" '
    index($0, pattern) { n = 0 }
    { n++; kept[n] = $0; if (n > 400) { for (i = 1; i < n; i++) kept[i] = kept[i + 1]; n-- } }
    END { for (i = 1; i <= n; i++) print kept[i] }' | escaped "$1"
}
# grown KEY FILE OLD-SIZE: what was written since, at most 64 KB; a file that has shrunk was rolled.
grown() {
  new=$(size_of "$2")
  [ -n "$new" ] || return
  from=$3
  [ "$new" -ge "$from" ] || from=0
  [ "$new" -gt "$from" ] || return
  tail -c "+$((from + 1))" "$2" 2>/dev/null | head -c 65536 | escaped "$1"
}

agentlog=$agent/logs/agent0.log.0
wrapperlog=$agent/logs/wrapper.log
printf '\n%s begin watch\n' "$mark"
agentsize=$(size_of "$agentlog")
wrappersize=$(size_of "$wrapperlog")
# What was there before this start must not pass for what it says: the agent's log counts if it was written after the
# process began, the wrapper's also if it was written within the time that a start command takes.
look
now=$(date +%s)
began=$((now + 1))
if [ -n "$wrapper" ]; then
  ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
  began=$(sed 's/^.*) //' "/proc/$wrapper/stat" 2>/dev/null | awk -v now="$now" -v t="$ticks" -v up="$(cut -d. -f1 /proc/uptime)" '{ printf "%d", now - (up - $20 / t) - 1 }')
fi
written() { midup_time=$(file_time "$1") && [ "${midup_time%% *}" -ge "$2" ]; }
if written "$wrapperlog" "$((now - 180))"; then since wrapper-log "$wrapperlog" 'Wrapper Started'; fi
if written "$agentlog" "${began:-$now}"; then since agent-log "$agentlog" 'Initializing MID'; fi
agentsize=${agentsize:-0} wrappersize=${wrappersize:-0}
second=0
seen='' first=''
while :; do
  look
  grown wrapper-log "$wrapperlog" "$wrappersize"
  wrappersize=${new:-$wrappersize}
  grown agent-log "$agentlog" "$agentsize"
  agentsize=${new:-$agentsize}
  printf ':second %s %s %s\n' "$second" "${wrapper:--}" "${java:--}"
  if [ -n "$wrapper" ]; then seen=yes; fi
  if [ -z "$first" ]; then first=$java; fi
  # It may take a moment to come; once it is gone, or its Java is another one, nothing more is to be seen.
  if { [ -z "$wrapper" ] && { [ -n "$seen" ] || [ "$second" -ge 5 ]; }; } || { [ -n "$first" ] && [ "$java" != "$first" ]; }; then
    sleep 1
    grown wrapper-log "$wrapperlog" "$wrappersize"
    grown agent-log "$agentlog" "$agentsize"
    printf ':gone %s\n' "$second"
    break
  fi
  [ "$second" -lt "$seconds" ] || break
  sleep 1
  second=$((second + 1))
done
printf '\n%s end watch 0\n%s done\n' "$mark" "$mark"
