"""Task addresses: parsing, writing, and finding the spec that a name means."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.history.messages import read
from aos_check.model.addresses import (
    Address,
    SpecDirectory,
    nearest,
    parse,
    parse_list,
    pieces,
    suggestion,
    write,
)


def resolve(name: str, specs: Sequence[Folder]) -> list[Folder]:
    return SpecDirectory(specs).find(name)


def short_name(spec: Folder, specs: Sequence[Folder]) -> str:
    return SpecDirectory(specs).name(spec)


@dataclass(frozen=True)
class Folder:
    """The parts of a spec that name it."""

    id: str
    slug: str
    path: str
    number: str | None = None


# Any text, and any name that a file system can return.
NAMES = st.text(min_size=1) | st.binary(min_size=1).map(os.fsdecode)
AWKWARD = st.text(alphabet="ab#%,[]() /\n\t\x00\x7fé日\u0301\u2028`", min_size=1)


@pytest.mark.parametrize(
    ("spec", "task", "written"),
    [
        ("login", "1.1", "login#1.1"),
        ("2025-10-08-user_auth", "~2.3", "2025-10-08-user_auth#~2.3"),
        ("a+b=c@d:e", "T001", "a+b=c@d:e#T001"),
        (".agent-os/specs/login", "1", ".agent-os/specs/login#1"),
        ("größe-日本", "1", "größe-日本#1"),
        ("u\u0308ber", "1", "u\u0308ber#1"),
        ("my spec", "1", "my%20spec#1"),
        ("c#", "1", "c%23#1"),
        ("100%", "1", "100%25#1"),
        ("a,b", "[1]", "a%2Cb#%5B1%5D"),
        ("a\nTask: b", "1", "a%0ATask:%20b#1"),
        ("a\u2028b", "1", "a%E2%80%A8b#1"),
        ("\udcff", "1", "%FF#1"),
        ("\ud800", "1", "%ED%A0%80#1"),
        ("", "2.1", "2.1"),
        ("", "a,b", "a%2Cb"),
    ],
)
def test_an_address_is_one_safe_word(spec: str, task: str, written: str) -> None:
    assert write(spec, task) == written
    assert str(Address(spec, task)) == written


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("login#1.1", ("login", "1.1")),
        ("  login#1.1\t", ("login", "1.1")),
        ("login # 1.1", ("login", "1.1")),
        ("specs/login#1", ("specs/login", "1")),
        ("c#-port#1", ("c#-port", "1")),
        ("my%20spec#1", ("my spec", "1")),
        ("100%#1", ("100%", "1")),
        ("%zz%2#%", ("%zz%2", "%")),
        ("%c3%A9#%23", ("é", "#")),
        ("%FF#1", ("\udcff", "1")),
    ],
)
def test_an_address_is_read(text: str, address: tuple[str, str]) -> None:
    assert parse(text) == address


@pytest.mark.parametrize("text", ["", "2.1", "#", "#12", "login#", " # ", "login"])
def test_what_does_not_name_both_is_no_address(text: str) -> None:
    assert parse(text) is None


def test_a_list_drops_nothing_but_empty_pieces() -> None:
    assert parse_list("a#1, 2.1 ,,#12,b%2Cc#2,") == [
        ("a", "1"),
        ("", "2.1"),
        ("", "#12"),
        ("b,c", "2"),
    ]
    assert list(pieces(" a#1, 2.1 ,, #12")) == ["a#1", "2.1", "#12"]
    assert parse_list(" ") == []


@given(NAMES | AWKWARD, NAMES | AWKWARD)
def test_what_is_written_is_read_again(spec: str, task: str) -> None:
    written = write(spec, task)
    assert parse(written) == (spec, task)
    assert parse_list(f"a#1, {written} ,b#2") == [("a", "1"), (spec, task), ("b", "2")]
    assert parse_list(write("", task)) == [("", task)]


@given(NAMES | AWKWARD, NAMES | AWKWARD)
def test_what_is_written_survives_in_brackets_and_trailers(spec: str, task: str) -> None:
    spec = spec.replace("/", "_")  # brackets never hold a path
    written = write(spec, task)
    for subject in (f"Add it [{written}]", f"feat({written}): add", f"[a-1#1, {written}]"):
        assert (spec, task) in [it.address for it in read(subject, []).references]
    said = read(f"Add it\n\nTask: {written}\n", [("Task", written)])
    assert [(it.address, it.line) for it in said.references] == [((spec, task), 3)]


LOGIN = Folder("2025-10-08-login", "login", "specs/2025-10-08-login")
OTHER = Folder("2026-01-02-login", "login", "specs/2026-01-02-login")
FIRST = Folder("001-search", "search", "context/spec/001-search", "001")
NUMBER_NAMED = Folder("1", "1", "specs/1")


class TestFinding:
    def test_every_kind_of_name_finds(self) -> None:
        directory = SpecDirectory([LOGIN, FIRST])
        for name in ("001-search", "search", "context/spec/001-search", "001", "1", "0001"):
            assert directory.find(name) == [FIRST]
        assert directory.find("spec/001-search") == []
        assert directory.find("") == []
        assert directory.find("2") == []

    def test_several_are_found(self) -> None:
        assert resolve("login", [LOGIN, FIRST, OTHER]) == [LOGIN, OTHER]

    def test_the_first_kind_that_fits_decides(self) -> None:
        assert resolve("1", [FIRST, NUMBER_NAMED]) == [NUMBER_NAMED]
        at_the_top = Folder("x", "x", "login")
        assert resolve("login", [LOGIN, at_the_top]) == [at_the_top]

    def test_other_numbers_are_words(self) -> None:
        spec = Folder("F01-a", "a", "specs/F01-a", "F01")
        assert resolve("F01", [spec]) == [spec]
        assert resolve("F1", [spec]) == []
        zero = Folder("000-a", "a", "specs/000-a", "000")
        assert resolve("0", [zero]) == [zero]

    def test_a_number_of_a_million_digits_is_no_trouble(self) -> None:
        assert resolve("1" * 1_000_000, [FIRST]) == []


class TestShortNames:
    def test_the_shortest_that_means_one(self) -> None:
        specs = [LOGIN, OTHER, FIRST]
        assert short_name(FIRST, specs) == "search"
        assert short_name(LOGIN, specs) == "2025-10-08-login"
        twin = Folder(LOGIN.id, LOGIN.slug, "web/specs/2025-10-08-login")
        assert short_name(LOGIN, [*specs, twin]) == LOGIN.path

    def test_a_name_that_another_spec_has_first_is_not_taken(self) -> None:
        named_login = Folder("login", "l", "specs/login")
        assert short_name(LOGIN, [LOGIN, named_login]) == "2025-10-08-login"

    def test_an_empty_slug_is_no_name(self) -> None:
        assert short_name(Folder("a", "", "b/a"), [Folder("a", "", "b/a")]) == "a"

    @given(
        st.lists(
            st.builds(
                Folder,
                id=st.text("ab1/", max_size=3),
                slug=st.text("ab1/", max_size=3),
                path=st.text("ab1/", min_size=1, max_size=4),
                number=st.none() | st.text("01a", max_size=2),
            ),
            unique_by=lambda spec: spec.path,
            max_size=12,
        )
    )
    def test_a_short_name_finds_its_spec_alone(self, specs: list[Folder]) -> None:
        directory = SpecDirectory(specs)
        for spec in specs:
            assert directory.find(directory.name(spec)) == [spec]

    def test_many_specs_with_one_name_get_distinct_names(self) -> None:
        specs = [Folder("login", "login", f"p{n}/specs/login") for n in range(5_000)]
        directory = SpecDirectory(specs)
        assert [directory.name(spec) for spec in specs] == [spec.path for spec in specs]


class TestNearest:
    def test_the_best_come_first(self) -> None:
        known = ["login#1.1", "login#1.2", "search#1", "login#11", "logon#1.1"]
        assert nearest("logni#1.1", known)[0] == "login#1.1"
        assert len(nearest("login#1.3", known)) == 3
        assert nearest("payment#7", known) == ()
        assert nearest("", known) == ()
        assert nearest("login", []) == ()

    def test_one_letter_may_be_too_many(self) -> None:
        assert nearest("T01", [f"search-{n}" for n in range(50)] + ["T1"]) == ("T1",)

    def test_only_the_beginning_of_long_names_is_compared(self) -> None:
        assert nearest("a" * 10_000, ["a" * 300]) == ("a" * 300,)

    def test_no_more_names_are_looked_at_than_a_few_thousand(self) -> None:
        looked_at = 0

        def endless() -> Iterator[str]:
            nonlocal looked_at
            while True:
                looked_at += 1
                yield f"{looked_at}"

        assert nearest("login#1", endless()) == ()
        assert looked_at <= 2_000

    def test_names_hard_to_compare_come_to_an_end(self) -> None:
        assert len(nearest("ab" * 5_000, ["ba" * 90 + str(n) for n in range(2_000)])) == 3

    def test_a_directory_knows_every_name(self) -> None:
        directory = SpecDirectory([LOGIN, OTHER, FIRST])
        assert nearest("serach", directory.names())[0] == "search"
        assert "context/spec/001-search" in nearest("context/specs/01-search", directory.names())

    def test_a_suggestion_ignores_case_and_says_where_all_are(self) -> None:
        known = ("TASK001", "duplicate-task-id")
        assert suggestion("tsk001", known, "see all") == "the nearest is TASK001; see all"
        assert suggestion("xyz", known, "see all") == "see all"
