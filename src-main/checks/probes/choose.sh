# Which of the agents that locate.sh has found is looked at, and which of its units is the one that counts. Runs after it.

# The value of the parameter `name`, whatever the order of its attributes; what is commented out does not count.
name_of() {
  head -c 1000000 "$1/config.xml" 2>/dev/null | tr -d '\000' | awk '
    BEGIN { RS = "<" }
    /^!--/ { comment = 1 }
    comment { if ($0 ~ /-->/) comment = 0; next }
    /^parameter[ \t\r\n]/ && /[ \t\r\n]name[ \t\r\n]*=[ \t\r\n]*["\047]name["\047]/ {
      if (match($0, /[ \t\r\n]value[ \t\r\n]*=[ \t\r\n]*("[^"]*"|\047[^\047]*\047)/)) {
        value = substr($0, RSTART, RLENGTH); sub(/^[^"\047]*["\047]/, "", value); sub(/["\047]$/, "", value)
        gsub(/[\r\n]+/, " ", value); print substr(value, 1, 200); exit
      } }'
}

# same_name NAME: whether a name in config.xml is the one that was given; as the instance compares names, letters large or
# small are the same.
same_name() {
  [ "$(printf '%s' "$1" | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&apos;/'"'"'/g; s/&amp;/\&/g' | lower)" = "$asked" ]
}
lower() { tr '[:upper:]' '[:lower:]'; }

# at_boot UNIT: some target wants it.
at_boot() (
  set +f
  IFS=' '
  for folder in $unit_folders; do
    for link in "$folder"/*.wants/"$1"; do [ ! -L "$link" ] || exit 0; done
  done
  exit 1
)
# is_sure DIR; is_copy DIR NAME: nothing starts or runs it, and it is called as copies are, or has the name of a MID Server
# that something does start or run.
is_sure() { case $sure in *"$newline$1$newline"*) return 0 ;; esac; return 1; }
is_copy() {
  ! is_sure "$1" || return 1
  path=${1%/*}
  case /${path##*/}/${1##*/}/ in
    *.bak*|*.old/*|*.orig/*|*.save/*|*[-_.]bak/*|*[-_.]bak[-_.]*|*[-_]old/*|*[-_]old[-_]*|*backup*|*[-_.]copy*) return 0 ;;
    *[-_.]20[0-9][0-9][01][0-9][0-3][0-9]*|*[-_.]20[0-9][0-9]-[01][0-9]*) return 0 ;;
  esac
  case $2 in ''|*YOUR_*) return 1 ;; esac
  case $sure_names in *"$newline$2$newline"*) return 0 ;; esac
  return 1
}

IFS=$newline
set -f
count=0
names='' named='' sure_names=$newline
asked=$(printf '%s' "$MIDUP_NAME_GIVEN" | lower)
for dir in $found; do
  count=$((count + 1))
  [ "$count" -le 300 ] || continue
  fact agent "$dir"
  name=$(name_of "$dir")
  names="$names$name $dir$newline"
  if [ -n "$asked" ] && same_name "$name"; then named="$named$name $dir$newline"; fi
  ! is_sure "$dir" || sure_names=$sure_names$name$newline
  fact name "$name"
  if [ -r "$dir" ] && [ -x "$dir" ]; then fact readable yes; else fact readable no; fi
  if [ -e "$dir/config.xml" ] && [ ! -r "$dir/config.xml" ]; then fact config unreadable; fi
done
[ "$count" -le 300 ] || fact agents "$count"
if [ -z "$MIDUP_AGENT_GIVEN" ] && [ -n "$asked" ]; then
  fact given-name "$MIDUP_NAME_GIVEN"
  # The only one, whose name cannot be read, may well be it.
  if [ "$count" != 1 ] || [ -n "$name" ]; then names=$named; fi
fi
# The one that is left when copies are left out, where something starts or runs it; else the only one.
if [ -z "$MIDUP_AGENT_GIVEN" ] && [ "$count" -le 300 ]; then
  all=0 left=0 copies=''
  for line in $names; do
    all=$((all + 1))
    dir=/${line#* /}
    if is_copy "$dir" "${line%% /*}"; then copies=$copies$dir$newline; else left=$((left + 1)) chosen=$dir; fi
  done
  if [ "$all" = 1 ]; then chosen=$dir
  elif [ "$left" = 1 ] && is_sure "$chosen"; then
    for dir in $copies; do fact copy "$dir"; done
  else chosen=''
  fi
fi
[ -z "$chosen" ] || fact chosen "$chosen"
# Of several units of that agent, one that starts at boot goes before one that does not.
unit=''
for line in $units; do
  case $line in *" $chosen") ;; *) continue ;; esac
  one=${line%% *}
  unit=${unit:-$one}
  if at_boot "$one"; then unit=$one; break; fi
done
set +f
IFS=$old
[ -z "$chosen" ] || [ -z "$unit" ] || fact unit "$unit"
:
