"""JSON and YAML become values with line numbers, for any input."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.reading.structured import Data, UnreadableDataError, read_json, read_yaml


def refusal(read: Callable[[str], Data], text: str) -> tuple[int, str]:
    with pytest.raises(UnreadableDataError) as caught:
        read(text)
    return caught.value.line, str(caught.value)


def test_json_keys_know_their_lines() -> None:
    data = read_json('{\n  "a": {\n    "b": [\n      {"c": 1},\n      {"c": 2}\n    ]\n  }\n}')
    assert data.value == {"a": {"b": [{"c": 1}, {"c": 2}]}}
    assert data.line("a") == 2
    assert data.line("a", "b") == 3
    assert data.line("a", "b", 0, "c") == 4
    assert data.line("a", "b", 1, "c") == 5


def test_json_values_know_their_spans() -> None:
    text = '{ "a":[1, {"b" : "]"}],\n"c":{} }'
    spans = read_json(text).spans
    assert {path: text[span.start : span.end] for path, span in spans.items()} == {
        (): text,
        ("a",): '[1, {"b" : "]"}]',
        ("a", 0): "1",
        ("a", 1): '{"b" : "]"}',
        ("a", 1, "b"): '"]"',
        ("c",): "{}",
    }
    assert text[spans["c",].begin : spans["c",].end] == '"c":{}'
    assert spans["a", 0].begin == spans["a", 0].start


def test_the_line_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    data = read_json('{\n  "a": {\n    "b": 1}}')
    assert data.line("a", "b", "c", 7) == 3
    assert data.line("a", "x") == 2
    assert data.line("x") == 1
    assert data.line() == 1


def test_json_strings_that_look_like_structure_are_strings() -> None:
    data = read_json('{"a": "{\\"x\\": [", "b\\"": ",}",\n "c": ["}", "]"]}')
    assert data.value == {"a": '{"x": [', 'b"': ",}", "c": ["}", "]"]}
    assert data.line('b"') == 1
    assert data.line("c") == 2
    assert data.repeated == ()


def test_a_repeated_json_key_is_named_with_the_line_of_its_second_appearance() -> None:
    data = read_json('{\n  "a": 1,\n  "b": {"a": 1},\n  "\\u0061": 2\n}')
    assert data.repeated == (("a", 4),)
    assert data.value["a"] == 2


def test_json_numbers_beyond_json_are_read() -> None:
    value = read_json("[NaN, -Infinity, 1e999]").value
    assert math.isnan(value[0])
    assert value[1:] == [-math.inf, math.inf]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "it is not JSON: expecting value"),
        ('{\n  "a": 1\n  "b": 2\n}', 3, "it is not JSON: "),
        ('{"a": 1}\n{"b": 2}', 2, "it is not JSON: extra data"),
        ('\n["\0"]', 2, "it is not JSON: invalid control character at"),
        ("[" * 20_000 + "]" * 20_000, 1, "it nests deeper than 100 levels"),
        ('{"a":' * 101 + "1" + "}" * 101, 1, "it nests deeper than 100 levels"),
        ("[" * 20_000, 1, "it"),
        ("9" * 500_000, 1, "it has a number with more than 400 digits"),
        ('{\n"a": "\\ud800"}', 2, "it has half of a surrogate pair"),
        ('{\n"\\udc00": 1}', 2, "it has half of a surrogate pair"),
        ("{" + ",".join(f'"{n}":0' for n in range(100_001)) + "}", 1, "it has more than 100,000"),
        ("[\n" + ",".join("0" * 100_001) + "]", 2, "it has more than 100,000 values"),
        ("[\n" + ",".join(["[]"] * 50_001) + "]", 2, "it has more than 100,000 values"),
    ],
)
def test_json_that_is_refused(text: str, line: int, message: str) -> None:
    at, said = refusal(read_json, text)
    assert at == line
    assert said.startswith(message)


def test_json_of_as_many_values_as_are_allowed_is_read() -> None:
    assert len(read_json("[" + ",".join("0" * 100_000) + "]").value) == 100_000


def test_an_escaped_pair_of_surrogates_is_one_character() -> None:
    assert read_json('["\\ud83d\\ude00"]').value == ["😀"]


def test_json_nested_to_the_limit_is_read() -> None:
    assert read_json("[" * 100 + "]" * 100).value


def test_yaml_keys_and_items_know_their_lines() -> None:
    data = read_yaml("# a gate\na:\n  b: 1\n  c:\n    - d: x\n    - e\n")
    assert data.value == {"a": {"b": 1, "c": [{"d": "x"}, "e"]}}
    assert data.line("a", "b") == 3
    assert data.line("a", "c", 0, "d") == 5
    assert data.line("a", "c", 1) == 6


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", True),
        ("off", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("1_000", 1000),
        ("0x1f", 31),
        ("010", 8),
        ("1:30", "1:30"),
        ("1.5", 1.5),
        ("-.inf", -math.inf),
        ("2025-10-08", "2025-10-08"),
        ("2025-99-99", "2025-99-99"),
        ('"12"', "12"),
        ("!!int twelve", "twelve"),
        ("!!bool [1]", [1]),
    ],
)
def test_yaml_words(written: str, value: object) -> None:
    assert read_yaml(f"a: {written}\n").value == {"a": value}


def test_yaml_keys_are_text() -> None:
    assert read_yaml("1: a\nyes: b\n2025-10-08: c\n").value == {
        "1": "a",
        "yes": "b",
        "2025-10-08": "c",
    }


def test_no_yaml_is_no_value() -> None:
    assert read_yaml("# nothing\n").value is None


def test_a_repeated_yaml_key_is_named_with_the_line_of_its_second_appearance() -> None:
    data = read_yaml("a: 1\nb:\n  a: 1\na: 2\n")
    assert data.repeated == (("a", 4),)
    assert data.value["a"] == 2


def test_an_alias_repeats_a_value() -> None:
    assert read_yaml("a: &x {n: 1}\nb: *x\n").value == {"a": {"n": 1}, "b": {"n": 1}}


BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: [1\nb: 2", 2, "it is not YAML: "),
        ("a: b: c", 1, "it is not YAML: mapping values are not allowed here"),
        ("a: 1\n\tb: 2", 2, "it is not YAML: "),
        ("a: 1\nb: \0", 2, "it is not YAML: it has a control character"),
        ("a: *nobody", 1, "it is not YAML: found undefined alias"),
        (f"a: *{'x' * 1000}", 1, "it is not YAML: found undefined alias"),
        ("a: 1\n---\nb: 2", 2, "it is not YAML: "),
        ("a: !!python/object:os.system x", 1, "it uses the tag 'python/object:os.system'"),
        ("a: 1\nb: !secret x", 2, "it uses the tag '!secret'"),
        ("a: &x {n: 1}\nb:\n  <<: *x", 3, "it has a key that is not plain text"),
        ("? [a]\n: b", 1, "it has a key that is not plain text"),
        ("a: &x [*x]", 1, "it nests deeper than 100 levels"),
        ("[" * 20_000, 1, "it nests deeper than 100 levels"),
        ("\n".join(["["] * 20_000), 101, "it nests deeper than 100 levels"),
        ("- " * 20_000 + "x", 1, "it nests deeper than 100 levels"),
        (BOMB, 1, "it has more than 100,000 values"),
        ("x" * 200_000, 1, "it is longer than 131,072 characters"),
        ('a: "\\ud800"', 1, "it has half of a surrogate pair"),
        ('"\\ud800": a', 1, "it has half of a surrogate pair"),
        ('a: "\\UFFFFFFFF"', 1, "it is not YAML: it has a number out of range"),
    ],
)
def test_yaml_that_is_refused(text: str, line: int, message: str) -> None:
    at, said = refusal(read_yaml, text)
    assert (at, said[: len(message)]) == (line, message)
    assert len(said) < 200


_SYMBOLS = [
    *"{}[]:,\"'-?!|#~",
    *(
        "\\",
        "\\ud800",
        "&a ",
        "*a ",
        "!!int ",
        "!!map ",
        "<<: ",
        ">-\n",
        "1e9",
        "0x",
        "1:2",
        ".inf",
    ),
]
_SPACES = [" ", "\n", "\t", "\0", "\x85", "\n---\n", "\n...\n", "%YAML 1.1\n", ": ", "- ", "? "]
_PIECES = st.lists(st.sampled_from([*_SYMBOLS, *_SPACES]) | st.text(max_size=5), max_size=40).map(
    "".join
)


def refused_at(read: Callable[[str], Data], text: str) -> int | None:
    try:
        read(text)
    except UnreadableDataError as error:
        return error.line
    return None


@given(_PIECES)
@pytest.mark.parametrize("read", [read_json, read_yaml])
def test_any_file_is_read_or_refused(read: Callable[[str], Data], text: str) -> None:
    assert refused_at(read, text) in (None, *range(1, len(text) + 2))
