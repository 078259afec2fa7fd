# What the user that the agent runs as may not do in the agent's folder and on the way to it. Nothing is changed: mode
# bits are read by find, what they seem to forbid is asked again of the kernel, and so is what they seem to grant, since
# an access list may take it away. Where the kernel cannot be asked for that user, getfacl tells of access lists.
# Runs after access-lists.sh and run-as.sh.

# Mounts that hold the parts of the agent, and the folder for temporary files: read-only ones, those without programs.
set --
for part in logs work bin jre; do [ ! -e "$agent/$part" ] || set -- "$@" "$agent/$part"; done
[ ! -d /tmp ] || set -- "$@" /tmp
read_only=$newline part_of='' last=''
IFS=$newline
set -f
for line in $(df -Pk "$agent" "$@" 2>/dev/null | awk 'NR > 1 { sub(/^.*% +/, ""); print }'); do
  [ "$line" = "$last" ] || options=$(awk -v m="$line" '{ at = $2; gsub(/\\040/, " ", at); if (at == m) o = $4 } END { print o }' /proc/mounts 2>/dev/null)
  if [ -z "$part_of" ]; then
    part_of=agent mount=$line
    fact mount "$line"
    fact mount-options "$options"
  else
    part_of=${1##*/}
    [ "$line" = "$mount" ] || fact mounted "$part_of $options $line"
    shift
  fi
  last=$line
  case $part_of,$options, in tmp,*) ;; *,ro,*) read_only=$read_only$line$newline ;; esac
done
set +f
IFS=$old

# Parts of the agent that are links: find does not follow them by itself, so that what they lead to is looked at, too.
roots=$agent
for part in logs work bin conf jre lib extlib etc properties package security keystore; do
  path=$agent/$part
  [ -L "$path" ] || continue
  if [ -d "$path" ]; then
    roots=$roots$newline$path/
    fact linked "$path"
  elif [ ! -e "$path" ]; then
    # Of programs and settings that are gone other probes speak.
    case $part in bin|conf|jre) ;; *) fact dangling "$path"; fact dangling-to "$(readlink "$path" 2>/dev/null)" ;; esac
  fi
done
config=$agent/config.xml
if [ -L "$config" ] && [ -f "$config" ]; then fact linked "$config"; fi
# root_of PATH: where find is to start.
root_of() { if [ -L "$1" ] && [ -d "$1" ]; then printf '%s/\n' "$1"; else printf '%s\n' "$1"; fi; }

# Attributes that forbid even root to write (immutable), or to rename and delete (append-only).
fixed=$newline
fixed_path() {
  [ "${fixed#*"$newline$2$newline"}" = "$fixed" ] || return
  fixed=$fixed$2$newline
  fact "$1" "${3:+$3 }$2"
}
on_read_only() {
  IFS=$newline
  for midup_mount in $read_only; do
    case $1/ in "${midup_mount%/}"/*) IFS=$old; return 0 ;; esac
  done
  IFS=$old
  return 1
}
no_lsattr=yes
if have lsattr && lsattr -d "$agent" >/dev/null 2>&1; then
  no_lsattr=''
  IFS=$newline
  set -f
  for line in $({ lsattr -d "$agent"; lsattr -R "$agent"; } 2>/dev/null | awk '$1 ~ /^[-A-Za-z]*[ia][-A-Za-z]*$/ && $2 ~ /^\// { print }' | head -n 40); do
    IFS=$old
    case ${line%% *} in *i*) fixed_path attribute "${line#* }" immutable ;; *) fixed_path attribute "${line#* }" append-only ;; esac
    IFS=$newline
  done
  set +f
  IFS=$old
fi
# BusyBox's test looks at mode bits itself; those of other shells ask the kernel.
case $(sh -c 'readlink "/proc/$$/exe"' 2>/dev/null) in ''|*busybox*) asks='' ;; *) asks=yes ;; esac
# How the user is asked for: as itself, or by root in its place; else its rights are reckoned.
as='' asked=modes
if [ -z "$asks" ]; then :
elif [ "$me" = "$user" ]; then asked=kernel
elif [ "$(id -u)" = 0 ]; then
  list=$(printf '%s' "$groups" | tr -s ' ' ,)
  for try in "setpriv --reuid=$uid --regid=$gid --groups=${list%,}" "chroot --userspec=$uid:$gid --groups=${list%,} /"; do
    if $try true >/dev/null 2>&1; then as=$try asked=kernel; break; fi
  done
fi
if [ "$asked" = modes ] && have getfacl; then asked=lists; fi
# What root may not write has that attribute, or lies on a file system that gives root no rights (NFS with root_squash);
# there it is no matter where the user may.
if [ "$(id -u)" = 0 ] && [ -n "$asks" ] && [ -n "$no_lsattr" ]; then
  IFS=$newline
  set -f
  for path in $(find "$agent" '(' -type d -o -path "$agent/config.xml" -o -path "$agent/logs/*" -type f ')' -exec sh -c 'for path do [ -w "$path" ] || [ ! -e "$path" ] || printf "%s\n" "$path"; done' sh {} + 2>/dev/null | head -n 200); do
    IFS=$old
    if ! on_read_only "$path" && ! { [ -n "$as" ] && $as sh -c 'test -w "$1"' sh "$path" 2>/dev/null; }; then fixed_path unwritable "$path"; fi
    IFS=$newline
  done
  set +f
  IFS=$old
fi
if [ "$uid" = 0 ]; then exit 0; fi
fact asked "$asked"

# may RIGHT PATH: yes, no (the kernel or the access list says so), list (there is one that cannot be read) or unknown.
may() {
  case $1 in read) flag=-r bit=r ;; write) flag=-w bit=w ;; *) flag=-x bit=x ;; esac
  if [ "$asked" = kernel ]; then
    if $as sh -c 'test "$1" "$2"' sh "$flag" "$2" 2>/dev/null; then echo yes; else echo no; fi
    return
  fi
  case $(ls -ldL "$2" 2>/dev/null | cut -c 11) in +) ;; *) echo unknown; return ;; esac
  [ "$asked" = lists ] || { echo list; return; }
  midup_rights=$(getfacl -p -n -- "$2" 2>/dev/null | by_list)
  case ${midup_rights%% *} in *$bit*) echo yes ;; '') echo list ;; *) echo no ;; esac
}
count=0 seen=$newline
# lacks WHAT PATH [SAID]: one line for a right that is missing, unless it is granted after all.
lacks() {
  set -- "$1" "${2%/}" "${3-}"
  said=$3
  [ -n "$said" ] || said=$(may "$1" "$2")
  case $said in yes) return ;; list) fact list-unread "$2"; return ;; esac
  [ "${seen#*"$newline$1 $2$newline"}" = "$seen" ] || return
  count=$((count + 1))
  [ "$count" -le 40 ] || return
  seen=$seen$1\ $2$newline
  fact lacks "$1 $said $(ls -ldL "$2" 2>/dev/null | awk '{ print $1, $3, $4; exit }') $2"
}

# class BITS: the part of a find expression that is true where the user's own class lacks one of the bits u, g or o.
own=''
for group in $groups; do own="$own -o -group $group"; done
own=${own# -o }
class() { printf '%s' "( -user $uid ! -perm -0${1}00 -o ! -user $uid ( $own ) ! -perm -00${1}0 -o ! -user $uid ! ( $own ) ! -perm -000${1} )"; }
# granted BITS: where it has it.
granted() { printf '! %s' "$(class "$1")"; }

path='' way=$newline
rest=${agent#/}
while [ -n "$rest" ]; do
  path=$path/${rest%%/*}
  case $rest in */*) rest=${rest#*/} ;; *) rest='' ;; esac
  way=$way$path$newline
  if [ -n "$(set -f; find "$path" -prune -type d $(class 1) 2>/dev/null)" ]; then lacks enter "$path"; fi
done

# sweep WHAT BITS START FIND-TESTS...: the first offenders below START, links never followed.
sweep() {
  midup_what=$1 midup_bits=$2 midup_start=$3
  shift 3
  [ -e "$midup_start" ] || return
  set -f
  midup_list=$(find -H "$midup_start" "$@" $(class "$midup_bits") -print 2>/dev/null | head -n 60)
  IFS=$newline
  for midup_found in $midup_list; do
    IFS=$old
    [ "$midup_what" = write ] && on_read_only "$midup_found" || lacks "$midup_what" "$midup_found"
    IFS=$newline
  done
  IFS=$old
  set +f
}
IFS=$newline
for root in $roots; do
  IFS=$old
  sweep enter 1 "$root" -type d
  sweep read 4 "$root" '(' -type d -o -type f ')'
  sweep write 2 "$root" -type d
  IFS=$newline
done
IFS=$old
[ ! -L "$config" ] || sweep read 4 "$config" -type f
# The pid file is the service's own matter: it is removed and made anew.
set --
for path in "$config" "$agent/logs" "$agent/work" "$agent/security" "$agent/keystore" "$agent/conf/wrapper-override.conf"; do
  path=$(root_of "$path")
  sweep write 2 "$path" -type f '!' -name '*.pid'
  [ ! -e "$path" ] || set -- "$@" "$path"
done
# Programs that nobody at all may run are spoken of where programs are looked at.
sweep run 1 "$(root_of "$agent/bin")" -type f '(' -name mid.sh -o -name 'mid.shconf*' -o -name wrapper -o -name 'wrapper-linux*' ')' '(' -perm -0100 -o -perm -0010 -o -perm -0001 ')'
sweep run 1 "$(root_of "$agent/jre")" -type f '(' -path '*/bin/java' -o -name jspawnhelper ')' '(' -perm -0100 -o -perm -0010 -o -perm -0001 ')'

# forbidden LINES: what the modes grant and something else forbids, one `WHAT PATH` a line.
forbidden() {
  set -f
  IFS=$newline
  for midup_line in $1; do
    IFS=$old
    midup_found=${midup_line#* }
    if [ "${fixed#*"$newline$midup_found$newline"}" = "$fixed" ] && ! { [ "${midup_line%% *}" = write ] && on_read_only "$midup_found"; }; then
      lacks "${midup_line%% *}" "$midup_found" denied
    fi
    IFS=$newline
  done
  IFS=$old
  set +f
}
if [ "$asked" = kernel ]; then
  forbidden "$(
    set -f
    IFS=$newline
    set -- $way -- "$@"
    IFS=$old
    $as sh -c 'for path do case $path in --) break ;; esac; [ -x "$path" ] || { printf "enter %s\n" "$path"; break; }; done' sh "$@" 2>/dev/null
    while [ "$1" != -- ]; do shift; done
    shift
    IFS=$newline
    for root in $roots; do
      IFS=$old
      case $root in */) $as sh -c 'test -x "$1"' sh "$root" 2>/dev/null || { printf 'enter %s\n' "$root"; IFS=$newline; continue; } ;; esac
      $as find "$root" -type d $(granted 1) $(granted 4) $(granted 2) -exec sh -c 'for path do
        [ -x "$path" ] || printf "enter %s\n" "$path"
        [ -r "$path" ] || printf "read %s\n" "$path"
        [ -w "$path" ] || printf "write %s\n" "$path"
      done' sh {} + -o -type f $(granted 4) -exec sh -c 'for path do [ -r "$path" ] || printf "read %s\n" "$path"; done' sh {} + 2>/dev/null
      IFS=$newline
    done
    IFS=$old
    if [ -L "$config" ] && ! $as sh -c 'test -r "$1"' sh "$config" 2>/dev/null; then printf 'read %s\n' "$config"; fi
    [ $# = 0 ] || $as find -H "$@" -type f ! -name '*.pid' $(granted 2) -exec sh -c 'for path do [ -w "$path" ] || printf "write %s\n" "$path"; done' sh {} + 2>/dev/null
    $as find "$(root_of "$agent/bin")" -type f $(granted 1) -exec sh -c 'for path do [ -x "$path" ] || printf "run %s\n" "$path"; done' sh {} + 2>/dev/null
  )"
elif [ "$asked" = lists ]; then
  forbidden "$(getfacl -R -s -p -n -- "$agent" 2>/dev/null | by_list | head -n 1000 | while read -r rights path; do
    if [ -d "$path" ]; then
      case $rights in *x*) ;; *) printf 'enter %s\n' "$path" ;; esac
      case $rights in *w*) ;; *) printf 'write %s\n' "$path" ;; esac
    else
      case $path in
        *.pid) ;;
        "$agent/config.xml"|"$agent/logs/"*|"$agent/work/"*|"$agent/security/"*|"$agent/keystore/"*|"$agent/conf/wrapper-override.conf")
          case $rights in *w*) ;; *) printf 'write %s\n' "$path" ;; esac ;;
      esac
    fi
    case $rights in *r*) ;; *) printf 'read %s\n' "$path" ;; esac
  done)"
else
  path=$(find "$agent" '(' -type d -o -type f ')' -exec ls -ld {} + 2>/dev/null | awk '$1 ~ /[+]$/ { sub(/^[^\/]*/, ""); print; exit }')
  [ -z "$path" ] || fact list-unread "$path"
fi
fact lacking "$count"
# Folders that the one who looks may not enter hide what is in them.
if [ -n "$(find "$agent" -type d 2>&1 >/dev/null | head -n 1)" ]; then fact incomplete yes; fi
:
