# What was ended, refused or taken away: out-of-memory kills, denials of SELinux and AppArmor, files that a virus scanner
# spoke of. Only lines of these kinds.
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

# Virus scanners: those that run, and what their logs say of files of this agent.
scanners=$(grep -s -h -x -E 'clamd|clamonacc|wdavdaemon|falcon-sensor|ds_agent|ds_am|savd|savscand|sophos_threat_d|mfetpd|isecespd|rtvscand|sisamddaemon|s1-agent|cbagentd|cbdaemon|kesl|kav4fs|oaeventd|esets_daemon|bdsecd|bdsrvscand|fsaccd' /proc/[0-9]*/comm | awk '!seen[$0]++ { printf "%s%s", (n++ ? " " : ""), $0 }')
fact scanners "$scanners"
n=0
for file in /var/log/clamav/*.log /var/log/messages /var/log/syslog /opt/sophos-av/log/savd.log /var/opt/ds_agent/diag/ds_am.log /var/log/esets/*.log; do
  [ -f "$file" ] || continue
  if [ ! -r "$file" ]; then fact scanner-unread "$file"; continue; fi
  said=$(tail -c 1048576 "$file" | grep -a -F "$MIDUP_AGENT/" | grep -a -E -i 'infected|quarantin|virus|malware|threat| FOUND$|moved to |: Removed' | tail -n 20)
  [ -n "$said" ] || continue
  n=$((n + 1))
  time=$(file_time "$file")
  fact scanner-log "$n ${time%% *}"
  printf '@scanner%s tail -c 1048576 %s (what a scanner said of the agent)\n' "$n" "$file"
  printf '%s\n' "$said" | quoted
  printf '=0\n'
  printf '%s\n' "$said" | awk -v dir="$MIDUP_AGENT/" '
    { at = index($0, dir); path = substr($0, at); sub(/(: |[\042\047<>|]).*$/, "", path); sub(/[ :.]+$/, "", path); if (!seen[path]++) print path }' |
    while IFS= read -r path; do if [ -e "$path" ]; then fact scanned "there $path"; else fact scanned "gone $path"; fi; done
done
:
