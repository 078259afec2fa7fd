# Free bytes and inodes on the file systems that hold the agent, its logs and its work folder; and, where they are short,
# what takes them: within a few seconds, on that file system alone, the agent folder first.
show df df -Pk "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work"
show df-inodes df -Pi "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work"

# Less than 2 GB, or than one in a hundred inodes.
if [ -z "$({
  df -Pk "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work" 2>/dev/null | awk 'NR > 1 && $4 < 2097152'
  df -Pi "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work" 2>/dev/null | awk 'NR > 1 && $2 > 0 && $4 * 100 < $2'
})" ]; then exit 0; fi

newline='
'
limit=''
! have timeout || limit='timeout 2'
# largest: the 40 lines of stdin with the largest numbers at their start; sort might write temporary files.
largest() {
  awk '
    $1 > least {
      if (n < 40) n++
      for (i = n; i > 1 && size[i - 1] < $1; i--) { size[i] = size[i - 1]; line[i] = line[i - 1] }
      size[i] = $1; line[i] = $0
      if (n == 40) least = size[40]
    }
    END { for (i = 1; i <= n; i++) print line[i] }' | quoted
}
# within NAME KIND FOLDER: what is in it, as a section of `AMOUNT PATH` lines; what could be seen of it within the limit.
within() {
  if [ "$2" = inodes ]; then
    printf '@%s find %s -xdev (files by folder, the most first)\n' "$1" "$(printf '%s' "$3" | tr -d '\n\r')"
    $limit find "$3" -xdev 2>/dev/null | sed 's/\/[^/]*$//' | awk '{ n[$0]++ } END { for (dir in n) if (dir != "") print n[dir], dir }' | largest
  else
    printf '@%s du -xak %s (the largest)\n' "$1" "$(printf '%s' "$3" | tr -d '\n\r')"
    $limit du -xak "$3" 2>/dev/null | awk '$1 >= 64' | largest
  fi
  printf '=0\n'
}
# Each file system with too little, once; and no more of them than there is time for.
seen=$newline n=0
begun=$(date +%s)
for path in "$MIDUP_AGENT" "$MIDUP_AGENT/logs" "$MIDUP_AGENT/work"; do
  for kind in bytes inodes; do
    if [ "$kind" = bytes ]; then
      mount=$(df -Pk "$path" 2>/dev/null | awk 'NR == 2 && $4 < 2097152 { sub(/^.*% +/, ""); print }')
    else
      mount=$(df -Pi "$path" 2>/dev/null | awk 'NR == 2 && $2 > 0 && $4 * 100 < $2 { sub(/^.*% +/, ""); print }')
    fi
    if [ -z "$mount" ] || [ "${seen#*"$newline$kind $mount$newline"}" != "$seen" ] || [ $(($(date +%s) - begun)) -ge 4 ]; then continue; fi
    seen=$seen$kind\ $mount$newline
    n=$((n + 1))
    fact short "$n $kind $mount"
    within "taken$n" "$kind" "$path"
    [ "$mount" = "$path" ] || within "around$n" "$kind" "$mount"
  done
done
:
