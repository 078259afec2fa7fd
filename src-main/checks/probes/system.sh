# The machine: system, C library, memory against the configured heap, the Java release.
agent=$MIDUP_AGENT
now
fact zone "$(date '+%z %Z')"
fact kernel "$(uname -s)"
fact machine "$(uname -m)"
fact bits "$(getconf LONG_BIT 2>/dev/null)"
fact system "$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release 2>/dev/null | tr -d '"' | head -n 1)"
fact glibc "$(getconf GNU_LIBC_VERSION 2>/dev/null || ldd --version 2>/dev/null | sed -n '1s/^ldd .* \([0-9]*\.[0-9]*\)$/glibc \1/p')"
show memory grep -E '^(MemTotal|MemAvailable|SwapTotal|SwapFree):' /proc/meminfo
# Of this container, and of the unit where it runs.
for group in '' "/system.slice/$MIDUP_UNIT"; do
  [ "$group" != /system.slice/ ] || continue
  for file in "/sys/fs/cgroup$group/memory.max" "/sys/fs/cgroup/memory$group/memory.limit_in_bytes"; do
    [ ! -r "$file" ] || fact memory-limit "$(head -c 30 "$file")"
  done
done
for name in maxmemory initmemory; do
  fact "heap-$name" "$(sed -n "s/^[[:space:]]*wrapper\.java\.$name[[:space:]]*=[[:space:]]*//p" "$agent/conf/wrapper.conf" "$agent/conf/wrapper-override.conf" 2>/dev/null | tr -d '\r' | tail -n 1)"
done
:
