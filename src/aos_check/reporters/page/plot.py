"""The geometry of the plots: the positions of numbers and dates in a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from itertools import count, pairwise
from typing import NamedTuple, TypeAlias

from aos_check.history.timeline.record import Count, Sample
from aos_check.reporters.page.words import MONTHS, day_month, full

_HOUR = 3600
_DAY = 24 * _HOUR
_MONDAY = 4 * _DAY  # the first one of 1970
_APART = 18  # the least distance between two labels
_LETTER = 7.6  # the width of the widest digit


class Size(NamedTuple):
    """The size of a picture, its margins, and the most dates that fit."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    dates: int


WIDE = Size("wide", 960, 300, left=20, right=24, top=20, bottom=36, dates=8)
NARROW = Size("narrow", 360, 240, left=20, right=18, top=20, bottom=34, dates=5)


class Tick(NamedTuple):
    """A mark on an axis. `anchor` is the part of its label that is at the mark."""

    at: float
    label: str
    anchor: str = "middle"


class Plot(NamedTuple):
    """Tasks over time: an area for the known tasks, and one for the done tasks."""

    size: Size
    known_area: str
    known_line: str
    done_area: str
    done_line: str
    dates: Sequence[Tick]
    numbers: Sequence[Tick]
    known_label: Tick
    done_label: Tick


Points: TypeAlias = "list[tuple[float, float]]"


def plot(
    samples: Sequence[Sample], size: Size, *, known: str = "known", done: str = "done"
) -> Plot:
    """The plot of all tasks, or of other numbers with these two labels."""
    last, most = samples[-1].total, max(1, *(sample.total.known for sample in samples))
    step = next(it for it in _round_numbers() if most < 6 * it)
    size = size._replace(
        left=size.left + round(_LETTER * len(f"{most:,}")),
        right=size.right
        + round(_LETTER * max(len(f"{most:,} {known}"), len(f"{last.done:,} {done}"))),
    )
    right, floor = size.width - size.right, size.height - size.bottom
    times = [sample.when for sample in samples]
    places = _places(times, size.left, right)

    def height(number: int) -> float:
        return floor - (floor - size.top) * number / most

    def line(numbers: Sequence[int]) -> str:
        return _line(list(zip(places, map(height, numbers), strict=True)), right)

    upper = line([it.total.known for it in samples])
    lower = line([it.total.done for it in samples])
    known_at, done_at = _apart(height(last.known), height(last.done))
    return Plot(
        size=size,
        known_area=_area(upper, floor, places[0]),
        known_line=upper,
        done_area=_area(lower, floor, places[0]),
        done_line=lower,
        dates=list(_dates(times, size)),
        numbers=[Tick(height(it), f"{it:,}") for it in range(0, most + 1, step)],
        known_label=Tick(known_at, f"{last.known:,} {known}", "start"),
        done_label=Tick(done_at, f"{last.done:,} {done}", "start"),
    )


def spark(samples: Sequence[Sample], spec: str) -> tuple[str, str] | None:
    """The areas of the known and the done tasks of the spec with this id, 100 wide and 24 high.

    They start with its first tasks. None if nothing has changed since then.
    """
    counts = [(sample.when, sample.specs.get(spec, Count())) for sample in samples]
    start = next((index for index, (_, it) in enumerate(counts) if it.known), 0)
    counts = counts[start:]
    if len({it for _, it in counts}) <= 1:
        return None
    most = max(it.known for _, it in counts)
    places = _places([when for when, _ in counts], 0, 100)

    def area(numbers: Sequence[int]) -> str:
        heights = [24 - 23 * number / most for number in numbers]
        return _area(_line(list(zip(places, heights, strict=True)), 100), 24, 0)

    return area([it.known for _, it in counts]), area([it.done for _, it in counts])


def _places(times: Sequence[datetime], left: float, right: float) -> list[float]:
    """The position of each time, evenly spread if all are the same."""
    first, span = times[0], (times[-1] - times[0]).total_seconds()
    width = right - left
    if not span:
        return [left + width * index / max(len(times) - 1, 1) for index in range(len(times))]
    return [left + width * (time - first).total_seconds() / span for time in times]


def _line(points: Points, right: float) -> str:
    """A path through the points in steps, first horizontal, then vertical."""
    (x, y), *_ = points
    steps = [point for before, point in pairwise(points) if point[1] != before[1]]
    return f"M{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in steps) + f"H{right:.1f}"


def _area(line: str, floor: float, left: float) -> str:
    return f"{line}V{floor:.1f}H{left:.1f}Z"


def _apart(upper: float, lower: float) -> tuple[float, float]:
    """The heights of two labels, moved apart so that they do not overlap."""
    missing = max(_APART - (lower - upper), 0)
    return upper - missing / 2, lower + missing / 2


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on."""
    for power in count():
        yield from (factor * 10**power for factor in (1, 2, 5))


# The dates on the horizontal axis


def _dates(times: Sequence[datetime], size: Size) -> Iterator[Tick]:
    """The marks at round dates or hours; one mark for the day if all times are the same."""
    first, last = times[0], times[-1]
    if first == last:
        yield Tick(size.left, day_month(first), "start")
        return
    right = size.width - size.right
    for time, label in _calendar(first, last, size.dates):
        at = _places([first, time, last], size.left, right)[1]
        near_end = right - at < size.left
        yield Tick(at, label, "end" if near_end else "middle" if at > size.left else "start")


def _calendar(first: datetime, last: datetime, most: int) -> list[tuple[datetime, str]]:
    """At most `most` regular times between the two, with their labels."""
    span = (last - first).total_seconds()
    for seconds in (_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY):
        if span / seconds <= most - 0.5:
            return [(time, _hour_or_day(time, seconds)) for time in _every(first, last, seconds)]
    begin, end = (time.year * 12 + time.month - 1 for time in (first, last))
    step = next(step for step in _month_steps() if (end - begin) / step <= most - 0.5)
    months = [
        datetime(number // 12, number % 12 + 1, 1, tzinfo=timezone.utc)
        for number in range(begin, end + 1)
        if number % step == 0
    ]
    return [(time, _year_or_month(time, step)) for time in months if time >= first]


def _every(first: datetime, last: datetime, seconds: int) -> Iterator[datetime]:
    """Times on the full hour, day or Monday."""
    begin = -(-(first.timestamp() - _MONDAY) // seconds) * seconds + _MONDAY
    for time in range(int(begin), int(last.timestamp()) + 1, seconds):
        yield datetime.fromtimestamp(time, timezone.utc)


def _hour_or_day(time: datetime, step: int) -> str:
    return f"{time.hour:02}:00" if step < _DAY and time.hour else day_month(time)


def _month_steps() -> Iterator[int]:
    yield from (1, 2, 3, 6)
    yield from (12 * years for years in _round_numbers())


def _year_or_month(time: datetime, step: int) -> str:
    whole_year = step >= 12 or time.month == 1  # noqa: PLR2004
    return str(time.year) if whole_year else MONTHS[time.month - 1]


def described(samples: Sequence[Sample]) -> str:
    """The plot in words, for readers who do not see it."""
    first, last = samples[0], samples[-1]
    grown = sum(one.total.known < other.total.known for one, other in pairwise(samples))
    begin, end = full(first.when), full(last.when)
    return (
        f"{f'On {end}' if begin == end else f'From {begin} to {end}'}, known tasks went from "
        f"{first.total.known:,} to {last.total.known:,}, and done tasks from "
        f"{first.total.done:,} to {last.total.done:,}. Commits that added tasks: {grown:,}."
    )
