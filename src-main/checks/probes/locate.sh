# Where the agents of this host are: service units, init scripts, running processes, usual folders, and the folder that
# the user gave (MIDUP_AGENT_GIVEN), or the name (MIDUP_NAME_GIVEN). Several ways to one folder count once, by its physical path.
fact uid "$(id -u 2>/dev/null)"
fact user "$(id -un 2>/dev/null)"
newline='
'
found=''
# Of those, the ones that a service or a process vouches for; and `NAME DIR` of the units that are an agent's.
sure=$newline
units=''

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
  case $1 in
    folder|given) return ;;
    unit) units="$units$2 $physical$newline" ;;
  esac
  sure=$sure$physical$newline
}

# claim SOURCE NAME DIR: as `add`, for what surely speaks of an agent: says so where it cannot be seen or is gone.
claim() {
  [ -n "$3" ] || return 1
  add "$@" && return
  if hidden "$3"; then
    remember "$3"
    sure=$sure$3$newline
    [ "$1" != unit ] || units="$units$2 $3$newline"
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
  for token in $(paths "$3" | instanced "$2"); do
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

# instanced UNIT: what systemd puts into the paths of a unit, of the specifiers that stand for names: %i, and %I, which is %i with
# its escapes taken back. A path with another specifier is left out.
instanced() {
  case $1 in *.service) ;; *) cat; return ;; esac
  instance=''
  case $1 in *@*) instance=${1#*@} instance=${instance%.service} ;; esac
  MIDUP_I=$instance MIDUP_P=$(printf '%s' "$instance" | sed 's/-/\//g; s/\\x2d/-/g; s/\\x20/ /g; s/\\x5c/\\/g') awk '
    function put(name, value,   at, out) {
      while ((at = index($0, name)) > 0) { out = out substr($0, 1, at - 1) value; $0 = substr($0, at + 2) }
      $0 = out $0
    }
    { put("%%", "\001"); put("%i", ENVIRON["MIDUP_I"]); put("%I", ENVIRON["MIDUP_P"]) }
    !/%[A-Za-z]/ { gsub(/\001/, "%"); print }'
}

# instances UNIT: of a template, those that are known: enabled, with settings of their own, or loaded.
instances() (
  IFS=' '
  for folder in $unit_folders; do
    for file in "$folder"/*.wants/"${1%.service}"?*.service "$folder/${1%.service}"?*.service.d; do
      [ -e "$file" ] || [ -L "$file" ] || continue
      file=${file##*/}
      printf '%s\n' "${file%.d}"
    done
  done
  [ ! -d /run/systemd/system ] || ! have systemctl ||
    systemctl list-units --all --plain --no-legend "${1%.service}*.service" 2>/dev/null | awk '$1 ~ /@..*\.service$/ { print $1 }'
)

# from_units SOURCE FOLDER: the units in it, and what drop-ins make of others, which point to an agent.
seen_units=' '
from_units() {
  [ -d "$2" ] || return
  was=$IFS
  IFS=$newline
  for file in $(grep -l -s -E '^Exec[A-Za-z]*=.*(mid\.sh|wrapper|/start\.sh|/agent/)' "$2"/*.service "$2"/*.service.d/*.conf); do
    unit=${file##*/}
    case $file in *.service.d/*) unit=${file%/*}; unit=${unit##*/}; unit=${unit%.d} ;; esac
    # A drop-in counts beside its unit; of several units of one name the first does, and /lib is often the same as /usr/lib.
    case $seen_units$file in *" $1:$unit "*.service) continue ;; esac
    case $file in *.conf) ;; *) seen_units="$seen_units$1:$unit " ;; esac
    case $unit in
      *@.service) for one in $(instances "$unit" | sort -u); do from_text "$1" "$one" "$file"; done ;;
      *) from_text "$1" "$unit" "$file" ;;
    esac
  done
  IFS=$was
}
for folder in $unit_folders; do from_units unit "$folder"; done
# A unit of the admins may start a script of theirs, in which the agent is named.
old=$IFS
IFS=$newline
for file in $(grep -l -s -E '^ExecStart=[-@:+!]*"?/(usr/local|opt|etc|srv|home|root|app|data)/' /etc/systemd/system/*[!@].service); do
  unit=${file##*/}
  case $seen_units in *" unit:$unit "*) continue ;; esac
  script=$(sed -n 's/^ExecStart=[-@:+!]*"\{0,1\}\(\/[^" ]*\).*/\1/p' "$file" | head -n 1)
  if [ -f "$script" ] && [ "$(head -c 2 "$script" 2>/dev/null | tr -d '\000')" = '#!' ]; then from_text unit "$unit" "$script"; fi
done
IFS=$old
for folder in /etc/systemd/user "$HOME/.config/systemd/user"; do from_units user-unit "$folder"; done
for folder in /etc/init.d /etc/rc.d/init.d; do
  [ -d "$folder" ] || continue
  for file in "$folder"/*; do
    [ -L "$file" ] || continue
    target=$(readlink -f "$file" 2>/dev/null) || target=$(readlink "$file")
    case $target in
      */bin/mid.sh) claim init "${file##*/}" "${target%/bin/mid.sh}" ;;
    esac
  done
  for file in $(grep -l -s -E '/mid\.sh|conf/wrapper\.conf|/start\.sh|/agent([/"[:space:];]|$)' "$folder"/*); do
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
  if group=$(container_of "$1"); then
    fact container "$1 $group"
    # As it is called inside; only root may see that.
    fact container-dir "$1 $(readlink "/proc/$1/cwd" 2>/dev/null)"
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
# Agents stand side by side, and the one that is Down is not the one whose process was seen.
if [ -z "$MIDUP_AGENT_GIVEN" ]; then
  IFS=$newline
  set -f
  for dir in $found; do
    case $dir in */agent) beside=${dir%/*/agent} last=/agent ;; *) beside=${dir%/*} last='' ;; esac
    case $beside in ''|/home|/opt|/usr|/var|/srv|/mnt|/tmp) continue ;; esac
    set +f
    for dir in "$beside"/*"$last"; do [ -d "$dir" ] && add folder - "$dir"; done
    set -f
  done
  set +f
  IFS=$old
fi
# Home folders may be mounted one by one when they are touched, so they come last, and only where nothing surer was found.
if [ "$sure" = "$newline" ] && [ -z "$MIDUP_AGENT_GIVEN" ]; then
  for dir in /home/*/agent /home/*/*/agent /root/agent /root/*/agent; do
    [ -d "$dir" ] && add folder - "$dir"
  done
  for dir in /home/*/.config/systemd/user /root/.config/systemd/user; do from_units user-unit "$dir"; done
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
