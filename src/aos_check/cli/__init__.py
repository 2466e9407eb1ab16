"""The commands of `aos-check`, their options and their exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from aos_check.cli.approve import approve
from aos_check.cli.baseline import baseline
from aos_check.cli.boundary import CANNOT_CHECK
from aos_check.cli.check import check
from aos_check.cli.ci import ci
from aos_check.cli.decisions import decisions
from aos_check.cli.doctor import doctor
from aos_check.cli.explain import explain
from aos_check.cli.export import export
from aos_check.cli.git_hooks import commit_msg, pre_push, pre_receive, prepare_commit_msg
from aos_check.cli.hook import hook
from aos_check.cli.init import init
from aos_check.cli.layouts import layouts
from aos_check.cli.lsp import lsp
from aos_check.cli.mcp import mcp
from aos_check.cli.merge_tasks import merge_tasks
from aos_check.cli.new import new
from aos_check.cli.options import version
from aos_check.cli.output import silence, unwritable
from aos_check.cli.prove import prove
from aos_check.cli.replay import replay
from aos_check.cli.report import report
from aos_check.cli.rules import rules
from aos_check.cli.schema import schema
from aos_check.cli.sections import SectionedGroup
from aos_check.cli.status import next_task, status

_EPILOG = """\b
Exit codes:
  0  no finding fails the run
  1  some findings fail the run
  2  could not check; the message says how to fix it
  3  aos-check itself failed

\b
Shell completion:
  eval "$(_AOS_CHECK_COMPLETE=bash_source aos-check)"
  (zsh_source or fish_source for those shells)"""

_SETTINGS = {"max_content_width": 80, "help_option_names": ["-h", "--help"]}


class CheckByDefault(SectionedGroup):
    """The group of all commands. Without a command, it runs `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert `check` before a path, and before options that the group does not have."""
        # During completion, an empty line can still become any command.
        bare = not args and not ctx.resilient_parsing
        if bare or (args and self._begins_check(ctx, args[0])):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def _begins_check(self, ctx: click.Context, word: str) -> bool:
        if word.startswith("-"):
            return word not in {name for option in self.get_params(ctx) for name in option.opts}
        return word not in self.commands and ("/" in word or os.path.lexists(word))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete commands, and the options of `check`."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            inner = click.Context(check, parent=ctx, resilient_parsing=True)
            known = {item.value for item in found}
            more = check.shell_complete(inner, incomplete)
            found += [item for item in more if item.value not in known]
        return found


@click.group(cls=CheckByDefault, epilog=_EPILOG, context_settings=_SETTINGS)
@version
def cli() -> None:
    """Check that the documents of spec-driven development agree.

    Without a command, checks this repository, or the files and folders that you name.
    `aos-check check --help` lists the options.

    \b
    Examples:
      aos-check
      aos-check docs/adr
      aos-check next
    """  # noqa: D301 - click reads the backspace


_SECTIONS = {
    "Check": (check, report, baseline),
    "Work by the specs": (status, next_task, new, approve, prove),
    "Set up": (init, doctor, replay),
    "Understand": (decisions, explain, rules, layouts, export, schema),
    "Called by git, CI, agents and editors": (
        ci,
        commit_msg,
        prepare_commit_msg,
        pre_push,
        pre_receive,
        merge_tasks,
        hook,
        lsp,
        mcp,
    ),
}
for title, commands in _SECTIONS.items():
    cli.add_section(title, commands)


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        click.echo("aos-check: cannot write standard output: it is closed", err=True)
        sys.exit(CANNOT_CHECK)
    for stream in (sys.stdout, sys.stderr):
        # A character that the encoding does not have is written as an escape.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        cli(prog_name="aos-check")
    except OSError as error:
        # Help and version are written outside of any command.
        silence()
        click.echo(f"aos-check: {unwritable(error).message}", err=True)
        sys.exit(CANNOT_CHECK)
