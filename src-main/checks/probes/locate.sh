# Where the agents of this host are: service units, init scripts, running processes, usual folders, and the folder that
# the user gave (MIDUP_AGENT_GIVEN). Several ways to one folder count once, by its physical path.
fact uid "$(id -u 2>/dev/null)"
fact user "$(id -un 2>/dev/null)"
newline='
'
found=''

# What an upgrade has unpacked below an agent looks like one, and is none.
is_agent() {
  case $1 in */work/upgrade_temp/*) return 1 ;; esac
  [ -e "$1/bin/mid.sh" ] || {
    [ -e "$1/conf/wrapper.conf" ] && { [ -e "$1/config.xml" ] || [ -e "$1/properties/glide.properties" ] || [ -d "$1/package" ]; }
  }
}

# hidden DIR: true where DIR may be there but we may not look. A parent that can be entered and lacks it says that it is gone.
hidden() {
  path=$1
  while [ -n "$path" ]; do
    if [ -d "$path" ]; then
      [ -x "$path" ] && return 1
      return 0
    fi
    path=${path%/*}
  done
  return 1
}

# remember DIR: into `found`, once.
remember() {
  case "$newline$found" in
    *"$newline$1$newline"*) ;;
    *) found="$found$1$newline" ;;
  esac
}

# add SOURCE NAME DIR: an agent, or nothing where DIR is none.
add() {
  is_agent "$3" || return 1
  physical=$(cd -P "$3" 2>/dev/null && pwd)
  physical=${physical:-$3}
  remember "$physical"
  fact seen "$1 $2 $physical"
}

# claim SOURCE NAME DIR: as `add`, for what surely speaks of an agent: says so where it cannot be seen or is gone.
claim() {
  [ -n "$3" ] || return 1
  add "$@" && return
  if hidden "$3"; then
    remember "$3"
    fact seen "$1 $2 $3"
  else
    fact gone "$1 $2 $3"
  fi
}

# paths FILE: the absolute paths in it, one a line: bare, or quoted with spaces.
paths() {
  head -c 200000 "$1" 2>/dev/null | tr -d '\000' | sed 's/\\x20/ /g; s/^[[:space:]]*#.*//' | awk '{
    line = $0
    while (match(line, /"\/[^"]*"|\047\/[^\047]*\047|\/[^ \t"\047;&|()<>=:,]*/)) {
      token = substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH)
      gsub(/["\047]/, "", token); if (length(token) < 4096 && ++n <= 300) print token
    } }'
}

# from_text SOURCE NAME FILE: what a unit or an init script points to.
from_text() {
  old=$IFS
  IFS=$newline
  set -f
  for token in $(paths "$3"); do
    case $token in
      */bin/mid.sh) claim "$1" "$2" "${token%/bin/mid.sh}" ;;
      */conf/wrapper.conf) add "$1" "$2" "${token%/conf/wrapper.conf}" ;;
      */start.sh) add "$1" "$2" "${token%/start.sh}" ;;
      /*/*) add "$1" "$2" "${token%/}" ;;
    esac
  done
  set +f
  IFS=$old
}

units=''
for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
  [ -d "$folder" ] || continue
  for file in $(grep -l -s -E '^Exec[A-Za-z]*=.*(mid\.sh|wrapper|/start\.sh|/agent/)' "$folder"/*.service); do
    unit=${file##*/}
    # The folders stand in systemd's order of precedence, and /lib is often the same as /usr/lib.
    case " $units " in *" $unit "*) continue ;; esac
    units="$units $unit"
    from_text unit "$unit" "$file"
  done
done
for folder in /etc/init.d /etc/rc.d/init.d; do
  [ -d "$folder" ] || continue
  for file in "$folder"/*; do
    [ -L "$file" ] || continue
    target=$(readlink -f "$file" 2>/dev/null) || target=$(readlink "$file")
    case $target in
      */bin/mid.sh) claim init "${file##*/}" "${target%/bin/mid.sh}" ;;
    esac
  done
  for file in $(grep -l -s -E '/mid\.sh|conf/wrapper\.conf' "$folder"/*); do
    [ -L "$file" ] || from_text init "${file##*/}" "$file"
  done
done

# Processes: the paths of a wrapper name its agent. What runs in a container has its paths there, not here.
[ -r /proc/1/cmdline ] || fact processes hidden
us=$(printf '\037')
old=$IFS
IFS=$newline
for line in $(mid_processes); do
  IFS=$us
  set -f
  set -- $line
  set +f
  IFS=$newline
  # Java under a wrapper is told by the wrapper.
  [ "$2" = java ] && [ -n "$3" ] && [ -d "/proc/$3" ] && continue
  if in_container "$1"; then
    fact container "$1 $(head -c 300 "/proc/$1/cgroup" | tail -n 1)"
    continue
  fi
  known=''
  first=''
  for dir in $(process_dirs "$1" "$4"); do
    case $dir in /*) ;; *) continue ;; esac
    first=${first:-$dir}
    if add process "$1" "$dir"; then known=yes; break; fi
  done
  # Another program under the same wrapper is no agent; only a folder that cannot be seen is left open.
  if [ -z "$known" ] && [ -n "$first" ] && hidden "$first"; then claim process "$1" "$first"; fi
done
IFS=$old

for dir in /opt/servicenow/mid /opt/servicenow/*/agent /opt/servicenow/* /service-now/*/agent /service-now/agent \
  /servicenow/*/agent /servicenow/agent /opt/snc_mid_server/agent /opt/agent /opt/*/agent /opt/mid* /opt/snc* \
  /usr/local/*/agent /srv/*/agent /app/*/agent /u01/*/agent; do
  [ -d "$dir" ] && add folder - "$dir"
done
# Home folders may be mounted one by one when they are touched, so they come last.
if [ -z "$found" ] && [ -z "$MIDUP_AGENT_GIVEN" ]; then
  for dir in /home/*/agent /home/*/*/agent /root/agent /root/*/agent; do
    [ -d "$dir" ] && add folder - "$dir"
  done
fi

chosen=''
if [ -n "$MIDUP_AGENT_GIVEN" ]; then
  given=$MIDUP_AGENT_GIVEN
  case $given in
    '~') given=$HOME ;;
    '~/'*) given=$HOME/${given#'~/'} ;;
    /*) ;;
    *) given=$PWD/$given ;;
  esac
  while :; do case $given in /*/) given=${given%/} ;; *) break ;; esac; done
  fact given "$given"
  for dir in "$given" "$given/agent" "${given%/bin}" "${given%/bin/mid.sh}" "${given%/conf}" "${given%/config.xml}"; do
    if [ -d "$dir" ] && add given - "$dir"; then
      chosen=$physical
      break
    fi
  done
  if [ -z "$chosen" ]; then
    if [ -d "$given" ] && [ -r "$given" ] && [ -x "$given" ]; then fact given-not not-agent
    elif [ -d "$given" ] || hidden "$given"; then
      fact given-not unreadable
      remember "$given"
      fact seen "given - $given"
      chosen=$given
    elif [ -e "$given" ]; then fact given-not not-folder
    else fact given-not missing
    fi
  fi
fi

# The value of the parameter `name`, whatever the order of its attributes; what is commented out does not count.
name_of() {
  head -c 1000000 "$1/config.xml" 2>/dev/null | tr -d '\000' | awk '
    BEGIN { RS = "<" }
    /^!--/ { comment = 1 }
    comment { if ($0 ~ /-->/) comment = 0; next }
    /^parameter[ \t\r\n]/ && /[ \t\r\n]name[ \t\r\n]*=[ \t\r\n]*["\047]name["\047]/ {
      if (match($0, /[ \t\r\n]value[ \t\r\n]*=[ \t\r\n]*("[^"]*"|\047[^\047]*\047)/)) {
        value = substr($0, RSTART, RLENGTH); sub(/^[^"\047]*["\047]/, "", value); sub(/["\047]$/, "", value)
        print substr(value, 1, 200); exit
      } }'
}

IFS=$newline
set -f
count=0
for dir in $found; do
  count=$((count + 1))
  [ "$count" -le 50 ] || break
  fact agent "$dir"
  fact name "$(name_of "$dir")"
  if [ -r "$dir" ] && [ -x "$dir" ]; then fact readable yes; else fact readable no; fi
  if [ -e "$dir/config.xml" ] && [ ! -r "$dir/config.xml" ]; then fact config unreadable; fi
done
set +f
IFS=$old
if [ -z "$MIDUP_AGENT_GIVEN" ] && [ "$count" = 1 ]; then chosen=${found%"$newline"}; fi
[ -z "$chosen" ] || fact chosen "$chosen"
:
