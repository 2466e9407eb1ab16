"""What an expression may yield, and how such values turn into text, numbers and truth."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

Value: TypeAlias = Any
"""None, a bool, a number, a string, a list, or a mapping."""


class Unsupported(Exception):  # noqa: N818 - it names a limit of the interpreter
    """The action asks for something that this interpreter does not do."""


class ExpressionError(ValueError):
    """GitHub refuses this expression, or fails to evaluate it."""


class Context(dict[str, Value]):
    """A context of which every key is known: asking for another one is a gap in the interpreter."""

    def __init__(self, name: str, known: Mapping[str, Value]) -> None:
        super().__init__(known)
        self.name = name

    def __missing__(self, key: str) -> Value:
        raise Unsupported(f"{self.name}.{key} is not known to the interpreter")


class Exact(dict[str, Value]):
    """A mapping whose keys are told apart by case, as variables of the environment are."""


NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
BASES = {"0x": 16, "0o": 8}
INFINITIES = {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}


def is_plain(value: Value) -> bool:
    """True for what has a text of its own: neither a list nor a mapping."""
    return not isinstance(value, (list, Mapping))


def text_of(value: Value) -> str:
    """The value as GitHub writes it into a string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _written(value)
    if isinstance(value, str):
        return value
    return "Array" if isinstance(value, list) else "Object"


def _written(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    # 15 digits are what the runner keeps. It and its JavaScript twin differ about exponents.
    if "e" in (written := format(number or 0, ".15g")):
        raise Unsupported(f"the number {number!r} in a text")
    return written


def number_of(value: Value) -> float:
    """The value as a number for a comparison; not a number, if there is none to it."""
    if value is None:
        return 0.0
    if isinstance(value, (bool, int, float)):
        return float(value)
    return parse_number(value) if isinstance(value, str) else math.nan


def parse_number(written: str) -> float:
    """The number that a text stands for; not a number, if it stands for none."""
    written = written.strip()
    if not written:
        return 0.0
    if base := BASES.get(written[:2]):
        digits = written[2:]
        return float(int(digits, base)) if _digits(digits, base) else math.nan
    if NUMBER.fullmatch(written):
        return float(written)
    return INFINITIES.get(written, math.nan)


def _digits(written: str, base: int) -> bool:
    allowed = "0123456789abcdefABCDEF" if base == 16 else "01234567"
    return bool(written) and all(digit in allowed for digit in written)


def truth(value: Value) -> bool:
    """Whether `if`, `!`, `&&` and `||` take the value for true."""
    if not is_plain(value):
        return True
    return bool(value) and value == value  # noqa: PLR0124 - not a number is unlike itself


def fold(text: str) -> str:
    """The text without the difference between upper and lower case, one character for each."""
    upper = ((character, character.upper()) for character in text)
    return "".join(one if one == "ı" or len(up) > 1 else up for one, up in upper)


def equal(left: Value, right: Value) -> bool:
    """`==`: strings without regard to case, unlike kinds as numbers, structures by identity."""
    if not (is_plain(left) and is_plain(right)):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return fold(left) == fold(right)
    if left is None and right is None:
        return True
    return number_of(left) == number_of(right)


def less(left: Value, right: Value) -> bool:
    """`<`: strings by their characters in upper case, everything else as numbers."""
    if not (is_plain(left) and is_plain(right)) or (left is None and right is None):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return fold(left) < fold(right)
    return number_of(left) < number_of(right)


def member(holder: Value, key: Value) -> Value:
    """`holder[key]`: null where there is nothing, as GitHub has it."""
    if isinstance(holder, list):
        place = number_of(key)
        inside = math.isfinite(place) and 0 <= place < len(holder)
        return holder[int(place)] if inside else None
    if not isinstance(holder, Mapping) or not is_plain(key):
        return None
    name = text_of(key)
    if name in holder or isinstance(holder, Exact):
        return holder.get(name)
    alike = [value for own, value in holder.items() if fold(own) == fold(name)]
    if not alike and isinstance(holder, Context):
        return holder[name]
    return alike[0] if alike else None
