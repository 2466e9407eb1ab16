"""Patterns in layouts that could take too long are refused."""

from __future__ import annotations

import pytest

from aos_check.reading.layouts.loading import shipped
from aos_check.reading.layouts.patterns import fault


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+(?P<slug>b)",
        "(?:[A-Z]+)+-\\d",
        "(a|aa)*",
        "(?P<slug>(?:x*y?)*)",
        "((a*)b)+",
        "(a{1,})*",
        "(a|b|ab){2,}",
        "(a?a)*",
        "a*a*a*a*a*",
    ],
)
def test_a_pattern_that_may_take_for_ever_is_refused(pattern: str) -> None:
    assert "repeat" in str(fault(pattern))


@pytest.mark.parametrize("pattern", ["(", "(" * 3000, "a{1,9999999999999}", "[z-a]"])
def test_a_pattern_that_does_not_compile_is_refused(pattern: str) -> None:
    assert fault(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"F(?P<number>\d+)-(?P<slug>.+)",
        r"(?:a|b)?c+",
        r"(?P<slug>[a-z0-9][a-z0-9.-]*?)-*(?:-#(?P<issue>\d+))?",
        r"[(+)*]+\(\+\)*",
        r"(?:ab){2}",
    ],
)
def test_other_patterns_are_fine(pattern: str) -> None:
    assert fault(pattern) is None


def test_the_shipped_patterns_are_fine() -> None:
    for layout in shipped():
        assert fault(layout.specs.name) is None
        assert fault(layout.requirements.id) is None
        others = (*layout.archiving, *layout.elsewhere.values())
        assert [pattern for pattern in others if fault(pattern)] == []
