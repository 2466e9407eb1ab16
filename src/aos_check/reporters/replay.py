"""The replay of a history as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aos_check.model.replay import CodeKind, Convention, Habits, Rates, Replay, RuleStops, Share
from aos_check.model.wording import counted, shortened
from aos_check.reading.toml_edits import written
from aos_check.reporters.drawing import WIDTH, Column, table
from aos_check.reporters.status import Canvas

_SHORT = 10
_INDENT = "  "
_TOP = "."


def as_text(replay: Replay, canvas: Canvas) -> str:
    """The replay in the order of its questions: what would have stopped, why, and what fits."""
    blocks = [
        [_heading(replay)],
        _titled("would have been stopped", _rates(replay.before, canvas), canvas),
        _titled("how code commits name their spec", _ways(replay.conventions, canvas), canvas),
        _titled("habits", _habits(replay.habits, canvas), canvas),
        _titled("proposed settings", _settings(replay, canvas), canvas),
    ]
    # The replayed commits are the same, whatever `enforce-since` says.
    if any(it.key != ("enforce-since",) for it in replay.settings):
        rows = _compared(replay)
        blocks.append(_titled("with these settings", _lines(rows, canvas), canvas))
    if replay.gaps:
        gaps = [canvas.pencil.cut(f"{_INDENT}{it}", 2 * WIDTH) for it in replay.gaps]
        blocks.append(_titled("not known", gaps, canvas))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _heading(replay: Replay) -> str:
    days = f"from {replay.since.isoformat()} to {replay.until.isoformat()}"
    ends = f"{replay.first[:_SHORT]} to {replay.last[:_SHORT]}"
    return f"replayed {counted(replay.commits, 'commit')} {days} ({ends})"


def _titled(title: str, lines: Sequence[str], canvas: Canvas) -> list[str]:
    return [canvas.style.bold(title), *lines] if lines else []


def _lines(rows: Sequence[Sequence[str]], canvas: Canvas) -> list[str]:
    columns = [Column(40)] * max(map(len, rows), default=0)
    return [f"{_INDENT}{line}" for line in table(columns, rows, canvas.pencil, 2 * WIDTH)]


def _share(share: Share) -> str:
    return f"{share.part:,} of {share.whole:,} ({share.percent} %)" if share.whole else "none"


# The stops


def _rates(rates: Rates, canvas: Canvas) -> list[str]:
    total = ["in all", "", _share(rates.commits), _share(rates.branches)]
    rows = [["rule", "", "commits", "branches"], total, *map(_row, rates.rules)]
    head, all_, *lines = _lines(rows, canvas)
    found = [canvas.style.dim(head), all_]
    for rule, line in zip(rates.rules, lines, strict=True):
        found += [line, *_samples(rule, canvas)]
    return found


def _row(rule: RuleStops) -> list[str]:
    return [rule.code, rule.name, f"{rule.commits:,}", f"{rule.branches:,}"]


def _samples(rule: RuleStops, canvas: Canvas) -> Iterator[str]:
    for it in rule.samples:
        text = f"{_INDENT * 3}{it.commit[:_SHORT]} {shortened(it.subject, 50)}: {it.reason}"
        yield canvas.style.dim(canvas.pencil.cut(text, 2 * WIDTH))


# The habits


def _ways(conventions: Iterable[Convention], canvas: Canvas) -> list[str]:
    rows = [[it.name, _share(it.used), _right(it.right)] for it in conventions]
    return _lines(rows, canvas)


def _right(right: Share) -> str:
    return f"right in {right.part:,} of {right.whole:,}" if right.whole else ""


def _habits(habits: Habits, canvas: Canvas) -> list[str]:
    never = habits.never_built
    rows = [
        ["code commits that tick a task", _share(habits.ticking)],
        ["  by folder", _parts(habits.folders)],
        ["  by type", _parts(habits.types)],
        ["code commits that say `Task: none`", _share(habits.maintenance)],
        ["code commits that need no task", _share(habits.exempt)],
        ["commits with too many ticks", f"{habits.bulk_ticks:,}"],
        ["commits that untick a task", f"{habits.unticks:,}"],
        ["finished tasks that vanished", f"{habits.vanished:,}"],
        ["done tasks whose file never existed", "not known" if never is None else f"{never:,}"],
    ]
    return _lines(rows, canvas)


def _parts(parts: Sequence[CodeKind]) -> str:
    """How many of the commits tick, for the most frequent kinds."""
    shown = (f"{_name(it.name)} {it.ticking:,} of {it.commits:,}" for it in parts[:6])
    return ", ".join(shown) or "none"


def _name(name: str) -> str:
    return {"": "no type", _TOP: "top"}.get(name, name)


# The proposal


def _settings(replay: Replay, canvas: Canvas) -> list[str]:
    if not replay.settings:
        return [f"{_INDENT}none: the present configuration fits"]
    lines = []
    for it in replay.settings:
        key = ".".join(it.key)
        lines.append(canvas.pencil.cut(f"{_INDENT}{key} = {written(it.value)}", 2 * WIDTH))
        lines.append(canvas.style.dim(canvas.pencil.cut(f"{_INDENT * 3}{it.reason}", 2 * WIDTH)))
    return lines


def _compared(replay: Replay) -> list[list[str]]:
    before, after = replay.before, replay.after
    return [
        ["commits stopped", _share(before.commits), "->", _share(after.commits)],
        ["branches stopped", _share(before.branches), "->", _share(after.branches)],
    ]
