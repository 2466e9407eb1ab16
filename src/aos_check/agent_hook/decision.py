"""What is said of an event: who is asked, and how hard the project means it."""

from __future__ import annotations

import os

from aos_check.agent_hook.facts_cache import Cover, Facts, Memory, is_remembered
from aos_check.agent_hook.repository_root import (
    CONFIGURATIONS,
    HOMES,
    SETTINGS,
    Ground,
    ground_around,
)
from aos_check.agents.event import Answer, Event, Kind, Touch, Verdict

_HARDNESS = {"advise": Verdict.TELL, "ask": Verdict.ASK, "deny": Verdict.DENY}
_SILENT = Answer()


def decide(event: Event) -> Answer:
    """The answer to an event; silence where nothing governs what it is about."""
    if event.kind is Kind.BEFORE_TOOL and event.command:
        from aos_check.agent_hook.commands import judge

        return judge(event)
    if event.kind in (Kind.BEFORE_TOOL, Kind.AFTER_TOOL):
        return _of_touches(event)
    ground = ground_around(event.folder or os.getcwd())
    if ground is None:
        return _SILENT
    facts = facts_of(ground, anew=event.kind is Kind.SESSION_START)
    if not facts["homes"]:
        return _SILENT
    from aos_check.agent_hook import sessions

    return sessions.decide(event, ground, facts)


def facts_of(ground: Ground, *, anew: bool = False) -> Facts:
    """What is known of the repository, or found out now."""
    memory = Memory.of(ground)
    facts = None if anew else memory.recall()
    if facts is None:
        from aos_check.agent_hook.facts import survey

        facts = survey(ground.top)
        memory.keep(facts)
    return facts


def answer(policy: str, text: str) -> Answer:
    """The text, as hard as the project means it."""
    return Answer(_HARDNESS[policy], text)


def _of_touches(event: Event) -> Answer:
    """The hardest answer to any of the files that a tool writes."""
    answers = [_of_touch(event, touch) for touch in event.touches]
    order = list(Verdict)
    return max(answers, key=lambda it: order.index(it.verdict), default=_SILENT)


def _of_touch(event: Event, touch: Touch) -> Answer:
    # What is written through a link is what it leads to.
    here = event.folder or os.getcwd()
    full = os.path.realpath(os.path.join(here, touch.path))
    if event.kind is Kind.BEFORE_TOOL and is_remembered(full):
        return _of_memory(full, ground_around(here))
    ground = ground_around(os.path.dirname(full))
    path = ground.below(full) if ground else None
    if ground is None or path is None:
        return _SILENT
    born = _may_bear_a_home(path)
    facts = facts_of(ground, anew=born and event.kind is Kind.AFTER_TOOL)
    if not (facts["homes"] or born):
        return _SILENT
    if event.kind is Kind.BEFORE_TOOL and _is_own(path, facts):
        from aos_check.agent_hook.protected_files import judge as judge_own

        return judge_own(touch, ground, path, facts)
    if born or is_paper(path, facts):
        from aos_check.agent_hook.documents import judge as judge_paper

        return judge_paper(event, touch, ground, path, facts)
    return _of_code(ground, path, facts) if event.kind is Kind.BEFORE_TOOL else _SILENT


def _of_memory(full: str, ground: Ground | None) -> Answer:
    """What the hook remembers is not an agent's to write."""
    if ground is None:
        return _SILENT
    text = f"{full} is what aos-check remembers of this work, and nobody else writes there."
    return answer(facts_of(ground)["bypass"], text)


def _of_code(ground: Ground, path: str, facts: Facts) -> Answer:
    cover = cover_of(path, facts)
    if cover is None or cover["covered"] or not _is_code(path, cover["root"], facts):
        return _SILENT
    from pathlib import Path

    from aos_check.git import Repository

    with Repository.open(Path(ground.top)) as repository:
        if repository.is_ignored(path):
            return _SILENT
    return answer(facts["code_without_cover"], f"{path} is code, and {cover['said']}")


def cover_of(path: str, facts: Facts) -> Cover | None:
    """What covers code of the nearest project above the path."""
    return next((it for it in facts["covers"] if is_below(path, it["root"])), None)


def is_below(path: str, root: str) -> bool:
    """True for a path in the folder; "" is the top."""
    return not root or path.startswith(f"{root}/")


def _is_code(path: str, root: str, facts: Facts) -> bool:
    import re

    forms = {path, path[len(root) + 1 :] if root else path}
    code, exempt = (re.compile(facts[key], re.DOTALL) for key in ("code", "exempt"))
    return any(map(code.match, forms)) and not any(map(exempt.match, forms))


def is_paper(path: str, facts: Facts) -> bool:
    """True for an artifact: documents are always free to be written."""
    folder = next((it for it in facts["papers"] if is_below(path, it)), None)
    if folder is None:
        return False
    hidden = folder.rpartition("/")[2].startswith(".")
    return hidden or path.lower().endswith(tuple(facts["endings"]))


def _may_bear_a_home(path: str) -> bool:
    """True for a document whose writing may be the beginning of a project."""
    return path.endswith((".md", "/approval.json")) and not _NAMES.isdisjoint(path.split("/"))


_NAMES = frozenset(HOMES)
_OWN = frozenset({*SETTINGS, *CONFIGURATIONS})


def _is_own(path: str, facts: Facts) -> bool:
    """True for what makes the gate run, and what records that something is approved."""
    approval = path.endswith("/approval.json") and is_paper(path, facts)
    hooks = path.startswith((".git/", f"{facts['hooks']}/"))
    return path in _OWN or path == facts["baseline"] or approval or hooks
