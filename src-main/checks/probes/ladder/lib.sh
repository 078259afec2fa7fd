# What the scripts share that climb a ladder by the host's own tools, where no connection can be forwarded through it. No
# tool may leave a file behind: no curlrc, no HSTS list. Each rung takes the first tool that is there.
RES_OPTIONS='timeout:2 attempts:2' LC_ALL=C
export RES_OPTIONS LC_ALL
# What is the way of the host's other programs is not the agent's.
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
set -f
agent=internal_soap_client

# limit SECONDS PROGRAM...: ends it and its children after that time. Where nothing can, each has a limit of its own.
limit() {
  if have timeout; then timeout "$@"
  elif have setsid; then
    { setsid sh -c '
      { sleep "$1"; kill -ALRM 0; } </dev/null >/dev/null 2>&1 &
      shift
      "$@"
      ended=$?
      trap "" TERM
      kill -TERM 0
      exit "$ended"' sh "$@" <&3 3<&- & } 3<&0
    { wait "$!"; } 2>/dev/null
    midup_ended=$?
    [ "$midup_ended" != 142 ] || return 124
    return "$midup_ended"
  else
    shift
    "$@"
  fi
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
  { midup_status=$( { { "$@" 2>&1 </dev/null; echo $? >&3; } | head -c 1000000 | quoted >&4; } 3>&1 ); } 4>&1
  printf '=%s\n' "$midup_status"
  return "$midup_status"
}
# each WHAT THING...: does WHAT with each of them at once; what that says comes in their order.
each() {
  if [ $# -le 2 ]; then "$@"; return; fi
  midup_what=$1 midup_thing=$2
  shift 2
  each "$midup_what" "$@" | { "$midup_what" "$midup_thing"; cat; }
}
# exit_of NAME: the exit status of that section of the transcript that comes in; nothing where it has none.
exit_of() { awk -v name="@$1" '/^@/ { at = $1 } /^=/ && at == name { print substr($0, 2); exit }'; }
# told TEXT: as lines, none where it is empty.
told() { [ -z "$1" ] || printf '%s\n' "$1"; }
# bracketed ADDRESS: as it stands before a port.
bracketed() { case $1 in *:*) printf '[%s]' "$1" ;; *) printf '%s' "$1" ;; esac; }

# curl_way ADDRESS: the options that lead there, to the goal or its proxy; empty for the name's own. Old ones know no
# brackets in --resolve.
curl_way() {
  if [ -n "$proxy_host" ]; then printf '%s' "--proxy http://$(bracketed "${1:-$proxy_host}"):$proxy_port"
  elif [ -n "$1" ]; then printf '%s' "--resolve $host:$port:$1"
  fi
}

# One program for all rungs: what it prints of TLS is in the words of openssl.
python='
import re, socket, ssl, sys
host, port, scheme, proxy, proxy_port, path, rung, via, hello = sys.argv[1:10]
def out(text): sys.stdout.write(text + "\n"); sys.stdout.flush()
named = "[" + host + "]" if ":" in host else host
try:
    s = socket.create_connection((via or proxy or host, int(proxy_port or port)), 3 if via and rung == "tcp" else 5)
except Exception as e:
    out("connect: " + str(e)); sys.exit(1)
if rung == "tcp": sys.exit(0)
s.settimeout(8)
def heard(most):
    said = b""
    while len(said) < most:
        more = s.recv(4096)
        if not more: break
        said += more
    return said
try:
    if proxy and scheme == "https":
        s.sendall(("CONNECT %s:%s HTTP/1.1\r\nHost: %s:%s\r\n\r\n" % (named, port, named, port)).encode())
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 16384:
            more = s.recv(4096)
            if not more: break
            head += more
        if rung != "hello": out(head.decode("latin-1").replace("\r", "").strip())
        if not re.match(br"HTTP/1\.[01] 2\d\d", head): sys.exit(1)
    if rung == "hello":
        s.sendall(hello.encode().decode("unicode_escape").encode("latin-1"))
        out("".join("%02x" % b for b in bytearray(heard(78)[:78]))); sys.exit(0)
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
    out(heard(20000).decode("latin-1").replace("\r", ""))
except Exception as e:
    out("error: " + str(e)); sys.exit(1)
'
# by_python RUNG ADDRESS SECONDS [HELLO]: through that address, empty for the name's own; within that time.
by_python() {
  limit "$3" python3 -I -S -c "$python" "$host" "$port" "$scheme" "$proxy_host" "$proxy_port" "$path" "$1" "$2" "${4-}"
}
