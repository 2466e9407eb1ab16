"""The kinds of shell commands: a table of commands, real git as proof, and random text."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aos_check.agent_hook.shell import BypassKind, Guarded, TooComplexError, bypasses
from tests.support.git_repo import Repo, environment

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Row = dict[str, str]
TABLE: dict[str, list[Row]] = tomllib.loads(
    Path(__file__).with_name("shell_commands.toml").read_text(encoding="utf-8")
)
SHOP = Guarded(
    settings=(
        ".pre-commit-config.yaml",
        ".claude/settings.json",
        ".claude/settings.local.json",
        ".github/workflows/aos-check.yml",
        "aos-check.toml",
    ),
    root="/home/ada/shop",
    trailers=("Task",),
)


def kinds(
    line: str, dialect: Literal["bash", "powershell"] = "bash", guarded: Guarded = SHOP
) -> set[str]:
    return {each.kind.value for each in bypasses(line, dialect=dialect, guarded=guarded)}


def rows(*names: str) -> list[Any]:
    return [pytest.param(row["line"], row["is"], id=row["line"]) for n in names for row in TABLE[n]]


@pytest.mark.parametrize(("line", "verdict"), rows("proved", "bash"))
def test_bash(line: str, verdict: str) -> None:
    assert kinds(line) == ({verdict} if verdict else set())


@pytest.mark.parametrize(("line", "verdict"), rows("powershell"))
def test_powershell(line: str, verdict: str) -> None:
    assert kinds(line, "powershell") == ({verdict} if verdict else set())


@pytest.mark.parametrize("row", TABLE["let_go"], ids=lambda row: row["line"])
def test_what_is_let_go(row: Row) -> None:
    dialect: Literal["bash", "powershell"] = "powershell" if "dialect" in row else "bash"
    assert row["why"]
    assert kinds(row["line"], dialect) == set()


def test_the_table_has_as_many_innocent_lines_as_others() -> None:
    every = [row["is"] for part in TABLE.values() for row in part]
    assert len(every) > 300
    assert 0.4 < every.count("") / len(every) < 0.6
    assert set(every) == {"", *(kind.value for kind in BypassKind)} - {BypassKind.WRITES.value}


# Real git

HOOK = """#!/bin/sh
case ",$SKIP," in *,aos-check,*) exit 0 ;; esac
[ "$HUSKY" = 0 ] && exit 0
echo ran >> "{marks}"
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a remote, a branch to merge and something staged."""
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    folder = tmp_path_factory.mktemp("prepared")
    Repo(folder / "remote", "--bare")
    shop = Repo(folder / "shop")
    shop.commit("base", {"a": "1"})
    shop.git("checkout", "--quiet", "-b", "side")
    shop.commit("side", {"b": "1"})
    shop.git("checkout", "--quiet", "main")
    shop.commit("main", {"c": "1"})
    shop.git("config", "user.name", "Ada")
    shop.git("config", "user.email", "ada@example.org")
    shop.git("remote", "add", "remote", "../remote")
    shop.add({"new": "1"})
    return folder


def branch_commits(folder: Path) -> str:
    """The commit of each branch, local and remote, without tags."""
    shown = ""
    for name in ("shop", "remote"):
        done = subprocess.run(
            ["git", "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads"],
            cwd=folder / name,
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        shown += f"{name}\n{done.stdout}"
    return shown


@pytest.mark.parametrize(("line", "verdict"), rows("proved"))
def test_git_itself_says_the_same(prepared: Path, tmp_path: Path, line: str, verdict: str) -> None:
    folder = tmp_path / "all"
    shutil.copytree(prepared, folder, symlinks=True)
    marks = folder / "marks"
    for name in ("pre-commit", "commit-msg", "pre-merge-commit", "pre-push"):
        hook = folder / "shop" / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(HOOK.format(marks=marks))
        hook.chmod(0o755)
    before = branch_commits(folder)
    # Each line runs in its own copy, without a parent repository or user settings.
    own = {
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CEILING_DIRECTORIES": str(folder),
        "GIT_EDITOR": "true",
        "GIT_PAGER": "cat",
    }
    subprocess.run(
        ["bash", "-c", line],
        cwd=folder / "shop",
        env=environment() | own,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    unseen = branch_commits(folder) != before and not marks.exists()
    assert unseen == bool(verdict)


# Guarded paths


def test_hooks_stand_where_git_is_set_to() -> None:
    guarded = Guarded(hooks=(".githooks",), root="/home/ada/shop")
    assert kinds("rm .githooks/pre-commit", guarded=guarded) == {"skips hooks"}
    assert kinds("rm .git/hooks/pre-commit", guarded=guarded) == set()
    assert kinds("git config core.hooksPath .githooks", guarded=guarded) == set()
    assert kinds("git config --unset core.hooksPath", guarded=guarded) == {"skips hooks"}
    assert kinds("git config --remove-section core", guarded=guarded) == {"skips hooks"}
    assert kinds("git -c core.hooksPath=.git/hooks commit", guarded=guarded) == {"skips hooks"}


def test_the_folder_where_a_command_starts() -> None:
    below = SHOP._replace(folder="src/deep")
    assert kinds("rm ../../.git/hooks/pre-commit", guarded=below) == {"skips hooks"}
    assert kinds("rm .git/hooks/pre-commit", guarded=below) == set()
    assert kinds("cd ../.. && rm .git/hooks/pre-commit", guarded=below) == {"skips hooks"}
    assert kinds("cd $CLAUDE_PROJECT_DIR; rm .git/hooks/pre-commit", guarded=below) == {
        "skips hooks"
    }


def test_a_root_that_is_not_known() -> None:
    anywhere = SHOP._replace(root="")
    assert kinds("rm .git/hooks/pre-commit", guarded=anywhere) == {"skips hooks"}
    assert kinds("rm /x/y/.git/hooks/pre-commit", guarded=anywhere) == {"skips hooks"}
    assert kinds("rm ../.git/hooks/pre-commit", guarded=anywhere) == set()


def test_a_root_on_windows() -> None:
    there = SHOP._replace(root="C:\\work\\shop")
    line = "Remove-Item c:\\Work\\Shop\\.git\\hooks\\pre-commit"
    assert kinds(line, "powershell", there) == {"skips hooks"}
    assert kinds("rm /c/work/shop/.git/hooks/pre-commit", guarded=there) == {"skips hooks"}
    assert kinds(line.replace("Work", "Other"), "powershell", there) == set()


MAIN = "/home/ada/main/.git/hooks"


@pytest.mark.parametrize("hooks", [MAIN, "../main/.git/hooks"])
def test_hooks_of_a_linked_worktree(hooks: str) -> None:
    linked = SHOP._replace(hooks=(hooks,))
    assert kinds(f"rm {MAIN}/pre-commit", guarded=linked) == {"skips hooks"}
    assert kinds("rm ../main/.git/hooks/pre-commit", guarded=linked) == {"skips hooks"}
    assert kinds("cd ../main && rm .git/hooks/pre-commit", guarded=linked) == {"skips hooks"}
    assert kinds('rm "$(git rev-parse --git-path hooks)/x"', guarded=linked) == {"skips hooks"}
    assert kinds("rm -rf /home/ada/main", guarded=linked) == {"skips hooks"}
    assert kinds(f"git config core.hooksPath {MAIN}", guarded=linked) == set()
    assert kinds("git config --unset core.hooksPath", guarded=linked) == set()
    assert kinds("git config core.hooksPath .git/hooks", guarded=linked) == {"skips hooks"}
    assert kinds("rm ../main/.git/hooks/post-merge ../main/a", guarded=linked) == set()
    worktree = "../main/.git/worktrees/shop/config.worktree"
    assert kinds(f"echo > {worktree}", guarded=linked) == {"edits guard"}


def test_hooks_of_a_submodule() -> None:
    lib = SHOP._replace(hooks=("../.git/modules/lib/hooks",), root="/home/ada/shop/lib")
    assert kinds("rm ../.git/modules/lib/hooks/pre-push", guarded=lib) == {"skips hooks"}
    assert kinds("rm /home/ada/shop/.git/modules/lib/hooks/*", guarded=lib) == {"skips hooks"}
    assert kinds("git config --unset core.hooksPath", guarded=lib) == set()


def test_other_settings_where_the_hooks_are_set() -> None:
    husky = Guarded(hooks=(".husky",), root="/home/ada/shop")
    assert kinds("GIT_CONFIG_GLOBAL=/dev/null git commit", guarded=husky) == {"skips hooks"}
    assert kinds("GIT_CONFIG_GLOBAL=/dev/null git log", guarded=husky) == set()
    assert kinds("HOME=/tmp/h git commit", guarded=husky) == set()


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("HOME={0} git commit -m x", "skips hooks"),
        ("export HOME={0}; git -C . commit -m x && git push", "skips hooks"),
        ("HOME={0}; git commit -m x", "skips hooks"),
        ("env HOME={0} bash -c 'git commit -m x'", "skips hooks"),
        ("XDG_CONFIG_HOME={0}/.config git commit -m x", "skips hooks"),
        ("XDG_CONFIG_HOME={0} git commit -m x", ""),
        ("HOME={0} git log", ""),
        ("HOME={0} npm test; git commit -m x", ""),
        ("HOME={0}/plain git commit -m x", ""),
        ("HOME={0}/none git commit -m x", ""),
    ],
)
def test_another_home_with_settings(tmp_path: Path, line: str, verdict: str) -> None:
    moved = "[core]\n\thooksPath = /dev/null\n"
    for path, text in {
        ".gitconfig": moved, ".config/git/config": moved, "plain/.gitconfig": "[user]\nname = A\n",
    }.items():  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    if verdict and "XDG" not in line:
        (tmp_path / ".config/git/config").unlink()
    assert kinds(line.format(tmp_path)) == ({verdict} if verdict else set())


# Ways around the hooks


def folders(line: str, guarded: Guarded = SHOP) -> list[str]:
    return [each.folder for each in bypasses(line, guarded=guarded)]


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("git commit -n", "/home/ada/shop"),
        ("cd src && git commit -n", "/home/ada/shop/src"),
        ("cd /elsewhere && git commit -n", "/elsewhere"),
        ("cd /Elsewhere/Sub/..; git commit -n", "/Elsewhere"),
        ("(cd /elsewhere); git commit -n", "/home/ada/shop"),
        ("f() { cd /elsewhere; }; git commit -n", "/home/ada/shop"),
        ("cd ..; cd other; git commit -n", "/home/ada/other"),
        ("cd ~/other && git commit -n", "/home/ada/other"),
        ("cd ~bob/other && git commit -n", "/home/bob/other"),
        ("cd ../other; cd ../shop; git commit -n", "/home/ada/shop"),
        ("git -C /elsewhere commit -n", "/elsewhere"),
        ("git -C /elsewhere -C sub commit -n", "/elsewhere/sub"),
        ("cd /elsewhere; git -C ~/shop commit -n", "/home/ada/shop"),
        ("git --git-dir=/elsewhere/.git commit -n", "/elsewhere"),
        ("cd /tmp; git --git-dir ~/shop/.git --work-tree ~/shop commit -n", "/home/ada/shop"),
        ("cd .git; git --git-dir=. --work-tree=.. commit -n", "/home/ada/shop"),
        ("cd /tmp; GIT_DIR=/home/ada/shop/.git git commit -n", "/home/ada/shop"),
        ("export GIT_DIR=/elsewhere/.git; git commit -n", "/elsewhere"),
        ("cd /tmp; env -C /home/ada/shop git commit -n", "/home/ada/shop"),
        ("env --chdir=/elsewhere git commit -n; ls", "/elsewhere"),
        ("sudo -D /elsewhere git commit -n", "/elsewhere"),
        ("git -C /elsewhere -c alias.x='commit -n' x", "/elsewhere"),
        ('cd "$(mktemp -d)" && git commit -n', "/tmp"),  # noqa: S108
        ("d=$(mktemp -d); git -C $d/x commit -n", "/tmp/x"),  # noqa: S108
        ("cd $X && git commit -n", ""),
        ("cd /srv/$X && git commit -n", ""),
        ("cd - && git commit -n", ""),
        ('bash -c "cd $X && git commit -n"', ""),
        ("ls | xargs -I{} git -C {} commit -n", ""),
        ("cd /elsewhere; cd $X; cd /other; git commit -n", "/other"),
        ("bash -c 'cd /elsewhere'; git commit -n", "/home/ada/shop"),
        ("cd /elsewhere | cat; git commit -n", "/home/ada/shop"),
        ("cd /elsewhere & git commit -n", "/home/ada/shop"),
        ("git config alias.go '!cd /x'; git go; git commit -n", "/home/ada/shop"),
        ("eval 'cd /elsewhere'; git commit -n", "/elsewhere"),
        ("cd /elsewhere && make | tee log && git commit -n", "/elsewhere"),
        ("git worktree add ../w; cd ../w; git commit -n", "/home/ada/shop"),
        ("ln -s /elsewhere/x y; cd y; git commit -n", "/elsewhere/x"),
        ("cd /tmp && rm /home/ada/shop/.git/hooks/pre-commit", "/home/ada/shop"),
        ("cd /tmp && git config --global core.hooksPath /x", "/home/ada/shop"),
        ("cd /srv && aos-check approve login", "/srv"),
        ("cd /tmp && aos-check approve login --root=/home/ada/shop", "/home/ada/shop"),
        ("cd /elsewhere; pre-commit uninstall", "/elsewhere"),
        ("cd /elsewhere; export HUSKY=0", "/elsewhere"),
    ],
)
def test_the_folder_that_it_is_about(line: str, folder: str) -> None:
    assert folders(line) == [folder]


def test_the_folder_where_the_root_is_not_known_or_on_a_drive() -> None:
    assert folders("cd src; git commit -n", SHOP._replace(root="")) == [""]
    assert folders("cd /elsewhere; git commit -n", SHOP._replace(root="")) == ["/elsewhere"]
    there = SHOP._replace(root="C:\\work\\shop")
    assert folders("cd /c/Work/Other && git commit -n", there) == ["c:/Work/Other"]
    assert folders("cd c:/Work/Shop && git commit -n", there) == ["C:\\work\\shop"]
    below = SHOP._replace(folder="src")
    assert folders("git commit -n", below) == ["/home/ada/shop/src"]


def test_the_guarded_path_that_it_changes() -> None:
    line = "rm .git/hooks/x; echo > src/../aos-check.toml; git commit -n"
    found = bypasses(line, guarded=SHOP)
    assert [each.file for each in found] == [".git/hooks", "aos-check.toml", ""]


def test_nothing_guarded() -> None:
    assert kinds("rm -rf .git/hooks .claude", guarded=Guarded((), (), ())) == set()
    assert kinds("git commit -n", guarded=Guarded((), (), ())) == {"skips hooks"}


# Messages


def test_what_is_said_is_what_offends() -> None:
    (found,) = bypasses("git add . && git commit -n -m x; ls", guarded=SHOP)
    assert found.quote == "git commit -n -m x"
    assert found.what == "`git commit -n` runs no hooks"


def test_of_a_long_command_the_offending_word_is_shown() -> None:
    (found,) = bypasses(f"git commit -m '{'long ' * 50}' --no-verify", guarded=SHOP)
    assert found.quote == "git commit -m 'long long long long lon … --no-verify"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("git push --no-verify", "`git push --no-verify` runs no pre-push hook"),
        ("git commit-tree x", "`git commit-tree` makes commits without hooks"),
        ("SKIP=aos-check git commit", "`SKIP` makes pre-commit skip aos-check"),
        ("rm .git/hooks/pre-commit", "this removes git's hooks (`.git/hooks`)"),
        ("chmod -x .git/hooks/*", "this keeps git from running git's hooks (`.git/hooks`)"),
        ("echo > aos-check.toml", "this changes a file of the gate's setup (`aos-check.toml`)"),
        ("> a/approval.json", "this writes an approval record (`**/approval.json`)"),
        ("pre-commit uninstall", "`pre-commit uninstall` removes the hooks"),
        ("rm aos-check.toml", "this removes a file of the gate's setup (`aos-check.toml`)"),
        ("aos-check baseline", "`aos-check baseline` hides the current findings"),
        ("aos-check init --remove", "`aos-check init --remove` removes the gate"),
        (
            "git config include.path x",
            "`include.path` makes git read other settings, which can turn off its hooks",
        ),
        (
            "GIT_CONFIG_GLOBAL=x git commit",
            "`GIT_CONFIG_GLOBAL` makes git read other settings, which can turn off its hooks",
        ),
    ],
)
def test_what_it_is_in_the_words_of_the_user(line: str, what: str) -> None:
    assert [each.what for each in bypasses(line, guarded=SHOP)] == [what]


def test_each_way_is_named_once_and_not_without_end() -> None:
    assert len(bypasses("git commit -n;" * 50, guarded=SHOP)) == 1
    many = "".join(f"git commit -n -m {number};" for number in range(100))
    assert len(bypasses(many, guarded=SHOP)) == 20


# Random text

FRAGMENTS = st.sampled_from(
    [
        "git ", "commit ", "-n ", "--no-verify ", "-m ", "approve ", "aos-check ", ".git/hooks/",
        "$(", "`", '"', "'", "$'", "${a:-", "}", "((", "))", "<(", "<<EOF\n", "EOF\n", "<<< ", ")",
        "(", "{a,", ";", "&&", "|", "&", "\n", "\\", "\\\n", " ", "a=", "a=(", "$a ", "bash -c ",
        "eval ", "env ", "xargs ", "-I{} ", "find . -exec ", "case x in ", "esac", "for a in ",
        "do ", "done", "> ", "# ", "@'\n", "\n'@", "$env:a=", "cmd /c ", "python -c ", "open('",
        "', 'w')", "\0", "\1", "\2", "\5", "\ud800", "\r", "é", "~/", "//", "..", "*", "[", "%s",
        "printf ", "echo ", "cd ", "export ", "SKIP=", "aos-check", "$", "pwsh -c ", "(a b)",
    ]
)  # fmt: skip
WRITTEN = st.sampled_from([row["line"] for part in TABLE.values() for row in part])
CUT = st.builds(lambda line, end: line[:end], WRITTEN, st.integers(0, 60))
LINES = st.lists(FRAGMENTS | CUT, max_size=40).map("".join) | st.text(max_size=200) | CUT


@settings(max_examples=400, deadline=None)
@given(LINES)
@example("$(" * 5000)
@example("eval " * 5000)
@example("bash -c '" * 500)
@example('"$(' * 2000)
@example("a=(" * 3000)
@example("{a," * 3000)
@example("`" * 3001)
@example("A=xxxxxxxxxx;" + "A=$A$A$A;" * 200 + "git commit -m $A")
@example("rm " + "*/" * 5000)
@example("f() { f; f; }; f")
@example("f() { " * 2000)
@example("alias a='b; b' b='a; a'\na")
@example("git config alias.a '!git a; git a'; git a")
@example("ln -s b/b b; ln -s a b; ln -s b a; rm b/x")
def test_no_text_breaks_it(line: str) -> None:
    dialects: tuple[Literal["bash", "powershell"], ...] = ("bash", "powershell")
    for dialect in dialects:
        try:
            found = bypasses(line, dialect=dialect, guarded=SHOP)
        except TooComplexError as error:
            found = error.found
        assert all(len(each.quote) <= 80 for each in found)
        assert all(each.what[:1].islower() or each.what.startswith("`") for each in found)


def test_what_is_too_long_or_too_deep_is_said() -> None:
    for line in ("git commit -n; eval " + "eval " * 5000, "git commit -n\n" + "echo\n" * 5000):
        with pytest.raises(TooComplexError) as raised:
            bypasses(line, guarded=SHOP)
        assert [each.kind for each in raised.value.found] == [BypassKind.SKIPS_HOOKS]


def test_a_long_document_is_put_aside() -> None:
    document = "git commit -n | it's `rm -rf .git`\n" * 10_000
    written = f"cat > notes.md <<'EOF' && ls\n{document}EOF\n"
    assert bypasses(written, guarded=SHOP) == ()
    assert kinds(f"{written}git commit -n") == {"skips hooks"}
    assert kinds(f"python3 - <<'E'\n{'#' * 20_000}\nopen('.git/hooks/x', 'w')\nE\n") == {
        "skips hooks"
    }


PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./= "


@st.composite
def spellings(draw: st.DrawFn, word: str) -> str:
    """Another spelling of a word for bash: each part is bare, escaped or quoted."""
    spelt, at = "", 0
    while at < len(word):
        length = draw(st.integers(1, len(word) - at))
        piece = word[at : at + length]
        at += length
        ways = [
            "".join(f"\\{each}" for each in piece),
            f"'{piece}'",
            f'"{piece}"',
            "$'" + "".join(f"\\x{ord(each):02x}" for each in piece) + "'",
            "$'" + "".join(f"\\{ord(each):03o}" for each in piece) + "'",
            "\\\n".join(f"'{each}'" for each in piece),
        ]
        if " " not in piece:
            ways.append(piece)
        spelt += draw(st.sampled_from(ways))
    return spelt


@st.composite
def spelt_commands(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    words = draw(
        st.sampled_from(
            [
                ("git", "commit", "-n", "-m", "x"),
                ("git", "commit", "-m", "-n"),
                ("git", "commit", "-m", "x", "--no-verify"),
                ("git", "commit", "--message=--no-verify"),
                ("git", "-c", "core.hooksPath=none", "commit"),
                ("git", "push", "-n"),
                ("rm", "-f", ".git/hooks/pre-commit"),
                ("cat", ".git/hooks/pre-commit"),
                ("env", "-u", "CLAUDECODE", "aos-check", "approve", "login"),
                ("aos-check", "approve", "login", "-h"),
                ("bash", "-c", "git commit -n"),
                ("echo", "git commit -n"),
                ("sed", "-i", "s/a/b/", ".claude/settings.json"),
            ]
        )
    )
    spelt = " ".join(draw(spellings(word)) for word in words)
    return spelt, words


@settings(max_examples=300, deadline=None)
@given(spelt_commands())
def test_quoting_changes_nothing(command: tuple[str, tuple[str, ...]]) -> None:
    spelt, words = command
    plain = " ".join(f"'{word}'" for word in words)
    assert kinds(spelt) == kinds(plain)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_shell_reads_the_same_words(data: st.DataObject) -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    word = data.draw(st.text(PLAIN, min_size=1, max_size=12))
    spelt = data.draw(spellings(word))
    done = subprocess.run(
        ["bash", "-c", f"printf %s {spelt}"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == word


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; import aos_check.agent_hook.shell; "
        "print(*{'click','pydantic','git','yaml','mistletoe','jsonschema','dataclasses','inspect',"
        "'subprocess','shlex'} & set(sys.modules))"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=environment() | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
