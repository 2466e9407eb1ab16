"""Expressions, held to what GitHub's own evaluator (`@actions/expressions`) makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.actions.expressions import Scope, evaluate, holds, interpolate
from tests.actions.functions import Around
from tests.actions.values import Context, Exact, ExpressionError, Unsupported, text_of

EVENT: dict[str, Any] = {
    "number": 7,
    "pull_request": {"title": 'Add "it"', "draft": False},
    "commits": [{"id": "aaa"}, {"id": "bbb"}],
    "labels": ["bug", "7", "Help"],
}
CONTEXTS: dict[str, Any] = {
    "github": Context("github", {"event": EVENT, "event_name": "pull_request"}),
    "inputs": {"list": "", "json": '{"b": [1, "two"]}'},
    "env": Exact({"Mode": "on"}),
}
SCOPE = Scope(CONTEXTS)
TABLE: dict[str, Any] = {
    "'it''s'": "it's",
    "1.50": 1.5,
    "0xff": 255,
    "0o17": 15,
    "1e3": 1000,
    ".5": 0.5,
    "null": None,
    "Infinity": float("inf"),
    "'a' == 'A'": True,
    "1 == '1'": True,
    "'' == 0": True,
    "'abc' == 0": False,
    "null == ''": True,
    "true == 1": True,
    "true == 'true'": False,
    "NaN == NaN": False,
    "null == null": True,
    "github.event == github.event": True,
    "inputs == 'Object'": False,
    "'b' > 'A'": True,
    "'10' > 9": True,
    "'a' < 1": False,
    "'2' <= 10": True,
    "true > false": True,
    "null >= 0": True,
    "1 < 2 == true": True,
    "1 == 1 && 2": 2,
    "false || 'x'": "x",
    "'' || null": None,
    "0 && 'x'": 0,
    "'a' && 'b' || 'c'": "b",
    "!true == false": True,
    "!!'x'": True,
    "!(1 > 2) && 'yes'": "yes",
    "github.event.pull_request.title": 'Add "it"',
    "github['event'].pull_request['TITLE']": 'Add "it"',
    "GitHub.EVENT_name": "pull_request",
    "github.event.commits[1].id": "bbb",
    "github.event.commits[-1]": None,
    "github.event.commits[9].id": None,
    "github.event.commits['1'].id": "bbb",
    "github.event.none.deeper.still": None,
    "github.event.pull_request.draft": False,
    "github.event.number": 7,
    "(github.event).number": 7,
    "fromJSON(inputs.json)['b'][1]": "two",
    "format('{0}-{1}', 'a', 2)": "a-2",
    "format('{{{0}}}', 'a')": "{a}",
    "format('{1}{0}{0}', 'a', 'b')": "baa",
    "format('{0} {1} {2}', true, null, inputs)": "true  Object",
    "contains('Hello', 'ELL')": True,
    "contains(github.event.labels, 'Bug')": True,
    "contains(github.event.labels, 'bu')": False,
    "contains(github.event.labels, 7)": True,
    "contains(12.5, '2.')": True,
    "contains(github.event, 'x')": False,
    "startsWith('refs/heads/Main', 'REFS/')": True,
    "startsWith(github.event, 'Ob')": False,
    "endsWith('a.MD', '.md')": True,
    "endsWith(12, 2)": True,
    "join(github.event.labels)": "bug,7,Help",
    "join(github.event.labels, ' | ')": "bug | 7 | Help",
    "join('text', '-')": "text",
    "join(github.event, '-')": "",
    "join(fromJSON('[[1],null,true,{}]'))": "Array,,true,Object",
    "toJSON('a\"b')": '"a\\"b"',
    "toJSON(1.0)": "1",
    "TOJSON(github.event.labels)": '[\n  "bug",\n  "7",\n  "Help"\n]',
    "toJSON('é')": '"é"',
    "fromJSON('true') && 'on'": "on",
}
REFUSED = (
    "", "1 +", "'open", "github.", "github[", "a b", "(1", "1)", "1 ==", '"double"', "1 = 1",
    "1 | 2", "inputs..y", "true.x", "'a'.b", "'abc'[0]", "1a", "--1", "inputs.-x", "inputs.1",
    "== 1", "True", "nan", "secrets.TOKEN", "nothing('x')", "toJSON()", "toJSON(1, 2)",
    "contains('a')", "join()", "success(1)", "format('{0}')", "format('{', 1)", "format('}', 1)",
    "format('{x}', 1)", "fromJSON('nonsense')", "fromJSON('')", "fromJSON('NaN')",
    "github.event.commits.*.id", "true || unknown",
)  # fmt: skip


@pytest.mark.parametrize(("expression", "value"), TABLE.items(), ids=TABLE)
def test_a_value_is_what_github_makes_of_it(expression: str, value: Any) -> None:
    found = evaluate(expression, SCOPE)
    assert (found, isinstance(found, bool)) == (value, isinstance(value, bool))


@pytest.mark.parametrize("expression", REFUSED)
def test_what_github_refuses_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(expression, SCOPE)


def test_one_character_is_compared_with_one() -> None:
    # The runner itself compares so; its JavaScript twin has "SS" for the upper case of "ß".
    assert evaluate("'ß' == 'SS'", SCOPE) is False


def test_every_doubled_quote_is_one_quote() -> None:
    assert evaluate("'a''b''c'", SCOPE) == "a'b'c"


def test_variables_of_the_environment_are_told_apart_by_case() -> None:
    assert evaluate("env.Mode", SCOPE) == "on"
    assert evaluate("env.mode", SCOPE) is None


def test_what_the_interpreter_does_not_know_is_not_taken_for_empty() -> None:
    with pytest.raises(Unsupported, match=r"github\.run_nothing"):
        evaluate("github.run_nothing", SCOPE)


def test_numbers_that_two_runners_write_differently_are_not_written() -> None:
    assert text_of(123456789012345.0) == "123456789012345"
    with pytest.raises(Unsupported, match="number"):
        text_of(1e20)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a ${{ github.event.number }} b ${{ 'c' }}", "a 7 b c"),
        ("${{ '}}' }}${{ format('{0}}}', 1) }}", "}}1}"),
        ("$HOME ${HOME} $(x) }}", "$HOME ${HOME} $(x) }}"),
        ("${{\n  inputs.list || 'none'\n}}", "none"),
    ],
)
def test_a_text_is_filled_in(text: str, written: str) -> None:
    assert interpolate(text, SCOPE) == written


@pytest.mark.parametrize("text", ["${{ 'a'", "x ${{ 1 }", "${{ 'a }}", "${{ }}"])
def test_an_expression_that_does_not_end_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        interpolate(text, SCOPE)


@pytest.mark.parametrize(
    ("condition", "after_success", "after_failure"),
    [
        ("success()", True, False),
        ("true", True, False),
        ("${{ github.event.number == 7 }}", True, False),
        ("github.event.number == 8", False, False),
        ("always()", True, True),
        ("failure()", False, True),
        ("ALWAYS() && env.Mode == 'on'", True, True),
        ("!cancelled()", True, True),
        ("cancelled()", False, False),
        ("'always()'", True, False),
        ("failure() || success()", True, True),
    ],
)
def test_a_step_runs_after_success_unless_it_asks(
    condition: str, *, after_success: bool, after_failure: bool
) -> None:
    assert holds(condition, Scope(CONTEXTS, Around("success"))) is after_success
    assert holds(condition, Scope(CONTEXTS, Around("failure"))) is after_failure


def test_a_condition_that_is_partly_an_expression_is_refused() -> None:
    with pytest.raises(Unsupported, match="partly"):
        holds("${{ github.event.number }} == 8", SCOPE)


def digest(workspace: Path, *patterns: str) -> str:
    names = ", ".join(f"'{pattern}'" for pattern in patterns)
    found = evaluate(f"hashFiles({names})", Scope({}, Around("success", workspace)))
    assert isinstance(found, str)
    return found


def test_files_are_hashed(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    for name in ("pyproject.toml", "src/a.py", "src/b.py"):
        (tmp_path / name).write_text(name)
    every = digest(tmp_path, "**/*.py", "*.toml")
    assert len(every) == 64
    assert digest(tmp_path, "src", str(tmp_path / "*.toml")) == every
    assert digest(tmp_path, "**", "!src/b.py") == digest(tmp_path, "src/a.py", "*.toml") != every
    (tmp_path / "src/b.py").write_text("changed")
    assert digest(tmp_path, "**/*.py", "*.toml") not in ("", every)
    assert digest(tmp_path, "*.lock", "/etc/hostname") == ""


@pytest.mark.parametrize("pattern", ["../**", "--follow-symbolic-links"])
def test_what_reaches_out_of_the_workspace_is_not_hashed(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(Unsupported, match="hashFiles"):
        digest(tmp_path, pattern)
