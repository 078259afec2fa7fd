# A ladder by the host's own tools, where no connection can be forwarded through it. Arguments: host, port, scheme, proxy
# host, proxy port (empty without a proxy), what to ask for, the agent's keytool (empty where there is none). No tool may
# leave a file behind: no curlrc, no HSTS list. Each rung takes the first tool that is there.
host=$1 port=$2 scheme=$3 proxy_host=$4 proxy_port=$5 path=$6 keytool=$7
case $host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $proxy_host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $port$proxy_port in *[!0-9]*) exit 2 ;; esac
if [ -n "$proxy_host" ]; then first=$proxy_host first_port=$proxy_port; else first=$host first_port=$port; fi
case $host in *:*) named="[$host]" ;; *) named=$host ;; esac
RES_OPTIONS='timeout:2 attempts:2'
export RES_OPTIONS
limit() {
  midup_seconds=$1
  shift
  if have timeout; then timeout "$midup_seconds" "$@"; else "$@"; fi
}
# took NAME COMMAND...: how long it took, in ms, as a fact.
took() {
  midup_took=$1
  shift
  midup_from=$(uptime_cs)
  "$@"
  midup_status=$?
  [ -z "$midup_from" ] || fact "$midup_took-ms" "$((($(uptime_cs) - midup_from) * 10))"
  return "$midup_status"
}
# shown NAME COMMAND PROGRAM...: a section of a command whose own text is too long to stand there.
shown() {
  printf '@%s %s\n' "$1" "$2"
  shift 2
  { midup_status=$( { { "$@" 2>&1 </dev/null; echo $? >&3; } | quoted >&4; } 3>&1 ); } 4>&1
  printf '=%s\n' "$midup_status"
  return "$midup_status"
}
page="$scheme://$named:$port$path"
agent=internal_soap_client

# One program for all rungs: what it prints of TLS is in the words of openssl.
python='
import re, socket, ssl, sys
host, port, scheme, proxy, proxy_port, path, rung = sys.argv[1:8]
def out(text): sys.stdout.write(text + "\n"); sys.stdout.flush()
named = "[" + host + "]" if ":" in host else host
try:
    s = socket.create_connection((proxy or host, int(proxy_port or port)), 5)
except Exception as e:
    out("connect: " + str(e)); sys.exit(1)
if rung == "tcp": sys.exit(0)
s.settimeout(8)
try:
    if proxy and scheme == "https":
        s.sendall(("CONNECT %s:%s HTTP/1.1\r\nHost: %s:%s\r\n\r\n" % (named, port, named, port)).encode())
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 16384:
            more = s.recv(4096)
            if not more: break
            head += more
        out(head.decode("latin-1").replace("\r", "").strip())
        if not re.match(br"HTTP/1\.[01] 2\d\d", head): sys.exit(1)
    if scheme == "https":
        c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT); c.check_hostname = False; c.verify_mode = ssl.CERT_NONE
        s = c.wrap_socket(s, server_hostname=None if re.match(r"[0-9.]+$", host) or ":" in host else host)
        if rung == "tls":
            low = getattr(s, "_sslobj", None)
            if hasattr(s, "get_unverified_chain"): chain = list(s.get_unverified_chain())
            elif hasattr(low, "get_unverified_chain"): chain = [x.public_bytes(2) for x in low.get_unverified_chain()]
            else: out("this Python cannot show a chain"); sys.exit(3)
            for der in chain: out(ssl.DER_cert_to_PEM_cert(der).strip())
            out("New, %s, Cipher is %s" % (s.version(), s.cipher()[0])); sys.exit(0)
    target = "http://%s:%s%s" % (named, port, path) if proxy and scheme == "http" else path
    s.sendall(("GET %s HTTP/1.1\r\nHost: %s:%s\r\nUser-Agent: internal_soap_client\r\nConnection: close\r\n\r\n" % (target, named, port)).encode())
    said = b""
    while len(said) < 20000:
        more = s.recv(4096)
        if not more: break
        said += more
    out(said.decode("latin-1").replace("\r", ""))
except Exception as e:
    out("error: " + str(e)); sys.exit(1)
'
by_python() { limit 12 python3 -I -S -c "$python" "$host" "$port" "$scheme" "$proxy_host" "$proxy_port" "$path" "$1"; }

# What comes above a connection that does not come about is not tried. nc has too many kinds to trust its no.
if have bash; then
  took tcp show tcp limit 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$first" "$first_port" || exit 0
elif have nc; then
  # BusyBox has no -z, and would wait for the other side to end.
  case $(nc -h 2>&1) in
    *BusyBox*) took tcp show tcp limit 6 nc -w 5 "$first" "$first_port" -e true ;;
    *) took tcp show tcp limit 6 nc -z -w 5 "$first" "$first_port" ;;
  esac
elif have python3; then
  took tcp shown tcp "python3: connect $first $first_port" by_python tcp
  [ $? != 1 ] || exit 0
fi

if [ "$scheme" = https ]; then
  if have openssl; then
    set -- -connect "$named:$port" -showcerts
    case $host in *:*) ;; *[!0-9.]*) set -- "$@" -servername "$host" ;; esac
    [ -z "$proxy_host" ] || set -- "$@" -proxy "$proxy_host:$proxy_port"
    printf '@openssl openssl s_client %s\n' "$*"
    seen=$(limit 10 openssl s_client "$@" </dev/null 2>&1 | tr -d '\r\000' |
      sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p; /^New, \|^ *Protocol *:\|^ *Cipher *:\|[Ee]rror\|alert\|errno\|HTTP\/\|CONNECT\|refused\|not known\|^No client certificate\|^Acceptable client\|^Server certificate/p' |
      head -c 100000)
    [ -z "$seen" ] || printf '%s\n' "$seen" | quoted
    printf '=0\n'
    case $seen in *CONNECTED*) ;; *) exit 0 ;; esac
  elif have python3 && shown openssl "python3: TLS with $named:$port" by_python tls; then :
  elif [ -n "$keytool" ] && [ -x "$keytool" ]; then
    set -- -J-XX:-UsePerfData -J-XX:TieredStopAtLevel=1 -J-Duser.language=en
    [ -z "$proxy_host" ] || set -- "$@" "-J-Dhttps.proxyHost=$proxy_host" "-J-Dhttps.proxyPort=$proxy_port" -J-Dhttp.nonProxyHosts=
    show keytool-chain limit 15 "$keytool" "$@" -printcert -rfc -sslserver "$named:$port"
  elif have curl; then
    if [ -n "$proxy_host" ]; then set -- --noproxy '' --proxy "http://$proxy_host:$proxy_port"; else set -- --noproxy '*'; fi
    show curl-chain curl -q -sS -k -m 10 --connect-timeout 5 -o /dev/null -w '%{certs}' "$@" "$page"
  fi
fi

if have curl; then
  if [ -n "$proxy_host" ]; then set -- --noproxy '' --proxy "http://$proxy_host:$proxy_port"; else set -- --noproxy '*'; fi
  took http show http curl -q -sS -k -i -m 10 --connect-timeout 5 -A "$agent" --max-filesize 1000000 "$@" "$page"
  # Why it could not connect it tells only where it tells everything.
  [ $? != 7 ] || show curl-why curl -q -v -sS -k -m 10 --connect-timeout 5 -o /dev/null "$@" "$page"
elif have python3; then took http shown http "python3: GET $page" by_python http
elif [ "$scheme" = https ] && have openssl; then
  set -- -connect "$named:$port" -quiet
  case $host in *:*) ;; *[!0-9.]*) set -- "$@" -servername "$host" ;; esac
  [ -z "$proxy_host" ] || set -- "$@" -proxy "$proxy_host:$proxy_port"
  printf '@http GET %s, by openssl s_client\n' "$page"
  # -quiet has it wait for the answer after its input has ended.
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n' "$path" "$named:$port" "$agent" |
    limit 8 openssl s_client "$@" 2>/dev/null | tr -d '\r' | head -c 20000 | quoted
  printf '=0\n'
elif have wget; then
  if [ -n "$proxy_host" ]; then
    https_proxy=http://$proxy_host:$proxy_port http_proxy=http://$proxy_host:$proxy_port
    export https_proxy http_proxy
  else
    unset https_proxy http_proxy HTTPS_PROXY HTTP_PROXY
  fi
  case $(wget --help 2>&1) in
    *--no-hsts*) more='--no-hsts --tries=1 --content-on-error --max-redirect=0' ;;
    *) more='' ;;
  esac
  took http show http limit 10 wget $more -T 8 -S -O - --no-check-certificate -U "$agent" "$page"
fi
:
