# Whether servers answer to plain HTTP, all asked at once: those that certificates name for revoked ones. Arguments: proxy
# host, proxy port (empty without a proxy), then for each server `number host port path`. Any answer will do.
proxy_host=$1 proxy_port=$2
shift 2
case $proxy_host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $proxy_port in *[!0-9]*) exit 2 ;; esac

# asks SERVER: by the first tool that can.
asks() {
  set -- $1
  host=$2 port=$3 scheme=http path=$4
  case $host in -* | *[!A-Za-z0-9._:-]*) return ;; esac
  case $port in *[!0-9]*) return ;; esac
  named=$(bracketed "$host")
  page=http://$named$path
  [ "$port" = 80 ] || page=http://$named:$port$path
  first=${proxy_host:-$host} first_port=${proxy_port:-$port}
  target=$path
  [ -z "$proxy_host" ] || target=$page
  how="GET $page${proxy_host:+ through $(bracketed "$proxy_host"):$proxy_port}, by"
  if have bash; then took "revocation-$1" shown "revocation-$1" "$how bash" limit 4 bash -c '
    exec 3<>"/dev/tcp/$1/$2" || exit 7
    printf "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n" "$3" "$4" "$5" >&3
    head -c 4000 <&3' bash "$first" "$first_port" "$target" "$named:$port" "$agent"
  elif have python3; then took "revocation-$1" shown "revocation-$1" "$how python3" by_python http '' 4
  elif have curl; then took "revocation-$1" shown "revocation-$1" "$how curl" ask_by_curl
  elif have wget; then took "revocation-$1" shown "revocation-$1" "$how wget" ask_by_wget
  elif have nc; then took "revocation-$1" shown "revocation-$1" "$how nc" ask_by_nc
  fi
}
ask_by_curl() {
  said=$(limit 5 curl -q -v -sS -m 4 --connect-timeout 4 -A "$agent" -o /dev/null $(curl_way '') "$page" 2>&1)
  set -- $?
  told "$said" | tr -d '\r' | sed -n 's/^< //p; /^\* .*[Cc]onnect/p; /^curl: /p'
  return "$1"
}
ask_by_wget() {
  [ -z "$proxy_host" ] || { http_proxy=http://$(bracketed "$proxy_host"):$proxy_port; export http_proxy; }
  more=''
  case $(wget --help 2>&1) in *--tries*) more='--tries=1 --max-redirect=0' ;; esac
  limit 5 wget $more -T 4 -S -O /dev/null -U "$agent" "$page"
}
ask_by_nc() {
  said=$(printf 'GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n' "$target" "$named:$port" "$agent" |
    limit 5 nc -w 4 "$first" "$first_port" 2>&1 | head -c 4000 | tr -d '\000')
  told "$said"
  [ -n "$said" ] || return 124
}

[ $# = 0 ] || each asks "$@"
:
