"""GitHub Actions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aos_check.ci.event import CIEvent
from aos_check.ci.github import event, examine, workflow
from aos_check.ci.platform import Examined, Log, Platform, Runner
from aos_check.model.source import Source


class GitHub(Platform):
    """GitHub Actions: it writes the event to a file, and shows annotations and a summary."""

    site = "GitHub"
    files = (f"{workflow.FOLDER}/*.yml", f"{workflow.FOLDER}/*.yaml")
    file = workflow.FILE
    verdict = "it checks each pull request; whether it is required cannot be seen from here"

    def runs(self, environment: Mapping[str, str]) -> bool:
        """Return whether Actions runs this process."""
        return environment.get("GITHUB_ACTIONS") == "true"

    def event_of(self, environment: Mapping[str, str]) -> CIEvent:
        """Read the event from the file that Actions names."""
        return event.event_of(environment)

    def runner(self, environment: Mapping[str, str], log: Log) -> Runner:
        """Return the runner that writes annotations, the summary and outputs."""
        from aos_check.ci.github.runner import GitHubRunner

        return GitHubRunner(environment, log)

    def is_used(self, paths: Collection[str]) -> bool:
        """Return whether the repository has a folder `.github`."""
        return any(path.startswith(".github/") for path in paths)

    def checks(self, text: str) -> bool:
        """Return whether a workflow runs the action or the command."""
        return workflow.checks(text)

    def written(self, branch: str, source: Source) -> str | None:
        """Return the workflow; None if its runners cannot install from the source."""
        return workflow.written(source, branch) if source.is_shared else None

    def without(self, text: str) -> tuple[str | None, str]:
        """Delete the workflow, unless it was changed."""
        return workflow.without(text)

    def named(self, word: str) -> Source | None:
        """The source that a word names: also a repository with an action."""
        return super().named(word) or workflow.action(word)

    def next_step(self, *, wrote: bool, checks: bool, branch: str) -> str | None:  # noqa: ARG002
        """Ask the user to make a new workflow a required check."""
        step = f"make the job aos-check a required check of {branch}, once it has run there"
        return step if wrote else None

    def look_into(self, value: object) -> Examined | None:
        """Examine a workflow."""
        return examine.look_into(value)


PLATFORM = GitHub()
