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
