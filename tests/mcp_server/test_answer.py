"""An answer is cut at its budget, and says so."""

from __future__ import annotations

import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.mcp_server.answer import fits, fitted
from aos_check.mcp_server.arguments import MAX_BUDGET
from aos_check.model.task_context import LEAST_BUDGET, TOKEN

LINE = "a line of thirty characters...\n"


@pytest.mark.parametrize(
    ("text", "budget", "note"),
    [
        (LINE * 30, LEAST_BUDGET, "12 more lines. To read on, pass budget=233, or ask less.)"),
        (LINE * 2_000, 1_000, "1,879 more lines. To read on, ask less.)"),
        ("x" * 900, LEAST_BUDGET, "1 more line. To read on, pass budget=225, or ask less.)"),
        ("x" * 900 + "\n" + LINE, LEAST_BUDGET, "2 more lines. To read on, pass budget=233"),
    ],
)
def test_the_last_line_says_what_is_missing(text: str, budget: int, note: str) -> None:
    cut = fitted(text, budget, "ask less")
    assert f"(cut at {budget:,} tokens: {note}" in cut.splitlines()[-1]
    wanted = re.search(r"budget=(\d+)", cut)
    assert not wanted or fitted(text, int(wanted[1]), "") == text.rstrip("\n")


@given(st.text(max_size=40), st.integers(0, 300), st.integers(LEAST_BUDGET, MAX_BUDGET))
def test_it_keeps_to_the_budget_and_is_safe(text: str, times: int, budget: int) -> None:
    cut = fitted(text * times, budget, "read aos-check://rules/{code}")
    assert len(cut) <= budget * TOKEN
    assert not any(category(it) in ("Cc", "Cf", "Cs", "Zl", "Zp") for it in cut if it != "\n")
    assert fits(text * times, budget) == ("(cut at" not in cut)
