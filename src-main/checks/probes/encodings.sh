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
