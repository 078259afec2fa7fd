# Prepended to every probe. A probe prints a transcript (see checks/transcript.ts) and changes nothing: no files, no
# cache, no history. Its values come in the environment: MIDUP_AGENT (the agent's folder, where it is needed).

# fact KEY VALUE: a value that the probe worked out. Backslash, newline, tab and CR are written as escapes.
fact() {
  case $2 in
    *[\\[:cntrl:]]*)
      printf ':%s %s\n' "$1" "$(printf '%s' "$2" | sed 's/\\/\\\\/g' | awk '
        { gsub(/\t/, "\\t"); gsub(/\r/, "\\r"); printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }')" ;;
    *) printf ':%s %s\n' "$1" "$2" ;;
  esac
}

# quoted: what comes in, as output lines of a section: after a space, without NUL, cut at 2000 bytes a line.
quoted() { tr -d '\000' | cut -b 1-2000 | sed 's/^/ /'; }

# show NAME COMMAND...: runs a command and shows it as a section; its errors are part of what it says.
show() {
  midup_name=$1
  shift
  printf '@%s %s\n' "$midup_name" "$*"
  { midup_status=$( { { "$@" 2>&1 </dev/null; echo $? >&3; } | quoted >&4; } 3>&1 ); } 4>&1
  printf '=%s\n' "$midup_status"
  return "$midup_status"
}

# have COMMAND: true where it is there.
have() { command -v "$1" >/dev/null 2>&1; }
