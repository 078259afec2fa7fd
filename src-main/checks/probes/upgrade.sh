# Signs of an upgrade: its process, its working folders, its logs, and what the agent log says of it.
agent=$MIDUP_AGENT
now
[ -r /proc/1/cmdline ] || fact processes hidden
# Only what runs an upgrade counts, not who looks at its files: a program of its own, or a shell that runs its script.
newline='
'
upgrading=$(head -c 65536 /proc/[0-9]*/cmdline 2>/dev/null | tr '\000\037' '\037?' | awk '
  /^==> \/proc\/[0-9]+\/cmdline <==$/ { split($2, part, "/"); pid = part[3]; next }
  pid == "" { next }
  {
    n = split($0, arg, "\037"); program = arg[1]; sub(/.*\//, "", program); all = $0; gsub(/\037/, " ", all)
    # A class path may name libraries of any kind.
    told = arg[1]
    for (i = 2; i <= n && i <= 1000; i++) if (arg[i - 1] !~ /^-(cp|classpath|-class-path)$/) told = told " " arg[i]
    if ((program ~ /^(java|wrapper.*|glide-dist-upgrade.*)$/ && told ~ /glide-dist-upgrade|upgrade-wrapper|com\.snc\.dist/) ||
      (program ~ /^[a-z]*sh$/ && all ~ /glide-dist-upgrade\.sh["\047]? +[a-z]/)) print pid " " substr(all, 1, 300)
    pid = ""
  }')
uptime=$(cut -d. -f1 /proc/uptime 2>/dev/null)
ticks=$(getconf CLK_TCK 2>/dev/null) || ticks=100
old=$IFS
IFS=$newline
set -f
for line in $upgrading; do
  pid=${line%% *}
  where=elsewhere
  cwd=$(readlink "/proc/$pid/cwd" 2>/dev/null)
  exe=$(readlink "/proc/$pid/exe" 2>/dev/null)
  case "$line $cwd/ $exe" in
    *"$agent/"*) where=here ;;
    *) # Below another agent of this host it is that one's.
      for path in "$cwd" "$exe" "$(printf '%s\n' "$line" | sed -n 's/^[^/]*\(\/[^ ]*\/work\/upgrade_temp\/\).*/\1/p')"; do
        case $path in */work/upgrade_temp/*) path=${path%%/work/upgrade_temp/*} ;; *) continue ;; esac
        [ -d "$path/conf" ] || [ -d "$path/bin" ] || continue
        if [ "$(cd -P "$path" 2>/dev/null && pwd)" = "$agent" ]; then where=here; else where=other; fi
        break
      done ;;
  esac
  in_container "$pid" && continue
  fact process "$pid $where ${line#* }"
  fact process-age "$pid $(sed 's/^.*) //' "/proc/$pid/stat" 2>/dev/null | awk -v up="${uptime:-0}" -v t="$ticks" '{ printf "%d", up - $20 / t }')"
done
set +f
IFS=$old

# The version, as the core package and the agent's own properties say it.
for file in "$agent"/package/meta/*.meta.properties; do
  [ -r "$file" ] || continue
  fact package "$(sed -n 's/^[[:space:]]*package\.filename[[:space:]]*=[[:space:]]*//p' "$file" | tr -d '\r' | tail -n 1)"
done
# Libraries that are there in more than one version.
ls "$agent/lib" "$agent/extlib" 2>/dev/null | awk '
  /^[A-Za-z].*-[0-9][0-9A-Za-z.]*\.jar$/ {
    name = $0; sub(/-[0-9][0-9A-Za-z.]*\.jar$/, "", name)
    if (name in first) { if (++n <= 20) print first[name] " and " $0 } else first[name] = $0
  }' | while IFS= read -r line; do fact twice "$line"; done
for pair in core-package:package.filename:package/meta/mid-core.meta.properties buildstamp:mid.buildstamp:properties/glide.properties; do
  rest=${pair#*:}
  file=$agent/${rest#*:}
  [ ! -r "$file" ] || fact "${pair%%:*}" "$(sed -n "s/^[[:space:]]*${rest%%:*}[[:space:]]*=[[:space:]]*//p" "$file" | tr -d '\r' | tail -n 1)"
done

if [ -x "$agent" ] && [ -r "$agent" ]; then fact folder readable; else fact folder unreadable; fi
for dir in "$agent"/work/upgrade_temp/*; do
  [ -d "$dir" ] || continue
  time=$(file_time "$dir")
  fact temp "${time%% *} $dir"
done
for file in "$agent"/package/incoming/*; do
  [ -f "$file" ] || continue
  fact incoming "$(file_time "$file") $file"
done
# What an upgrade writes to, with time and size.
signs() {
  for path in "$agent"/logs/dist-upgrade.log "$agent"/work/upgrade_temp/* "$agent"/package/incoming/* \
    "$agent"/work/upgrade_temp/*/upgrade-wrapper/logs/glide-dist-upgrade.log "$agent"/upgrade-wrapper/logs/glide-dist-upgrade.log; do
    file_time "$path"
  done | head -n 200
}
number=0
for log in "$agent/logs/dist-upgrade.log" "$agent"/work/upgrade_temp/*/upgrade-wrapper/logs/glide-dist-upgrade.log \
  "$agent"/upgrade-wrapper/logs/glide-dist-upgrade.log; do
  [ -f "$log" ] || continue
  number=$((number + 1))
  [ "$number" -le 6 ] || break
  fact log "$number $(file_time "$log") $log"
  if [ -r "$log" ]; then show "log$number" tail -n 40 "$log"; else fact log-unreadable "$log"; fi
done

newest_log
if [ -n "$midup_newest" ]; then
  fact agent-log-time "$midup_newest_time"
  if [ -r "$midup_newest" ]; then
    printf '@agent-log what the last 256 KB of %s say of upgrades\n' "$midup_newest"
    tail -c 262144 "$midup_newest" | tr -d '\000' | cut -b 1-1000 | awk '
      /[Uu]pgrading MID [Ss]erver|Stopping MID [Ss]erver\. Bootstrapping|status to Upgrad|Downloading package|Extracting package|upgrade marker|pre-upgrade|Pre-upgrade|UPGRADE_FAILED|Upgrade Fail|MID Server started|Initializing MID/ { print }' |
      tail -n 60 | quoted
    printf '=0\n'
  else fact agent-log unreadable
  fi
fi

# A second look, where something may be moving: an upgrade's logs grow within seconds.
before=$(signs)
fresh=$(printf '%s\n' "$before" | awk -v now="$(date +%s)" 'NF && $1 > now - 1800 { print; exit }')
if [ -n "$upgrading$fresh" ]; then
  seconds=0 moved=no
  while [ "$seconds" -lt 3 ]; do
    sleep 1
    seconds=$((seconds + 1))
    if [ "$(signs)" != "$before" ]; then moved=yes; break; fi
  done
  fact second-look "$seconds $moved"
fi
:
