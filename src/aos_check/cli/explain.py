"""`aos-check explain`: the documentation of a rule, and the reason why a file is code or not."""

from __future__ import annotations

import re
from pathlib import Path

import click

from aos_check.cli import options
from aos_check.cli.output import show, style_for
from aos_check.cli.terminal import request_of


def _codes(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from aos_check.rules import RULES

    words = [word for rule in RULES for word in (rule.code, rule.name)]
    return [word for word in words if word.lower().startswith(typed.lower())]


@click.command()
@click.argument("code", required=False, shell_complete=_codes)
@options.file("--path", help="Print whether this file is code, of which project, and why.")
@options.verbose
def explain(code: str | None, path: Path | None) -> None:
    """Explain a rule, or why a file is code.

    CODE is the code or the name of a rule. Its documentation names the problem, the harm and the
    remedy, and gives examples. With --path, prints whether a change of the file needs a task.

    \b
    Examples:
      aos-check explain TASK001
      aos-check explain --path src/app.py
    """  # noqa: D301 - click reads the backspace
    if (code is None) == (path is None):
        raise click.UsageError("name either the code of a rule, or a file with --path")
    style = style_for("never")
    text = _rule(code) if code else _file(path or Path())
    # The documentation has lines of 100 columns. A terminal gets lines of its own width.
    show(_unwrapped(text) if style.columns else text, style)


def _unwrapped(markdown: str) -> str:
    """The text with each paragraph and each item of a list on one line."""
    return _FENCE_OR_BREAK.sub(lambda found: found[0] if found["fence"] else " ", markdown)


_FENCE_OR_BREAK = re.compile(
    r"^(?P<fence>`{3,})(?!`).*?^(?P=fence)$|(?<=\S)\n *(?!```|[\s|#>]|[*+-] |\d+\. |$)",
    re.MULTILINE | re.DOTALL,
)


def _rule(code: str) -> str:
    from aos_check.cli.rules import known_rules
    from aos_check.judging.selection import find_rule
    from aos_check.reporters.handbook import explained
    from aos_check.rules import RULES

    # The configuration is read only for the rules of plugins.
    shipped = any(code.upper() == rule.code or code.lower() == rule.name for rule in RULES)
    return explained(find_rule(code, RULES if shipped else known_rules()))


def _file(path: Path) -> str:
    from aos_check.judging.file_kind import in_words, kind_of
    from aos_check.judging.input.worktree import open_projects

    return in_words(kind_of(path, open_projects(request_of({"allow_empty": True}))))
