# Prepended to every probe. A probe prints a transcript (see checks/transcript.ts) and changes nothing: no files, no
# cache, no history. Its values come in the environment: MIDUP_AGENT (the agent's folder, where it is needed).

# fact KEY VALUE: a value that the probe worked out. Backslash, newline, tab and CR are written as escapes.
fact() {
  case $2 in
    *[\\[:cntrl:]]*)
      printf ':%s %s\n' "$1" "$(printf '%s' "$2" | sed 's/\\/\\\\/g' | awk '
        { gsub(/\t/, "\\t"); gsub(/\r/, "\\r"); printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }')" ;;
    *) printf ':%s %s\n' "$1" "$2" ;;
  esac
}

# quoted: what comes in, as output lines of a section: after a space, without NUL, cut at 2000 bytes a line.
quoted() { tr -d '\000' | awk '{ print " " substr($0, 1, 2000) }'; }

# show NAME COMMAND...: runs a command and shows it as a section; its errors are part of what it says, of which no more
# than a megabyte is taken.
show() {
  midup_name=$1
  shift
  printf '@%s %s\n' "$midup_name" "$*"
  { midup_status=$( { { "$@" 2>&1 </dev/null; echo $? >&3; } | head -c 1000000 | quoted >&4; } 3>&1 ); } 4>&1
  printf '=%s\n' "$midup_status"
  return "$midup_status"
}

# have COMMAND: true where it is there.
have() { command -v "$1" >/dev/null 2>&1; }

# mid_processes: one line a wrapper or Java process, fields parted by the US character: PID, wrapper|java, the wrapper's
# pid (java), the configuration file (wrapper). One read of all command lines, since a fork for each would take long.
mid_processes() {
  # Who splits what this prints into lines has switched that off.
  set +f
  head -c 65536 /proc/[0-9]*/cmdline 2>/dev/null | tr '\000\037' '\037?' | awk '
    /^==> \/proc\/[0-9]+\/cmdline <==$/ { split($2, part, "/"); pid = part[3]; next }
    pid == "" { next }
    {
      n = split($0, arg, "\037"); conf = ""; parent = ""; mid = 0
      for (i = 1; i <= n && i <= 1000; i++) {
        if (conf == "" && arg[i] ~ /conf\/wrapper\.conf$/) conf = arg[i]
        if (arg[i] ~ /^-Dwrapper\.pid=[0-9]+$/) parent = substr(arg[i], 15)
        if (arg[i] ~ /^com\.service_now\.mid\./) mid = 1
      }
      if (conf != "" && arg[1] ~ /wrapper[^\/]*$/) print pid "\037wrapper\037\037" conf
      else if (parent != "" || mid) print pid "\037java\037" parent "\037"
      pid = ""
    }'
}

# process_dirs PID CONF: the folders, one a line, that may be the agent of this process; the surest first. Its links follow a
# folder that was moved, its command line does not; links of other users' processes can only be read by root.
process_dirs() {
  midup_exe=$(readlink "/proc/$1/exe" 2>/dev/null)
  midup_dir=${midup_exe%/bin/*}
  if [ "$midup_dir" != "$midup_exe" ] && [ -e "$midup_dir/conf/wrapper.conf" ]; then
    printf '%s\n' "$midup_dir"
    return
  fi
  case $2 in
    /*) midup_dir=${2%/conf/*}; printf '%s\n' "${midup_dir%/bin/..}" ;;
  esac
  [ -z "$midup_exe" ] || printf '%s\n' "${midup_exe%/bin/*}"
  midup_dir=$(readlink "/proc/$1/cwd" 2>/dev/null) && printf '%s\n%s\n' "$midup_dir" "${midup_dir%/bin}"
}

# container_of PID: prints the control group that makes that process one of a container that we are not in; false where it
# is none. Its mounts tell it from systemd's own slices, where they may be seen: only root sees those of others.
container_of() {
  midup_group=''
  { while IFS= read -r midup_line; do
    case $midup_line in
      *docker*|*containerd*|*kubepods*|*libpod*|*crio*|*lxc*|*podman*|*machine.slice/*) midup_group=$midup_line; break ;;
    esac
  done <"/proc/$1/cgroup"; } 2>/dev/null
  [ -n "$midup_group" ] || return 1
  ! grep -q -s -x -F -e "$midup_group" /proc/self/cgroup || return 1
  midup_ns=$(readlink "/proc/$1/ns/mnt" 2>/dev/null) && [ "$midup_ns" = "$(readlink /proc/self/ns/mnt)" ] && return 1
  printf '%s\n' "$midup_group" | cut -b 1-300
}
in_container() { container_of "$1" >/dev/null; }

# unit_files UNIT: the files that make up a systemd unit, one a line: its own, then its drop-ins. An instance of a
# template (name@instance.service) has those of name@.service, too. The folders stand in systemd's order of precedence.
unit_folders='/etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system'
unit_files() (
  IFS=' '
  set +f
  case $1 in *@?*.service) units="$1 ${1%%@*}@.service" ;; *) units=$1 ;; esac
  own=''
  for unit in $units; do
    for folder in $unit_folders; do
      if [ -z "$own" ] && [ -e "$folder/$unit" ]; then own=$folder/$unit; printf '%s\n' "$own"; fi
    done
  done
  for unit in $units; do
    for folder in $unit_folders; do
      for file in "$folder/$unit.d"/*.conf; do [ ! -f "$file" ] || printf '%s\n' "$file"; done
    done
  done
)

# user_name UID
user_name() {
  midup_name=$(getent passwd "$1" 2>/dev/null || grep "^[^:]*:[^:]*:$1:" /etc/passwd 2>/dev/null)
  midup_name=${midup_name%%:*}
  printf '%s\n' "${midup_name:-$1}"
}

# file_time FILE: its modification time (seconds of the epoch) and size; nothing where it is not there.
file_time() { stat -L -c '%Y %s' "$1" 2>/dev/null; }

# agent_log: sets midup_log_dir, and midup_log_head and midup_log_tail, between which the names of the agent's logs have a
# number, as its own settings say.
agent_log() {
  midup_pattern=$(awk '/^[ \t]*java\.util\.logging\.FileHandler\.pattern[ \t]*=/ {
    sub(/^[^=]*=[ \t]*/, ""); sub(/[ \t\r]*$/, ""); last = $0 } END { print last }' "$MIDUP_AGENT/properties/glide.properties" 2>/dev/null)
  case $midup_pattern in *%[!u]*|*%u*/*) midup_pattern='' ;; */?*%u*.log) ;; *) midup_pattern='' ;; esac
  midup_pattern=${midup_pattern:-logs/agent%u.log}
  case $midup_pattern in /*) ;; *) midup_pattern=$MIDUP_AGENT/$midup_pattern ;; esac
  midup_log_dir=${midup_pattern%/*}
  midup_log_head=${midup_pattern##*/}
  midup_log_tail=${midup_log_head#*%u}
  midup_log_head=${midup_log_head%%\%u*}
}

# newest_log: the agent's log that was written last, into midup_newest, and when, into midup_newest_time.
newest_log() {
  agent_log
  midup_newest='' midup_newest_time=0
  for midup_path in "$midup_log_dir/$midup_log_head"*"$midup_log_tail" "$midup_log_dir/$midup_log_head"*"$midup_log_tail".[0-9]; do
    midup_time=$(file_time "$midup_path") || continue
    if [ "${midup_time%% *}" -ge "$midup_newest_time" ]; then midup_newest=$midup_path midup_newest_time=${midup_time%% *}; fi
  done
}

# uptime_cs: hundredths of a second since this host came up; `date` has no such clock everywhere.
uptime_cs() {
  read -r midup_up midup_rest </proc/uptime && printf '%s' "${midup_up%.*}${midup_up#*.}"
}

# now: this host's clock, for people and for reckoning.
now() {
  midup_now=$(date '+%s %Y/%m/%d %H:%M:%S')
  fact now "${midup_now%% *}"
  fact now-local "${midup_now#* }"
}
