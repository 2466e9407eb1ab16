"""Where a new spec goes: its home, its layout, and the name that its folder has by that layout."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aos_check.model.errors import CannotCheckError
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.layouts import Layout

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class SpecTarget:
    """Where specs of one layout lie: the home, and those that are there, of any layout."""

    home: str
    layout: Layout
    specs: Sequence[SpecFolder] = ()

    @property
    def alike(self) -> list[SpecFolder]:
        """The well named specs of the layout, the newest last."""
        own = [spec for spec in self.specs if spec.layout == self.layout and spec.well_named]
        return sorted(own, key=age)


def age(spec: SpecFolder) -> tuple[str, int, str]:
    """What puts specs of one layout in the order in which they were begun."""
    date = parts_of(spec).get("date", "") + parts_of(spec).get("time", "")
    return date, int(re.sub(r"\D", "", spec.number or "") or 0), spec.id


def parts_of(spec: SpecFolder) -> dict[str, str]:
    """The parts of the spec's name that its layout knows."""
    groups = spec.match.groupdict() if spec.match else {}
    return {name: text for name, text in groups.items() if text}


def path_for(target: SpecTarget, slug: str, now: datetime) -> str:
    """The folder of a new spec of that slug. Raises CannotCheckError where it has no name."""
    for spec in target.specs:
        if slug in (spec.slug, spec.id):
            raise CannotCheckError(
                f"there is a spec {slug} already: {spec.path}", "choose another name, or work on it"
            )
    return posixpath.join(_folder(target), _name(target, slug, now))


def _folder(target: SpecTarget) -> str:
    """The folder that the spec's folder goes into; a lifecycle begins with its review."""
    layout = target.layout
    roots = [posixpath.join(target.home, root).rstrip("/") for root in layout.specs.roots]
    used = [root for root in roots if any(_is_below(root, spec) for spec in target.alike)]
    buckets = [name for name, meaning in layout.specs.buckets.items() if meaning == "review"]
    sorted_away = not target.alike or any(spec.bucket for spec in target.alike)
    return posixpath.join((used or roots)[0], *(buckets[:1] if sorted_away else ()))


def _is_below(root: str, spec: SpecFolder) -> bool:
    return spec.path.startswith(f"{root}/")


# The name

_FORMS = ("{slug}", "{number}-{slug}", "{date}-{time}-{slug}", "{date}-{slug}")


def _name(target: SpecTarget, slug: str, now: datetime) -> str:
    """The name in the form of the newest spec, else in the first form that the layout takes."""
    pattern = target.layout.specs.name
    values = {
        "slug": slug,
        "number": _next_number(spec for spec in target.specs if spec.home.path == target.home),
        "date": now.strftime("%Y-%m-%d"),
        "time": now.strftime("%H%M"),
    }
    for name in _candidates(target, values):
        found = re.fullmatch(pattern, name)
        if found and _says(found, values):
            return name
    raise CannotCheckError(
        f"the layout {target.layout.name} names specs by {pattern}, and there is none to go by",
        "make the first one by hand",
    )


def _says(found: re.Match[str], values: Mapping[str, str]) -> bool:
    """True when every part of the name is read as what it was meant to be."""
    said = {name: text for name, text in found.groupdict().items() if text}
    return "slug" in said and all(values.get(name) == text for name, text in said.items())


def _candidates(target: SpecTarget, values: Mapping[str, str]) -> Iterator[str]:
    # A folder such as openspec's archive renames what comes into it.
    pending = [spec for spec in target.alike if spec.bucket != "completed"]
    if pending:
        like = parts_of(pending[-1]).keys()
        yield from (form.format_map(values) for form in _FORMS if _asks_for(form) == like)
        yield _renamed(pending[-1], values)
    yield from (form.format_map(values) for form in _FORMS)


def _asks_for(form: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", form))


def _renamed(spec: SpecFolder, values: Mapping[str, str]) -> str:
    """The name of a spec with other values in the places of its own."""
    name, match = spec.id, spec.match
    groups = [group for group in values if match and match.groupdict().get(group)]
    for group in sorted(groups, key=lambda each: match.start(each) if match else 0, reverse=True):
        if match:
            start, end = match.span(group)
            name = name[:start] + values[group] + name[end:]
    return name


def _next_number(specs: Iterable[SpecFolder]) -> str:
    """The number behind the highest, with as many digits."""
    numbers = [spec.number for spec in specs if spec.number and spec.number.isdecimal()]
    highest = max(map(int, numbers), default=0)
    return f"{highest + 1:0{max(map(len, numbers), default=_DIGITS)}}"
