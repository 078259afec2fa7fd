# What is looked at beside the ladder, by this host's own tools: the addresses of the name that the agent connects to
# ($1: the instance, or the proxy), whether the instance ($2) answers to ping, and proxies that other programs here use.
first=$1 host=$2
case $first in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
case $host in -* | *[!A-Za-z0-9._:-]*) exit 2 ;; esac
RES_OPTIONS='timeout:2 attempts:2'
export RES_OPTIONS
limit=''
! have timeout || limit='timeout 5'
proxy_hints
named=yes
if have getent; then show addresses getent ahosts "$first" || named=no
elif have nslookup; then show addresses $limit nslookup "$first"
fi
# Without a name there is nothing to send to, and asking again would take as long again.
if ! have ping; then fact ping no-tool
elif [ "$named" = no ] && [ "$first" = "$host" ]; then fact ping no-name
else show ping $limit ping -c 1 -W 1 "$host"
fi
:
