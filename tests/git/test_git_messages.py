"""Commit records, and commit messages as git stores them."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timezone

import pytest

from aos_check.git import Repository
from aos_check.model.change import Person
from tests.support.git_repo import Repo
from tests.support.history import add_hook

pytestmark = pytest.mark.usefixtures("neutral")


# Commits


def test_a_commit_is_recorded_as_git_stores_it(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first")
    second = repo.commit(
        "Zwölf\n\nA body.\n\nTask: login#2.1\nAos-Waive: GIT001\n  folded reason\nTask: b#1\n",
        by="Grace",
        env={
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_COMMITTER_DATE": "2026-11-02T00:30:00+0200",
        },
    )
    record = opened.commit("HEAD")
    assert (record.id, record.parents) == (second, (first,))
    assert record.author == Person("Grace", "grace@example.org")
    assert record.committer == Person("Ada", "ada@example.org")
    assert record.committed == datetime(2026, 11, 1, 22, 30, tzinfo=timezone.utc)
    assert record.committed.date().isoformat() == "2026-11-02"
    assert record.message.startswith("Zwölf\n\nA body.\n")
    assert record.trailers == (
        ("Task", "login#2.1"), ("Aos-Waive", "GIT001 folded reason"), ("Task", "b#1")
    )  # fmt: skip


def test_parents_come_before_children(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", env={"GIT_COMMITTER_DATE": "2030-01-01T00:00:00Z"})
    repo.git("checkout", "--quiet", "-b", "side")
    side = repo.commit("side", {"b.md": "b"}, env={"GIT_COMMITTER_DATE": "2020-01-01T00:00:00Z"})
    repo.git("checkout", "--quiet", "main")
    second = repo.commit(
        "second", {"a.md": "a"}, env={"GIT_COMMITTER_DATE": "2010-01-01T00:00:00Z"}
    )
    repo.git("merge", "--quiet", "--no-edit", "side")
    merge = opened.resolve("HEAD")
    found = [record.id for record in opened.commits(["main"])]
    assert (found[0], found[-1], set(found[1:-1])) == (first, merge, {side, second})
    assert opened.commit(merge).parents == (second, side)
    assert [record.id for record in opened.commits([merge], [second])] == [side, merge]
    assert [record.id for record in opened.commits([merge, side], ["main"])] == []
    assert list(opened.commits([])) == []


def stored(repo: Repo, content: bytes) -> str:
    """Store a commit with these bytes after its tree; return its id."""
    tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin")
    whole = f"tree {tree}\n".encode() + content
    return repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", give=whole)


PEOPLE = b"author A <a@x> 1 +0000\ncommitter C <c@x> 2 +0000\n"


def test_a_message_cannot_forge_a_field(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first")
    forged = b"one\n\0Task: x#1\0" + b"0" * 40 + b"\0\0evil\0evil@x\n"
    found = opened.commit(stored(repo, PEOPLE + b"\n" + forged))
    assert (found.message.strip(), found.trailers) == ("one", ())
    assert found.author == Person("A", "a@x")
    # Text that looks like the format's own keywords is text.
    text = f"%x00%H\x1f\x1e{first}\n\n%(trailers)\ncommit {first}\n"
    record = opened.commit(repo.commit(text))
    assert (record.message.rstrip("\n"), record.trailers) == (text.rstrip("\n"), ())


def test_odd_names_dates_and_encodings_are_no_fault(repo: Repo, opened: Repository) -> None:
    odd = b"author \xff\x1b[2J <> 99999999999999999 +9999\ncommitter X 1 +0000\n\n\xff\xfe\n"
    for content in (odd, b"author\ncommitter\n\n", b"\n", PEOPLE + b"\n", PEOPLE):
        assert opened.commit(stored(repo, content)).id
    # An impossible date does not put a commit before the adoption of the rules.
    late = b"author A <a@x> 1 +0000\ncommitter C <c@x> 99999999999999 +0000\n\nx\n"
    assert opened.commit(stored(repo, late)).committed.year > 2100
    strange = b"author A <a@x> 1 +0000\ncommitter C <c@x> 86400 +9999\n\nx\n"
    assert opened.commit(stored(repo, strange)).committed.year in (1969, 1970)
    latin = PEOPLE + b"encoding ISO-8859-1\n\nZw\xf6lf\n"
    assert opened.commit(stored(repo, latin)).message == "Zwölf\n"


def test_a_long_message_is_read_whole(repo: Repo, opened: Repository) -> None:
    record = opened.commit(repo.commit("long\n\n" + "x" * 3_000_000 + "\n\nTask: a#1\n"))
    assert len(record.message) > 3_000_000
    assert record.trailers == (("Task", "a#1"),)


# Messages in progress

TEMPLATE = "# Please enter the commit message.\n# Lines starting with '#' will be ignored.\n#\n"


def parsed(opened: Repository, message: str) -> tuple[str, list[str]]:
    text, trailers = opened.parse_message(message.encode())
    return text, [f"{key}={value}" for key, value in trailers]


def test_comments_go_and_trailers_are_found(opened: Repository) -> None:
    message = f"\n\nsubject  \n\n\nbody\n\nTask: a#1\n  folded\nOther: x\n\n{TEMPLATE}"
    text = "subject\n\nbody\n\nTask: a#1\n  folded\nOther: x\n"
    assert parsed(opened, message) == (text, ["Task=a#1 folded", "Other=x"])


def test_what_git_shows_below_the_scissors_is_no_message(opened: Repository) -> None:
    cut = "# ------------------------ >8 ------------------------\n"
    message = f"subject\n\nTask: a#1\n{TEMPLATE}{cut}# Do not modify\ndiff --git a b\n\nTask: b#2\n"
    assert parsed(opened, message) == ("subject\n\nTask: a#1\n", ["Task=a#1"])
    assert parsed(opened, cut + "Task: b#2\n") == ("", [])


@pytest.mark.parametrize(
    ("message", "trailers"),
    [
        ("subject\nTask: a#1\n", []),
        ("Task: a#1\n", []),
        ("subject\n\nTask: a#1\n\nbody\n", []),
        ("subject\n\nTask: a#1\n---\nnot a patch\n\nTask: b#2\n", ["Task=b#2"]),
        ("subject\n\ntext\ntext\ntext\ntext\nTask: a#1\n", []),
        ("subject\n\nTask : a#1\n", ["Task=a#1"]),
        ("subject\n\nTask=a#1\n", []),
        ("", []),
        ("# only\n", []),
    ],
)
def test_trailers_are_what_they_are_once_committed(
    message: str, trailers: list[str], repo: Repo, opened: Repository
) -> None:
    text, found = parsed(opened, message)
    assert found == trailers
    record = opened.commit(repo.commit(text))
    assert [f"{key}={value}" for key, value in record.trailers] == trailers


def test_another_sign_may_begin_a_comment(repo: Repo, opened: Repository) -> None:
    repo.git("config", "core.commentChar", ";")
    assert parsed(opened, "#12 subject\n; comment\n")[0] == "#12 subject\n"
    assert opened.comment_prefix(b"") == b";"


@pytest.mark.parametrize(
    ("settings", "prefixes"),
    [
        (["commentString //"], {b"#", b"//"}),
        (["commentChar ;", "commentString //"], {b";", b"//"}),
        (["commentString //", "commentChar ;"], {b";"}),
        (["commentString auto"], {b"#"}),
    ],
)
def test_comments_are_what_this_git_strips(
    settings: list[str], prefixes: set[bytes], repo: Repo, opened: Repository
) -> None:
    for setting in settings:
        repo.git("config", *f"core.{setting}".split())
    message = "subject\n\n# hash\n; semicolon\n// slashes\n\nTask: a#1\n"
    text = parsed(opened, message)[0]
    repo.git("commit", "--quiet", "--allow-empty", "-e", "-m", message)
    assert repo.git("log", "-1", "--format=%B") == text.rstrip("\n")
    assert opened.comment_prefix(b"") in prefixes


def test_a_newer_git_knows_several_signs(
    repo: Repo, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = tmp_path_factory.mktemp("bin") / "git"
    answer = 'case "$*" in *"=//"*stripspace*) echo "// x"; exit;; esac'
    git.write_text(f'#!/bin/sh\n{answer}\nexec "{shutil.which("git")}" "$@"\n')
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
    repo.git("config", "core.commentString", "//")
    with Repository.open(repo.top) as newer:
        assert parsed(newer, "#12 subject\n// comment\n")[0] == "#12 subject\n"
        assert newer.comment_prefix(b"") == b"//"


@pytest.mark.parametrize(
    ("message", "text", "prefix"),
    [
        ("#12 subject\n\n; Please enter\n; the message\n", "#12 subject\n", b";"),
        ("subject\n\n# Please enter\n# the message\n", "subject\n", b"#"),
        ("#12 subject\n\n@ada did it\n", "#12 subject\n\n@ada did it\n", b"#"),
        ("#12 subject\n", "#12 subject\n", b"#"),
        (
            "#12 s\n; x\n; ------------------------ >8 ------------------------\ndiff\n",
            "#12 s\n",
            b";",
        ),
        ("", "", b"#"),
    ],
)
def test_git_may_choose_the_sign(
    message: str, text: str, prefix: bytes, repo: Repo, opened: Repository
) -> None:
    repo.git("config", "core.commentChar", "auto")
    assert parsed(opened, message)[0] == text
    assert opened.comment_prefix(message.encode()) == prefix


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("strip", "subject\n\nbody\n"),
        ("whitespace", "subject\n\n# kept\nbody\n"),
        ("scissors", "subject\n\n# kept\nbody\n"),
        ("verbatim", "\nsubject\n\n\n# kept\nbody \n"),
    ],
)
def test_the_user_says_how_a_message_is_cleaned(
    mode: str, text: str, repo: Repo, opened: Repository
) -> None:
    repo.git("config", "commit.cleanup", mode)
    assert parsed(opened, "\nsubject\n\n\n# kept\nbody \n")[0] == text


def test_a_message_that_no_editor_saw_keeps_what_looks_like_comments(repo: Repo) -> None:
    parse = "repo.parse_message(Path('.git/COMMIT_EDITMSG').read_bytes())"
    said = add_hook(repo, "commit-msg", parse)
    message = "#12 subject\n\nTask: a#1"
    repo.git("commit", "--quiet", "--allow-empty", "-m", message)
    assert said.read_text() == "('#12 subject\\n\\nTask: a#1\\n', (('Task', 'a#1'),))\n"
    assert repo.git("log", "-1", "--format=%B") == message
    # An editor ran, so git strips the comments.
    repo.git("commit", "--quiet", "--allow-empty", "-e", "-m", f"s\n\n{message}")
    assert said.read_text() == "('s\\n\\nTask: a#1\\n', (('Task', 'a#1'),))\n"
    assert repo.git("log", "-1", "--format=%B") == "s\n\nTask: a#1"


def test_bytes_that_are_no_text_are_replaced(opened: Repository) -> None:
    text, trailers = opened.parse_message(b"sub\xffject\n\nTask: \xfe#1\n")
    assert (text, trailers) == ("sub�ject\n\nTask: �#1\n", (("Task", "�#1"),))


def test_a_hostile_message_is_read_soon(opened: Repository) -> None:
    for piece in ("#", "\n", " ", "Task: a\n", "Task: a\n ", "\n\n# ", "----\n", "\0"):
        opened.parse_message((piece * 1_000_000)[:2_000_000].encode())
