"""The folder of a new spec, named by the convention of its layout."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aos_check.model.errors import CannotCheckError
from aos_check.reading.layouts import Layout, filled_in
from aos_check.reading.spec_folders import SpecFolder
from aos_check.setup.scaffold.planned import PlannedSpec

_FORMS = ("{slug}", "{number}-{slug}", "{date}-{time}-{slug}", "{date}-{slug}")


@dataclass(frozen=True, slots=True)
class SpecTarget:
    """The home and the layout of a new spec, the existing specs of any layout, and planned ones."""

    home: str
    layout: Layout
    specs: Sequence[SpecFolder] = ()
    planned: Sequence[PlannedSpec] = ()

    @property
    def alike(self) -> list[SpecFolder]:
        """The correctly named specs of the layout, the newest last."""
        own = [spec for spec in self.specs if spec.layout == self.layout and spec.well_named]
        return sorted(own, key=age)


def age(spec: SpecFolder) -> tuple[str, int, str]:
    """The key that sorts the specs of one layout from the oldest to the newest."""
    date = parts_of(spec).get("date", "") + parts_of(spec).get("time", "")
    return date, int(re.sub(r"\D", "", spec.number or "") or 0), spec.id


def parts_of(spec: SpecFolder) -> dict[str, str]:
    """The parts of the spec's name, such as its number, by the pattern of its layout."""
    groups = spec.match.groupdict() if spec.match else {}
    return {name: text for name, text in groups.items() if text}


def path_for(target: SpecTarget, values: Mapping[str, str]) -> str:
    """The folder of a new spec with these values. Raises CannotCheckError if none is possible.

    A spec in a single file has the folder's name. If the home is one spec, it is the home.
    """
    if target.layout.specs.each == "home":
        return target.home
    slug = values["slug"]
    for spec in target.specs:
        if slug in (spec.slug, spec.id):
            raise CannotCheckError(
                f"the spec {slug} already exists: {spec.path}",
                "choose another name, or continue that spec",
            )
    return posixpath.join(_parent(target), _name(target, values))


def _parent(target: SpecTarget) -> str:
    """The parent folder. In a layout with lifecycle folders, a new spec goes into review."""
    layout = target.layout
    roots = [posixpath.join(target.home, root).rstrip("/") for root in layout.specs.roots]
    used = [
        root for root in roots if any(spec.path.startswith(f"{root}/") for spec in target.alike)
    ]
    buckets = [name for name, meaning in layout.specs.buckets.items() if meaning == "review"]
    sorted_away = not target.alike or any(spec.bucket for spec in target.alike)
    return posixpath.join((used or roots)[0], *(buckets[:1] if sorted_away else ()))


def values_for(target: SpecTarget, slug: str, now: datetime) -> dict[str, str]:
    """The parts from which the names of a new spec and of its documents are made."""
    epic, story = _next_story(target, slug)
    return {
        "slug": slug,
        "number": _next_number(target, slug),
        "epic": str(epic),
        "story": str(story),
        "prefix": _prefix(target),
        "date": now.strftime("%Y-%m-%d"),
        "day": now.strftime("%Y%m%d"),
        "time": now.strftime("%H%M"),
    }


def _name(target: SpecTarget, values: Mapping[str, str]) -> str:
    """The name in the form of the layout, or of the newest spec, or in the first that fits."""
    pattern = target.layout.specs.name
    for name in _candidates(target, values):
        found = re.fullmatch(pattern, name)
        # The layout must read the slug and the date back as they were written.
        read = {key: text for key, text in found.groupdict().items() if text} if found else {}
        if "slug" in read and all(read.get(key, values[key]) == values[key] for key in _CERTAIN):
            return name
    raise CannotCheckError(
        f"the layout {target.layout.name} names specs by {pattern}, and there is no spec to copy",
        "create the folder of the first spec by hand",
    )


_CERTAIN = ("slug", "date", "time")


def _candidates(target: SpecTarget, values: Mapping[str, str]) -> Iterator[str]:
    if form := target.layout.specs.new:
        yield filled_in(form, values)
    # Specs in a folder such as OpenSpec's archive have other names.
    pending = [spec for spec in target.alike if spec.bucket != "completed"]
    if pending:
        like = parts_of(pending[-1]).keys()
        same = (form for form in _FORMS if set(re.findall(r"\{(\w+)\}", form)) == like)
        yield from (filled_in(form, values) for form in same)
        yield _renamed(pending[-1], values)
    yield from (filled_in(form, values) for form in _FORMS)


def _renamed(spec: SpecFolder, values: Mapping[str, str]) -> str:
    """The name of a spec with other values in its parts."""
    name, match = spec.id, spec.match
    if match is None:
        return name
    # From the end, so that the earlier positions stay valid.
    for start, end, value in sorted(
        ((*match.span(part), values[part]) for part in parts_of(spec) if part in values),
        reverse=True,
    ):
        name = name[:start] + value + name[end:]
    return name


def _numbers(target: SpecTarget) -> list[str]:
    """The numbers of the specs in the home; of its documents if the home is one spec."""
    own = [spec for spec in target.specs if spec.home.path == target.home]
    if target.layout.specs.each == "home":
        names = (_NUMBERED.match(posixpath.basename(path)) for spec in own for path in spec.files)
        return [found["number"] for found in names if found]
    return [spec.number for spec in own if spec.number]


_NUMBERED = re.compile(r"(?P<prefix>[A-Za-z]+)-(?P<number>\d{1,9})\b")


def _planned_number(target: SpecTarget, slug: str) -> str:
    """The number that the plan gives to this spec, if no other spec has it; "" for none."""
    taken = {_parts(number) for number in _numbers(target)}
    free = (
        it.number for it in target.planned if it.slug == slug and _parts(it.number) not in taken
    )
    return next(free, "")


def _parts(number: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", number)))


def _next_number(target: SpecTarget, slug: str) -> str:
    """The planned number, else the one after the highest, with as many digits as the others."""
    home = target.layout.specs.each == "home"
    numbers = [it for it in _numbers(target) if it.isdecimal()] or ["0" if home else "000"]
    digits = max(map(len, numbers))
    if planned := _planned_number(target, slug):
        return planned.zfill(digits) if planned.isdecimal() else planned
    numbers += [it.number for it in target.planned if it.number.isdecimal()]
    return f"{max(map(int, numbers)) + 1:0{digits}}"


def _next_story(target: SpecTarget, slug: str) -> tuple[int, int]:
    """The planned epic and story, else the last epic and the number after its last story."""
    own = _parts(_planned_number(target, slug))
    if len(own) == _PARTS:
        return own[0], own[1]
    written = [it[:_PARTS] for it in map(_parts, _numbers(target)) if len(it) >= _PARTS]
    planned = [it for it in (_parts(each.number) for each in target.planned) if len(it) == _PARTS]
    epic = max(written or planned[:1], default=(1, 0))[0]
    return epic, max((it[1] for it in (*written, *planned) if it[0] == epic), default=0) + 1


_PARTS = 2  # of a story's number


def _prefix(target: SpecTarget) -> str:
    """The word before the numbers of the home's documents, by default `task`."""
    own = (path for spec in target.specs if spec.home.path == target.home for path in spec.files)
    found = (_NUMBERED.match(posixpath.basename(path)) for path in own)
    return next((it["prefix"] for it in found if it), "task")
