"""`Task: none <reason>`: its reason, the subjects of features, and the size of the change."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from aos_check.history.maintenance import changed_lines, is_feature
from aos_check.model.change import PathChange
from aos_check.model.no_task import reason_in
from aos_check.model.tree import MemoryTree


class TestMaintenance:
    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ("none", ""),
            ("None.", ""),
            ("NONE -- ", ""),
            ("none <reason>", ""),
            ("none a slip", "a slip"),
            ("none: a slip.", "a slip"),
            ("none, a slip", "a slip"),
            ("none - a slip", "a slip"),
            ("none—a slip", "a slip"),
            ("none (a slip)", "(a slip)"),
            ("none a <b> tag", "a <b> tag"),
            ("none GH#12", "GH#12"),
            ("none of them", "of them"),
        ],
    )
    def test_a_reason(self, value: str, reason: str) -> None:
        assert reason_in(value) == reason

    @pytest.mark.parametrize(
        "value",
        ["", "login#1", "nonesuch#1", "none#1", "none/login#1", "none-login#1", "none.5", "none1",
         "none, login#1", "none, login#1, login#2", "login#1, none", "is none"],
    )  # fmt: skip
    def test_no_claim(self, value: str) -> None:
        assert reason_in(value) is None

    @pytest.mark.parametrize("size", [20_000, 40_000])
    def test_in_linear_time(self, size: int) -> None:
        for part in (
            "none" + "," * size,
            "none " + ", a#1" * size + "!",
            "none" + " " * size + "<",
        ):
            start = time.perf_counter()
            reason_in(part)
            is_feature(part)
            assert time.perf_counter() - start < 1

    @pytest.mark.parametrize(
        ("subject", "feature"),
        [
            ("feat: a", True), ("feat(x): a", True), ("feat!: a", True), ("Feat(x)!: a", True),
            ("feature: a", True), ("[feat] a", True), ("✨ feat: a", True), ("feat : a", True),
            ("fix: a feature", False), ("feature flags: a", False), ("features", False),
            ('Revert "feat: a"', False), ("defeat: a", False), ("feat", False),
        ],
    )  # fmt: skip
    def test_a_feature(self, subject: str, feature: bool) -> None:
        assert is_feature(subject) is feature


class TestChangedLines:
    def count(self, before: bytes, after: bytes, code: tuple[str, ...] = ("a.py",)) -> int:
        contents = {"1": before, "2": after}

        def tree_of(listing: Mapping[str, str]) -> MemoryTree:
            return MemoryTree({path: contents[id_] for path, id_ in listing.items()})

        return changed_lines([PathChange("a.md", "a.py", "1", "2")], code, tree_of, 1_000_000)

    @pytest.mark.parametrize(
        ("before", "after", "lines"),
        [
            (b"a\nb\nc\n", b"a\nX\nc\n", 2),
            (b"a\nb\n", b"b\na\n", 0),
            (b"a\nb\n", b"a\r\nb\r\n", 0),
            (b"a\n", b"a\na\n", 1),
            (b"", b"\0" * 1000, 6),
            (b"x" * (5 << 20), b"x" * (5 << 20), 2 * (1 + ((4 << 20) + 2) // 200)),
        ],
    )
    def test_added_and_deleted(self, before: bytes, after: bytes, lines: int) -> None:
        assert self.count(before, after, ("a.md", "a.py")) == lines

    def test_a_document_that_becomes_code_is_added(self) -> None:
        assert self.count(b"a\nb\n", b"a\nb\n") == 2
