"""Comparing the repository before and after a command, or a tool whose writes are not known.

The facts at the last event before are the state before. In most cases nothing has changed in them.
"""

from __future__ import annotations

from aos_check.agent_hook.coverage import answer, facts_of, together
from aos_check.agent_hook.facts_cache import RepositoryFacts, former
from aos_check.agent_hook.repository_root import CONFIGURATIONS, RepositoryRoot
from aos_check.agents.event import Event, HookAnswer


def judge(event: Event, repo: RepositoryRoot) -> HookAnswer:
    """Report approvals that the tool wrote, and parts of the gate that it removed."""
    before = former(repo)
    if before is None or not before["homes"]:
        return HookAnswer()
    after = facts_of(repo)
    specs = {path for path, words in after["approvals"].items() if words != _words(path, before)}
    lost = {path for path, part in before["gate"] if [path, part] not in after["gate"]}
    if before["rules"] != after["rules"]:
        lost.update(CONFIGURATIONS)
    grown = before["baseline"] if before["accepted"] != after["accepted"] else ""
    if not (specs or lost or grown):
        return HookAnswer()
    return _confirmed(event, repo, before, specs, lost, grown)


def _words(path: str, facts: RepositoryFacts) -> list[str] | None:
    return facts["approvals"].get(path)


def _confirmed(
    event: Event,
    repo: RepositoryRoot,
    before: RepositoryFacts,
    specs: set[str],
    lost: set[str],
    grown: str,
) -> HookAnswer:
    """The answer to the changes of the session. A pull or another branch also brings changes."""
    from contextlib import closing

    from aos_check.agent_hook.repository_view import RepositoryViewer
    from aos_check.agent_hook.session_end import approved, baselined, work
    from aos_check.agent_hook.sessions import start_of
    from aos_check.agent_hook.worktree_snapshot import SessionStart

    with closing(RepositoryViewer(repo.top)) as viewer:
        start = start_of(event, repo) or SessionStart(viewer.repository.head(), {}, {}, whole=False)
        commit = work(viewer, start)
        own = {grown} if grown and baselined(viewer, start, grown) else set()
        tracked = viewer.repository.commit_tree(start.head).listing if start.head else {}
    changed = {path for change in commit.change.paths for path in change.paths} if commit else set()
    untracked = lost.difference(tracked, CONFIGURATIONS)
    answers = []
    if texts := tuple(approved(commit, specs)) if commit else ():
        answers.append(answer(before["self_approval"], f"aos-check: {' '.join(texts)}"))
    if mine := lost & changed | untracked | own:
        text = (
            f"aos-check: this weakened the gate ({', '.join(sorted(mine))}). Only a person changes "
            "the gate and its rules. Undo it, and tell the user what should change and why."
        )
        answers.append(answer(before["bypass"], text))
    return together(answers)
