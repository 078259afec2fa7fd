# The wrapper: its binary, the Java it starts, and what its log says of the launches.
agent=$MIDUP_AGENT
ifs=$IFS
now

# conf NAME: the value that wrapper.conf and, after it, the overrides give to a property.
conf() {
  sed -n "/^[[:space:]]*$1[[:space:]]*=/{s/^[^=]*=[[:space:]]*//;s/[[:space:]]*\$//;p;}" "$agent/conf/wrapper.conf" \
    "$agent/conf/wrapper-jvm.conf" "$agent/conf/wrapper-override.conf" 2>/dev/null | tail -n 1
}
# expand VALUE: %NAME% by the file's own set.NAME; what is left is not ours to know.
expand() {
  midup_value=$1
  midup_turn=0
  while [ "$midup_turn" -lt 5 ]; do
    case $midup_value in *%*%*) ;; *) break ;; esac
    midup_name=${midup_value#*%}
    midup_name=${midup_name%%%*}
    case $midup_name in *[!A-Za-z0-9_.]*|'') break ;; esac
    midup_set=$(conf "set\.$midup_name")
    [ -n "$midup_set" ] || midup_set=$(conf "set\.default\.$midup_name")
    [ -n "$midup_set" ] || break
    midup_value="${midup_value%%%*}$midup_set${midup_value#*%*%}"
    midup_turn=$((midup_turn + 1))
  done
  printf '%s\n' "$midup_value"
}
elf() (
  IFS=$ifs
  set -- $(od -An -tx1 -N20 "$1" 2>/dev/null)
  IFS=''
  printf '%s' "$*"
)
# loader FILE: says so where the program that has to load it, as its header names it, is not there. The kernel then calls the
# file itself not found.
loader() {
  [ -f "$1" ] && [ -r "$1" ] || return
  midup_loader=$(head -c 8192 "$1" 2>/dev/null | tr -c '[:print:]' '\n' | sed -n '/^\/[^ ]*\/ld[-._A-Za-z0-9]*$/{p;q;}')
  if [ -n "$midup_loader" ] && [ ! -e "$midup_loader" ]; then fact loader-missing "$midup_loader $1"; fi
}
# state_of FILE: what it would be to who starts it; execute bits are looked at for anyone.
state_of() {
  if [ -d "$1" ]; then echo directory
  elif [ -f "$1" ] && [ ! -s "$1" ]; then echo empty
  elif [ -x "$1" ]; then echo ok
  elif [ -e "$1" ]; then
    midup_mode=$(ls -lLd "$1" 2>/dev/null)
    case ${midup_mode%% *} in *[xst]*) echo ok ;; *) echo not-executable ;; esac
  elif [ -L "$1" ]; then echo dangling
  elif [ -d "${1%/*}" ] && [ ! -x "${1%/*}" ]; then echo unknown
  else echo missing
  fi
}

if [ -r "$agent/conf/wrapper.conf" ]; then fact conf read
elif [ -e "$agent/conf/wrapper.conf" ]; then fact conf unreadable
elif [ -x "$agent" ]; then fact conf missing
fi
fact machine "$(uname -m)"
host=$(elf /proc/self/exe)
fact host-elf "$host"
# What mid.sh looks for: the platform's own name, else plain "wrapper"; a control script may name another with WRAPPER_CMD.
named=$(sed -n "s/^[[:space:]]*WRAPPER_CMD=[\"']\{0,1\}\([^\"'#]*\).*/\1/p" "$agent/bin/mid.sh" "$agent/bin/mid.shconf" 2>/dev/null | sed '/[$`]/d; s/[[:space:]]*$//; /^$/d' | tail -n 1)
fact wrapper-named "$named"
case $named in
  ''|*/wrapper|./*|wrapper) ;;
  /*) fact wrapper "$(state_of "$named") $(elf "$named") $named" ;;
esac
if [ -d "$agent/bin" ] && [ -x "$agent/bin" ] && [ -r "$agent/bin" ]; then
  fact bin readable
  for file in "$agent"/bin/wrapper*; do
    case $file in *.exe|*.dll|*.bat|*.jar|*.conf|*.so|*.sh|*'*') continue ;; esac
    case $file in */wrapper|*linux*) ;; *) continue ;; esac
    built=$(elf "$file")
    fact wrapper "$(state_of "$file") $built $file"
    # Those for the machine of this host alone, and for its 32 bits: the last two bytes are the machine.
    case $built in *"${host#"${host%????}"}"|7f454c46*0300) loader "$file" ;; esac
  done
elif [ -x "$agent" ] && [ ! -e "$agent/bin" ]; then fact bin missing
fi

# The control script, and the settings that it executes. A line that ends as those of Windows do ends for a shell in a
# character more. A unit may go past them, and start the wrapper itself.
if [ -d "$agent/bin" ] && [ -x "$agent/bin" ]; then
  set --
  for file in mid.sh mid.shconf mid.shconf_override; do if [ -r "$agent/bin/$file" ]; then set -- "$@" "$agent/bin/$file"; fi; done
  crlf=''
  [ $# = 0 ] || crlf=$(awk 'FNR <= 100 && /\r$/ && !seen[FILENAME]++ { print ":" FILENAME ":" }' "$@" 2>/dev/null)
  for file in mid.sh mid.shconf mid.shconf_override; do
    state=$(state_of "$agent/bin/$file")
    case $state$crlf in ok*":$agent/bin/$file:"*) state=crlf ;; esac
    fact control "$state $agent/bin/$file"
  done
fi
if [ -n "$MIDUP_UNIT" ]; then
  IFS='
'
  set -- $(unit_files "$MIDUP_UNIT")
  IFS=$ifs
  if [ $# -gt 0 ] && grep -q -s -E '^ExecStart=.*/bin/wrapper' "$@" && ! grep -q -s -E '^ExecStart=.*(mid|start)\.sh' "$@"; then fact control-used no; fi
fi

# on_service_path PROGRAM: where it is on the PATH that the unit or the control script's settings give the service, which is
# another than that of who looks.
on_service_path() {
  IFS='
'
  set -- "$1" $([ -z "$MIDUP_UNIT" ] || unit_files "$MIDUP_UNIT") "$agent/bin/mid.shconf" "$agent/bin/mid.shconf_override"
  midup_program=$1
  shift
  for midup_dir in $(sed -n "/^[[:space:]]*#/d; s/^\(.*[^A-Za-z_]\)\{0,1\}PATH=[\"']\{0,1\}\([^\"'[:space:]]*\).*/\2/p" "$@" 2>/dev/null | tr ':' '\n'); do
    case $midup_dir in /*) ;; *) continue ;; esac
    if [ -f "$midup_dir/$midup_program" ]; then printf '%s\n' "$midup_dir/$midup_program"; break; fi
  done
  IFS=$ifs
}

workdir=$(conf 'wrapper\.working\.dir')
workdir=$(cd "$agent/bin" 2>/dev/null && cd "${workdir:-.}" 2>/dev/null && pwd) || workdir=$agent
unset path
java=$(expand "$(conf 'wrapper\.java\.command')")
fact java-command "$java"
case $java in
  *%*) fact java unknown ;;
  '') fact java unset ;;
  /*) path=$java ;;
  */*) path=$workdir/$java ;;
  *)
    path=$(command -v "$java" 2>/dev/null) || path=''
    [ -n "$path" ] || path=$(on_service_path "$java") ;;
esac
if [ -n "${path-}" ]; then
  fact java-path "$path"
  fact java "$(state_of "$path")"
  fact java-elf "$(elf "$path")"
  loader "$path"
  # The release file of its home says the version. Without one the program is asked, where it is the asker's own.
  real=$(readlink -f "$path" 2>/dev/null)
  home=${real%/bin/java}
  version=''
  for file in "$home/release" "${home%/jre}/release"; do
    [ -r "$file" ] || continue
    version=$(sed -n '/^JAVA_VERSION=/{s/^[^=]*=//;s/["[:cntrl:]]//g;p;q;}' "$file")
    [ -z "$version" ] || break
  done
  if [ -z "$version" ] && [ -f "$real" ] && [ -x "$real" ] && [ -O "$real" ]; then
    limit=''
    ! have timeout || limit='timeout 4'
    version=$($limit "$real" -XX:-UsePerfData -version 2>&1 </dev/null | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
  fi
  fact java-version "$version"
elif [ -n "$java" ] && [ "${path+set}" = set ]; then fact java missing
fi

# The log as it is called now. A name may have ROLLNUM or YYYYMMDD in it: the first is left out of the current one's name,
# with the sign before it; of the second the newest is the current one.
named=$(conf 'wrapper\.logfile')
case $(conf 'wrapper\.logfile\.loglevel') in [Nn][Oo][Nn][Ee]) fact log-off level ;; esac
if [ -z "$named" ] && grep -q -s '^[[:space:]]*wrapper\.logfile[[:space:]]*=[[:space:]]*$' "$agent"/conf/wrapper*.conf; then fact log-off name; fi
case $named in
  /*) ;;
  ?*) named=$workdir/$named ;;
  *) named=$agent/logs/wrapper.log ;;
esac
plain=$(printf '%s\n' "$named" | sed 's/[-._]\{0,1\}ROLLNUM//; s/[-._]\{0,1\}YYYYMMDD//')
dated=$(printf '%s\n' "$named" | sed 's/[-._]\{0,1\}ROLLNUM//; s/YYYYMMDD/[0-9]*/')
rolled=$(printf '%s\n' "$named" | sed 's/ROLLNUM/1/; s/[-._]\{0,1\}YYYYMMDD//')
[ "$rolled" != "$plain" ] || rolled=$plain.1
log=$plain
previous=$rolled
log_time=0
midup_ifs=$IFS
IFS='
'
for file in $plain $dated; do
  [ -f "$file" ] && time=$(file_time "$file") || continue
  [ "${time%% *}" -gt "$log_time" ] || continue
  [ "$log_time" = 0 ] || previous=$log
  log=$file log_time=${time%% *}
done
IFS=$midup_ifs
if [ ! -e "$log" ] && [ -e "$agent/logs/wrapper.log" ]; then log=$agent/logs/wrapper.log previous=$log.1; fi
fact log "$log"
if [ -r "$log" ]; then
  time=$(file_time "$log")
  fact log-time "${time%% *}"
  # One that was rolled over just now has its beginning in the one before.
  if [ "${time#* }" -lt 65536 ] && [ -r "$previous" ] && [ -f "$previous" ] && [ "$previous" != "$log" ]; then fact log-before "$previous"; else previous=''; fi
  printf '@events what the wrapper itself said in the last megabyte of %s\n' "$log"
  # A program's output goes to the same file and may be long: the wrapper's own sentences are picked out, each with the
  # last complaint before it.
  { [ -z "$previous" ] || tail -c 262144 "$previous"; tail -c 1048576 "$log"; } 2>/dev/null | tr -d '\000' | awk '
    { $0 = substr($0, 1, 1000) }
    /JVM|Wrapper (Started|Stopped)|Startup|trapped|Anchor file|Shutting down|failed launches|Giving up|Unable to (start|execute)|unable to (start|execute)|memory|Could not |Invalid maximum heap|Unrecognized|No space left|Permission denied|FATAL|Critical error|java binary|pid file|UnsupportedClassVersion|OutOfMemoryError|MID Server started|already in use|cannot open shared object|Exec format/ {
      if (said != "") print said
      said = ""
      print
      next
    }
    /Exception|[Ee]rror|Problem |Couldn.t / { said = $0 }
    END { if (said != "") print said }' | tail -n 400 | quoted
  printf '=0\n'
  show tail tail -n 15 "$log"
elif [ -e "$log" ]; then fact log-state unreadable
elif [ -x "$agent" ] && { [ ! -e "$agent/logs" ] || [ -x "$agent/logs" ]; }; then fact log-state missing
fi
:
