"""Testing that the hooks of coding agents are set up, start, and refuse a sample."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from aos_check import GUIDES
from aos_check.agents import AGENTS, agent_of
from aos_check.model.gate import Result, ResultState
from aos_check.reading.structured import UnreadableDataError, read_json
from aos_check.setup.doctor.agent_handlers import Handler, Program, handlers_in, program_of
from aos_check.setup.doctor.clone import Clone, UnreadableError, read_text
from aos_check.setup.doctor.running import Ended, run
from aos_check.setup.doctor.scratch import Scratch
from aos_check.setup.init import claude_code
from aos_check.setup.installing import for_good

if TYPE_CHECKING:
    from aos_check.agents import CodingAgent
    from aos_check.agents.profile import HookSetup

GATE = "agents"

_BYPASS = "git commit --no-verify -m more"
_LEGAL = "git status"
_USUAL_PATIENCE = 60.0
_REFUSED = 2
_GUIDE = f"follow {GUIDES}/how-to/agents.md"

_Outcome: TypeAlias = tuple[ResultState, str, str]
"""State, text and remedy."""


class AgentSettings(NamedTuple):
    """A file of settings; `broken` says why it cannot be read."""

    file: str
    value: Mapping[str, Any]
    broken: str = ""
    names_us: bool = False


@dataclass(frozen=True, slots=True)
class AgentExamination:
    """The clone to examine, and the sample project to test its hooks in."""

    clone: Clone
    scratch: Scratch

    def all(self) -> Iterator[Result]:
        """The results for each agent that is set up here; one line if none is."""
        found = [
            Result(GATE, name, *outcome)
            for name in AGENTS
            if (agent := agent_of(name))
            for outcome in self._of_agent(name, agent)
        ]
        if any(result.state is not ResultState.ABSENT for result in found):
            yield from found
        else:
            text = "no agent's hook runs aos-check"
            yield Result(
                GATE, "hooks", ResultState.ABSENT, text, "aos-check init --with claude-code"
            )

    def _of_agent(self, name: str, agent: CodingAgent) -> Iterator[_Outcome]:
        """The outcomes for one agent; none if it has no file here."""
        setup = agent.SETUP
        files = list(self._settings(setup))
        for each in files:
            if each.broken and each.names_us:
                text = f"{each.file} cannot be read, so its hooks do not run: {each.broken}"
                yield ResultState.OPEN, text, f"fix {each.file}"
        handlers = [it for each in files for it in handlers_in(each.value, each.file)]
        ours = [it for it in handlers if it.file != _SHARED or it.agent == name]
        ours += _plugin(setup, files)
        if not ours:
            if files and not any(each.file.startswith((_SHARED, "~")) for each in files):
                yield ResultState.ABSENT, f"{files[-1].file} has no hook of aos-check", _GUIDE
        elif off := _switched_off(setup, files):
            text = f"all hooks are turned off: {setup.off} in {off}"
            yield ResultState.OPEN, text, f"remove {setup.off} from {off}"
        else:
            yield from self._of_handlers(name, agent, ours)

    def _settings(self, setup: HookSetup) -> Iterator[AgentSettings]:
        for name in setup.files:
            if name.startswith("~/"):
                yield from _read(name, Path(os.path.expanduser(name)))  # noqa: PTH111 - no home, no file
            elif "*" in name:
                for path in self.clone.matching([name]):
                    yield from _read(_SHARED, self.clone.folder / path)
            else:
                yield from _read(name, self.clone.folder / name)

    def _of_handlers(
        self, name: str, agent: CodingAgent, handlers: Sequence[Handler]
    ) -> Iterator[_Outcome]:
        setup = agent.SETUP
        gaps = list(_gaps(setup, handlers))
        for text in gaps:
            yield ResultState.OPEN, text, _GUIDE
        for handler in handlers:
            if handler.event == setup.command_gate and handler.is_for(setup.command_tool):
                yield self._try(name, agent, handler, whole=not gaps)
                break
        configured = {it.event for it in handlers}
        if missing := [event for event in setup.others if event not in configured]:
            yield ResultState.NOTE, f"aos-check is not run at {', '.join(missing)}", _GUIDE

    def _try(self, name: str, agent: CodingAgent, handler: Handler, *, whole: bool) -> _Outcome:
        state, text, remedy = self._try_program(name, agent, handler)
        if state is ResultState.OK:
            text += f"; {agent.SETUP.caveat}" if agent.SETUP.caveat else ""
            text += "" if whole else "; but the agent does not run it for everything"
        return state, f"{handler.file}: {text}", remedy

    def _try_program(self, name: str, agent: CodingAgent, handler: Handler) -> _Outcome:
        program = program_of(handler, self.clone.folder)
        if program.missing:
            return ResultState.OPEN, program.why_not, for_good()
        if program.why_not:
            text = f"{program.why_not}, which doctor does not run"
            return ResultState.UNJUDGED, text, f"set its command to `aos-check hook {name}`"
        limit = handler.timeout
        patience = _USUAL_PATIENCE if limit is None else limit / agent.SETUP.per_second
        bad = self._ask(program, agent, _BYPASS, patience)
        good = self._ask(program, agent, _LEGAL, patience)
        if bad.code is None or good.code is None:
            text = f"it does not answer within its timeout of {patience:g} s"
            return ResultState.OPEN, text, "give it a longer timeout"
        remedy = f"set its command to `aos-check hook {name}`, of this version"
        if not _refuses(agent.SETUP, bad):
            return ResultState.OPEN, f"it runs, but accepts `{_BYPASS}`", remedy
        if good.code or good.output.strip():
            text = f"it does not accept `{_LEGAL}` in silence: {good.last_words[:200]}"
            return ResultState.OPEN, text, remedy
        return ResultState.OK, f"it refuses `{_BYPASS}` and accepts `{_LEGAL}` in silence", ""

    def _ask(self, program: Program, agent: CodingAgent, command: str, patience: float) -> Ended:
        """The hook's answer before a command runs in the sample project."""
        event = json.dumps(agent.sample(command, str(self.scratch.top))).encode()
        # The sample must not get into the user's cache.
        environment = {**self.scratch.environment, "XDG_CACHE_HOME": str(self.scratch.folder)}
        return run(program.command, self.scratch.top, environment, patience, event)


_SHARED = ".github/hooks"
"""The folder whose files two agents read."""


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


def _plugin(setup: HookSetup, files: Sequence[AgentSettings]) -> list[Handler]:
    """The handlers of our plugin, if it is enabled; a later file overrides an earlier one."""
    enabled: dict[str, Any] = {}
    for each in files:
        plugins = each.value.get("enabledPlugins")
        enabled |= plugins if isinstance(plugins, dict) else {}
    if not setup.plugin or not any(
        on for key, on in enabled.items() if key.startswith(setup.plugin)
    ):
        return []
    return list(handlers_in({"hooks": claude_code.hooks()}, "the plugin, which is enabled"))


def _switched_off(setup: HookSetup, files: Sequence[AgentSettings]) -> str:
    """The file that turns all hooks off; "" if they are on."""
    found = [each for each in files if setup.off in each.value]
    return found[-1].file if found and found[-1].value[setup.off] is True else ""


def _gaps(setup: HookSetup, handlers: Sequence[Handler]) -> Iterator[str]:
    """The events and tools for which the agent does not run aos-check."""
    for event, tools in setup.gates.items():
        own = [it for it in handlers if it.event == event]
        if not own:
            yield f"aos-check is not run at {event}, so it cannot refuse anything there"
        elif missing := [tool for tool in tools if not any(it.is_for(tool) for it in own)]:
            yield f"{own[0].file}: at {event}, aos-check is not run for {', '.join(missing)}"


def _refuses(setup: HookSetup, ended: Ended) -> bool:
    """True if the agent would not run the command."""
    if ended.code == _REFUSED:
        return True
    try:
        answer = json.loads(ended.output)
    except (ValueError, RecursionError):
        return False
    for key in setup.decision:
        answer = answer.get(key) if isinstance(answer, dict) else None
    return bool(answer == "deny")
