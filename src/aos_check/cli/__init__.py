"""The command line: the commands, and the one place where errors become exit codes."""

from __future__ import annotations

import sys

import click

from aos_check.cli.boundary import Boundary
from aos_check.cli.check import check
from aos_check.cli.explain import explain
from aos_check.cli.export import export
from aos_check.cli.options import version
from aos_check.cli.rules import rules
from aos_check.cli.schema import schema

_EPILOG = """\b
Exit codes: 0 nothing that fails, 1 findings that fail, 2 could not check (the
message says how to put it right), 3 a fault of aos-check itself.

\b
Completion: eval "$(_AOS_CHECK_COMPLETE=bash_source aos-check)";
for other shells zsh_source or fish_source."""


class CheckByDefault(Boundary):
    """The group of all commands: what names none of them is a `check`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `check` before options that are not the group's own."""
        own = {name for option in self.get_params(ctx) for name in option.opts}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)


@click.group(cls=CheckByDefault, epilog=_EPILOG, context_settings={"max_content_width": 100})
@version
def cli() -> None:
    """Check that the documents of spec-driven development hold together.

    Without a command: check. See `aos-check check --help` for its options.
    """


for command in (check, explain, export, rules, schema):
    cli.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What the terminal's encoding lacks is written out; it must not end the run.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    cli(prog_name="aos-check")
