"""A group whose help lists the commands in sections, and whose errors name the nearest command."""

from __future__ import annotations

from collections.abc import Sequence

import click

from aos_check.cli.boundary import Boundary
from aos_check.model.addresses import suggestion


class SectionedGroup(Boundary):
    """A group in which each command is in one section."""

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.sections: dict[str, list[click.Command]] = {}

    def add_section(self, title: str, commands: Sequence[click.Command]) -> None:
        """Add the commands in this order."""
        self.sections[title] = list(commands)
        for command in commands:
            self.add_command(command)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a table for each section, with the first sentence of each command."""
        widest = max(map(len, self.commands))
        for title, commands in self.sections.items():
            rows = [
                (f"{command.name:<{widest}}", command.get_short_help_str(limit=200))
                for command in commands
            ]
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command. The error for an unknown one names the nearest."""
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            listing = f"see `{ctx.command_path} --help`"
            message = f"there is no command {name}; {suggestion(name, self.commands, listing)}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)
