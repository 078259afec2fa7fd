# What the kernel ended or refused: out-of-memory kills, and denials of SELinux and AppArmor. Only lines of these kinds.
now
fact agent "$MIDUP_AGENT"
fact uptime "$(cut -d. -f1 /proc/uptime 2>/dev/null)"
if [ -r /sys/fs/selinux/enforce ]; then fact selinux "$(head -c 1 /sys/fs/selinux/enforce)"; fi
if [ -r /sys/module/apparmor/parameters/enabled ]; then fact apparmor "$(head -c 1 /sys/module/apparmor/parameters/enabled)"; fi

limit=''
! have timeout || limit='timeout 3'
kinds='[Kk]illed process [0-9]|apparmor="DENIED"|avc: +denied'
source=''
if $limit dmesg 2>/dev/null | head -n 1 | grep -q .; then source='dmesg'
elif have journalctl && $limit journalctl -k -b -q --no-pager -n 1 -o short-unix 2>/dev/null | grep -q .; then
  source='journalctl -k -b -q --no-pager -n 5000 -o short-unix'
fi
fact kernel-log "${source%% *}"
if [ -n "$source" ]; then
  printf '@kernel %s (programs that were ended or denied something)\n' "$source"
  $limit $source 2>/dev/null | grep -a -E "$kinds" | tail -n 60 | quoted
  printf '=0\n'
fi
audit=/var/log/audit/audit.log
if [ -r "$audit" ]; then
  fact audit read
  printf '@audit tail -c 1048576 %s (denials)\n' "$audit"
  tail -c 1048576 "$audit" | grep -a -E "$kinds" | tail -n 60 | quoted
  printf '=0\n'
elif [ ! -d /var/log/audit ]; then fact audit missing
else fact audit unreadable
fi
:
