"""The folder of a new spec, named by the convention of its layout."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aos_check.model.errors import CannotCheckError
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.layouts import Layout

_FORMS = ("{slug}", "{number}-{slug}", "{date}-{time}-{slug}", "{date}-{slug}")


@dataclass(frozen=True, slots=True)
class SpecTarget:
    """The home and the layout of a new spec, and the existing specs of any layout."""

    home: str
    layout: Layout
    specs: Sequence[SpecFolder] = ()

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


def path_for(target: SpecTarget, slug: str, now: datetime) -> str:
    """The folder of a new spec with this slug. Raises CannotCheckError if none is possible."""
    for spec in target.specs:
        if slug in (spec.slug, spec.id):
            raise CannotCheckError(
                f"the spec {slug} already exists: {spec.path}",
                "choose another name, or continue that spec",
            )
    return posixpath.join(_parent(target), _name(target, slug, now))


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


def _name(target: SpecTarget, slug: str, now: datetime) -> str:
    """The name in the form of the newest spec, else in the first form that the layout accepts."""
    pattern = target.layout.specs.name
    values = {
        "slug": slug,
        "number": _next_number(target),
        "date": now.strftime("%Y-%m-%d"),
        "time": now.strftime("%H%M"),
    }
    for name in _candidates(target, values):
        found = re.fullmatch(pattern, name)
        read = {key: text for key, text in found.groupdict().items() if text} if found else {}
        # The layout must read every part back as it was written.
        if "slug" in read and all(values.get(key) == text for key, text in read.items()):
            return name
    raise CannotCheckError(
        f"the layout {target.layout.name} names specs by {pattern}, and there is no spec to copy",
        "create the folder of the first spec by hand",
    )


def _candidates(target: SpecTarget, values: Mapping[str, str]) -> Iterator[str]:
    # Specs in a folder such as OpenSpec's archive have other names.
    pending = [spec for spec in target.alike if spec.bucket != "completed"]
    if pending:
        like = parts_of(pending[-1]).keys()
        same = (form for form in _FORMS if set(re.findall(r"\{(\w+)\}", form)) == like)
        yield from (form.format_map(values) for form in same)
        yield _renamed(pending[-1], values)
    yield from (form.format_map(values) for form in _FORMS)


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


def _next_number(target: SpecTarget) -> str:
    """The number after the highest one in the home, with as many digits."""
    own = (spec.number for spec in target.specs if spec.home.path == target.home)
    numbers = [number for number in own if number and number.isdecimal()] or ["000"]
    return f"{max(map(int, numbers)) + 1:0{max(map(len, numbers))}}"
