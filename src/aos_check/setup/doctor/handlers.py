"""What an agent's settings run at which event, as far as it is aos-check."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aos_check.agents import AGENTS

_LONGEST_PATTERN = 200  # characters; a hostile pattern can be made to take long


class Handler(NamedTuple):
    """A handler that names aos-check: in which file, at which event, for which tools."""

    file: str
    event: str
    matcher: str
    command: str
    arguments: tuple[str, ...] | None
    timeout: float | None

    def is_for(self, tool: str) -> bool:
        """True when it is asked about this tool."""
        if not tool or self.matcher in {"", "*"}:
            return True
        if re.fullmatch(r"[\w, |-]+", self.matcher):
            return tool in re.split(r"[|, ]+", self.matcher)
        try:
            pattern = re.compile(self.matcher) if len(self.matcher) <= _LONGEST_PATTERN else None
        except re.error:
            return False
        return pattern is not None and pattern.search(tool) is not None

    @property
    def agent(self) -> str:
        """The agent whose answers it gives; "" where that is not seen."""
        words = [*self.command.split(), *(self.arguments or ())]
        later = (after for before, after in itertools.pairwise(words) if before == "hook")
        return next((word.strip("\"'") for word in later if word.strip("\"'") in AGENTS), "")


def handlers_in(settings: object, file: str) -> Iterator[Handler]:
    """Those of ours, whatever the shape of the rest."""
    hooks = settings.get("hooks") if isinstance(settings, dict) else None
    for event, groups in hooks.items() if isinstance(hooks, dict) else ():
        for group in groups if isinstance(groups, list) else ():
            if isinstance(group, dict):
                yield from _in_group(group, file, event)


def _in_group(group: Mapping[str, Any], file: str, event: str) -> Iterator[Handler]:
    """A group of handlers for some tools, or a handler by itself."""
    inner = group.get("hooks")
    for each in inner if isinstance(inner, list) else [group]:
        if not isinstance(each, dict):
            continue
        command = str(each.get("command") or each.get("bash") or "")
        given = each.get("args")
        arguments = tuple(map(str, given)) if isinstance(given, list) else None
        if re.search(r"aos[-_]check", " ".join([command, *(arguments or ())])):
            matcher = str(group.get("matcher") or each.get("matcher") or "")
            timeout = each.get("timeout", each.get("timeoutSec"))
            seconds = float(timeout) if isinstance(timeout, int | float) else None
            yield Handler(file, event, matcher, command, arguments, seconds)
