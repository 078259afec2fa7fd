# A ladder by the host's own tools. Arguments: host, port, scheme, proxy host, proxy port (empty without a proxy), what to
# ask for, the agent's keytool (empty where there is none), and two beginnings of a handshake for old_tls.
host=$1 port=$2 scheme=$3 proxy_host=$4 proxy_port=$5 path=$6 keytool=$7 hello12=$8 hello11=$9
case $host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $proxy_host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $port$proxy_port in *[!0-9]*) exit 2 ;; esac
if [ -n "$proxy_host" ]; then first=$proxy_host first_port=$proxy_port; else first=$host first_port=$port; fi
named=$(bracketed "$host")
page="$scheme://$named:$port$path"
connect

# How openssl and curl get there. Other tools would not say the name to an address that they are sent to: they are left out
# where the name gives no connection in time.
by_curl=$(curl_way "$via") by_address=''
if [ -n "$proxy_host" ]; then by_openssl="-connect $named:$port -proxy $(bracketed "${via:-$proxy_host}"):$proxy_port"
else
  by_openssl="-connect $(bracketed "${via:-$host}"):$port"
  [ "$slow" = 0 ] || by_address=$via
fi
case $host in *:*) ;; *[!0-9.]*) by_openssl="$by_openssl -servername $host" ;; esac

# shows_tls: true where Python has said all there is to say.
shows_tls() {
  said=$(shown openssl "python3: TLS with $named:$port" by_python tls "$via" 12)
  set -- $?
  told "$said"
  case $1$said in 0* | *'timed out'*) ;; *) return 1 ;; esac
}

if [ "$scheme" = https ]; then
  old=yes
  if have openssl; then
    printf '@openssl openssl s_client %s -showcerts\n' "$by_openssl"
    said=$(limit 10 openssl s_client $by_openssl -showcerts </dev/null 2>&1 | tr -d '\r\000' |
      sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p; /^New, \|^ *Protocol *:\|^ *Cipher *:\|[Ee]rror\|alert\|errno\|HTTP\/\|CONNECT\|refused\|not known\|^No client certificate\|^Acceptable client\|^Server certificate/p' |
      head -c 100000)
    told "$said" | quoted
    printf '=0\n'
    case $said in *CONNECTED*) ;; *) exit 0 ;; esac
    # Another handshake only where this one speaks of the protocol.
    case $said in
      *'unsupported protocol'* | *'protocol version'* | *'no protocols'* | *'handshake failure'* | *'legacy sigalg'*) ;;
      *) old=no ;;
    esac
  elif have python3 && shows_tls; then old=no
  elif [ -n "$keytool" ] && [ -x "$keytool" ] && [ -z "$by_address" ]; then
    set -- -J-XX:-UsePerfData -J-XX:TieredStopAtLevel=1 -J-Duser.language=en
    [ -z "$proxy_host" ] || set -- "$@" "-J-Dhttps.proxyHost=${via:-$proxy_host}" "-J-Dhttps.proxyPort=$proxy_port" -J-Dhttp.nonProxyHosts=
    # Java finds a folder with letters beyond ASCII only in a locale that knows them.
    if LC_ALL=C.UTF-8 show keytool-chain limit 15 "$keytool" "$@" -printcert -rfc -sslserver "$named:$port"; then old=no; fi
    LC_ALL=C
  elif have curl; then
    ! show curl-chain curl -q -sS -k -m 10 --connect-timeout 5 --tlsv1.2 -o /dev/null -w '%{certs}' $by_curl "$page" || old=no
  fi
  [ "$old" = no ] || old_tls
fi

if have curl; then
  [ "$scheme" = http ] || by_curl="--tlsv1.2 $by_curl"
  took http show http curl -q -sS -k -i -m 10 --connect-timeout 5 -A "$agent" --max-filesize 1000000 $by_curl "$page"
  # Why it could not connect it tells only where it tells everything.
  [ $? != 7 ] || show curl-why curl -q -v -sS -k -m 10 --connect-timeout 5 -o /dev/null $by_curl "$page"
elif have python3; then took http shown http "python3: GET $page" by_python http "$via" 12
elif [ "$scheme" = https ] && have openssl; then
  printf '@http GET %s, by openssl s_client\n' "$page"
  # -quiet has it wait for the answer after its input has ended.
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n' "$path" "$named:$port" "$agent" |
    limit 8 openssl s_client $by_openssl -quiet 2>/dev/null | tr -d '\r' | head -c 20000 | quoted
  printf '=0\n'
elif have wget && [ -z "$by_address" ]; then
  if [ -n "$proxy_host" ]; then
    https_proxy=http://$(bracketed "${via:-$proxy_host}"):$proxy_port http_proxy=$https_proxy
    export https_proxy http_proxy
  fi
  more=''
  case $(wget --help 2>&1) in *--no-hsts*) more='--no-hsts --tries=1 --content-on-error --max-redirect=0' ;; esac
  # Of itself it speaks what no Java of today does.
  case $(wget --help 2>&1) in *TLSv1_2*) more="$more --secure-protocol=TLSv1_2" ;; esac
  took http show http limit 10 wget $more -T 8 -S -O - --no-check-certificate -U "$agent" "$page"
fi
:
