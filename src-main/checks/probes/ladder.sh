# The ladder by the host's own tools, where no connection can be forwarded through it. Arguments: host, port, scheme,
# proxy host, proxy port (empty without a proxy). No tool may leave a file behind: no curlrc, no HSTS list.
host=$1 port=$2 scheme=$3 proxy_host=$4 proxy_port=$5
case $host$proxy_host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $port$proxy_port in *[!0-9]*) exit 2 ;; esac
if [ -n "$proxy_host" ]; then first=$proxy_host first_port=$proxy_port; else first=$host first_port=$port; fi
case $host in *:*) named="[$host]" ;; *) named=$host ;; esac
limit() {
  midup_seconds=$1
  shift
  if have timeout; then timeout "$midup_seconds" "$@"; else "$@"; fi
}
page="$scheme://$named:$port/InstanceInfo.do?SOAP"

if have bash; then
  show tcp limit 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$first" "$first_port"
elif have nc; then
  show tcp limit 5 nc -z -w 5 "$first" "$first_port"
elif have curl; then
  show tcp curl -q -sS --noproxy '*' --connect-timeout 5 -m 6 -o /dev/null "telnet://$first:$first_port"
fi

if [ "$scheme" = https ] && have openssl; then
  set -- -connect "$named:$port" -showcerts
  case $host in *[!0-9.]*) set -- "$@" -servername "$host" ;; esac
  [ -z "$proxy_host" ] || set -- "$@" -proxy "$proxy_host:$proxy_port"
  printf '@openssl openssl s_client %s\n' "$*"
  limit 10 openssl s_client "$@" </dev/null 2>&1 | tr -d '\r' |
    sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p; /^New, \|^ *Protocol *:\|^ *Cipher *:\|[Ee]rror\|alert\|errno\|HTTP\/\|CONNECT\|refused\|^No client certificate\|^Acceptable client\|^Server certificate/p' |
    head -c 100000 | quoted
  printf '=0\n'
fi

if have curl; then
  if [ -n "$proxy_host" ]; then set -- --noproxy '' --proxy "http://$proxy_host:$proxy_port"; else set -- --noproxy '*'; fi
  show http curl -q -sS -k -i -m 10 --connect-timeout 5 -A internal_soap_client --max-filesize 1000000 "$@" "$page"
elif have wget; then
  if [ -n "$proxy_host" ]; then
    https_proxy=http://$proxy_host:$proxy_port http_proxy=http://$proxy_host:$proxy_port
    export https_proxy http_proxy
  else
    unset https_proxy http_proxy HTTPS_PROXY HTTP_PROXY
  fi
  hsts=''
  ! wget --help 2>&1 | grep -q -e --no-hsts || hsts='--no-hsts --tries=1 --content-on-error --max-redirect=0'
  show http limit 10 wget $hsts -T 8 -S -O - --no-check-certificate -U internal_soap_client "$page"
elif [ "$scheme" = https ] && have openssl; then
  set -- -connect "$named:$port" -quiet -servername "$host"
  [ -z "$proxy_host" ] || set -- "$@" -proxy "$proxy_host:$proxy_port"
  printf '@http GET %s, by openssl s_client\n' "$page"
  { printf 'GET /InstanceInfo.do?SOAP HTTP/1.1\r\nHost: %s\r\nUser-Agent: internal_soap_client\r\nConnection: close\r\n\r\n' "$named"; sleep 5; } |
    limit 8 openssl s_client "$@" 2>/dev/null | head -c 20000 | quoted
  printf '=0\n'
fi
:
