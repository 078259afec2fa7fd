# by_list: from getfacl -n on stdin what access lists say of that user, one line a path: its rights as rwx, the path.
by_list() {
  awk -v uid="$uid" -v groups=" $groups " '
    function both(a, b, i, out) {
      out = ""
      for (i = 1; i <= 3; i++) out = out (substr(a, i, 1) == substr(b, i, 1) ? substr(a, i, 1) : "-")
      return out
    }
    function either(a, b, i, out) {
      out = ""
      for (i = 1; i <= 3; i++) out = out (substr(a, i, 1) != "-" ? substr(a, i, 1) : substr(b, i, 1))
      return out
    }
    # The mask comes after what it masks: entries of groups are kept until the whole list is in.
    function settle(i, n, list, any, held, rights) {
      if (path == "") return
      if (mask == "") mask = "rwx"
      n = split(kept, list, " ")
      held = "---"
      for (i = 1; i <= n; i++) held = either(held, both(list[i], mask))
      if (owner == uid) rights = u
      else if (named != "") rights = both(named, mask)
      else rights = n > 0 ? held : o
      print rights " " path
      path = ""
    }
    /^# file: / { settle(); path = substr($0, 9); named = mask = kept = u = o = owner = group = "" }
    /^# owner: / { owner = $3 }
    /^# group: / { group = $3 }
    /^[a-z]+:[^:]*:[-rwx]+/ {
      split($1, part, ":")
      if (part[1] == "user" && part[2] == "") u = part[3]
      else if (part[1] == "user" && part[2] == uid) named = part[3]
      else if (part[1] == "group" && index(groups, " " (part[2] == "" ? group : part[2]) " ")) kept = kept part[3] " "
      else if (part[1] == "mask") mask = part[3]
      else if (part[1] == "other") o = part[3]
    }
    END { settle() }'
}
