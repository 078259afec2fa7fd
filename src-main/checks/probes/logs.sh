# The last megabyte of the agent's and the wrapper's log: its end as it stands, and the lines that hold one of the
# fragments in midup_fragments (set in front of this, one a line), with their numbers within that megabyte. Stack traces have their heads with them.

# look KEY FILE
look() {
  fact "$1-path" "$2"
  if [ ! -e "$2" ]; then
    # What is in a folder that may not be entered is not known to be missing.
    if [ -x "${2%/*}" ] || { [ ! -e "${2%/*}" ] && [ -x "$MIDUP_AGENT" ]; }; then
      fact "$1-state" missing
    else
      fact "$1-state" no-rights
    fi
    return
  fi
  if [ ! -f "$2" ] || [ ! -r "$2" ]; then fact "$1-state" no-rights; return; fi
  fact "$1-state" read
  log=$2
  size=$(stat -c %s "$log" 2>/dev/null || wc -c <"$log" | tr -d ' ')
  from=1
  [ "$size" -le 1048576 ] || from=$((size - 1048575))
  fact "$1-bytes" "$size"
  fact "$1-from" "$from"
  fact "$1-mtime" "$(stat -c %Y "$log" 2>/dev/null)"
  shown=$(printf '%s' "$log" | tr -d '\n\r')
  printf '@%s-known grep -F -i -n (messages that are known) %s\n' "$1" "$shown"
  known=$(window | grep -F -i -n -e "$midup_fragments" | tail -n 300 | cut -b 1-800)
  if printf '%s\n' "$known" | grep -q -v -e '^[0-9]*:[0-9]' -e '^$'; then known=$(with_heads "$known"); fi
  [ -z "$known" ] || printf '%s\n' "$known" | sed 's/^/ /'
  printf '=0\n@%s-tail tail -n 120 %s\n' "$1" "$shown"
  window | tail -n 120 | quoted
  printf '=0\n'
}
# with_heads LINES: with each line of a stack trace among them, which has neither time nor thread, the last line before it
# that has.
with_heads() {
  { printf '%s\n\n' "$1"; window; } | awk '
    !told { if ($0 == "") told = 1; else { n = $0; sub(/:.*/, "", n); known[n] = $0 } next }
    { at++ }
    at in known {
      if (head && known[at] !~ /^[0-9]+:[0-9]/) { if (!(head in known)) print head ":" substr(text, 1, 800); head = 0 }
      print known[at]
    }
    /^[0-9]/ { head = at; text = $0 }'
}
# The log may grow meanwhile: both looks end where it ended at first, so that their numbers agree.
window() { tail -c "+$from" "$log" | head -c "$((size - from + 1))" | tr -d '\000'; }

fact now "$(date +%s)"
fact now-local "$(date +%Y-%m-%dT%H:%M:%S)"
# agent1.log.0 is written where another process holds agent0.log; the newest is the one that speaks of now.
agent_log
newest=$midup_log_dir/${midup_log_head}0$midup_log_tail.0
for file in "$midup_log_dir/$midup_log_head"[1-9]"$midup_log_tail".0; do
  if [ -f "$file" ] && [ -n "$(find "$file" -newer "$newest" 2>/dev/null)" ]; then newest=$file; fi
done
look agent "$newest"
wrapper=$MIDUP_AGENT/logs/wrapper.log
if [ ! -e "$wrapper" ]; then
  elsewhere=$(sed -n 's/^[[:space:]]*wrapper\.logfile[[:space:]]*=[[:space:]]*//p' "$MIDUP_AGENT/conf/wrapper.conf" "$MIDUP_AGENT/conf/wrapper-override.conf" 2>/dev/null |
    sed -n '${s/\.\{0,1\}ROLLNUM//;s/\.\{0,1\}YYYYMMDD//;s/[[:space:]]*$//;p;}')
  case $elsewhere in /*|'') ;; *) elsewhere=$MIDUP_AGENT/$elsewhere ;; esac
  [ ! -e "$elsewhere" ] || wrapper=$elsewhere
fi
look wrapper "$wrapper"
fact logs-kb "$(du -sk "$MIDUP_AGENT/logs" 2>/dev/null | awk 'NR == 1 { print $1 }')"
