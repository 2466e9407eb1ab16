"""Reads requirements without ids: numbers in headings, and a numbered list of criteria below each.

The second criterion of `### Requirement 3: Names` is 3.2. User stories have only numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aos_check.model.spec import Requirement
from aos_check.reading.deferral import heads_deferred_work, set_aside
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind
from aos_check.reading.page import SourceFile

# The word before the number is in any language.
_HEADING = expression(
    r"\W*(?:[^\W\d_]+\s+){0,2}[^\W\d_]*\s*\#?(?P<id>\d{1,4}(?:\.\d{1,4})*)(?=$|[\s:：.,—–-])"
)
_WRITTEN = expression(r"\W*(?:[^\W\d_]{1,12}[\s-]*)?(?P<id>\d{1,4}(?:\.\d{1,4})+)\b")
_NUMBER = re.compile(r"\d{1,4}")


def numbered_requirements(page: SourceFile) -> Iterator[Requirement]:
    """The numbered requirements and their criteria, in order."""
    heading, level, count = "", 0, 0
    for line in page.prose:
        if line.kind is LineKind.HEADING:
            found = _HEADING.match(line.text)
            if found:
                heading, level, count = found["id"], line.level, 0
                yield Requirement(heading, line.text, page.at(line))
            elif line.level <= level:
                heading = ""
        elif found := _WRITTEN.match(line.text):
            yield Requirement(found["id"], line.text, page.at(line))
        elif heading and line.level == 1 and (number := _NUMBER.match(line.marker)):
            count += 1
            # Some authors write "1." before every item.
            for each in dict.fromkeys((int(number[0]), count)):
                yield Requirement(f"{heading}.{each}", line.text, page.at(line))


def user_stories(page: SourceFile, words: tuple[str, ...]) -> Iterator[Requirement]:
    """The user stories, whose headings begin with one of the words and a number."""
    pattern, aside = _heading_with(words), 0
    for line in page.prose:
        if line.kind is not LineKind.HEADING:
            continue
        text = _PRIORITY.sub("", line.text)
        aside = 0 if line.level <= aside else aside
        if not aside and (heads_deferred_work(text) or set_aside(text)):
            aside = line.level
        if found := pattern.match(line.text):
            title = line.text[found.end() :].strip(" :：.,—–-")
            yield Requirement(f"US{found['number']}", title, page.at(line), deferred=aside > 0)


_PRIORITY = expression(r"(?:priority:?\s{0,3})?\bp\d\b[\s,;–—-]{0,5}", re.IGNORECASE)


@cache
def _heading_with(words: tuple[str, ...]) -> re.Pattern[str]:
    any_word = "|".join(map(re.escape, words))
    return expression(
        rf"\W{{0,20}}(?:{any_word})[\s#-]{{0,3}}(?P<number>\d{{1,3}}[a-z]?)(?![\w.]\S|-\d)",
        re.IGNORECASE,
    )
