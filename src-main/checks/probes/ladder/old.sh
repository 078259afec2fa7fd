# old_tls: what is spoken by a server that takes no TLS of today. By hand where a tool gives a bare connection: the first
# words of a handshake ($hello12, and for who does not understand these, $hello11; as printf has them) are sent, and the
# beginning of the answer, which nobody encrypts, is shown as it came.
old_tls() {
  if have python3 || have bash || { have nc && [ -z "$proxy_host" ]; }; then
    printf '@hello TLS 1.2 and older offered to %s, by hand\n' "$named:$port"
    for hello in "$hello12" "$hello11"; do
      said=$(say_hello 2>/dev/null </dev/null | head -n 1)
      told "$said" | quoted
      # An alert: no such protocol.
      case $said in 1503??000202[45]6*) ;; *) break ;; esac
    done
    printf '=0\n'
  elif have openssl; then
    set -- $by_openssl -min_protocol TLSv1 -max_protocol TLSv1.1 -cipher ALL:@SECLEVEL=0
    printf '@old openssl s_client %s\n' "$*"
    limit 4 openssl s_client "$@" </dev/null 2>&1 | tr -d '\r\000' | sed -n '/^New, \|^ *Protocol *:\|^ *Cipher *:\|[Ee]rror\|alert/p' | quoted
    printf '=0\n'
  elif have curl; then
    set -- -q -v -sS -k -m 4 --tlsv1.0 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 -A "$agent" -o /dev/null $by_curl "$page"
    printf '@old curl %s\n' "$*"
    limit 5 curl "$@" </dev/null 2>&1 | sed -n '/^\* SSL connection\|^curl: /p' | quoted
    printf '=0\n'
  fi
}
say_hello() {
  if have python3; then by_python hello "$via" 4 "$hello"
  elif have bash; then
    limit 4 bash -c '
      exec 3<>"/dev/tcp/$1/$2" || exit
      if [ -n "$4" ]; then
        printf "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n" "$4" "$4" >&3
        IFS= read -r line <&3
        case $line in HTTP/1.[01]\ 2*) ;; *) exit ;; esac
        while IFS= read -r line <&3 && [ -n "${line%$'\''\r'\''}" ]; do :; done
      fi
      printf "$3" >&3
      head -c 78 <&3
    ' bash "${via:-$first}" "$first_port" "$hello" "${proxy_host:+$named:$port}" | od -An -v -tx1 | tr -d ' \n'
  else printf "$hello" | limit 4 nc -w 4 "${via:-$first}" "$first_port" | head -c 78 | od -An -v -tx1 | tr -d ' \n'
  fi
}
