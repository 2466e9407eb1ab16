"""The replay: the rates of the present configuration, a proposal, and the rates with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import NamedTuple

from aos_check.history.adoption import comparable, since_adoption
from aos_check.history.commit_reader import CommitReader
from aos_check.judging.check_input import CheckInput
from aos_check.judging.config import MAX_READ, OWN_FILE, table_of
from aos_check.judging.input.checked_tree import CheckedTree
from aos_check.judging.input.revisions import RevisionReader
from aos_check.judging.judge import judge
from aos_check.judging.replay.attainment import Attainment
from aos_check.judging.replay.conventions import ConventionCounter
from aos_check.judging.replay.habits import HabitCounter
from aos_check.judging.replay.proposal import Facts, severities, structure
from aos_check.judging.replay.rates import RateCounter
from aos_check.judging.replay.steps import Step, steps
from aos_check.judging.replay.stops import NOT_REPLAYED, StepJudge, Stops
from aos_check.judging.request import CheckRequest, Console
from aos_check.model.change import CommitRecord
from aos_check.model.errors import CannotCheckError
from aos_check.model.replay import ProposedSetting, Rates, Replay
from aos_check.reading.toml_edits import with_value

_SHALLOW = "the history is shallow: earlier commits are not known; run `git fetch --unshallow`"
_ELSEWHERE = (
    f"{', '.join(NOT_REPLAYED)} are not replayed: they need every file of each commit, or its past"
)


class ConfigEdit(NamedTuple):
    """The configuration file, with its text before (None: there is no file) and after."""

    path: str
    before: str | None
    after: str


def replay(request: CheckRequest, since: str | None = None) -> tuple[Replay, ConfigEdit]:
    """Replay the history up to HEAD, since the adoption, or since a day or a revision.

    Raises CannotCheckError if there is nothing to replay.
    """
    revisions = RevisionReader(request)
    opened, tree = revisions.history()
    edit = _present(revisions, request, tree.rules.path)
    walked = _Walked(opened, tree, _records(opened, tree.reader, since), request.console)
    found = _Findings(walked)
    settings = structure(found.facts())
    text = _with(edit, settings)
    stops = found.stops
    # The replayed commits are the same, whatever `enforce-since` says.
    if any(it.key != ("enforce-since",) for it in settings):
        under = walked.under(text)
        judge_ = under.judge(found.with_errors)
        stops = [judge_.stops(step) for step in under.steps()]
    milder = tuple(severities(_rates(stops)))
    settings = (*settings, *milder)
    text = _with(edit._replace(after=text), milder)
    judge_ = walked.under(text).judge(found.with_errors)
    # A milder severity stops nothing new.
    after = _rates(judge_.stops(it.step) if it.any else it for it in stops)
    request.console.finish_progress()
    result = found.replay()._replace(after=after, settings=settings)
    return result, edit._replace(after=text)


def rates_of(request: CheckRequest) -> Rates | None:
    """The rates of the present configuration; None if there is no history, or too little of it."""
    try:
        revisions = RevisionReader(request)
        opened, tree = revisions.history()
        records = _records(opened, tree.reader, None)
        walked = _Walked(opened, tree, records, request.console)
        return _rates(map(walked.judge().stops, walked.steps()))
    except CannotCheckError:
        return None
    finally:
        request.console.finish_progress()


# The history


def _records(opened: CheckInput, reader: CommitReader, since: str | None) -> list[CommitRecord]:
    """The commits to replay, parents first."""
    repository = reader.repository
    started = since or opened.config.enforce_since
    late = since_adoption(repository, list(repository.commits(["HEAD"])), started)
    if records := comparable(repository, late):
        return records
    raise CannotCheckError(
        f"there are no commits since {started}" if started else "no commit can be compared",
        "name an earlier one with --since, or fetch the history with `git fetch --unshallow`",
    )


class _Walked(NamedTuple):
    """The commits to replay, with the input and the tree of one configuration."""

    opened: CheckInput
    tree: CheckedTree
    records: Sequence[CommitRecord]
    console: Console

    def steps(self) -> Iterator[Step]:
        """The steps of the main line, from the first project on."""
        done, total = 0, len(self.records)
        every = steps(self.tree.reader, self.records, self.records[-1].id)
        for step in dropwhile(lambda it: not it.diff.has_project, every):
            yield step
            done += len(step.commits)
            self.console.progress(done, total, "commits")

    def judge(self, documents: Collection[str] | None = None) -> StepJudge:
        """The judge of the steps; documents are checked only in those with these ids."""
        return StepJudge(self.opened, self.tree.reader, documents)

    def under(self, text: str) -> _Walked:
        """The same history under a configuration with this text. No document is read again."""
        tree = self.tree.configured(text)
        opened = replace(self.opened, config=tree.rules.config, sources=tree.rules.sources)
        return self._replace(opened=opened, tree=tree)


class _Findings:
    """The findings of the present configuration in the history."""

    def __init__(self, walked: _Walked) -> None:
        self._walked = walked
        self._habits, self._reached = HabitCounter(), Attainment()
        self._conventions = ConventionCounter(walked.opened.config.commits.trailers)
        self._rates = RateCounter()
        self._unjudged: dict[str, int] = {}
        self.stops: list[Stops] = []
        self._read()

    @property
    def with_errors(self) -> set[str]:
        """The ids of the steps with errors."""
        return {it.step.record.id for it in self.stops if it.any}

    def _read(self) -> None:
        """Check every step. Raises CannotCheckError if there is none."""
        judge_ = self._walked.judge()
        for step in self._walked.steps():
            stops = judge_.stops(step)
            for counter in (self._habits, self._reached, self._conventions):
                counter.add(step)
            self._rates.add(stops)
            self.stops.append(stops)
            for each in step.commits:
                if why := each.commit.unjudged:
                    self._unjudged[why] = self._unjudged.get(why, 0) + 1
        if not self.stops:
            raise CannotCheckError(
                "no commit has a project in its tree", "write the first spec, and commit it"
            )

    def facts(self) -> Facts:
        """The facts that speak for settings."""
        return Facts(
            self._walked.opened.config,
            self._walked.records[-1].id,
            self._habits,
            self._rates.rates(),
            self._reached.shares(),
            {it.name: it for it in self._conventions.every()},
        )

    def replay(self) -> Replay:
        """The replay without a proposal."""
        rates = self._rates.rates()
        records = [it.record for stops in self.stops for it in stops.step.commits]
        days = [record.committed.date() for record in records]
        return Replay(
            first=records[0].id,
            last=records[-1].id,
            since=min(days),
            until=max(days),
            commits=len(records),
            before=rates,
            after=rates,
            conventions=self._conventions.conventions(),
            habits=self._habits.habits(_never_built(self._walked.opened)),
            gaps=tuple(self._gaps()),
        )

    def _gaps(self) -> Iterator[str]:
        reader = self._walked.tree.reader
        if reader.repository.shallow:
            yield _SHALLOW
        yield from reader.snapshots.gaps
        yield from (f"{why} ({number:,})" for why, number in self._unjudged.items())
        yield _ELSEWHERE


def _never_built(opened: CheckInput) -> int | None:
    """The done tasks whose named file never existed; None if that is not known."""
    report = judge(opened, select=("TASK014",))
    return None if report.not_evaluated else len(report.findings)


def _rates(found: Iterable[Stops]) -> Rates:
    counter = RateCounter()
    for stops in found:
        counter.add(stops)
    return counter.rates()


# The configuration


def _present(revisions: RevisionReader, request: CheckRequest, path: str | None) -> ConfigEdit:
    """The configuration as it is: in the worktree, or at HEAD of a bare repository."""
    if path is None:
        return ConfigEdit(OWN_FILE, None, "")
    top = revisions.repository.top
    if top is None:
        text = revisions.repository.commit_tree("HEAD").read(path, MAX_READ).decode("utf-8")
        return ConfigEdit(path, text, text)
    file = (request.config_file or top / path).resolve()
    inside = file.is_relative_to(top.resolve())
    name = file.relative_to(top.resolve()).as_posix() if inside else str(file)
    text = file.read_bytes().decode("utf-8")
    return ConfigEdit(name, text, text)


def _with(edit: ConfigEdit, settings: Iterable[ProposedSetting]) -> str:
    """The text of the configuration with the settings."""
    text, table = edit.after, table_of(edit.path)
    for it in settings:
        text = with_value(text, (*table, *it.key), it.value, file=edit.path)
    return text
