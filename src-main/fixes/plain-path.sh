# plain_path AGENT PATH: goes to the folder that holds PATH and sets `name`. Fails, saying why, where PATH is outside of
# the agent folder, is reached through a link, or is neither a file nor a folder.
plain_path() {
  case $2 in
    "$1") folder=${1%/*} name=${1##*/} ;;
    "$1"/*) folder=${2%/*} name=${2##*/} ;;
    *) printf '%s is outside of %s.\n' "$2" "$1"; return 1 ;;
  esac
  [ -n "$folder" ] || folder=/
  case /$2/ in */../*|*/./*) printf '%s is no plain path.\n' "$2"; return 1 ;; esac
  if ! cd -P "$folder" || [ "$(pwd -P)" != "$folder" ]; then
    printf '%s is reached through a link; it stays as it is.\n' "$2"
    return 1
  fi
  if [ -L "./$name" ] || { [ ! -f "./$name" ] && [ ! -d "./$name" ]; }; then
    printf '%s is neither a file nor a folder.\n' "$2"
    return 1
  fi
}

# ownership: mode, owner and group of what plain_path has gone to, as they are now.
ownership() { LC_ALL=C ls -ld "./$name" | awk '{ print $1, $3, $4; exit }'; }

# owner_of OWNERSHIP
owner_of() {
  set -f
  # shellcheck disable=SC2086
  set -- $1
  printf '%s\n' "$2"
}
