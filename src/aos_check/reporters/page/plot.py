"""The geometry of the plots: numbers and dates become places in a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from aos_check.history.timeline.record import Count, Sample
from aos_check.reporters.page.words import MONTHS, day_month, full

_HOUR = 3600
_DAY = 24 * _HOUR
_APART = 18  # how far labels stand from one another, so that both can be read


@dataclass(frozen=True, slots=True)
class Size:
    """How large a picture is, what is left free around it, and how many dates find room."""

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


_LETTER = 7.6  # how wide a letter is at most


def _with_room(size: Size, most: int) -> Size:
    """The size with room for labels that are as long as those of that number."""
    left = size.left + round(_LETTER * len(f"{most:,}"))
    return replace(size, left=left, right=size.right + round(_LETTER * len(f"{most:,} known")))


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis; `anchor` says which end of its label stands there."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Plot:
    """Tasks over time: an area of those that are known, and one of those that are done."""

    size: Size
    known_area: str
    known_line: str
    done_area: str
    done_line: str
    dates: tuple[Tick, ...]
    numbers: tuple[Tick, ...]
    known_label: Tick
    done_label: Tick


@dataclass(frozen=True, slots=True)
class Spark:
    """The same for one spec, without axes, 100 wide and 24 high."""

    known_area: str
    done_area: str


def plot(samples: Sequence[Sample], size: Size) -> Plot:
    """The plot of all tasks."""
    most = max(1, *(sample.total.known for sample in samples))
    step = _step(most)
    size = _with_room(size, most)
    right, floor = size.width - size.right, size.height - size.bottom

    def height(number: int) -> float:
        return floor - (floor - size.top) * number / most

    places = _places([sample.when for sample in samples], size.left, right)
    known = _steps([(x, height(it.total.known)) for x, it in zip(places, samples, strict=True)])
    done = _steps([(x, height(it.total.done)) for x, it in zip(places, samples, strict=True)])
    last = samples[-1].total
    known_at, done_at = _apart(height(last.known), height(last.done))
    return Plot(
        size=size,
        known_area=_area(known, floor, right),
        known_line=_line(known, right),
        done_area=_area(done, floor, right),
        done_line=_line(done, right),
        dates=tuple(_dates([sample.when for sample in samples], size)),
        numbers=tuple(Tick(height(it), f"{it:,}") for it in range(0, most + 1, step)),
        known_label=Tick(known_at, f"{last.known:,} known", "start"),
        done_label=Tick(done_at, f"{last.done:,} done", "start"),
    )


def spark(samples: Sequence[Sample], spec: str) -> Spark | None:
    """The small plot of the spec with that id, from its beginning; None where nothing changed."""
    counts = [sample.specs.get(spec, Count()) for sample in samples]
    begun = next((index for index, count in enumerate(counts) if count.known), 0)
    samples, counts = samples[begun:], counts[begun:]
    if len(set(counts)) <= 1:
        return None
    most = max(count.known for count in counts)
    places = _places([sample.when for sample in samples], 0, 100)

    def area(numbers: Sequence[int]) -> str:
        points = [(x, 24 - 23 * it / most) for x, it in zip(places, numbers, strict=True)]
        return _area(_steps(points), 24, 100)

    return Spark(area([it.known for it in counts]), area([it.done for it in counts]))


Points = list[tuple[float, float]]


def _places(times: Sequence[datetime], left: float, right: float) -> list[float]:
    """Where each time stands; evenly where all are the same."""
    first, span = times[0], (times[-1] - times[0]).total_seconds()
    width = right - left
    if not span:
        return [left + width * index / max(len(times) - 1, 1) for index in range(len(times))]
    return [left + width * (time - first).total_seconds() / span for time in times]


def _steps(points: Points) -> Points:
    """The points at which the height changes, the first of them and one to end with."""
    kept = points[:1]
    for point in points[1:]:
        if point[1] != kept[-1][1]:
            kept.append(point)
    return kept


def _line(steps: Points, right: float) -> str:
    (x, y), *rest = steps
    return f"M{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in rest) + f"H{right:.1f}"


def _area(steps: Points, floor: float, right: float) -> str:
    return f"{_line(steps, right)}V{floor:.1f}H{steps[0][0]:.1f}Z"


def _apart(upper: float, lower: float) -> tuple[float, float]:
    """Two heights of labels that do not cover one another."""
    lack = _APART - (lower - upper)
    return (upper - lack / 2, lower + lack / 2) if lack > 0 else (upper, lower)


# The numbers at the side


def _step(most: int) -> int:
    """How far the marks are apart: 1, 2 or 5, or ten times that, with five at most above zero."""
    step = 1
    for factor in _factors():
        step = factor
        if most < 6 * factor:
            break
    return step


def _factors() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


# The dates below


def _dates(times: Sequence[datetime], size: Size) -> Iterator[Tick]:
    """Round dates in the time that is shown; of a moment, its day alone."""
    first, last = times[0], times[-1]
    if first == last:
        yield Tick(size.left, day_month(first.date()), "start")
        return
    right = size.width - size.right
    for time, label in _calendar(first, last, size.dates):
        (at,) = _places([first, time, last], size.left, right)[1:2]
        near_end = right - at < size.left
        yield Tick(at, label, "end" if near_end else "middle" if at > size.left else "start")


def _calendar(first: datetime, last: datetime, most: int) -> list[tuple[datetime, str]]:
    """At most so many times from one to the other, as regular as can be."""
    span = (last - first).total_seconds()
    for seconds in (_HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY):
        if span / seconds <= most - 0.5:
            return [(time, _named(time, seconds)) for time in _every(first, last, seconds)]
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(step for step in _month_steps() if months / step <= most - 0.5)
    found = (_month(first, index) for index in range(months + 1))
    wanted = [it for it in found if (it.year * 12 + it.month - 1) % step == 0 and it >= first]
    return [(it, _month_named(it, step)) for it in wanted if it <= last]


def _every(first: datetime, last: datetime, seconds: int) -> Iterator[datetime]:
    """Times on the full hour, day or Monday."""
    monday = datetime(1970, 1, 5, tzinfo=timezone.utc)
    gone = (first - monday).total_seconds()
    time = monday + timedelta(seconds=-(-gone // seconds) * seconds)
    while time <= last:
        yield time
        time += timedelta(seconds=seconds)


def _named(time: datetime, seconds: int) -> str:
    if seconds < _DAY and time.hour:
        return f"{time.hour:02}:00"
    return day_month(time.date())


def _month_steps() -> Iterator[int]:
    yield from (1, 2, 3, 6)
    for years in _factors():
        yield 12 * years


def _month(first: datetime, later: int) -> datetime:
    """The beginning of a month so many months later."""
    years, month = divmod(first.month - 1 + later, 12)
    return datetime(first.year + years, month + 1, 1, tzinfo=timezone.utc)


def _month_named(time: datetime, step: int) -> str:
    if step >= 12 or time.month == 1:  # noqa: PLR2004 - a year
        return str(time.year)
    return MONTHS[time.month - 1]


def described(samples: Sequence[Sample]) -> str:
    """The plot in words, for those who do not see it."""
    first, last = samples[0], samples[-1]
    grown = sum(1 for one, other in pairwise(samples) if one.total.known < other.total.known)
    begin, end = full(first.when.date()), full(last.when.date())
    return (
        f"{f'On {end}' if begin == end else f'From {begin} to {end}'} the known tasks went from "
        f"{first.total.known:,} to {last.total.known:,}, the done ones from {first.total.done:,} "
        f"to {last.total.done:,}; tasks were added {_times(grown)}."
    )


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
