# connect: the first rung: a connection by the name ($first, $first_port), and beside it one to each of the name's
# addresses where it has several. $via becomes an address to go on by where the name gives no connection. What comes above a
# connection that does not come about is not tried.

# addresses: those of the name, one a line, as the host's own programs get them. nslookup does not know /etc/hosts.
addresses() {
  {
    if have getent; then limit 6 getent ahosts "$first"
    else
      awk -v name="$first" '{ sub(/#.*/, ""); for (i = 2; i <= NF; i++) if (tolower($i) == tolower(name)) { print $1; next } }' /etc/hosts |
        grep . || { ! have nslookup || limit 6 nslookup "$first" | awk '/^Name:/ { on = 1 } on && sub(/^Address[ 0-9]*:[ \t]*/, "")'; }
    fi 2>/dev/null </dev/null
  } | awk '$1 ~ /^[0-9A-Fa-f.:]+$/ && !had[$1]++ { print $1 }' | head -n 4
}

# by_name: nothing where no tool only connects.
by_name() {
  if have bash; then took tcp show tcp limit 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$first" "$first_port"
  elif have nc; then took tcp nc_takes tcp 5 "$first"
  elif have python3; then took tcp shown tcp "python3: connect $first $first_port" by_python tcp '' 6
  fi
}
# reach ADDRESS: whether it takes a connection, by the first tool that can tell.
reach() {
  if have bash; then took "address-$1" show "address-$1" limit 3 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$first_port"
  elif have nc; then took "address-$1" nc_takes "address-$1" 3 -n "$1"
  elif have python3; then took "address-$1" shown "address-$1" "python3: connect $1 $first_port" by_python tcp "$1" 6
  elif have curl; then took "address-$1" shown "address-$1" "curl: connect $1 $first_port" curl_takes "$1"
  elif have openssl; then took "address-$1" shown "address-$1" "openssl: connect $1 $first_port" openssl_takes "$1"
  elif have wget; then took "address-$1" shown "address-$1" "wget: connect $1 $first_port" wget_takes "$1"
  fi
}
# nc_takes SECTION SECONDS [-n] TO: -n where that is an address. BusyBox has no -z, and would wait for the other side to end.
nc_takes() {
  midup_section=$1 midup_time=$2
  shift 2
  case $(nc -h 2>&1) in
    *BusyBox*)
      [ "$1" != -n ] || shift
      show "$midup_section" limit "$((midup_time + 1))" nc -w "$midup_time" "$1" "$first_port" -e true ;;
    *) show "$midup_section" limit "$((midup_time + 1))" nc -v -z -w "$midup_time" "$@" "$first_port" ;;
  esac
}
# These can only connect in order to do something: it is the words of their connection that count.
curl_takes() {
  said=$(limit 6 curl -q -v -sS -k -m 3 --connect-timeout 3 -A "$agent" -o /dev/null $(curl_way "$1") "$page" 2>&1 |
    sed -n '/^\* .*[Cc]onnect/p; /^curl: /p')
  told "$said"
  case $said in *'Connected to '* | *'Established connection'*) ;; *) return 7 ;; esac
}
openssl_takes() {
  # A proxy waits for words of its own.
  if [ -n "$proxy_host" ]; then set -- -proxy "$(bracketed "$1"):$proxy_port" -connect "$named:$port"
  else set -- -connect "$(bracketed "$1"):$port"
  fi
  said=$(limit 4 openssl s_client "$@" 2>&1 | sed -n '/CONNECT\|errno\|refused\|[Ee]rror/p')
  told "$said"
  case $said in *CONNECT*) ;; '') return 124 ;; *) return 1 ;; esac
}
wget_takes() {
  # Of a time-out BusyBox does not say whether it was the connection that took so long.
  said=$(limit 6 wget -T 3 $(wget_once) -O /dev/null -U "$agent" "http://$(bracketed "$1"):$first_port/" 2>&1 |
    sed -n '/connected\.\|HTTP\|server returned\|getting response\|connect to\|failed: /p')
  told "$said"
  case $said in *connected.* | *HTTP* | *'server returned'* | *'getting response'*) ;; '') return 2 ;; *) return 1 ;; esac
}
wget_once() { case $(wget --help 2>&1) in *--tries*) printf '%s' '--tries=1' ;; esac; }

all_addresses() {
  set -- $(addresses)
  for one in "$@"; do fact resolved "$one"; done
  [ $# -lt 2 ] || each reach "$@"
}
connect() {
  seen=$(all_addresses | { by_name; cat; })
  told "$seen"
  tcp=$(told "$seen" | exit_of tcp)
  set -- $(told "$seen" | sed -n 's/^:resolved //p')
  via=$(told "$seen" | awk '/^@/ { at = $1 } /^=0$/ && at ~ /^@address-/ { print substr(at, 10); exit }')
  # Where no tool only connects, it is the first address that those above take. They do go on to the next one, but may
  # wait long before.
  slow=$(told "$seen" | awk -v key=:tcp-ms -v other=":address-${1-}-ms" '$1 == key || $1 == other { ms[$1] = $2 }
    END { print ((key in ms ? ms[key] : ms[other]) >= 2500) }')
  case ${tcp:-0} in 0) if [ "$slow" = 0 ] || [ "$via" = "${1-}" ]; then via=''; fi ;; esac
  # The only address, without the name, which may take its time to be looked up.
  if [ $# = 1 ] && [ "$1" != "$first" ] && [ "${tcp:-0}" -gt 1 ]; then
    seen=$(reach "$1")
    told "$seen"
    [ "$(told "$seen" | exit_of "address-$1")" != 0 ] || via=$1
  fi
  if [ -n "$via" ]; then fact via "$via"
  # nc has too many kinds to trust its no.
  elif [ "${tcp:-0}" != 0 ] && { have bash || { ! have nc && [ "$tcp" = 1 ]; }; }; then exit 0
  fi
}
