"""The trees of commits, of the index and of merges, and the differences between them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aos_check.git import Repository
from aos_check.git.conflict_resolution import is_choice
from aos_check.model.change import PathChange
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import MemoryTree
from tests.support.git_repo import Files, Repo
from tests.support.history import diverged, lines, objects

pytestmark = pytest.mark.usefixtures("neutral")


def paths(changes: tuple[PathChange, ...]) -> list[tuple[str | None, str | None]]:
    return sorted(((it.before, it.after) for it in changes), key=str)


# Trees

NAMES = [
    "a b.md",
    'quo"te.md',
    "tab\there.md",
    "zwölf/日本.md",
    "new\nline.md",
    "*.md",
    ":(top)x.md",
]


def test_names_may_hold_anything(repo: Repo, opened: Repository) -> None:
    names = [*NAMES, os.fsdecode(b"na\xefve.md")]
    try:
        head = repo.commit(files={name: f"in {name!a}" for name in names})
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    for tree in (opened.commit_tree("HEAD"), opened.index_tree()):
        assert set(tree.paths()) == set(names)
        for name in names:
            assert tree.read(name, 99) == f"in {name!a}".encode()
    assert paths(opened.changes(None, head)) == sorted(((None, name) for name in names), key=str)
    (change,) = opened.changes_of([(head, None)])
    assert {it.after for it in change} == set(names)
    for name in names:
        assert opened.blob("HEAD", name, 99) == f"in {name!a}".encode()
        assert [path for _, path in opened.touching("HEAD", name)] == [name]


def test_only_the_beginning_of_a_long_file_is_read(repo: Repo, opened: Repository) -> None:
    repo.commit(files={"long.md": "x" * 3_000_000 + "end", "short.md": "short", "empty.md": ""})
    tree = opened.commit_tree("HEAD")
    assert tree.read("long.md", 5) == b"xxxxx"
    assert tree.read("short.md", 5) == b"short"
    assert tree.read("empty.md", 5) == b""
    assert tree.read("short.md", 2) == b"sh"
    assert tree.read("long.md", 9_000_000).endswith(b"end")


def test_contents_are_the_bytes_that_are_stored(repo: Repo, opened: Repository) -> None:
    content = b"\xff\0\r\nabc missing\n" + b"0" * 40 + b" blob 3\n"
    repo.commit(files={"a.bin": content, "b.md": "b"})
    tree = opened.commit_tree("HEAD")
    assert (tree.read("a.bin", 999), tree.read("b.md", 9)) == (content, b"b")


def test_a_link_is_listed_and_never_read(repo: Repo, opened: Repository) -> None:
    repo.write({"target.md": "secret\n"})
    (repo.top / "link.md").symlink_to("target.md")
    head = repo.commit()
    for tree in (opened.commit_tree("HEAD"), opened.index_tree()):
        assert set(tree.paths()) == {"link.md", "target.md"}
        with pytest.raises(OSError, match="links are not followed"):
            tree.read("link.md", 99)
    # The same holds for an id that a change passes to a tree.
    ids = {it.after: it.after_id for it in opened.changes(None, head) if it.after}
    with pytest.raises(OSError, match="links are not followed"):
        opened.tree_of(ids).read("link.md", 99)
    assert opened.blob("HEAD", "link.md", 99) is None


def test_what_is_not_there_is_not_read(repo: Repo, opened: Repository) -> None:
    repo.commit(files={"web/a.md": "a"})
    tree = opened.commit_tree("HEAD")
    for name in ("b.md", "web", ""):
        with pytest.raises(FileNotFoundError):
            tree.read(name, 99)
    assert opened.blob("HEAD", "web", 99) is None
    assert opened.blob("HEAD", "nothing.md", 99) is None


def test_a_listing_leads_from_one_tree_to_the_next(repo: Repo, opened: Repository) -> None:
    repo.commit(files={"a.md": "a"})
    tree = opened.commit_tree("HEAD")
    again = opened.tree_of(opened.listing_of(tree))
    assert again.read("a.md", 9) == b"a"
    assert opened.listing_of(MemoryTree({"x": "y"})) == {}


def test_the_index_is_read_and_not_the_disk(repo: Repo, opened: Repository) -> None:
    repo.commit(files={"a.md": "one"})
    repo.add({"a.md": "two"})
    repo.write({"a.md": "three", "untracked.md": "x"})
    repo.git("add", "--intent-to-add", "untracked.md")
    assert set(opened.index_tree().paths()) == {"a.md"}
    assert opened.index_tree().read("a.md", 99) == b"two"
    assert paths(opened.staged("HEAD")) == [("a.md", "a.md")]


def test_an_index_with_conflicts_is_refused(repo: Repo, opened: Repository) -> None:
    diverged(repo, {"a.md": "base\n"}, {"a.md": "ours\n"}, {"a.md": "theirs\n"})
    repo.git("merge", "--quiet", "side", check=False)
    for ask in (lambda: opened.index_tree().paths(), lambda: opened.staged("HEAD")):
        with pytest.raises(CannotCheckError, match=r"a\.md has unresolved conflicts") as caught:
            ask()
        assert "git add" in caught.value.remedy


# Changes


def test_a_change_lists_added_deleted_and_moved_files(repo: Repo, opened: Repository) -> None:
    text = lines(*range(50))
    first = repo.commit(files={"old.md": text, "gone.md": "g", "kept.md": "k", "changed.md": "1"})
    files = {"old.md": None, "new.md": text + "more\n", "gone.md": None, "changed.md": "2"}
    second = repo.commit(files=files)
    expected = [("changed.md", "changed.md"), ("gone.md", None), ("old.md", "new.md")]
    assert paths(opened.changes(first, second)) == expected
    assert paths(next(opened.changes_of([(second, first)]))) == expected
    repo.git("reset", "--quiet", "--soft", first)
    assert paths(opened.staged(first)) == expected
    (changed,) = (it for it in opened.staged(first) if it.after == "changed.md")
    assert changed.before_id == repo.git("rev-parse", f"{first}:changed.md")
    assert changed.after_id == repo.git("rev-parse", ":changed.md")
    assert (changed.before, changed.after) == ("changed.md", "changed.md")


@pytest.mark.parametrize("setting", ["false", "copies", "true"])
def test_a_users_settings_change_no_result(setting: str, repo: Repo, opened: Repository) -> None:
    text = lines(*range(50))
    first = repo.commit(files={"old.md": text, "a.md": "a"})
    second = repo.commit("work\n\nTask: a#1\n", {"old.md": None, "new.md": text, "a.md": None})
    for key, value in {
        "diff.renames": setting,
        "diff.renameLimit": "1",
        "diff.noprefix": "true",
        "diff.ignoreSubmodules": "all",
        "diff.orderFile": "nowhere",
        "core.quotePath": "true",
        "core.abbrev": "4",
        "log.showSignature": "true",
        "log.date": "relative",
        "log.decorate": "full",
        "format.pretty": "oneline",
        "color.ui": "always",
        "merge.conflictStyle": "diff3",
        "trailer.separators": "=#",
    }.items():
        repo.git("config", key, value)
    assert paths(opened.changes(first, second)) == [("a.md", None), ("old.md", "new.md")]
    record = opened.commit(second)
    assert (record.parents, record.trailers) == ((first,), (("Task", "a#1"),))
    assert [path for _, path in opened.touching(second, "new.md")] == ["new.md", "old.md"]


def test_a_file_that_becomes_a_link_is_changed(repo: Repo, opened: Repository) -> None:
    first = repo.commit(files={"a.md": "b.md"})
    (repo.top / "a.md").unlink()
    (repo.top / "a.md").symlink_to("b.md")
    second = repo.commit()
    (change,) = opened.changes(first, second)
    assert (change.before, change.after) == ("a.md", "a.md")
    assert change.after_id == f"120000 {change.before_id}"


def test_changes_of_many_commits_come_in_order(repo: Repo, opened: Repository) -> None:
    first = repo.commit(files={"a.md": "1"})
    empty = repo.commit("nothing")
    third = repo.commit(files={"b.md": "1"})
    wanted: list[tuple[str, str | None]] = [(third, empty), (empty, first), (first, None)]
    assert [paths(it) for it in opened.changes_of(wanted)] == [
        [(None, "b.md")], [], [(None, "a.md")]
    ]  # fmt: skip
    assert [paths(it) for it in opened.changes_of([(third, first)])] == [[(None, "b.md")]]
    assert list(opened.changes_of([])) == []


def test_a_merge_is_compared_with_its_first_parent(repo: Repo, opened: Repository) -> None:
    ours, _ = diverged(repo, {"a.md": "a"}, {"b.md": "b"}, {"c.md": "c"})
    repo.git("merge", "--quiet", "--no-edit", "side")
    merge = repo.git("rev-parse", "HEAD")
    assert [paths(it) for it in opened.changes_of([(merge, ours)])] == [[(None, "c.md")]]


def imported(repo: Repo, count: int) -> list[str]:
    """A history with this number of commits."""
    stream = "".join(
        f"commit refs/heads/main\nmark :{n}\ncommitter A <a@x> {1_700_000_000 + n} +0000\n"
        f"data 3\nc{n % 10}\n" + (f"from :{n - 1}\n" if n > 1 else "") +
        f"M 100644 inline f{n}.md\ndata 4\n{n % 1000:03}\n\n"
        for n in range(1, count + 1)
    )  # fmt: skip
    repo.git("fast-import", "--quiet", "--force", give=stream.encode())
    return repo.git("rev-list", "--reverse", "main").split()


def test_five_hundred_commits_are_one_stream(repo: Repo, opened: Repository) -> None:
    ids = imported(repo, 500)
    records = list(opened.commits([ids[-1]]))
    found = list(opened.changes_of((it.id, next(iter(it.parents), None)) for it in records))
    assert [record.id for record in records] == ids
    assert [[it.after for it in each] for each in found] == [[f"f{n}.md"] for n in range(1, 501)]


def test_a_stream_may_be_left_before_its_end(repo: Repo, opened: Repository) -> None:
    ids = imported(repo, 300)
    assert next(opened.commits(ids[-1:])).id == ids[0]
    for record in opened.commits(ids[-1:]):
        assert record.id == ids[0]
        break


# Merges


def test_a_merge_is_made_apart_from_the_repository(repo: Repo, opened: Repository) -> None:
    ours, theirs = diverged(
        repo,
        {"both.md": lines(*range(20)), "a.md": "a"},
        {"both.md": lines("first", *range(20)), "b.md": "b"},
        {"both.md": lines(*range(20), "last"), "c.md": "c"},
    )
    assert opened.commit_tree(ours).read("a.md", 9) == b"a"  # the child already runs
    before = objects(repo)
    merged = opened.automerge(ours, theirs)
    if merged is None:
        pytest.skip("this git cannot merge without a worktree")
    assert merged.conflicted == frozenset()
    assert objects(repo) == before
    tree = opened.commit_tree(merged.tree)
    assert tree.read("both.md", 99).startswith(b"first\n0\n")
    assert tree.read("both.md", 99).endswith(b"19\nlast\n")
    assert paths(opened.changes(merged.tree, ours)) == [("both.md", "both.md"), ("c.md", None)]
    repo.git("merge", "--quiet", "--no-commit", "side")
    assert opened.merge_heads() == (theirs,)
    assert opened.staged(merged.tree) == ()
    repo.add({"evil.py": "x"})
    assert paths(opened.staged(merged.tree)) == [(None, "evil.py")]
    assert opened.automerge(ours, theirs) is merged


def test_merges_are_thrown_away_at_the_end(repo: Repo) -> None:
    ours, theirs = diverged(repo, {"a.md": lines(1, 2)}, {"b.md": "b"}, {"c.md": "c"})
    with repo.open() as opened:
        merged = opened.automerge(ours, theirs)
        tree = opened.commit_tree(merged.tree if merged else "HEAD")
        opened.close()
        assert opened.commit_tree(ours).read("b.md", 9) == b"b"
        if merged:
            with pytest.raises(CannotCheckError):
                tree.paths()


def test_conflicts_are_named(repo: Repo, opened: Repository) -> None:
    ours, theirs = diverged(
        repo,
        {"a b.md": lines(1, 2, 3), "gone.md": lines(*range(9))},
        {"a b.md": lines(1, "two", 3), "gone.md": None},
        {"a b.md": lines(1, "zwei", 3), "gone.md": lines(*range(10))},
    )
    merged = opened.automerge(ours, theirs)
    assert merged is None or merged.conflicted == {"a b.md", "gone.md"}


def test_what_git_cannot_merge_is_left_to_others(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"a.md": "a"})
    repo.git("checkout", "--quiet", "--orphan", "other")
    other = repo.commit("other", {"a.md": "b"})
    assert opened.automerge(first, other) is None
    assert opened.automerge(first, "1" * 40) is None


def commits_on_one_base(repo: Repo, base: Files, *sides: Files) -> list[str]:
    """A commit for each side, all on the same base."""
    start = repo.commit("base", base)
    ends = []
    for number, side in enumerate(sides):
        repo.git("checkout", "--quiet", "-B", f"side{number}", start)
        ends.append(repo.commit(f"side {number}", side))
    repo.git("checkout", "--quiet", "side0")
    return ends


def judged(opened: Repository, parents: list[str], result: str | None) -> set[str]:
    """The paths in which a merge differs from the merge of its parents."""
    tree, settled = opened.merged(parents, result)
    changes = opened.staged(tree) if result is None else opened.changes(tree, result)
    return {path for each in changes for path in each.paths if path not in settled}


def test_a_merge_of_many_takes_each_file_whole(repo: Repo, opened: Repository) -> None:
    parents = commits_on_one_base(
        repo,
        {"a.py": "1", "b.py": "1", "c": "1", "gone.py": "1"},
        {"a.py": "ours"},
        {"b.py": "theirs", "gone.py": None},
        {"new.py": "new", "c": None, "c/d.py": "a folder now"},
    )
    before = objects(repo)
    tree, settled = opened.merged(parents, parents[0])
    assert objects(repo) == before
    assert settled == frozenset()
    assert set(opened.commit_tree(tree).paths()) == {"a.py", "b.py", "c/d.py", "new.py"}
    assert opened.commit_tree(tree).read("b.py", 9) == b"theirs"
    dropped = {"b.py", "gone.py", "new.py", "c", "c/d.py"}
    assert judged(opened, parents, parents[0]) == dropped
    repo.git("merge", "--quiet", "--no-commit", "side1", "side2")
    assert judged(opened, parents, None) == set()
    repo.add({"a.py": "1", "evil.py": "x"})
    assert judged(opened, parents, None) == {"a.py", "evil.py"}
    assert judged(opened, parents, repo.commit("merge")) == {"a.py", "evil.py"}


@pytest.mark.parametrize(
    ("text", "expected"), [("ours", set()), ("2", set()), ("3", set()), ("1", {"a.py"})]
)
def test_a_file_may_be_as_any_side_has_it_that_changed_it(
    text: str, expected: set[str], repo: Repo, opened: Repository
) -> None:
    sides: tuple[Files, ...] = ({"a.py": "ours"}, {"a.py": "2"}, {"a.py": "3"}, {"b.py": "b"})
    parents = commits_on_one_base(repo, {"a.py": "1"}, *sides)
    repo.add({"a.py": text, "b.py": "b"})
    assert judged(opened, parents, None) == expected


def test_links_modes_and_submodules_are_laid_as_they_are(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.py": "1", "b.py": "1"})
    repo.git("checkout", "--quiet", "-b", "side")
    blob = repo.git("hash-object", "-w", "--stdin", give=b"a.py")
    for mode, identity, path in (
        ("100755", repo.git("rev-parse", "HEAD:a.py"), "a.py"),
        ("120000", blob, "name\twith\nall.py"),
        ("160000", "1" * 40, "vendor"),
    ):
        repo.git("update-index", "--add", "--cacheinfo", f"{mode},{identity},{path}")
    repo.git("commit", "--quiet", "-m", "theirs")
    side = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "--quiet", "--force", "main")
    other = repo.commit("other", {"c.py": "1"})
    repo.git("checkout", "--quiet", "-B", "main", "HEAD~1")
    parents = [repo.commit("ours", {"b.py": "2"}), side, other]
    tree, _ = opened.merged(parents, parents[0])
    assert paths(opened.changes(side, tree)) == [("b.py", "b.py"), (None, "c.py")]


def test_of_unrelated_histories_each_brings_its_files(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"a.py": "1", "both.py": "1"})
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.git("rm", "-rfq", ".")
    other = repo.commit("other", {"b.py": "2", "both.py": "2"})
    repo.add({"a.py": "1"})
    assert judged(opened, [first, other], None) == set()
    assert judged(opened, [other, first], None) == set()
    assert judged(opened, [first, other], first) == {"b.py"}
    assert judged(opened, [first, other], other) == {"a.py"}
    repo.add({"both.py": "3"})
    assert judged(opened, [first, other], None) == {"both.py"}


def test_a_bare_repository_merges_many_as_well(repo: Repo, tmp_path: Path) -> None:
    parents = commits_on_one_base(repo, {"a.py": "1"}, {"b.py": "1"}, {"c.py": "1"}, {"d.py": "1"})
    repo.git("clone", "--quiet", "--bare", str(repo.top), str(tmp_path / "bare"))
    with Repository.open(tmp_path / "bare") as bare:
        tree, _ = bare.merged(parents, parents[0])
        assert set(bare.commit_tree(tree).paths()) == {"a.py", "b.py", "c.py", "d.py"}


def test_a_shallow_history_cannot_tell_what_many_brought(repo: Repo, tmp_path: Path) -> None:
    parents = commits_on_one_base(repo, {"a.py": "1"}, {"b.py": "1"}, {"c.py": "1"}, {"d.py": "1"})
    repo.git("merge", "--quiet", "side1", "side2")
    merge = repo.git("rev-parse", "HEAD")
    url = f"file://{repo.top}"
    repo.git("clone", "--quiet", "--bare", "--depth=2", url, str(tmp_path / "clone"))
    with Repository.open(tmp_path / "clone") as clone, pytest.raises(CannotCheckError, match="sha"):
        clone.merged(parents, merge)


BASE, OURS, THEIRS = lines(1, 2, 3, 4), lines(1, "two", 3, 4), lines(1, "zwei", 3, 4)


@pytest.mark.parametrize(
    ("result", "settled"),
    [
        (OURS, True),
        (THEIRS, True),
        (lines(1, "two", "zwei", 3, 4), True),
        (lines(1, "zwei", "two", 3, 4), True),
        (lines(1, 3, 4), True),
        (lines(1, "drei", 3, 4), False),
        (lines(1, "two", 3), False),
        (lines(1, "two", 3, 4, 5), False),
        (lines("evil", 1, "two", 3, 4), False),
        (None, False),
    ],
)
@pytest.mark.parametrize("staged", [True, False])
def test_a_conflict_is_settled_by_what_the_parents_have(
    result: str | None, settled: bool, staged: bool, repo: Repo, opened: Repository
) -> None:
    parents = diverged(repo, {"a.md": BASE}, {"a.md": OURS}, {"a.md": THEIRS})
    merged = opened.automerge(*parents)
    if merged is None:
        pytest.skip("this git cannot merge without a worktree")
    repo.git("merge", "--quiet", "side", check=False)
    repo.add({"a.md": result})
    made = None if staged else repo.commit("merge")
    found = opened.resolved(parents, made, merged.conflicted)
    assert found == ({"a.md"} if settled else frozenset())
    assert opened.resolved(parents, made, frozenset()) == frozenset()


def test_a_file_that_one_side_deleted_may_go_or_stay(repo: Repo, opened: Repository) -> None:
    changed = lines(*range(10))
    parents = diverged(repo, {"a.md": lines(*range(9))}, {"a.md": None}, {"a.md": changed})
    merged = opened.automerge(*parents)
    conflicted = merged.conflicted if merged else {"a.md"}
    assert opened.resolved(parents, parents[0], conflicted) == conflicted
    repo.git("merge", "--quiet", "side", check=False)
    repo.add({"a.md": changed})
    assert opened.resolved(parents, None, conflicted) == {"a.md"}
    repo.add({"a.md": "evil\n"})
    assert opened.resolved(parents, None, conflicted) == frozenset()


def draft(*parts: str | tuple[str, str]) -> bytes:
    """A file with git's conflict markers: pairs are conflicts, texts are common lines."""
    return "".join(
        f"{part}\n" if isinstance(part, str)
        else f"<<<<<<< {'a' * 40}\n{part[0]}\n=======\n{part[1]}\n>>>>>>> {'b' * 40}\n"
        for part in parts
    ).encode()  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (draft(("a", "b")), b"a\n", True),
        (draft(("a", "b")), b"", True),
        (draft(("a", "b")), b"c\n", False),
        (draft(("}", "b"), "}"), b"}\n}\n", True),
        (draft(("}", "b"), "}", ("c", "d"), "}"), b"}\n}\nd\n}\n", True),
        (draft(("}", "b"), "}", ("c", "d"), "}"), b"}\nd\n}\nb\n", False),
        (draft("x", ("a", "b"), ("c", "d"), "y"), b"x\nd\na\ny\n", True),
        (draft("x", ("a", "b"), "m", ("c", "d"), "y"), b"x\nd\nm\na\ny\n", False),
        (draft("x", ("a", "b"), "y"), draft("x", ("a", "b"), "y"), False),
        (draft("x"), b"x\n", True),
        (draft("x"), b"y\n", False),
    ],
)
def test_lines_of_two_sides_settle_a_conflict(before: bytes, after: bytes, expected: bool) -> None:
    assert is_choice(before, after, "a" * 40, "b" * 40) is expected


def test_a_hostile_conflict_is_given_up_soon() -> None:
    agreed = ["x"] * 20_000
    assert not is_choice(draft(("x", "y"), *agreed), b"x\n" * 60_000, "a" * 40, "b" * 40)


# Reverts

LONG = lines(*range(40))


def test_a_revert_is_the_inverse_of_its_commit(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.py": LONG, "gone.py": "g\n", "c.bin": b"\0\1"})
    work = repo.commit(
        "work", {"a.py": LONG + "new\n", "b.py": "b\n", "gone.py": None, "c.bin": b"\0\2"}
    )
    everything = ["a.py", "b.py", "gone.py", "c.bin"]
    repo.git("revert", "--no-commit", "HEAD")
    assert opened.inverse(work, None, everything)
    assert opened.inverse(work, repo.commit("revert"), everything)
    assert not opened.inverse(work, work, everything)
    assert not opened.inverse(work, "HEAD", ["nothing.py"])
    assert not opened.inverse(work, "HEAD", [])


def test_a_revert_leaves_later_work_as_it_is(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.py": LONG})
    work = repo.commit("work", {"a.py": LONG.replace("\n30\n", "\nthirty\n")})
    repo.commit("later", {"a.py": lines("top") + LONG.replace("\n30\n", "\nthirty\n")})
    repo.git("revert", "--no-edit", work)
    assert opened.inverse(work, "HEAD", ["a.py"])
    repo.write({"a.py": (repo.top / "a.py").read_text() + "smuggled\n"})
    assert not opened.inverse(work, repo.commit("and more"), ["a.py"])
    repo.git("reset", "--quiet", "--soft", "HEAD~2")
    assert not opened.inverse(work, None, ["a.py"])


def test_a_change_of_indentation_is_no_revert(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.py": LONG + "    x = 1\n"})
    work = repo.commit("work", {"a.py": LONG + "    x = 2\n"})
    repo.commit("top", {"a.py": "# top\n" + LONG + "    x = 2\n"})
    almost = repo.commit("revert", {"a.py": "# top\n" + LONG + "  x = 1\n"})
    assert not opened.inverse(work, almost, ["a.py"])


def test_only_the_paths_asked_for_are_compared(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.py": "1\n", "tasks.md": "[ ]\n"})
    work = repo.commit("work", {"a.py": "2\n", "tasks.md": "[x]\n"})
    partly = repo.commit("revert", {"a.py": "1\n"})
    assert opened.inverse(work, partly, ["a.py"])
    assert not opened.inverse(work, partly, ["a.py", "tasks.md"])


def test_a_mode_that_stays_changed_is_no_revert(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.sh": "1\n"})
    work = repo.commit("work", {"a.sh": "2\n"})
    repo.write({"a.sh": "1\n"})
    (repo.top / "a.sh").chmod(0o755)
    assert not opened.inverse(work, repo.commit("revert"), ["a.sh"])


def test_the_first_commit_can_be_undone(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"a.py": "1\n"})
    assert opened.inverse(first, repo.commit("revert", {"a.py": None}), ["a.py"])


def test_what_is_expected_is_read_in_any_order(repo: Repo) -> None:
    texts = {f"{number}.md": f"text {number}\n" for number in range(40)}
    texts["large.md"] = "x" * 200_000
    commit = repo.commit(files=texts)
    with repo.open() as opened:
        tree = opened.commit_tree(commit)
        tree.expect(texts)
        tree.expect(["0.md"])  # nothing is requested while the first request runs
        for path in ("7.md", "3.md", "39.md", "large.md", "0.md", "7.md"):
            assert tree.read(path, 1_000_000) == texts[path].encode()
        tree.expect(["large.md", "1.md"])
        assert tree.read("2.md", 4) == b"text"
        assert tree.read("large.md", 3) == b"xxx"
