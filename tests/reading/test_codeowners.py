"""CODEOWNERS files: the owners of a path, and the members of teams."""

from __future__ import annotations

import pytest

from aos_check.reading.approval.codeowners import MAX_BYTES, PLACES, Owners, owns, parse

FILE = """\
# Who looks after what.

*                 @everyone
*.js              @scripts   # and not what is made from them
*.go docs@example.com

/build/logs/      @logs
docs/*            @writers
apps/             @apps
/docs/            @pages
/scripts/         @ops @org/tools
**/traces         @tracing
/apps/            @root
/apps/website
/apps/our\\ shop/  @shop
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README", ("@everyone",)),
        ("a/b/c.txt", ("@everyone",)),
        ("web/index.js", ("@scripts",)),
        ("x.js/inner", ("@scripts",)),
        ("cmd/main.go", ("docs@example.com",)),
        ("build/logs/today/1.txt", ("@logs",)),
        ("other/build/logs/1.txt", ("@everyone",)),
        ("sub/apps/x", ("@apps",)),
        ("docs/a.md", ("@pages",)),
        ("docs/a/b.md", ("@pages",)),
        ("scripts/run", ("@ops", "@org/tools")),
        ("a/b/traces/c/d", ("@tracing",)),
        ("traces", ("@tracing",)),
        ("apps/x/y", ("@root",)),
        ("apps/website/index.html", ()),
        ("apps/website", ()),
        ("apps/our shop/a", ("@shop",)),
    ],
)
def test_the_last_entry_that_fits_names_the_owners(path: str, owners: tuple[str, ...]) -> None:
    assert parse(FILE).of(path) == owners


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("docs/*", "docs/a.md", True),
        ("docs/*", "docs/a/b.md", False),
        ("docs/*", "sub/docs/a.md", False),
        ("docs/**", "docs/a/b.md", True),
        ("docs", "sub/docs/a/b", True),
        ("/docs", "docs", True),
        ("/docs", "docs/a", True),
        ("/docs", "sub/docs/a", False),
        ("src/lib", "src/lib/a", True),
        ("src/lib", "x/src/lib/a", False),
        ("src/lib/", "x/src/lib/a", False),
        ("apps/", "apps", False),
        ("*", "a/b", True),
        ("/*", "a", True),
        ("/*", "a/b", False),
        ("*/", "a/b", True),
        ("*/", "a", False),
        ("a/*/c", "a/b/c/d", True),
        ("/*.md", "a.md", True),
        ("/*.md", "x/a.md", False),
        ("*.MD", "a.md", False),
        ("a?", "x/ab", True),
        (r"\*x", "*x", True),
        (r"\*x", "ax", False),
        ("a#b", "a#b", True),
    ],
)
def test_a_pattern_fits(pattern: str, path: str, *, fits: bool) -> None:
    assert parse(f"{pattern} @a").of(path) == (("@a",) if fits else ())


@pytest.mark.parametrize(
    "line",
    [
        "!a @b", "[a] @b", "a] @b", r"\#a @b", "/ @b", "a nobody", "a @b nobody", "a @", "a @b/c/d",
        "a b@", "# a @b", "   # a @b", "", "a\\", f"{'a' * 1001} @b",
    ],
)  # fmt: skip
def test_an_invalid_line_is_skipped(line: str) -> None:
    assert parse(f"* @all\n{line}\n").of("a") == ("@all",)


def test_blanks_tabs_and_windows_line_ends() -> None:
    assert parse("\ufeff  *.md\t@a  b@c.d #e @f\r\n").of("x.md") == ("@a", "b@c.d")


def test_a_file_too_large_is_ignored() -> None:
    line = "* @a\n"
    assert parse(line + "#" * (MAX_BYTES - len(line))).of("x") == ("@a",)
    assert parse(line + "#" * (MAX_BYTES - len(line) + 1)) == Owners()
    assert parse(line + "é" * (MAX_BYTES // 2)) == Owners()


def test_the_places_are_those_of_github_in_its_order() -> None:
    assert PLACES == (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")


def test_a_large_file() -> None:
    text = "".join(f"/services/team-{number}/*.py @org/team-{number}\n" for number in range(60_000))
    owners = parse(text)
    assert owners.of("services/team-7/a.py") == ("@org/team-7",)
    assert owners.of("nothing") == ()


MEMBERS = {"@Ada": ["ada@home.example"], "@org/core": ["Grace@Example.org", "lin@example.org"]}


@pytest.mark.parametrize(
    ("owner", "mail"),
    [
        ("Docs@Example.com", "docs@example.COM"),
        ("@ada", "ada@users.noreply.github.com"),
        ("@Ada", "123+ADA@users.noreply.github.com"),
        ("@ada", "Ada@Home.example"),
        ("@org/core", "grace@example.org"),
        ("@Org/Core", "LIN@example.org"),
    ],
)
def test_a_mail_address_is_an_owners(owner: str, mail: str) -> None:
    assert owns(("@someone", owner), mail, MEMBERS)


@pytest.mark.parametrize(
    ("owner", "mail"),
    [
        ("docs@example.com", "docs@example.com.evil"),
        ("@ada", "ada@example.org"),
        ("@ada", "x+ada@users.noreply.github.com"),
        ("@ada", "+ada@users.noreply.github.com"),
        ("@ada", "1+2+ada@users.noreply.github.com"),
        ("@ada", "ada@users.noreply.github.com.evil"),
        ("@ada", "123+ada-x@users.noreply.github.com"),
        ("@org/core", "core@users.noreply.github.com"),
        ("@org/core", "org/core@users.noreply.github.com"),
        ("@org/other", "grace@example.org"),
        ("@", "@users.noreply.github.com"),
        ("@ada", ""),
        ("@ada", "@ada"),
        ("@org/core", "@org/core"),
        ("", ""),
    ],
)
def test_a_mail_address_is_not_an_owners(owner: str, mail: str) -> None:
    assert not owns((owner,), mail, MEMBERS)


def test_a_file_without_an_owner() -> None:
    assert not owns((), "ada@home.example", MEMBERS)
