"""The reader's regular expressions: compiled on first use, and their view of lower case."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
import sys
from collections.abc import Iterator

import pytest

from aos_check import reading
from aos_check.reading.expressions import _Expression, expression, lower


def test_an_expression_is_compiled_when_it_is_asked() -> None:
    broken = expression("(")
    with pytest.raises(re.error):
        broken.match("a")
    digits = expression(r"(?P<number>\d+)", re.IGNORECASE)
    assert [found["number"] for found in digits.finditer("1 and 22")] == ["1", "22"]
    assert digits.sub("", "a1") == "a"


def test_lower_case_is_what_patterns_without_case_take_for_the_same() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    plain = lower(every)
    assert len(plain) == len(every)
    # Find the matching letter only for characters that match some letter.
    alike = [match.start() for match in re.finditer("[a-z]", every, re.IGNORECASE)]
    assert alike == [match.start() for match in re.finditer("[a-z]", plain)]
    for at in alike:
        taken_for = [it for it in string.ascii_lowercase if re.match(it, every[at], re.IGNORECASE)]
        assert taken_for == [plain[at]]


def everything(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for each in value:
            yield from everything(each)
    else:
        yield value


def test_every_expression_compiles() -> None:
    names = [module.name for module in pkgutil.iter_modules(reading.__path__)]
    modules = [importlib.import_module(f"aos_check.reading.{name}") for name in names]
    values = (value for module in modules for value in vars(module).values())
    found = [each for value in values for each in everything(value) if type(each) is _Expression]
    assert len(found) > 50
    for each in found:
        assert each.pattern
