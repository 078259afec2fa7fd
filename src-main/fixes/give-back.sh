# Gives paths of the agent folder the owner and mode back that they had before rights were granted there.
# $1: restore, or look to change nothing; $2: the agent folder; then four for each path: the path, what `ls -l` said of
# it before (mode, owner, group), that mode in octal, and what it says since the grant.
# All paths are looked at before any is touched: where one has changed since, none is.
verb=$1 agent=$2
shift 2

# each COMMAND PATHS...: runs COMMAND with each four, gone to the folder of the path.
each() {
  command=$1
  shift
  while [ $# -ge 4 ]; do
    plain_path "$agent" "$1" || return 1
    "$command" "$1" "$2" "$3" "$4" || return 1
    shift 4
  done
}
untouched() {
  seen=$(ownership)
  [ "$seen" = "$2" ] || [ "$seen" = "$4" ] && return
  printf '%s has changed since (%s). Nothing was taken back.\n' "$1" "$seen"
  return 1
}
give_back() {
  seen=$(ownership)
  if [ "$seen" != "$2" ]; then
    owner=$(owner_of "$2")
    [ "$(owner_of "$seen")" = "$owner" ] || chown -h "$owner" "./$name" || return 1
    chmod "$3" "./$name" || return 1
  fi
  as_before "$@"
}
as_before() {
  seen=$(ownership)
  printf '%s: %s\n' "$1" "$seen"
  [ "$seen" = "$2" ]
}

case $verb in
  restore) each untouched "$@" && each give_back "$@" ;;
  *) each as_before "$@" ;;
esac
