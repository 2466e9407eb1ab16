"""The place where the thing under the cursor is written."""

from __future__ import annotations

from aos_check.judging.check_input import CheckInput
from aos_check.language_server.targets import Target, spec_of
from aos_check.model.finding import Place
from aos_check.model.project import Milestone
from aos_check.model.rule import Rule


def definition(opened: CheckInput, target: Target) -> Place | None:
    """The place of the target; that of its spec for a roadmap item. A rule has none."""
    if isinstance(target, Rule):
        return None
    if isinstance(target, Milestone):
        spec = spec_of(opened, target)
        return spec.at if spec else None
    return target.at
