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

# resolve KEY HOST: addresses as the host's own programs get them, and the line of /etc/hosts that decides, if any.
resolve() {
  case $2 in '' | -* | *[!A-Za-z0-9._:-]* | *YOUR_*) return ;; esac
  fact "$1-name" "$2"
  printf '@%s-hosts grep -i -w %s /etc/hosts\n' "$1" "$2"
  awk -v host="$2" '{
    text = $0; sub(/#.*/, "")
    for (i = 2; i <= NF; i++) if (tolower($i) == tolower(host)) { print text; break }
  }' /etc/hosts 2>/dev/null | head -n 5 | quoted
  printf '=0\n'
  begun=$(date +%s)
  if have getent; then show "$1-lookup" getent ahosts "$2" && return
  elif have nslookup; then show "$1-lookup" $limit nslookup "$2" && return
  else return
  fi
  fact "$1-seconds" "$(($(date +%s) - begun))"
  # Only now does it matter which of "no such name" and "no answer" it is.
  if have getent && have nslookup; then show "$1-nslookup" $limit nslookup "$2"; fi
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
show resolv grep -E '^[[:space:]]*(nameserver|search|options)' /etc/resolv.conf
{
  printf '%s\n' "${https_proxy-}" "${HTTPS_PROXY-}"
  for file in /etc/environment /etc/profile.d/*.sh /etc/yum.conf /etc/dnf/dnf.conf /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
    [ ! -f "$file" ] || grep -h -i -s -E '^[^#]*(https?_proxy|all_proxy|proxy[[:space:]]*=|Acquire::https?::proxy)' "$file"
  done
} 2>/dev/null | sed -n 's#.*[hH][tT][tT][pP][sS]\{0,1\}://\([^/@]*@\)\{0,1\}\([A-Za-z0-9.-]*:[0-9][0-9]*\).*#\2#p' | sort -u | head -n 5 |
  while read -r hint; do fact proxy-hint "$hint"; done
:
