"""What is left to do after `init`: only what is not done yet."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence

from aos_check.judging.judge import judge
from aos_check.model.finding import Severity
from aos_check.setup.init import pre_commit
from aos_check.setup.init.target import RepositoryTarget


def next_steps(
    target: RepositoryTarget, parts: Collection[str], written: Sequence[str]
) -> Iterator[str]:
    """The steps in the order in which they are best taken."""
    if "pre-commit" in parts and (command := _installing(target)):
        yield f"{command}  # the hooks of this clone"
    if "agents" in parts and not shutil.which("aos-check"):
        yield "pip install aos-check  # what the agent's hooks run"
    if not target.opened.projects:
        yield "aos-check new spec NAME  # the first spec"
    elif count := _failing(target):
        findings = "finding" if count == 1 else "findings"
        yield f"aos-check baseline  # today's {count} {findings} do not count then, new ones do"
    if written:
        yield f"git add {' '.join(written)} && git commit"
    if "workflow" in parts:
        platform = target.platform
        step = platform.next_step(
            wrote=platform.file in written, checks=target.checks_in_ci, branch=target.branch
        )
        yield from filter(None, [step])


def _installing(target: RepositoryTarget) -> str:
    """The command that installs the hooks of this clone; "" when they are there."""
    if all(_is_installed(target, name) for name in pre_commit.HOOK_TYPES):
        return ""
    text = target.text(pre_commit.FILE)
    settled = text is None or pre_commit.read(pre_commit.with_entry(text)).installs_all()
    types = "" if settled else "".join(f" -t {name}" for name in pre_commit.HOOK_TYPES)
    install = "" if shutil.which("pre-commit") else "pip install pre-commit && "
    return f"{install}pre-commit install{types}"


def _is_installed(target: RepositoryTarget, name: str) -> bool:
    """True for a hook that pre-commit has written, or that runs aos-check itself."""
    # Not git_path("hooks"): git is asked here without any hooks, and would name none.
    hooks = target.repository.git_path("info").parent / "hooks"
    try:
        hook = (hooks / name).read_bytes()
    except OSError:
        return False
    return b"pre-commit" in hook or b"aos-check" in hook


def _failing(target: RepositoryTarget) -> int:
    report = judge(target.opened)
    return sum(
        found.severity is Severity.ERROR and not found.baselined for found in report.findings
    )
