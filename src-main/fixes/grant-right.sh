# Gives one path of the agent folder to the user that the agent runs as, with the rights that it lacks there.
# $1: the agent folder; $2: the path; $3: the user; $4: rights, of r, w and x; $5: mode, owner and group as they were seen.
# Only the owner's own bits are set, links are never followed, and what has changed since is left alone.
# The last line it prints is what it left, which is what an undo goes by.
plain_path "$1" "$2" || exit 1
seen=$(ownership)
if [ "$seen" != "$5" ]; then
  printf '%s has changed since (%s); it stays as it is.\n' "$2" "$seen"
  exit 1
fi
owner=$(owner_of "$seen")
[ "$owner" = "$3" ] || chown -h "$3" "./$name" || exit 1
if ! chmod "u+$4" "./$name"; then
  [ "$owner" = "$3" ] || chown -h "$owner" "./$name"
  exit 1
fi
printf '%s: %s\n' "$2" "$(ownership)"
