"""The tasks, waivers and reverts in commit messages, and the trailer that is inserted."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.history.messages import Message, read
from aos_check.history.trailer_insertion import insert_trailer
from aos_check.model.addresses import Address
from aos_check.model.change import Waiver


def named(message: Message) -> list[tuple[str, int, bool]]:
    return [(str(it.address), it.line, it.certain) for it in message.references]


def of_subject(subject: str) -> list[str]:
    assert not any(it.certain for it in read(subject, []).references)
    return [str(it.address) for it in read(subject, []).references]


class TestTrailers:
    def test_a_trailer_names_tasks(self) -> None:
        text = "Add the form\n\nWith a word.\n\nRefs: x\nTask: login#1.1, 2.1\n"
        message = read(text, [("Refs", "x"), ("Task", "login#1.1, 2.1")])
        assert named(message) == [("login#1.1", 6, True), ("2.1", 6, True)]
        assert message.references[1].address == Address("", "2.1")
        assert message.subject == "Add the form"
        assert message.text == text

    def test_the_text_is_kept_as_written(self) -> None:
        (reference,) = read("A\n\nTask: my%20c#-port#1\n", [("Task", "my%20c#-port#1")]).references
        assert (reference.text, reference.address) == ("my%20c#-port#1", ("my c#-port", "1"))

    def test_the_key_is_configurable_and_its_case_no_matter(self) -> None:
        text = "A\n\nimplements: a#1\nTask: b#2\n"
        trailers = [("implements", "a#1"), ("Task", "b#2")]
        assert named(read(text, trailers, ("Implements",))) == [("a#1", 3, True)]
        assert named(read(text, trailers, ())) == []

    def test_of_two_lines_alike_the_last_is_the_trailer(self) -> None:
        text = "A\n\nTask: a#1\nis a line of prose\n\nTask: a#1\n"
        assert named(read(text, [("Task", "a#1")])) == [("a#1", 6, True)]

    def test_a_folded_value_begins_on_its_first_line(self) -> None:
        text = "A\n\nTask: a#1,\n  b#2,\n\tc#3\nRefs: y\n"
        message = read(text, [("Task", "a#1, b#2, c#3"), ("Refs", "y")])
        assert named(message) == [("a#1", 3, True), ("b#2", 3, True), ("c#3", 3, True)]

    def test_a_trailer_that_is_not_found_is_placed_on_the_last_line(self) -> None:
        assert named(read("A\n\nTask=a#1\n\n", [("Task", "a#1")])) == [("a#1", 3, True)]
        assert named(read("", [("Task", "a#1")])) == [("a#1", 1, True)]

    def test_a_task_named_twice_counts_once(self) -> None:
        text = "A [a#1]\n\nTask: a#1\nTask: a#1, a#1\n"
        message = read(text, [("Task", "a#1"), ("Task", "a#1, a#1")])
        assert named(message) == [("a#1", 3, True)]

    def test_only_git_says_what_a_trailer_is(self) -> None:
        assert named(read("A\n\nTask: a#1\n\nMore words.\n", [])) == []

    def test_line_ends_of_windows_are_no_part_of_it(self) -> None:
        message = read("\r\nA [b#2]\r\n\r\nTask: a#1\r\n", [("Task", "a#1\r")])
        assert named(message) == [("a#1", 4, True), ("b#2", 2, False)]
        assert message.subject == "A [b#2]"


class TestSubjects:
    @pytest.mark.parametrize(
        ("subject", "addresses"),
        [
            ("Add the form [login#1.1]", ["login#1.1"]),
            ("Add the form (login#1.1)", ["login#1.1"]),
            ("feat(login#1.1): add the form", ["login#1.1"]),
            ("[a#1, b#2] add the form (c#3)", ["a#1", "b#2", "c#3"]),
            ("Add [my%20spec#1]", ["my%20spec#1"]),
            ("fixup! Add [a#1]", ["a#1"]),
            ("Close [GH#12]", ["GH#12"]),
            ("[a#1](https://example.org)", ["a#1"]),
        ],
    )
    def test_an_address_in_brackets_is_a_name(self, subject: str, addresses: list[str]) -> None:
        assert of_subject(subject) == addresses

    @pytest.mark.parametrize(
        "subject",
        [
            "",
            "Add the form (#12)",
            "Add the form (owner/repo#12)",
            "Add the form login#1.1",
            "Add [login #1.1]",
            "Add [see login#1.1]",
            "Add [login#1.1, and more]",
            "Add [a#1, 1.2]",
            "Add [a#1#2]",
            "Add [a#1)",
            "Add [a#1",
            "Add []",
            "Use `x[a#1]`",
            "Use ``x`[a#1]``",
            "See https://example.org/x(a#1)",
            "See www.example.org/x(a#1)",
            "See [https://example.org#1]",
        ],
    )
    def test_anything_else_is_not(self, subject: str) -> None:
        assert of_subject(subject) == []

    def test_a_lone_backtick_is_no_code(self) -> None:
        assert of_subject("It`s [a#1] ``here") == ["a#1"]
        assert of_subject("`x[a#1]` and [b#2] and `y`") == ["b#2"]

    def test_the_body_of_an_ordinary_message_is_not_searched(self) -> None:
        assert named(read("\n\nA [a#1]\n\nB [b#2]\n", [])) == [("a#1", 3, False)]


MERGE_SQUASH = """Squashed commit of the following:

commit 1111111111111111111111111111111111111111
Author: Ada <ada@example.org>
Date:   Fri Oct 10 10:00:00 2025 +0000

    Validate the e-mail [login#1.2]

    At last [login#9].

    Task: login#1.1,
      login#1.3
    Aos-Waive: GIT003 the tick follows

commit 2222222222222222222222222222222222222222
Author: Ada <ada@example.org>
Date:   Fri Oct 10 09:00:00 2025 +0000

    Add the form (login#1.4)
"""

REBASE_SQUASH = """# This is a combination of 2 commits.
# This is the 1st commit message:

Add the form [login#1.1]

Task: login#1.2

# This is the commit message #2:

Validate the e-mail [login#1.3]
"""

HOSTED_SQUASH = """Sign in (#12)

* Add the form [login#1.1]

Task: login#1.2

* Validate the e-mail

- a detail [login#9]

---------

Co-authored-by: Grace <grace@example.org>
"""


class TestSquashes:
    def test_of_merge(self) -> None:
        message = read(MERGE_SQUASH, [])
        assert named(message) == [
            ("login#1.1", 11, True),
            ("login#1.3", 11, True),
            ("login#1.2", 7, False),
            ("login#1.4", 19, False),
        ]
        assert message.waivers == (Waiver("GIT003", "the tick follows", 13),)

    def test_of_merge_below_a_subject(self) -> None:
        assert len(read(f"Sign in\n\n{MERGE_SQUASH}", []).references) == 4

    def test_of_rebase(self) -> None:
        assert named(read(REBASE_SQUASH, [])) == [
            ("login#1.2", 6, True),
            ("login#1.1", 4, False),
            ("login#1.3", 10, False),
        ]

    def test_of_a_code_host(self) -> None:
        expected = [("login#1.2", 5, True), ("login#1.1", 3, False)]
        assert named(read(HOSTED_SQUASH, [("Co-authored-by", "x")])) == expected
        assert named(read(HOSTED_SQUASH.replace("\n", "\r\n"), [])) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "A\n\n* one [a#1]\n* two\n* three\n\nTask: b#2\n\nAnd more.\n",
            "A\n\n* one bullet [a#1]\n\nTask: b#2\n\nAnd more.\n",
            "A\n\nWhy:\n\n* one [a#1]\n\n* two\n\nTask: b#2\n\nAnd more.\n",
        ],
    )
    def test_a_list_is_not_yet_a_squash(self, text: str) -> None:
        assert named(read(text, [])) == []

    def test_a_trailer_of_the_squash_itself_counts_too(self) -> None:
        text = f"{HOSTED_SQUASH}Task: login#2\n"
        message = read(text, [("Co-authored-by", "x"), ("Task", "login#2")])
        assert [it[:2] for it in named(message)] == [
            ("login#2", 14),
            ("login#1.2", 5),
            ("login#1.1", 3),
        ]


class TestWaivers:
    @pytest.mark.parametrize(
        ("value", "code", "reason", "until", "fault"),
        [
            ("GIT001 found on the way", "GIT001", "found on the way", None, ""),
            ("GIT001: found on the way.", "GIT001", "found on the way.", None, ""),
            ("GIT001 - found", "GIT001", "found", None, ""),
            ("GIT001 moving until 2026-12-31", "GIT001", "moving", date(2026, 12, 31), ""),
            ("GIT001 moving UNTIL 2026-12-31.", "GIT001", "moving", date(2026, 12, 31), ""),
            ("GIT001 until we move in", "GIT001", "until we move in", None, ""),
            ("", "", "", None, "it names no rule"),
            ("GIT001", "GIT001", "", None, "it gives no reason"),
            ("GIT001 …", "GIT001", "…", None, "it gives no reason"),
            ("GIT001 until 2026-12-31", "GIT001", "", date(2026, 12, 31), "it gives no reason"),
            *(
                ("GIT001 moving until " + day, "GIT001", "moving", None, f"{day} is not a date")
                for day in ("2026-13-01", "2026-02-30", "20261231", "31.12.2026", "２０２６-12-31")
            ),
        ],
    )
    def test_a_waiver_names_a_rule_and_a_reason(
        self, value: str, code: str, reason: str, until: date | None, fault: str
    ) -> None:
        (waiver,) = read(f"A\n\nAos-Waive: {value}\n", [("Aos-Waive", value)]).waivers
        assert (waiver.code, waiver.reason, waiver.until) == (code, reason, until)
        assert waiver.line == 3
        assert waiver.fault.startswith(fault)
        assert bool(waiver.fault) == bool(fault)

    def test_there_may_be_several(self) -> None:
        text = "A\n\nAos-Waive: GIT001 a\naos-waive: GIT003 b\nAos-Waive: GIT001 a\n"
        trailers = [("Aos-Waive", "GIT001 a"), ("aos-waive", "GIT003 b"), ("Aos-Waive", "GIT001 a")]
        found = [(it.code, it.line) for it in read(text, trailers).waivers]
        assert found == [("GIT001", 3), ("GIT003", 4)]


class TestReverts:
    @pytest.mark.parametrize(
        ("text", "reverts"),
        [
            (f"This reverts commit {'a' * 40}.", ("a" * 40,)),
            (
                f"This reverts commit {'a' * 64}, reversing\nchanges made to {'b' * 40}.",
                ("a" * 64,),
            ),
            ('This reverts commit ABCDEF1 ("Add it", 2025-10-10).', ("abcdef1",)),
            ("this reverts commit abcdef1\n  This reverts commit abcdef2,", ("abcdef1", "abcdef2")),
            ("This reverts commit abcdef1.\r\nThis reverts commit abcdef1.\r\n", ("abcdef1",)),
            ("This reverts commit abcdef", ()),
            (f"This reverts commit {'a' * 65}.", ()),
            ("This reverts commit abcdefg.", ()),
            ("Say: This reverts commit abcdef1.", ()),
        ],
    )
    def test_the_ids_are_found(self, text: str, reverts: tuple[str, ...]) -> None:
        assert read(f'Revert "A"\n\n{text}', []).reverts == reverts


@pytest.mark.parametrize(
    ("subject", "target"),
    [
        ("fixup! Add the form", "Add the form"),
        ("squash! Add the form", "Add the form"),
        ("amend! Add the form", "Add the form"),
        ("fixup! squash! fixup!  Add the form", "Add the form"),
        ("fixup! abcdef1", "abcdef1"),
        ("fixup!", ""),
        ("fixup!Add", ""),
        ("Fixup! Add", ""),
        ("Add fixup! to the words", ""),
    ],
)
def test_the_target_of_a_fixup_is_found(subject: str, target: str) -> None:
    assert read(f"\n{subject}\n\nBody\n", []).autosquash == target


class TestHostileMessages:
    @pytest.mark.parametrize(
        "text",
        [
            "[" * 1_000_000,
            "(a#1" * 300_000,
            "`" * 1_000_000,
            " ".join("`" * (n % 300) for n in range(5_000)),
            "fixup! " * 200_000,
            "A\n\n" + "Task: a#1\n " * 100_000,
            "A\n\n" + "* b [a#1]\n\n" * 100_000,
            "Squashed commit of the following:\n" + "    Task: a#1\n      b\n" * 50_000,
            "Squashed commit of the following:\n" + "commit 1111111\n" * 70_000,
            "A\n" + "This reverts commit abcdef1" * 40_000,
            "A\n" + " " * 1_000_000 + "This",
            ":" * 1_000_000,
            "\n" * 1_000_000,
            "http://" * 150_000,
        ],
    )
    def test_they_come_to_an_end(self, text: str) -> None:
        # Code that is not linear would take minutes.
        assert len(read(text, [("Task", text), ("Aos-Waive", text)]).references) <= 200

    def test_what_is_found_is_limited(self) -> None:
        many = ", ".join(f"a#{n}" for n in range(1_000))
        waivers = [("Aos-Waive", f"GIT001 {n}") for n in range(1_000)]
        reverts = "\n".join(f"This reverts commit {n:040x}." for n in range(1_000))
        message = read(f"A\n\n{reverts}", [("Task", many), *waivers])
        assert len(message.references) == 200
        assert len(message.waivers) == 50
        assert len(message.reverts) == 50

    def test_the_end_of_an_endless_subject_is_not_searched(self) -> None:
        assert of_subject("a " * 40_000 + "[a#1]") == []

    @given(st.text(alphabet="Task: a#1,\n\r\t `[]()*!/fixup.\x00\x85é", max_size=200))
    def test_any_text_is_read(self, text: str) -> None:
        message = read(text, [("Task", text)])
        lines = text.count("\n") + 1
        assert all(1 <= it.line <= lines for it in message.references)


TEMPLATE = b"\n# Please enter the commit message for your changes.\n#\n# On branch main\n"
DIFF = b"# ------------------------ >8 ------------------------\n# Do not touch.\n+Task: b#2\n"


class TestInserting:
    @pytest.mark.parametrize(
        ("message", "expected"),
        [
            (b"", b"\n\nTask: a#1\n"),
            (TEMPLATE, b"\n\nTask: a#1\n" + TEMPLATE),
            (b"Add\n", b"Add\n\nTask: a#1\n"),
            (b"Add", b"Add\n\nTask: a#1\n"),
            (b"Add\n" + TEMPLATE, b"Add\n\nTask: a#1\n" + TEMPLATE),
            (b"Add\n# c\n", b"Add\n\nTask: a#1\n# c\n"),
            (b"Add\n\nWhy: so\nnot\n", b"Add\n\nWhy: so\nnot\n\nTask: a#1\n"),
            (b"fix: login\n", b"fix: login\n\nTask: a#1\n"),
            (b"Add\n\nRefs: x\n", b"Add\n\nRefs: x\nTask: a#1\n"),
            (b"Add\n\nRefs: x", b"Add\n\nRefs: x\nTask: a#1\n"),
            (b"Add\n\nRefs: x\n  y\n\n\n", b"Add\n\nRefs: x\n  y\nTask: a#1\n\n\n"),
            (b"Add\n\n  y\nRefs: x\n", b"Add\n\n  y\nRefs: x\n\nTask: a#1\n"),
            (b"Add\n\nRefs: x\n# c\nA: b\n# d\n", b"Add\n\nRefs: x\n# c\nA: b\nTask: a#1\n# d\n"),
            (
                b"Add\n\nRefs: x\n(cherry picked from commit 1)\n",
                b"Add\n\nRefs: x\n(cherry picked from commit 1)\nTask: a#1\n",
            ),
            (
                b"Add\n\nFixes it\nSigned-off-by: A <a@b>\n",
                b"Add\n\nFixes it\nSigned-off-by: A <a@b>\nTask: a#1\n",
            ),
            (b"\n\nSigned-off-by: A\n", b"\n\nSigned-off-by: A\nTask: a#1\n"),
            (b"Add\r\n\r\nRefs: x\r\n", b"Add\r\n\r\nRefs: x\r\nTask: a#1\r\n"),
            (b"Add\r\n", b"Add\r\n\r\nTask: a#1\r\n"),
            (b"\xff\xfe\n", b"\xff\xfe\n\nTask: a#1\n"),
            (b"Add\n" + DIFF, b"Add\n\nTask: a#1\n" + DIFF),
            (DIFF, b"\n\nTask: a#1\n" + DIFF),
        ],
    )
    def test_the_trailer_comes_where_git_adds_it(self, message: bytes, expected: bytes) -> None:
        assert insert_trailer(message, "Task", "a#1") == expected

    def test_another_comment_character_is_heeded(self) -> None:
        message = b"#12 is solved\n; a comment\n" + DIFF.replace(b"# ", b"; ")
        expected = message.replace(b"; a", b"\nTask: a#1\n; a")
        assert insert_trailer(message, "Task", "a#1", b";") == expected
        assert insert_trailer(b"A\n# b\n", "Task", "a#1", b"") == b"A\n# b\n\nTask: a#1\n"
        assert insert_trailer(b"A\n// b\n# c\n", "Task", "a#1", b"//") == (
            b"A\n// b\n# c\n\nTask: a#1\n"
        )

    @given(
        st.lists(
            st.sampled_from(
                [
                    b"A", b"Refs: x", b"\n", b"\r\n", b"\n\n", b"\r", b" ", b"  fold", b"#",
                    b"# c\n", DIFF, b"\xff", b"Signed-off-by: A", b"\x00",
                    b"(cherry picked from commit 1)",
                ]
            ),
            max_size=12,
        ).map(b"".join)
        | st.binary(max_size=40)
    )  # fmt: skip
    def test_every_other_byte_stays(self, message: bytes) -> None:
        result = insert_trailer(message, "Task", "a#1")
        place = result.index(b"Task: a#1")
        end = result.index(b"\n", place) + 1
        extra = len(result) - len(message)
        assert result[: end - extra] + result[end:] == message
        assert set(result[end - extra : place]) <= set(b"\r\n")

    def test_a_hundred_thousand_lines_come_to_an_end(self) -> None:
        for line in (b"\n", b"# c\n", b"A: b\n", b" a\n", b"a", b"\r"):
            message = b"A\n\n" + line * 100_000
            assert len(insert_trailer(message, "Task", "a#1")) > len(message)

    def test_git_finds_the_trailer(self, tmp_path: Path) -> None:
        def git(given: bytes, *command: str) -> bytes:
            ran = subprocess.run(
                ["git", *command], input=given, capture_output=True, check=True, cwd=tmp_path
            )
            return ran.stdout

        messages = [
            b"Add\n",
            b"Add",
            b"Add\n" + TEMPLATE,
            b"fix: login\n" + TEMPLATE,
            b"Add\n\nText: and\nmore of it\n" + TEMPLATE,
            b"Add\n\nRefs: x\n  folded\n\n" + TEMPLATE,
            b"Add\n\nRefs: x\n# c\nRefs: y\n# d\n",
            b"Add\n\nFixes it\nSigned-off-by: A <a@b>\n",
            b"Add\n\n(cherry picked from commit 1234567)\n",
            b"Add\r\n\r\nText.\r\n",
            b"Add\r\n\r\nRefs: x\r\n",
            b"Add \xff\n\n--- \xfe\n",
            b"Add\n\nhttps://example.org/\n",
        ]
        for message in messages:
            kept = git(insert_trailer(message, "Task", "größe#1"), "stripspace", "--strip-comments")
            found = git(kept, "interpret-trailers", "--parse", "--no-divider").decode("latin-1")
            before = git(message, "stripspace", "--strip-comments")
            earlier = git(before, "interpret-trailers", "--parse", "--no-divider").decode("latin-1")
            own = "Task: größe#1\n".encode().decode("latin-1")
            assert found == earlier + own, message
