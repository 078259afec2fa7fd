# The agent's config.xml with everything that is or may be secret masked before it leaves the host, and the lines of
# wrapper.conf and wrapper-override.conf that name Java, the trust store, memory and the service.

# mask: config.xml from stdin as output lines. Masked text keeps its length, its white space and XML's own characters, so
# that what is malformed stays so at the same line and column. A value is shown only where its whole tag is well formed
# and neither its name, its attributes nor its shape speak of a secret; text outside of tags never is.
mask() {
  awk '
    # Stars for each character (one for several bytes of UTF-8), but XML own characters; entities stay entities.
    function stars(s, free) {
      gsub(/[\300-\367][\200-\277]+/, "*", s)
      if (free) gsub(/[^][<>&"\047\t\r\n \057=?!-]/, "*", s)
      else gsub(/[^<>&"\047\t\r\n]/, "*", s)
      return s
    }
    function neutral(e, hex, digits, head) {
      hex = e ~ /^&#x/
      digits = substr(e, hex ? 4 : 3, length(e) - (hex ? 4 : 3))
      head = hex ? "&#x" : "&#"
      if (digits ~ /^0+$/) return e
      if (length(digits) == 1) return head "9;"
      gsub(/./, "0", digits)
      return head substr(digits, 3) (hex ? "2a" : "42") ";"
    }
    function hide(s, free, out, e) {
      out = ""
      while (match(s, /&(amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);/)) {
        e = substr(s, RSTART, RLENGTH)
        out = out stars(substr(s, 1, RSTART - 1), free) (e ~ /#/ ? neutral(e) : e)
        s = substr(s, RSTART + length(e))
      }
      return out stars(s, free)
    }
    function hide_secret(v) {
      if (v == "" || v == "YOUR_INSTANCE_PASSWORD_HERE" || v == "YOUR_PROXY_PASSWORD" || v == "YOUR_UPGRADE_PROXY_PASSWORD") return v
      if (v ~ /^encrypted:/) return "encrypted:" hide(substr(v, 11), 0)
      return unexpanded(v)
    }
    # Where a variable or a vault should have put the secret, that it did not shows; which one it is does not.
    function unexpanded(v, head, tail) {
      head = tail = ""
      if (match(v, /^(cyberark|vault|op|arn:aws|\$ANSIBLE_VAULT)[:;]/)) head = substr(v, 1, RLENGTH)
      else if (v ~ /^\$[{][A-Za-z0-9_.:-]+[}]$/) { head = "${"; tail = "}" }
      else if (v ~ /^\$[(][A-Za-z0-9_.:-]+[)]$/) { head = "$("; tail = ")" }
      else if (v ~ /^[{][{][^{}]+[}][}]$/) { head = "{{"; tail = "}}" }
      else if (v ~ /^#[{][A-Za-z0-9_.:-]+[}]#?$/) { head = "#{"; tail = v ~ /#$/ ? "}#" : "}" }
      else if (v ~ /^%[A-Z][A-Z0-9_]+%$/) { head = tail = "%" }
      else if (v ~ /^__[A-Z][A-Z0-9_]+__$/) { head = tail = "__" }
      else if (v ~ /^ENC[(].*[)]$/) { head = "ENC("; tail = ")" }
      return head hide(substr(v, length(head) + 1, length(v) - length(head) - length(tail)), 0) tail
    }
    # What may stand in a value that is not a secret by its name: a password in an address, a token after a question mark.
    # hide() matches too, so what match() said is kept in variables first, here and below.
    function show_value(v, at, head) {
      if (length(v) >= 40 && v ~ /^[A-Za-z0-9+\057=]+$/) return hide(v, 0)
      if (match(v, /[?;]/)) {
        at = RSTART
        return show_value(substr(v, 1, at - 1)) substr(v, at, 1) hide(substr(v, at + 1), 0)
      }
      if (v !~ /:.*@/) return v
      head = ""
      if (match(v, /^[A-Za-z][A-Za-z0-9+.-]*:\057\057/)) { head = substr(v, 1, RLENGTH); v = substr(v, RLENGTH + 1) }
      if (!match(v, /.*@/)) return head v
      at = RLENGTH
      return head hide(substr(v, 1, at - 1), 0) substr(v, at)
    }
    # One attribute at the start of s (after white space): sets a_lead, a_name, a_gap, a_quote, a_value, a_length.
    function attribute(s, rest, p) {
      if (!match(s, /^[ \t\r\n]+[A-Za-z_:\200-\377][A-Za-z0-9_.:\200-\377-]*[ \t\r\n]*=[ \t\r\n]*["\047]/)) return 0
      a_quote = substr(s, RLENGTH, 1)
      rest = substr(s, RLENGTH + 1)
      a_gap = substr(s, 1, RLENGTH - 1)
      p = index(rest, a_quote)
      if (!p) return 0
      a_value = substr(rest, 1, p - 1)
      if (a_value ~ /</) return 0
      a_length = length(a_gap) + 1 + p
      a_name = a_gap
      gsub(/[ \t\r\n=]/, "", a_name)
      return 1
    }
    # Length of a well-formed start or empty tag at the start of s, or 0; its attributes in n_attrs, names[], values[].
    function tag(s, opening, used) {
      n_attrs = 0
      used = length(opening)
      s = substr(s, used + 1)
      while (n_attrs < 50 && attribute(s)) {
        n_attrs++
        names[n_attrs] = a_name; values[n_attrs] = a_value; gaps[n_attrs] = a_gap; quotes[n_attrs] = a_quote
        used += a_length
        s = substr(s, a_length + 1)
      }
      if (!match(s, /^[ \t\r\n]*[\057?]?>/)) return 0
      closing = substr(s, 1, RLENGTH)
      return used + RLENGTH
    }
    function secret_name(name) {
      name = tolower(name)
      return name !~ /^[a-z0-9_.-]+$/ || name ~ /pass|pwd|secret|token|cred|private|community|phrase|key|salt/
    }
    function parameter(s, i, size, secret, named, swapped, out, v) {
      size = tag(substr(s, 1, 20000), "<parameter")
      if (!size) return doubtful(s)
      secret = 0; named = 0; swapped = 0
      for (i = 1; i <= n_attrs; i++) {
        if (names[i] == "name") { named = 1; if (secret_name(values[i])) secret = 1 }
        else if (names[i] == "value") {
          if (tolower(values[i]) ~ /^(encrypted|cyberark):/) secret = 1
          if (tolower(values[i]) ~ /^(mid|glide)\..*pass/) swapped = 1
        }
        else if ((names[i] == "secure" || names[i] == "encrypt") && values[i] != "" && tolower(values[i]) != "false") secret = 1
      }
      out = "<parameter"
      for (i = 1; i <= n_attrs; i++) {
        v = values[i]
        if (names[i] == "name") { if (swapped) v = hide(v, 0) }
        else if (names[i] == "secure" || names[i] == "encrypt") { if (tolower(v) !~ /^(true|false)?$/) v = hide(v, 0) }
        else if (names[i] != "value" || !named) v = hide(v, 0)
        else v = secret ? hide_secret(v) : show_value(v)
        out = out gaps[i] quotes[i] v quotes[i]
      }
      return out closing plain(substr(s, size + 1))
    }
    # A tag that is not well formed: its keywords and its name stay, the rest is masked.
    function doubtful(s, out, tail, at, size) {
      tail = ""
      if (match(s, /<\057parameters>[ \t\r\n]*$/)) { tail = substr(s, RSTART); s = substr(s, 1, RSTART - 1) }
      out = "<parameter"
      s = substr(s, 11)
      if (match(s, /^[ \t\r\n]+name[ \t\r\n]*=[ \t\r\n]*("[A-Za-z0-9_.]+"|\047[A-Za-z0-9_.]+\047)/)) {
        out = out substr(s, 1, RLENGTH)
        s = substr(s, RLENGTH + 1)
      }
      if (match(s, /[ \t\r\n]value[ \t\r\n]*=/)) {
        at = RSTART; size = RLENGTH
        out = out hide(substr(s, 1, at - 1), 1) substr(s, at, size)
        s = substr(s, at + size)
      }
      if (match(s, /[ \t\r\n]name[ \t\r\n]*=[ \t\r\n]*("[A-Za-z0-9_.]+"|\047[A-Za-z0-9_.]+\047)[ \t\r\n]*\057>/)) {
        at = RSTART; size = RLENGTH
        return out hide(substr(s, 1, at - 1), 1) substr(s, at, size) hide(substr(s, at + size), 1) tail
      }
      return out hide(s, 1) tail
    }
    # What stands outside of parameters: other tags keep their names, comments and text are masked.
    function plain(s, out, p, i, size, opening) {
      out = ""
      while ((p = index(s, "<")) > 0) {
        out = out hide(substr(s, 1, p - 1), 1)
        s = substr(s, p)
        if (substr(s, 1, 4) == "<!--") {
          p = index(substr(s, 5), "-->")
          if (!p) return out "<!--" hide(substr(s, 5), 1)
          out = out "<!--" hide(substr(s, 5, p - 1), 1) "-->"
          s = substr(s, p + 7)
        } else if (match(s, /^<!DOCTYPE[ \t]+[A-Za-z_][A-Za-z0-9_.-]*([ \t]+(SYSTEM|PUBLIC))?/)) {
          out = out substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1)
        } else if (substr(s, 1, 9) == "<![CDATA[") {
          out = out "<![CDATA["; s = substr(s, 10)
        } else if (match(s, /^<[\057?]?[A-Za-z_:][A-Za-z0-9_.:-]*/)) {
          opening = substr(s, 1, RLENGTH)
          size = tag(substr(s, 1, 20000), opening)
          if (size) {
            out = out opening
            for (i = 1; i <= n_attrs; i++)
              out = out gaps[i] quotes[i] (opening == "<?xml" && values[i] ~ /^[A-Za-z0-9._-]+$/ ? values[i] : hide(values[i], 0)) quotes[i]
            out = out closing
            s = substr(s, size + 1)
          } else {
            out = out opening
            s = substr(s, length(opening) + 1)
          }
        } else { out = out "<"; s = substr(s, 2) }
      }
      return out hide(s, 1)
    }
    function flush(p) {
      pending = pending (buf ~ /^<parameter[ \t\r\n\057>]/ ? parameter(buf) : plain(buf))
      buf = ""
      while ((p = index(pending, "\n")) > 0) {
        print " " substr(pending, 1, p - 1)
        pending = substr(pending, p + 1)
      }
    }
    NR == 1 { sub(/^(\357\273\277|\377\376|\376\377)/, "") }
    {
      line = $0
      while (match(substr(line, 2), /<parameter([ \t\r\057>]|$)/)) {
        start = RSTART + 1
        buf = buf substr(line, 1, start - 1)
        line = substr(line, start)
        flush()
      }
      if (line ~ /^<parameter([ \t\r\057>]|$)/ || length(buf) > 200000) flush()
      buf = buf line "\n"
    }
    END { flush(); if (pending != "") print " " pending }'
}

# bad_utf8: the number of the first line from stdin that is not UTF-8, or nothing.
bad_utf8() {
  awk '/[\200-\377]/ {
    gsub(/[\302-\337][\200-\277]/, "")
    gsub(/[\340-\357][\200-\277][\200-\277]/, "")
    gsub(/[\360-\364][\200-\277][\200-\277][\200-\277]/, "")
    if (/[\200-\377]/) { print NR; exit }
  }'
}

# as_utf8 FIRST DECLARED: stdin as UTF-8, by its first four bytes (hexadecimal) and the encoding that it says it has.
as_utf8() {
  case $1 in
    fffe*|3c00*) od -An -v -tu1 | utf8_of 2 0 ;;
    feff*|003c*) od -An -v -tu1 | utf8_of 2 1 ;;
    *)
      case $2 in
        [Ii][Ss][Oo]-8859-*|[Ii][Ss][Oo]8859*|[Ll][Aa][Tt][Ii][Nn]*|[Ww][Ii][Nn][Dd][Oo][Ww][Ss]-125*|[Cc][Pp]125*)
          if have iconv && iconv -f "$2" -t UTF-8 </dev/null >/dev/null 2>&1; then iconv -f "$2" -t UTF-8 2>/dev/null; else od -An -v -tu1 | utf8_of 1; fi ;;
        *) cat ;;
      esac ;;
  esac
}
# utf8_of WIDTH BIG-ENDIAN: UTF-8 out of bytes as decimal numbers, one or two a letter.
utf8_of() {
  awk -v width="$1" -v big="${2-0}" '
    function put(c) {
      if (c < 128) printf "%c", c
      else if (c < 2048) printf "%c%c", 192 + int(c / 64), 128 + c % 64
      else if (c < 65536) printf "%c%c%c", 224 + int(c / 4096), 128 + int(c / 64) % 64, 128 + c % 64
      else printf "%c%c%c%c", 240 + int(c / 262144), 128 + int(c / 4096) % 64, 128 + int(c / 64) % 64, 128 + c % 64
    }
    {
      for (i = 1; i <= NF; i++) {
        if (width == 1) { put($i + 0); continue }
        if (!half) { first = $i; half = 1; continue }
        half = 0
        unit = big ? first * 256 + $i : $i * 256 + first
        if (unit >= 55296 && unit < 56320) { high = unit; continue }
        if (high && unit >= 56320 && unit < 57344) unit = 65536 + (high - 55296) * 1024 + unit - 56320
        high = 0
        put(unit)
      }
    }'
}
# text: the first megabyte of config.xml in UTF-8. Control characters that no XML may hold stay, NUL as another one.
text() { head -c 1048576 "$config" | as_utf8 "$first" "$declared" | tr '\000' '\001'; }

config=$MIDUP_AGENT/config.xml
fact config-path "$config"
if [ -L "$config" ]; then fact config-leads-to "$(readlink "$config" 2>/dev/null)"; fi
if [ ! -e "$config" ]; then
  if [ -x "$MIDUP_AGENT" ]; then fact config-state missing; else fact config-state no-rights; fi
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
  printf '@config.xml cat %s (secrets masked on the host)\n' "$(printf '%s' "$config" | tr -d '\n\r')"
  text | mask
  printf '=0\n'
fi

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
