"""The hooks of coding agents: are they there, do they start, and do they refuse a sample."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from aos_check.reading.structured import UnreadableDataError, read_json
from aos_check.setup.doctor.agent_tables import TABLES, AgentTable
from aos_check.setup.doctor.clone import Clone, UnreadableError, read_text
from aos_check.setup.doctor.handlers import Handler, handlers_in
from aos_check.setup.doctor.programs import Program, program_of
from aos_check.setup.doctor.result import Result, ResultState
from aos_check.setup.doctor.running import Ended, run
from aos_check.setup.doctor.scratch import Scratch
from aos_check.setup.init import claude_code

GATE = "agents"

_ROUND = "git commit --no-verify -m more"
_LEGAL = "git status"
_USUAL_PATIENCE = 60.0
_REFUSED = 2
_INSTALL = "pipx install aos-check"
_GUIDE = "set it up as docs/agents.md shows"


class AgentSettings(NamedTuple):
    """A file of settings, as far as it could be read; `broken` says why not."""

    file: str
    value: Mapping[str, Any]
    broken: str = ""
    names_us: bool = False


@dataclass(frozen=True, slots=True)
class AgentExamination:
    """The clone, and the sample project in which a hook is asked."""

    clone: Clone
    scratch: Scratch

    def all(self) -> Iterator[Result]:
        """What is found of each agent that is set up here; one line where none is."""
        found = [each for agent in TABLES for each in self.of_agent(agent)]
        if any(result.state is not ResultState.ABSENT for result in found):
            yield from found
        else:
            text = "no agent's hook runs aos-check"
            yield Result(GATE, "hooks", ResultState.ABSENT, text, "aos-check init --only agents")

    def of_agent(self, agent: str) -> Iterator[Result]:
        """What is found of one agent; nothing where it has no file here."""
        table = TABLES[agent]
        files = list(self._settings(table))
        for each in files:
            if each.broken and each.names_us:
                text = f"{each.file} cannot be read, so that its hooks do not run: {each.broken}"
                yield Result(GATE, agent, ResultState.OPEN, text, f"put {each.file} right")
        handlers = [it for each in files for it in handlers_in(each.value, each.file)]
        ours = [it for it in handlers if it.file != _SHARED or it.agent == agent]
        plugin = _plugin(agent, files)
        if not ours and not plugin:
            if files and not any(each.file.startswith((_SHARED, "~")) for each in files):
                text = f"{files[-1].file} has no hook of aos-check"
                yield Result(GATE, agent, ResultState.ABSENT, text, _GUIDE)
            return
        if off := _switched_off(agent, files):
            text = f"all hooks are turned off: disableAllHooks in {off}"
            yield Result(GATE, agent, ResultState.OPEN, text, f"take disableAllHooks out of {off}")
            return
        yield from self._of_handlers(agent, table, [*ours, *plugin])

    def _settings(self, table: AgentTable) -> Iterator[AgentSettings]:
        for name in table.files:
            if name.startswith("~/"):
                yield from _read(name, Path(os.path.expanduser(name)))  # noqa: PTH111 - no home, no file
            elif "*" in name:
                folder = self.clone.folder / name.rpartition("/")[0]
                for file in sorted(folder.glob("*.json")) if not folder.is_symlink() else ():
                    yield from _read(_SHARED, file)
            else:
                yield from _read(name, self.clone.folder / name)

    # Configured

    def _of_handlers(
        self, agent: str, table: AgentTable, handlers: Sequence[Handler]
    ) -> Iterator[Result]:
        gaps = list(_gaps(table, handlers))
        for text in gaps:
            yield Result(GATE, agent, ResultState.OPEN, text, _GUIDE)
        asked = [it for it in handlers if it.event == table.shell and it.is_for(table.shell_tool)]
        if asked:
            yield self._tried(agent, table, asked[0], whole=not gaps)
        there = {it.event for it in handlers}
        if lacking := [event for event in table.others if event not in there]:
            text = f"nothing is said at {', '.join(lacking)}"
            yield Result(GATE, agent, ResultState.NOTE, text, _GUIDE)

    # Tried

    def _tried(self, agent: str, table: AgentTable, handler: Handler, *, whole: bool) -> Result:
        program = program_of(handler, self.clone.folder)
        if program.why_not:
            state = ResultState.OPEN if program.missing else ResultState.UNJUDGED
            remedy = _INSTALL if program.missing else "let its command be `aos-check hook`"
            why = program.why_not
            if not program.missing:
                why = f"{why}, which is not run here"
            return Result(GATE, agent, state, f"{handler.file}: {why}", remedy)
        patience = _patience(handler, table)
        bad = self._asked(program, table, _ROUND, patience)
        good = self._asked(program, table, _LEGAL, patience)
        if bad.code is None or good.code is None:
            text = f"{handler.file}: it does not answer in the {patience:g} s that it is given"
            return Result(GATE, agent, ResultState.OPEN, text, "give it a longer timeout")
        if not _refuses(agent, bad):
            text = f"{handler.file}: it runs, and lets `{_ROUND}` through"
            remedy = f"let it run `aos-check hook {agent}`, in this version"
            return Result(GATE, agent, ResultState.OPEN, text, remedy)
        if good.code or good.output.strip():
            said = good.last_words[:200]
            text = f"{handler.file}: it does not let `{_LEGAL}` through in silence: {said}"
            remedy = f"let it run `aos-check hook {agent}`, in this version"
            return Result(GATE, agent, ResultState.OPEN, text, remedy)
        text = f"{handler.file}: it refuses `{_ROUND}` and is silent about what is legal"
        text += f"; {table.caveat}" if table.caveat else ""
        text += "" if whole else "; but it is not asked about everything"
        return Result(GATE, agent, ResultState.OK, text)

    def _asked(self, program: Program, table: AgentTable, command: str, patience: float) -> Ended:
        """The answer to a command that is about to run in the sample project."""
        event = json.dumps(table.asks(command, str(self.scratch.top))).encode()
        # What it remembers of the sample is not kept in the user's cache.
        environment = {**self.scratch.environment, "XDG_CACHE_HOME": str(self.scratch.folder)}
        return run(program.command, self.scratch.top, environment, patience, event)


_SHARED = ".github/hooks"
"""Two agents read the files of this folder."""


def _read(name: str, file: Path) -> Iterator[AgentSettings]:
    try:
        text = read_text(file)
    except UnreadableError as error:
        yield AgentSettings(name, {}, str(error))
        return
    if text is None:
        return
    try:
        value = read_json(text).value if text.strip() else {}
    except UnreadableDataError as error:
        yield AgentSettings(name, {}, f"line {error.line}: {error}", names_us="aos-check" in text)
        return
    yield AgentSettings(name, value if isinstance(value, dict) else {})


def _plugin(agent: str, files: Sequence[AgentSettings]) -> list[Handler]:
    """The handlers that the plugin brings, where it is enabled; the later file has the say."""
    enabled: dict[str, Any] = {}
    for each in files:
        plugins = each.value.get("enabledPlugins")
        enabled |= plugins if isinstance(plugins, dict) else {}
    if agent != "claude-code" or not claude_code.has_hooks({"enabledPlugins": enabled}):
        return []
    return list(handlers_in({"hooks": claude_code.hooks()}, "the plugin, which is enabled"))


def _switched_off(agent: str, files: Sequence[AgentSettings]) -> str:
    """The file that turns all hooks off; "" where they are on."""
    said = [each for each in files if "disableAllHooks" in each.value]
    if agent != "claude-code" or not said:
        return ""
    return said[-1].file if said[-1].value["disableAllHooks"] is True else ""


def _gaps(table: AgentTable, handlers: Sequence[Handler]) -> Iterator[str]:
    """What is not asked about before it happens."""
    for event, tools in table.gates.items():
        there = [it for it in handlers if it.event == event]
        if not there:
            yield f"aos-check is not run at {event}, where it could refuse something"
            continue
        if missing := [tool for tool in tools if not any(it.is_for(tool) for it in there)]:
            yield f"{there[0].file}: at {event} it is not asked about {', '.join(missing)}"


def _patience(handler: Handler, table: AgentTable) -> float:
    return _USUAL_PATIENCE if handler.timeout is None else handler.timeout / table.second


def _refuses(agent: str, ended: Ended) -> bool:
    """True when the agent would not run the command."""
    if ended.code == _REFUSED:
        return True
    try:
        answer = json.loads(ended.output)
    except (ValueError, RecursionError):
        return False
    if agent == "windsurf" or not isinstance(answer, dict):
        return False
    special = answer.get("hookSpecificOutput")
    inner = special if isinstance(special, dict) else {}
    said = {
        "copilot": answer.get("permissionDecision"),
        "cursor": answer.get("permission"),
        "gemini": answer.get("decision"),
    }
    decision: object = said.get(agent, inner.get("permissionDecision"))
    return decision == "deny"
