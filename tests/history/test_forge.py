"""Links to commits and lines, from the URL of a remote, which may be hostile."""

from __future__ import annotations

import pytest

from aos_check.git import Repository
from aos_check.model.forge import forge_of
from tests.support.git_repo import Repo

COMMIT = "0123456789" * 4
GITHUB = "https://github.com/ada/engine"


@pytest.mark.parametrize(
    ("remote", "base"),
    [
        ("https://github.com/ada/engine.git", GITHUB),
        ("https://github.com/ada/engine/", GITHUB),
        ("https://ada:secret@GitHub.com/ada/engine.git", GITHUB),
        ("https://x-access-token:secret@github.com/ada/engine", GITHUB),
        ("git@github.com:ada/engine.git", GITHUB),
        ("ssh://git@github.com:22/ada/engine.git", GITHUB),
        ("git://github.com/ada/engine", GITHUB),
        (
            "https://github.example.org:8443/ada/engine",
            "https://github.example.org:8443/ada/engine",
        ),
        ("http://gitlab.local.example/a/b", "http://gitlab.local.example/a/b"),
        ("git@gitlab.com:group/sub/group/engine.git", "https://gitlab.com/group/sub/group/engine"),
        ("https://bitbucket.org/ada/engine.git", "https://bitbucket.org/ada/engine"),
        ("https://codeberg.org/ada/engine", "https://codeberg.org/ada/engine"),
        ("https://gitea.example.org/ada/engine", "https://gitea.example.org/ada/engine"),
        ("https://github.com/a%20da/<b>\"'", "https://github.com/a%20da/%3Cb%3E%22%27"),
        # Not a forge that is known, or not a repository on it.
        ("", None),
        ("/srv/git/engine.git", None),
        ("file:///srv/github.com/ada/engine", None),
        ("C:\\code\\engine", None),
        ("https://example.org/ada/engine", None),
        ("https://evil.example\\@github.com/ada/engine", GITHUB),
        ("https://notgithub.com/ada/engine", None),
        ("https://github.com/ada", None),
        ("https://github.com/ada/engine/issues", None),
        ("https://github.com/../engine", None),
        ("https://github.com/ada/%2e%2e", None),
        ("https://github.com:99999999/ada/engine", None),
        ("https://[::1/ada/engine", None),
        ("javascript:alert(1)//github.com/ada/engine", None),
        ("javascript://github.com/ada/engine", None),
        ("ext::sh -c touch% /tmp/x github.com/ada/engine", None),
        ("https://github.com/ada/engine\n", None),
        ("https://github.com/" + "a/" * 5_000, None),
        ("git@" + "github." * 5_000 + "com:a/b", None),
    ],
)
def test_the_page_of_a_repository(remote: str, base: str | None) -> None:
    forge = forge_of(remote)
    assert (forge.base if forge else None) == base


@pytest.mark.parametrize(
    ("remote", "commit", "line"),
    [
        (GITHUB, "commit/{}", "blob/{}/specs/a.md?plain=1#L7"),
        ("https://gitlab.com/ada/engine", "-/commit/{}", "-/blob/{}/specs/a.md?plain=1#L7"),
        ("https://bitbucket.org/ada/engine", "commits/{}", "src/{}/specs/a.md#lines-7"),
        (
            "https://codeberg.org/ada/engine",
            "commit/{}",
            "src/commit/{}/specs/a.md?display=source#L7",
        ),
    ],
)
def test_commits_and_lines(remote: str, commit: str, line: str) -> None:
    forge = forge_of(remote)
    assert forge is not None
    assert forge.commit_url(COMMIT) == f"{remote}/{commit.format(COMMIT)}"
    assert forge.line_url("specs/a.md", 7, COMMIT) == f"{remote}/{line.format(COMMIT)}"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("src/a.py", "src/a.py"),
        ("a b#?.py", "a%20b%23%3F.py"),
        ('"><script>alert(1)</script>', "%22%3E%3Cscript%3Ealert%281%29%3C/script%3E"),
        ("\udcff.py", "%FF.py"),
        ("ä/\u202e.py", "%C3%A4/%E2%80%AE.py"),
    ],
)
def test_a_hostile_path_stays_a_path(path: str, written: str) -> None:
    forge = forge_of(GITHUB)
    assert forge is not None
    assert forge.line_url(path, 1, COMMIT) == f"{GITHUB}/blob/{COMMIT}/{written}#L1"


@pytest.mark.parametrize("commit", ["", "HEAD", COMMIT[:10], f"{COMMIT}\n", "javascript:1"])
def test_only_a_full_id_is_a_commit(commit: str) -> None:
    forge = forge_of(GITHUB)
    assert forge is not None
    assert forge.commit_url(commit) is None
    assert forge.line_url("a", 1, commit) is None


@pytest.mark.parametrize(
    ("remotes", "url"),
    [
        ({}, ""),
        ({"mine": "a"}, "a"),
        ({"mine": "a", "other": "b"}, ""),
        ({"other": "b", "origin": "a", "x.url": "c"}, "a"),
    ],
)
def test_the_remote_of_a_repository(remotes: dict[str, str], url: str, repo: Repo) -> None:
    for name, value in remotes.items():
        repo.git("config", f"remote.{name}.url", value)
    with Repository.open(repo.top) as repository:
        assert repository.remote_url() == url
