# MID Up looks at this host; nothing below changes anything on it: no files, no cache, no history.
# Each probe runs in a session of its own, with a time limit, between two lines that start with a random mark and end with
# this host's uptime. They run in a few lanes side by side; what the later lanes say waits until the first has ended.
# $1: the agent folder that the user gave, or nothing; $2: the MID Server's name, or nothing. midup_mark and midup_path are set in front of this.
LC_ALL=C LANG=C LANGUAGE=C
SYSTEMD_COLORS=0 SYSTEMD_PAGER='' PAGER=cat
PATH=${PATH:-/usr/bin:/bin}${midup_path:+:$midup_path}
export LC_ALL LANG LANGUAGE SYSTEMD_COLORS SYSTEMD_PAGER PAGER PATH
unset CDPATH ENV BASH_ENV GREP_OPTIONS GREP_COLORS POSIXLY_CORRECT DF_BLOCK_SIZE BLOCK_SIZE BLOCKSIZE LS_COLORS PS_FORMAT
MIDUP_AGENT='' MIDUP_UNIT='' MIDUP_USER_UNIT='' MIDUP_INIT='' MIDUP_AGENT_GIVEN=${1-} MIDUP_NAME_GIVEN=${2-}
export MIDUP_AGENT MIDUP_UNIT MIDUP_USER_UNIT MIDUP_INIT MIDUP_AGENT_GIVEN MIDUP_NAME_GIVEN
midup_pid=''

# What every probe is made of: without one of these its output would say what is not so.
midup_lacks=''
for midup_tool in awk cut grep head ls sed tr; do
  command -v "$midup_tool" >/dev/null 2>&1 || midup_lacks="$midup_lacks $midup_tool"
done

# The connection has gone, or the user cancelled: the running probe and all its children go, then this.
midup_stop() {
  trap '' HUP INT TERM
  [ -z "$midup_pid" ] || kill -KILL "-$midup_pid" || kill -KILL "$midup_pid"
  exit 143
} 2>/dev/null
trap midup_stop HUP INT TERM

# midup_run LIMIT TEXT: sets midup_status to the exit status, or to "timeout". The watchdog lives in the probe's own
# process group and ends it with SIGALRM, which nothing else sends; what is left of the group is killed afterwards.
midup_run() {
  if [ -n "$midup_lacks" ]; then
    printf ':lacks%s\n' "$midup_lacks"
    midup_status=127
    return
  fi
  if command -v setsid >/dev/null 2>&1; then
    setsid sh -c '{ sleep "$1"; kill -ALRM 0; } </dev/null >/dev/null 2>&1 &
midup_text=$2; shift 2; eval "$midup_text"' sh "$1" "$midup_lib
$2" </dev/null 3<&- &
  else
    sh -c '{ sleep "$1"; kill -ALRM $$; } </dev/null >/dev/null 2>&1 &
midup_text=$2; shift 2; eval "$midup_text"' sh "$1" "$midup_lib
$2" </dev/null 3<&- &
  fi
  midup_pid=$!
  { wait "$midup_pid"; } 2>/dev/null
  midup_status=$?
  { kill -KILL "-$midup_pid"; } 2>/dev/null
  midup_pid=''
  [ "$midup_status" != 142 ] || midup_status=timeout
}

# midup_keep LIMIT TEXT: as midup_run, but what it says goes into midup_found.
midup_keep() {
  midup_found=$(
    trap midup_stop HUP INT TERM
    midup_run "$1" "$2"
    [ "$midup_status" != timeout ] || midup_status=142
    exit "$midup_status"
  )
  midup_status=$?
  [ "$midup_status" != 142 ] || midup_status=timeout
}

# What is read here is built in, and starts no program.
midup_clock() { { read -r midup_up midup_rest </proc/uptime; } 2>/dev/null || midup_up=''; }
midup_begin() { midup_clock; printf '\n%s begin %s %s\n' "$midup_mark" "$1" "$midup_up"; }
midup_end() { midup_clock; printf '\n%s end %s %s %s\n' "$midup_mark" "$1" "$midup_status" "$midup_up"; }

# midup_probe ID LIMIT agent|- TEXT: in the first lane it is heard at once. In the others it is kept until it ends, so that
# its time limit does not run while nobody listens.
midup_probe() {
  midup_begin "$1"
  if [ "$3" = agent ] && [ -z "$MIDUP_AGENT" ]; then midup_status=skipped
  elif [ "$midup_lane" = 1 ]; then midup_run "$2" "$4"
  else
    midup_keep "$2" "$4"
    printf '%s\n' "$midup_found"
  fi
  midup_end "$1"
}

# midup_lanes: runs midup_lane_1 to 3 at once, and says what they say in that order. No file is needed for it: the pipe of
# a later lane is read when the one before has ended.
midup_lanes() {
  midup_in 3 | { midup_in 2 | { midup_in 1; cat; }; cat; }
}
midup_in() {
  trap midup_stop HUP INT TERM
  midup_lane=$1
  "midup_lane_$1"
}

# midup_locate LIMIT TEXT: the first probe. Its `:chosen DIR` fact says which agent the others look at, and its
# `:unit NAME` and `:seen user-unit|init NAME DIR` facts which service is that agent's.
midup_locate() {
  midup_begin locate
  midup_keep "$1" "$2"
  printf '%s\n' "$midup_found"
  midup_end locate
  set -f
  midup_ifs=$IFS
  IFS='
'
  midup_chosen=''
  for midup_line in $midup_found; do
    case $midup_line in
      ':chosen '*) midup_chosen=${midup_line#:chosen } ;;
      ':unit '*) MIDUP_UNIT=$(printf '%b' "${midup_line#:unit }") ;;
    esac
  done
  if [ -n "$midup_chosen" ]; then
    MIDUP_AGENT=$(printf '%b.' "$midup_chosen")
    MIDUP_AGENT=${MIDUP_AGENT%.}
    for midup_line in $midup_found; do
      case $midup_line in
        ':seen user-unit '*" $midup_chosen") midup_line=${midup_line#:seen user-unit }; MIDUP_USER_UNIT=${MIDUP_USER_UNIT:-${midup_line%% *}} ;;
        ':seen init '*" $midup_chosen") midup_line=${midup_line#:seen init }; MIDUP_INIT=${MIDUP_INIT:-${midup_line%% *}} ;;
      esac
    done
  fi
  IFS=$midup_ifs
  set +f
}
