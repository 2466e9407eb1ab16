"""The authors of commits, the authors of a file's lines, and the signers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from aos_check.git import Repository
from aos_check.model.change import Person
from aos_check.model.errors import CannotCheckError
from tests.support.git_repo import Repo, allowed_signer, ssh_key
from tests.support.history import first_commit_with, lines

pytestmark = pytest.mark.usefixtures("neutral")


# Committers


def test_the_author_is_who_the_configuration_names(repo: Repo, opened: Repository) -> None:
    repo.git("config", "user.name", "Zoë Ångström")
    repo.git("config", "user.email", "zoe@example.org")
    assert opened.author() == Person("Zoë Ångström", "zoe@example.org")
    repo.git("config", "author.email", "z@example.org")
    assert opened.author() == Person("Zoë Ångström", "z@example.org")


def test_the_environment_has_the_last_word_on_the_author(
    repo: Repo, opened: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("config", "user.name", "Ada")
    repo.git("config", "user.email", "ada@example.org")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Grace <g>")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "grace@example.org")
    assert opened.author() == Person("Grace g", "grace@example.org")


def test_an_author_is_never_guessed(opened: Repository) -> None:
    with pytest.raises(CannotCheckError, match="git does not know who you are") as caught:
        opened.author()
    assert "user.email" in caught.value.remedy


# Authors of lines

TEXT = lines(*range(30))


def test_the_first_who_brought_a_text_is_found(repo: Repo, opened: Repository) -> None:
    repo.commit("without", {"old/a.json": TEXT})
    added = repo.commit("with", {"old/a.json": TEXT + "digest-1\n"}, by="Grace")
    repo.commit("more", {"old/a.json": TEXT + "digest-1\ndigest-2\n"})
    repo.git("mv", "old", "new")
    moved = repo.commit("moved")
    repo.commit("removed", {"new/a.json": TEXT})
    repo.commit("again", {"new/a.json": TEXT + "digest-1\n"})
    found = first_commit_with(opened, "HEAD", "new/a.json", "digest-1")
    assert found is not None
    assert (found.id, found.author.name) == (added, "Grace")
    assert first_commit_with(opened, moved, "new/a.json", "digest-1") == found
    assert first_commit_with(opened, "HEAD", "new/a.json", "digest-9") is None
    assert first_commit_with(opened, "HEAD", "nothing.json", "digest-1") is None
    assert first_commit_with(opened, f"{added}^", "old/a.json", "digest-1") is None


def test_the_authors_of_a_file_newest_first(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"a b.md": TEXT, "other.md": "o"})
    repo.commit("elsewhere", {"other.md": "p"})
    repo.git("mv", "a b.md", "[c].md")
    second = repo.commit("moved\n\nTask: a#1\n", {"[c].md": TEXT + "more\n"})
    found = opened.touching("HEAD", "[c].md")
    assert [(record.id, path) for record, path in found] == [(second, "[c].md"), (first, "a b.md")]
    assert found[0][0] == opened.commit(second)
    assert opened.touching(first, "a b.md") == found[1:]
    assert opened.touching("HEAD", "nothing.md") == []


def test_a_file_that_came_and_went_has_one_history(repo: Repo, opened: Repository) -> None:
    ids = [repo.commit("a", {"a.md": "1"}), repo.commit("b", {"a.md": None})]
    repo.write({"target": "1"})
    (repo.top / "a.md").symlink_to("target")
    ids.append(repo.commit("link"))
    (repo.top / "a.md").unlink()
    ids.append(repo.commit("c", {"a.md": "2"}))
    (repo.top / "a.md").chmod(0o755)
    ids.append(repo.commit("mode"))
    assert [record.id for record, _ in opened.touching("HEAD", "a.md")] == ids[::-1]


def test_a_copy_is_not_the_file_it_was_copied_from(repo: Repo, opened: Repository) -> None:
    repo.commit("first", {"one/approval.json": TEXT + "digest-1\n"})
    copied = repo.commit("copy", {"two/approval.json": TEXT + "digest-1\n"})
    assert [record.id for record, _ in opened.touching("HEAD", "two/approval.json")] == [copied]
    found = first_commit_with(opened, "HEAD", "two/approval.json", "digest-1")
    assert found is not None
    assert found.id == copied


def test_a_file_is_followed_through_every_name(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"a.md": TEXT})
    for old, new in (("a.md", "b c.md"), ("b c.md", "a.md"), ("a.md", "d.md")):
        repo.git("mv", old, new)
        repo.commit(new)
    found = opened.touching("HEAD", "d.md")
    assert [path for _, path in found] == ["d.md", "a.md", "b c.md", "a.md"]
    assert found[-1][0].id == first


def test_authors_under_the_old_name_count(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"draft/a.md": TEXT})
    repo.git("checkout", "--quiet", "-b", "side")
    side = repo.commit("side", {"draft/a.md": TEXT + "end\n"}, by="Grace")
    repo.git("checkout", "--quiet", "main")
    repo.git("mv", "draft", "done")
    moved = repo.commit("moved")
    repo.git("merge", "--quiet", "--no-edit", "side")
    found = {record.id: path for record, path in opened.touching("HEAD", "done/a.md")}
    assert found == {moved: "done/a.md", side: "draft/a.md", first: "draft/a.md"}
    assert list(found)[-1] == first


def test_a_file_in_a_folder_with_this_name_is_another_file(repo: Repo, opened: Repository) -> None:
    repo.commit("folder", {"a/b.md": "x"})
    repo.commit("gone", {"a/b.md": None})
    (repo.top / "a").rmdir()
    file = repo.commit("file", {"a": "y"})
    assert [record.id for record, _ in opened.touching("HEAD", "a")] == [file]


def test_a_merger_is_no_author(repo: Repo, opened: Repository) -> None:
    repo.commit("base", {"a.md": TEXT})
    repo.git("checkout", "--quiet", "-b", "side")
    side = repo.commit("side", {"a.md": TEXT + "end\n"}, by="Grace")
    repo.git("checkout", "--quiet", "main")
    repo.commit("main", {"a.md": "top\n" + TEXT})
    repo.git("merge", "--quiet", "--no-edit", "side", env={"GIT_AUTHOR_NAME": "Alan"})
    names = {record.author.name for record, _ in opened.touching("HEAD", "a.md")}
    assert names == {"Ada", "Grace"}
    found = first_commit_with(opened, "HEAD", "a.md", "end")
    assert found is not None
    assert found.id == side


def test_an_earlier_version_is_read(repo: Repo, opened: Repository) -> None:
    first = repo.commit("first", {"web/a.md": "one\n"})
    repo.commit("second", {"web/a.md": "two\n"})
    assert opened.blob(first, "web/a.md", 99) == b"one\n"
    assert opened.blob("HEAD", "web/a.md", 2) == b"tw"


# Signatures


def signed(repo: Repo, key: Path) -> str:
    repo.git("config", "gpg.format", "ssh")
    repo.git("config", "user.signingKey", str(key))
    repo.git("commit", "--quiet", "--allow-empty", "-S", "-m", "signed")
    return repo.git("rev-parse", "HEAD")


def test_a_signature_of_an_allowed_signer_counts(
    repo: Repo, opened: Repository, tmp_path: Path
) -> None:
    ada, mallory = ssh_key(tmp_path, "ada"), ssh_key(tmp_path, "mallory")
    commit = signed(repo, ada)
    assert (
        opened.signer(commit, allowed_signer("ada@example.org", ada).encode()) == "ada@example.org"
    )
    assert opened.signer(commit, allowed_signer("ada@example.org", mallory).encode()) is None
    assert opened.signer(commit, b"") is None
    assert opened.signer(commit) is None
    forged = signed(repo, mallory)
    assert opened.signer(forged, allowed_signer("ada@example.org", ada).encode()) is None
    # A file that is given replaces the one that the repository names.
    (tmp_path / "allowed").write_text(allowed_signer("ada@example.org", mallory))
    repo.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))
    assert opened.signer(forged) == "ada@example.org"
    assert opened.signer(forged, allowed_signer("ada@example.org", ada).encode()) is None


def test_a_commit_that_was_changed_after_signing_has_no_signer(
    repo: Repo, opened: Repository, tmp_path: Path
) -> None:
    ada = ssh_key(tmp_path, "ada")
    content = repo.git("cat-file", "commit", signed(repo, ada)).replace("\n\nsigned", "\n\nforged")
    stored = ("hash-object", "-t", "commit", "-w", "--stdin")
    commit = repo.git(*stored, give=f"{content}\n".encode())
    assert opened.signer(commit, allowed_signer("ada@example.org", ada).encode()) is None


def test_an_unsigned_commit_has_no_signer(repo: Repo, opened: Repository) -> None:
    assert opened.signer(repo.commit(), b"") is None


def test_a_gpg_signature_counts(
    repo: Repo, opened: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not shutil.which("gpg"):
        pytest.skip("there is no gpg")
    home = Path("/tmp") / f"gnupg-{tmp_path.name}-{id(repo)}"  # noqa: S108 - sockets need short paths
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    try:
        make = ("gpg", "--batch", "--passphrase", "", "--quick-generate-key")
        user = "Ada (<x@evil>) <ada@example.org>"
        if subprocess.run((*make, user), capture_output=True, check=False).returncode:
            pytest.skip("this gpg makes no keys")
        commit = ("commit", "--quiet", "--allow-empty", "-m", "x", "-Sada@example.org")
        repo.git(*commit)
        assert opened.signer("HEAD") == "ada@example.org"
        monkeypatch.setenv("GNUPGHOME", str(tmp_path))
        assert opened.signer("HEAD") is None
    finally:
        kill = ("gpgconf", "--homedir", str(home), "--kill", "all")
        subprocess.run(kill, check=False)
        shutil.rmtree(home, ignore_errors=True)
