# The commands of a sequence, besides git itself. Hooks are off, except in `with_hooks`.
git() { command git -c core.hooksPath=/dev/null "$@"; }
with_hooks() { command git "$@"; }
write() { mkdir -p "$(dirname "$1")" && printf '%b\n' "$2" > "$1"; }
add_line() { mkdir -p "$(dirname "$1")" && printf '%b\n' "$2" >> "$1"; }
code() { add_line "${1:-src/app.py}" "x = $RANDOM"; }
tick() { for id in "$@"; do sed -i "s/^\( *\)- \[ \] \($id[. ]\)/\1- [x] \2/" "$TASKS"; done; }
untick() { for id in "$@"; do sed -i "s/^\( *\)- \[x\] \($id[. ]\)/\1- [ ] \2/" "$TASKS"; done; }
commit() { git add --all && git commit --quiet --allow-empty -m "$1" "${@:2}"; }
branch() { git checkout --quiet -b "$1"; }
on() { git checkout --quiet "$1"; }
as() { GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2 GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2 "${@:3}"; }
REQUIREMENTS=context/spec/001-login/functional-spec.md
one_task() { code; tick "$1"; commit $'feat: part '"$1"$'\n\nTask: login#'"$1"; }
on_main() { on main; "$@"; git push --quiet origin main; on topic; }
conflict() { reword one; git branch topic; reword two "$1"; on topic; reword three "$1"; git merge --quiet --no-commit main || true; }
reword() { sed -i "s/^- [^*].*/- $1./; $2" $REQUIREMENTS; commit "docs: $1"; }
documents() { add_line "${1:-README.md}" "more $RANDOM"; commit "docs: more"; }
rename() { to=$(echo "$SPEC" | sed -E "s#/(2026-[0-9]+-[0-9]+-|spec-)?[^/.]*(\.md)?\$#/\1$1\2#"); git mv "$SPEC" "$to"; SPEC=$to; }
finish_all() { find "$SPEC" -name '*.md' -exec sed -i 's/\[ \]/[x]/' {} +; }
edit() { find "$SPEC" -name '*.md' -exec sed -i '$a More words.' {} +; }
