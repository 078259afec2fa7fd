# The agent's config.xml with everything that is or may be secret masked before it leaves the host, and the lines of
# wrapper.conf and wrapper-override.conf that name Java, the trust store, memory and the service.
# Runs after mask.sh and encodings.sh.

# text: the first megabyte of config.xml in UTF-8. Control characters that no XML may hold stay, NUL as another one.
text() { head -c 1048576 "$config" | as_utf8 "$first" "$declared" | tr '\000' '\001'; }

config=$MIDUP_AGENT/config.xml
fact config-path "$config"
if [ -L "$config" ]; then fact config-leads-to "$(readlink "$config" 2>/dev/null)"; fi
if [ ! -e "$config" ]; then
  if [ -x "$MIDUP_AGENT" ]; then
    fact config-state missing
    ls -t "$MIDUP_AGENT" 2>/dev/null | grep -i -E '^(old|copy|backup)?[-_.]?config.*xml.|^config[-_. (].*\.xml$' | head -n 5 |
      while IFS= read -r copy; do if [ -s "$MIDUP_AGENT/$copy" ] && [ -f "$MIDUP_AGENT/$copy" ]; then fact config-copy "$copy"; fi; done
  else fact config-state no-rights
  fi
elif [ ! -f "$config" ]; then fact config-state not-a-file
elif [ ! -r "$config" ]; then
  fact config-state no-rights
  fact config-mtime "$(stat -c %Y "$config" 2>/dev/null)"
else
  fact config-state read
  fact config-bytes "$(wc -c <"$config" | tr -d ' ')"
  fact config-mtime "$(stat -c %Y "$config" 2>/dev/null)"
  first=$(head -c 4 "$config" | od -An -tx1 | tr -d ' \n')
  fact config-first "$first"
  declared=$(head -c 400 "$config" | tr -d '\000' | head -n 1 | sed -n "s/^[^<]*<?xml[^>]*[[:space:]]encoding[[:space:]]*=[[:space:]]*[\"']\([A-Za-z0-9._:-]*\).*/\1/p")
  if [ -n "$declared" ] && have iconv && ! iconv -f "$declared" -t UTF-8 </dev/null >/dev/null 2>&1; then fact config-encoding-unknown "$declared"; fi
  case $first in
    fffe*|3c00*|feff*|003c*) ;;
    *)
      line=$(head -c 1048576 "$config" | bad_utf8)
      [ -z "$line" ] || fact config-not-utf8 "$line"
      line=$(head -c 1048576 "$config" | awk '/[\200-\377]/ { print NR; exit }')
      [ -z "$line" ] || fact config-not-ascii "$line" ;;
  esac
  line=$(text | awk '/[\001-\010\013\014\016-\037]/ { print NR; exit }')
  [ -z "$line" ] || fact config-control "$line"
  line=$(text | awk '/<parameter[ \t][^<>]*=[ \t]*(\342\200[\230-\237]|\302[\253\273])/ { print NR; exit }')
  [ -z "$line" ] || fact config-typographic "$line"
  printf '@config.xml cat %s (secrets masked on the host)\n' "$(printf '%s' "$config" | tr -d '\n\r')"
  text | mask
  printf '=0\n'
fi

# A full disk or a broken upgrade leaves it so, and then the agent trusts nobody.
store=$MIDUP_AGENT/jre/lib/security/cacerts
if [ -f "$store" ] && [ ! -s "$store" ]; then fact store-empty "$store"; fi

# Settings that decide which Java and which trust store the agent uses; a password among them stays here.
settings='^[[:space:]]*(#encoding=|#include|wrapper\.(ignore_sequence_gaps|java\.(command|initmemory|maxmemory)|name|displayname|logfile|pidfile)[[:space:]]*=|wrapper\.java\.additional\.[0-9]+(\.[a-z]+)?[[:space:]]*=[[:space:]]*"?-(Xm[sx]|Djavax\.net\.ssl\.trustStore(Type)?=|Dhttps?\.proxy(Host|Port)=|Djava\.io\.tmpdir=))'
for name in wrapper.conf wrapper-override.conf; do
  file=$MIDUP_AGENT/conf/$name
  if [ ! -e "$file" ]; then
    # What cannot be looked into is not empty.
    if [ -x "$MIDUP_AGENT/conf" ] || { [ -x "$MIDUP_AGENT" ] && [ ! -e "$MIDUP_AGENT/conf" ]; }; then fact wrapper-missing "$name"; else fact wrapper-no-rights "$name"; fi
  elif [ ! -r "$file" ]; then fact wrapper-no-rights "$name"
  else
    printf '@%s grep -n (settings of Java, memory, trust store and service) %s\n' "$name" "$(printf '%s' "$file" | tr -d '\n\r')"
    head -c 1048576 "$file" | tr -d '\000' | grep -nE "$settings" | grep -viE 'pass|pwd|secret|token|credential|phrase' | sed 's|[^=/ "]*:[^/@ ]*@|***@|g' | head -n 200 | quoted
    printf '=0\n'
    time=$(file_time "$file")
    fact wrapper-mtime "$name ${time%% *}"
    # The wrapper reads a file in the encoding of its first line, and refuses what does not fit it.
    encoding=$(head -n 1 "$file" | head -c 200 | tr -d '\000\r' | sed -n 's/^#encoding=\([A-Za-z0-9._:-]*\).*/\1/p')
    if [ -n "$encoding" ] && have iconv && ! iconv -f "$encoding" -t UTF-8 </dev/null >/dev/null 2>&1; then fact wrapper-encoding-unknown "$name $encoding"; fi
    line=$(head -c 1048576 "$file" | bad_utf8)
    [ -z "$line" ] || fact wrapper-not-utf8 "$name $line ${encoding:--}"
    head -c 1048576 "$file" | tr -d '\000\r' | sed -n 's/^#include\(\.required\)\{0,1\}[[:space:]][[:space:]]*\(.*[^[:space:]]\)[[:space:]]*$/\1:\2/p' | head -n 20 |
      while IFS= read -r include; do
        path=${include#*:}
        case $include in .required:*) kind=required ;; *) kind=optional ;; esac
        case $path in *%*) state=unknown ;; /*) state='' ;; *) state='' path=$MIDUP_AGENT/bin/$path ;; esac
        if [ -z "$state" ]; then if [ -e "$path" ]; then state=there; else state=missing; fi; fi
        fact wrapper-include "$name $kind $state ${include#*:}"
      done
  fi
done
# Java's further options by their numbers: the wrapper stops at the first that is left out, and takes the last of two.
set --
for name in wrapper.conf wrapper-override.conf; do [ ! -r "$MIDUP_AGENT/conf/$name" ] || set -- "$@" "$MIDUP_AGENT/conf/$name"; done
[ $# = 0 ] || awk '
  FNR > 20000 { next }
  match($0, /^[ \t]*wrapper\.java\.additional\.[0-9]+[ \t]*=/) {
    value = substr($0, RLENGTH + 1)
    sub(/\r$/, "", value)
    key = substr($0, 1, RLENGTH)
    gsub(/[^0-9]/, "", key)
    key += 0
    file = FILENAME
    sub(/^.*\//, "", file)
    if (key in set && set[key] != value) print ":wrapper-again " file " " key " " from[key]
    if (!(key in set)) numbers = numbers " " key
    set[key] = value
    from[key] = file
  }
  END { print ":wrapper-numbers" numbers }' "$@"
:
