"""Nothing in a repository or its configuration is run, and nothing is written into it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from aos_check.git import Repository
from aos_check.model.errors import CannotCheckError
from tests.support.git_repo import Repo
from tests.support.history import diverged, first_commit_with, lines

pytestmark = pytest.mark.usefixtures("neutral")


PROGRAMS = (
    "alias.log", "alias.diff-tree", "alias.rev-parse", "core.alternateRefsCommand",
    "core.askPass", "core.editor", "core.fsmonitor", "core.gitProxy", "core.pager",
    "core.sshCommand", "credential.helper", "diff.evil.command", "diff.evil.textconv",
    "diff.external", "filter.evil.clean", "filter.evil.process", "filter.evil.smudge",
    "gpg.openpgp.program", "gpg.program", "gpg.ssh.defaultKeyCommand", "gpg.ssh.program",
    "gpg.x509.program", "interactive.diffFilter", "merge.evil.driver", "pager.diff", "pager.log",
    "sequence.editor", "trailer.task.cmd", "trailer.task.command", "uploadpack.packObjectsHook",
)  # fmt: skip


def hostile(repo: Repo) -> Path:
    """Set every setting that names a program to one that writes a file; return the file."""
    ran = repo.top.parent / "ran"
    script = repo.top.parent / "script"
    script.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{ran}'\n")
    script.chmod(0o755)
    for key in PROGRAMS:
        repo.git("config", key, str(script))
    repo.git("config", "merge.default", "evil")
    repo.git("config", "merge.renormalize", "true")
    repo.git("config", "core.splitIndex", "true")
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "trailer.task.ifMissing", "add")
    attributes = "* diff=evil merge=evil filter=evil text\n"
    (repo.top / ".git/info/attributes").write_text(attributes)
    for hook in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        shutil.copy(script, repo.top / ".git/hooks" / hook)
    return ran


SIGNED = (
    b"author A <a@x> 1 +0000\ncommitter C <c@x> 2 +0000\ngpgsig -----BEGIN %s SIGNATURE-----\n"
    b" \n eA==\n -----END %s SIGNATURE-----\n\nsigned\n\nTask: a#1\n"
)


def signed(repo: Repo, kind: bytes) -> str:
    tree = f"tree {repo.git('rev-parse', 'HEAD^{tree}')}\n".encode()
    content = tree + SIGNED % (kind, kind)
    return repo.git("hash-object", "-t", "commit", "-w", "--stdin", give=content)


def ask_everything(opened: Repository, ours: str, theirs: str, signatures: list[str]) -> None:
    """Call every method of the repository."""
    opened.branch()
    opened.merge_base(ours, theirs)
    opened.tips("refs")
    opened.unmerged()
    opened.git_path("hooks")
    for tree in (opened.index_tree(), opened.commit_tree(ours)):
        for path in tree.paths():
            tree.read(path, 99)
    opened.changes(theirs, ours)
    opened.staged(ours)
    list(opened.commits([ours, theirs, *signatures]))
    list(opened.changes_of([(ours, theirs)]))
    merged = opened.automerge(ours, theirs)
    opened.merged([ours, theirs, *signatures[:1]], ours)
    opened.resolved([ours, theirs], ours, merged.conflicted if merged else ["a.md"])
    opened.inverse(ours, None, ["a.md"])
    opened.parse_message(b"subject\n\nTask: a#1\n")
    first_commit_with(opened, ours, "a.md", "ours")
    opened.touching(ours, "a.md")
    opened.blob(ours, "a.md", 99)
    for commit in (ours, *signatures):
        assert opened.signer(commit, b"") is None


def test_nothing_that_is_configured_runs_and_nothing_is_written(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    ours, theirs = diverged(
        repo, {"a.md": lines(1)}, {"a.md": lines(1, "ours")}, {"a.md": lines(1, "theirs")}
    )
    repo.commit("later", {"a.md": lines("top", 1, "ours"), "c.md": "c"})
    signatures = [signed(repo, kind) for kind in (b"PGP", b"SSH", b"SIGNED MESSAGE")]
    repo.add({"b.md": "b"})
    repo.git("reset", "--quiet", "--soft", "HEAD^")
    ran = hostile(repo)
    before = {path: path.read_bytes() for path in (repo.top / ".git").rglob("*") if path.is_file()}
    with repo.open() as opened:
        ask_everything(opened, ours, theirs, signatures)
    assert not ran.exists(), ran.read_text()
    after = {path: path.read_bytes() for path in (repo.top / ".git").rglob("*") if path.is_file()}
    assert after == before


def test_a_partial_clone_runs_no_program_to_fetch_objects(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    head = repo.commit("first", {"a.md": "one\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    options = ("--quiet", "--bare", "--filter=blob:none", f"file://{repo.top}")
    repo.git("clone", *options, str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone", "--bare")
    ran = tmp_path / "ran"
    clone.git("config", "remote.origin.url", f"ext::sh -c touch% {ran}")
    clone.git("config", "remote.origin.uploadpack", f"touch {ran}")
    clone.git("config", "protocol.allow", "always")
    with clone.open() as opened:
        for url in (f"ext::sh -c touch% {ran}", f"ssh://x/{ran}", str(repo.top)):
            clone.git("config", "remote.origin.url", url)
            clone.git("config", "core.sshCommand", f"touch {ran}")
            with pytest.raises(CannotCheckError, match="is missing from this repository"):
                opened.commit_tree(head).read("a.md", 9)
    assert not ran.exists()


def test_a_merge_driver_that_no_option_can_switch_off_is_not_run(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    ours, theirs = diverged(repo, {"a.md": "1"}, {"a.md": "2"}, {"a.md": "3"})
    ran = tmp_path / "ran"
    config = repo.top / ".git/config"
    config.write_text(f'{config.read_text()}[merge "a=b"]\n\tdriver = touch {ran}\n')
    (repo.top / ".git/info").mkdir(exist_ok=True)
    (repo.top / ".git/info/attributes").write_text("* merge=a=b\n")
    with repo.open() as opened:
        assert opened.automerge(ours, theirs) is None
    assert not ran.exists()


def test_a_pipe_among_the_attributes_ends_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "repo")
    first = repo.commit("first", {"a.md": lines(*range(40))})
    repo.git("mv", "a.md", "b.md")
    second = repo.commit("second", {"b.md": lines(*range(41))})
    (repo.top / ".git/info").mkdir(exist_ok=True)
    (repo.top / ".git/info/attributes").unlink(missing_ok=True)
    os.mkfifo(repo.top / ".git/info/attributes")
    monkeypatch.setattr("aos_check.git.program.TIMEOUT", 0.5)
    with repo.open() as opened:
        for ask in (
            lambda: opened.changes(first, second),
            lambda: list(opened.changes_of([(second, first)])),
        ):
            with pytest.raises(CannotCheckError, match="does not finish") as caught:
                ask()
            assert ".gitattributes" in caught.value.remedy


def test_paths_that_lead_out_of_the_tree_are_only_names(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    blob = repo.git("hash-object", "-w", "--stdin", give=b"text")
    raw = b"100644 ..\0" + bytes.fromhex(blob) + b"100644 .git\0" + bytes.fromhex(blob)
    tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", give=raw)
    commit = repo.git("commit-tree", tree, "-m", "x")
    with repo.open() as opened:
        assert opened.commit_tree(commit).read("..", 99) == b"text"
        assert {it.after for it in opened.changes(None, commit)} == {"..", ".git"}
