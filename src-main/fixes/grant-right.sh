# Gives one path of the agent folder to the user that the agent runs as, with the rights that it lacks there.
# $1: the agent folder; $2: the path; $3: the user; $4: rights, of r, w and x; $5: mode, owner and group as they were seen.
# Only the owner's own bits are set, links are never followed, and what has changed since is left alone.
case $2 in
  "$1") folder=${1%/*} name=${1##*/} ;;
  "$1"/*) folder=${2%/*} name=${2##*/} ;;
  *) printf '%s is outside of %s.\n' "$2" "$1"; exit 1 ;;
esac
[ -n "$folder" ] || folder=/
case /$2/ in */../*|*/./*) printf '%s is no plain path.\n' "$2"; exit 1 ;; esac
if ! cd -P "$folder" || [ "$(pwd -P)" != "$folder" ]; then
  printf '%s is reached through a link; it stays as it is.\n' "$2"
  exit 1
fi
if [ -L "./$name" ] || { [ ! -f "./$name" ] && [ ! -d "./$name" ]; }; then
  printf '%s is neither a file nor a folder.\n' "$2"
  exit 1
fi
seen=$(LC_ALL=C ls -ld "./$name" | awk '{ print $1, $3, $4; exit }')
if [ "$seen" != "$5" ]; then
  printf '%s has changed since (%s); it stays as it is.\n' "$2" "$seen"
  exit 1
fi
case $5 in
  *" $3 "*) ;;
  *) chown -h "$3" "./$name" || exit 1 ;;
esac
chmod "u+$4" "./$name" || exit 1
printf '%s: %s\n' "$2" "$(LC_ALL=C ls -ld "./$name" | awk '{ print $1, $3, $4; exit }')"
