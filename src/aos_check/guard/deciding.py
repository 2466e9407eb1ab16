"""What is said of an event: who is asked, and how hard the project means it."""

from __future__ import annotations

import os

from aos_check.agents.event import Answer, Event, Kind, Touch, Verdict
from aos_check.guard.ground import Ground, ground_around, looks_governed
from aos_check.guard.memory import Facts, Memory

_HARDNESS = {
    "allow": Verdict.SILENT,
    "advise": Verdict.TELL,
    "ask": Verdict.ASK,
    "deny": Verdict.DENY,
}
_SILENT = Answer()


def decide(event: Event) -> Answer:
    """The answer to an event; silence where nothing governs what it is about."""
    if event.kind is Kind.BEFORE_TOOL and event.command:
        return _before_command(event)
    if event.kind in (Kind.BEFORE_TOOL, Kind.AFTER_TOOL):
        return _of_touches(event)
    ground = ground_around(event.folder or os.getcwd())
    if ground is None or not looks_governed(ground, "."):
        return _SILENT
    from aos_check.guard import sessions

    facts = facts_of(ground, anew=event.kind is Kind.SESSION_START)
    return sessions.decide(event, ground, facts) if facts["covers"] else _SILENT


def facts_of(ground: Ground, *, anew: bool = False) -> Facts:
    """What is known of the repository, or found out now."""
    memory = Memory.of(ground)
    facts = None if anew else memory.recall()
    if facts is None:
        from aos_check.guard.survey import survey

        facts = survey(ground.top)
        memory.keep(facts)
    return facts


def answer(policy: str, text: str) -> Answer:
    """The text, as hard as the project means it."""
    verdict = _HARDNESS.get(policy, Verdict.TELL)
    return Answer(verdict, text if verdict is not Verdict.SILENT else "")


def _before_command(event: Event) -> Answer:
    ground = ground_around(event.folder or os.getcwd())
    if ground is None or not looks_governed(ground, "."):
        return _SILENT
    from aos_check.guard.commands import judge

    return judge(event, ground)


def _of_touches(event: Event) -> Answer:
    """The hardest answer to any of the files that a tool writes."""
    answers = [_of_touch(event, touch) for touch in event.touches]
    order = list(_HARDNESS.values())
    return max(answers, key=lambda it: order.index(it.verdict), default=_SILENT)


def _of_touch(event: Event, touch: Touch) -> Answer:
    full = os.path.join(event.folder or os.getcwd(), touch.path)
    ground = ground_around(os.path.dirname(full))
    path = ground.below(full) if ground else None
    if ground is None or path is None:
        return _SILENT
    if _is_own(path):
        from aos_check.guard.own import judge as judge_own

        return judge_own(event, touch, ground, path)
    if not looks_governed(ground, path):
        return _SILENT
    facts = facts_of(ground)
    if not facts["covers"]:
        return _SILENT
    if _is_paper(path, facts):
        from aos_check.guard.papers import judge as judge_paper

        return judge_paper(event, touch, ground, path, facts)
    return _of_code(path, facts) if event.kind is Kind.BEFORE_TOOL else _SILENT


def _of_code(path: str, facts: Facts) -> Answer:
    import re

    cover = next((it for it in facts["covers"] if is_below(path, it["root"])), None)
    if cover is None or cover["covered"]:
        return _SILENT
    below = path[len(cover["root"]) + 1 :] if cover["root"] else path
    forms = {path, below}
    if not any(map(re.compile(facts["code"], re.DOTALL).match, forms)):
        return _SILENT
    if any(map(re.compile(facts["exempt"], re.DOTALL).match, forms)):
        return _SILENT
    return answer(facts["code_without_cover"], f"{path} is code, and {cover['said']}")


def is_below(path: str, root: str) -> bool:
    """True for a path in the folder; "" is the top."""
    return not root or path.startswith(f"{root}/")


def _is_paper(path: str, facts: Facts) -> bool:
    """True for an artifact: documents are always free to be written."""
    folder = next((it for it in facts["papers"] if is_below(path, it)), None)
    if folder is None:
        return False
    hidden = folder.rpartition("/")[2].startswith(".")
    return hidden or path.lower().endswith(tuple(facts["endings"]))


_OWN = (".claude/settings.json", ".claude/settings.local.json", ".pre-commit-config.yaml")


def _is_own(path: str) -> bool:
    """True for what makes the gate run."""
    return (
        path in _OWN
        or path.startswith((".git/", ".github/workflows/"))
        or (path.rpartition("/")[2] in ("aos-check.toml", ".aos-check.toml", "approval.json"))
    )
