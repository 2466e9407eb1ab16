# The life of a project, besides prelude.sh: what a layout of lives.yaml does in the same way as
# most others. `bell` is the first spec, `door` the second, which becomes `gate`, and `lamp` the last.
number() { case $1 in bell) echo 1 ;; door | gate) echo 2 ;; lamp) echo 3 ;; esac; }
at() { local name=$1 n; n=$(number "$1"); eval "echo $folder"; }
id() { echo "$2"; }
task() { echo "Task: $1#$(id "$1" "$2")"; }
put() { write "$(at "$1")/$2" "$3"; }
each() { local spec=$1 n; shift; for n in "$@"; do line "$spec" "$n"; done; }
in_spec() { sed -i "$2" "$(at "$1")/$3"; }
begin() { :; }
approve() { :; }
record() { approve "$1"; aos-check approve "$1" > ../log; }
line() { add_line "$(at "$1")/tasks.md" "- [ ] $(id "$1" "$2")${dot-.} Part $2"; }
plan() { put "$1" tasks.md "# Tasks\n"; each "$@"; }
done_task() { in_spec "$1" "s/\[ \]\( .*Part $2\)/[x]\1/" "${list:-tasks.md}"; }
more() { each "$@"; }
drop() { in_spec "$1" "s/\[ \]\( .*Part $2\)/[~]\1 (deferred: nobody needs it)/" "${list:-tasks.md}"; }
revise() { in_spec "$1" 's/It rings once/It rings twice/' "$requirements"; }
finish() { :; }
rename() { git mv "$(at "$1")" "$(at "$2")"; }
archive() { :; }

# Commits with the hooks of the clone: with a remote, only those that the hook may name a task in.
save() {
  git add --all
  case $REMOTE:$1 in :* | *:feat:*) with_hooks commit --quiet --allow-empty -m "$@" ;; *) commit "$@" ;; esac
}
# The remote may not be there yet.
share() { if [ -n "$REMOTE" ]; then with_hooks push --quiet --force-with-lease origin "$@"; fi; }
# CI judges the pull request of `topic`, and it is merged.
judge() { if [ -n "$REMOTE" ]; then aos-check check --range main..topic --config-from main; fi; }
deliver() {
  judge; on main; git merge --quiet --no-edit --no-ff topic; share main; git branch --quiet -D topic
}
# The command must fail, and say one of the codes.
refused() {
  local codes=$1; shift
  if "$@" > ../log 2>&1; then echo "not refused: $*"; return 1; fi
  grep -qE "$codes" ../log || { cat ../log; return 1; }
}
