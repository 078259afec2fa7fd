# The names in config.xml (the instance, and the proxy where one is used) as this host resolves them, what decides that,
# and proxies that the host itself is set up for. Only names of plain letters, digits, dots and dashes are looked up.

# parameter NAME...: the value of the last parameter of that name; what is commented out does not count.
parameter() {
  head -c 1048576 "$MIDUP_AGENT/config.xml" 2>/dev/null | tr -d '\000' | awk -v wanted=" $* " '
    BEGIN { RS = "<" }
    /^!--/ { comment = 1 }
    comment { if ($0 ~ /-->/) comment = 0; next }
    /^parameter[ \t\r\n]/ {
      if (!match($0, /[ \t\r\n]name[ \t\r\n]*=[ \t\r\n]*("[^"]*"|\047[^\047]*\047)/)) next
      name = substr($0, RSTART, RLENGTH); gsub(/^[^"\047]*["\047]|["\047]$/, "", name)
      if (index(wanted, " " name " ") == 0) next
      if (!match($0, /[ \t\r\n]value[ \t\r\n]*=[ \t\r\n]*("[^"]*"|\047[^\047]*\047)/)) next
      value = substr($0, RSTART, RLENGTH); gsub(/^[^"\047]*["\047]|["\047]$/, "", value)
      found = value
    }
    END { print substr(found, 1, 500) }'
}

# resolve KEY HOST: addresses as the host's own programs get them, how long that took, and the line of /etc/hosts that
# decides, if any; then also what the name servers say, which the line hides.
resolve() {
  case $2 in '' | -* | *[!A-Za-z0-9._:-]* | *YOUR_*) return ;; esac
  fact "$1-name" "$2"
  midup_line=$(awk -v host="$2" '{
    text = $0; sub(/#.*/, "")
    for (i = 2; i <= NF; i++) if (tolower($i) == tolower(host)) { print text; break }
  }' /etc/hosts 2>/dev/null | head -n 5)
  printf '@%s-hosts grep -i -w %s /etc/hosts\n' "$1" "$2"
  [ -z "$midup_line" ] || printf '%s\n' "$midup_line" | quoted
  printf '=0\n'
  if [ -n "$midup_line" ]; then
    if have getent && getent --help 2>&1 | grep -q -e --service; then
      RES_OPTIONS='timeout:1 attempts:1' show "$1-dns" getent -s dns ahosts "$2"
    elif have nslookup; then show "$1-dns" $limit nslookup "$2"
    fi
  fi
  begun=$(date +%s) begun_cs=$(uptime_cs)
  if have getent; then show "$1-lookup" getent ahosts "$2"
  elif have nslookup; then show "$1-lookup" $limit nslookup "$2"
  else return
  fi
  midup_found=$?
  [ -z "$begun_cs" ] || fact "$1-ms" "$((($(uptime_cs) - begun_cs) * 10))"
  [ "$midup_found" != 0 ] || return
  fact "$1-seconds" "$(($(date +%s) - begun))"
  # Only now does it matter which of "no such name" and "no answer" it is.
  if have getent; then
    if have nslookup; then show "$1-nslookup" $limit nslookup "$2"
    elif have host; then show "$1-nslookup" $limit host -W 3 "$2"
    elif have dig; then show "$1-nslookup" $limit dig +time=3 +tries=1 "$2"
    fi
  fi
}

RES_OPTIONS='timeout:2 attempts:2'
export RES_OPTIONS
limit=''
! have timeout || limit='timeout 5'
url=$(parameter url)
host=''
case $url in
  *://*)
    host=${url#*://}
    host=${host%%[/?#]*}
    host=${host##*@}
    case $host in
      \[*) host=${host#\[}; host=${host%%\]*} ;;
      *) host=${host%%:*} ;;
    esac ;;
esac
resolve instance "$host"
case $(parameter mid.instance.use_proxy mid.proxy.use_proxy) in
  [Tt][Rr][Uu][Ee]) resolve proxy "$(parameter mid.proxy.host)" ;;
esac
# Programs that ask for their own address fail where this host has none for its own name; only where the log says so, since
# asking may take long.
own=$(uname -n)
agent_log
if [ -n "$own" ] && tail -c 1048576 "$midup_log_dir/${midup_log_head}0$midup_log_tail.0" 2>/dev/null | grep -q -F -i "UnknownHostException: $own"; then
  fact own-name "$own"
  if have getent; then
    if getent hosts "$own" >/dev/null 2>&1; then fact own-resolves yes; else fact own-resolves no; fi
  fi
fi
show resolv grep -E '^[[:space:]]*(nameserver|search|options)' /etc/resolv.conf
proxy_hints
:
