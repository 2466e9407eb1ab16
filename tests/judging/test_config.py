"""The configuration: its files, its keys, and the errors in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aos_check.judging.config import MAX_SIZE, find, load, parse
from aos_check.judging.settings import Config
from aos_check.model.errors import CannotCheckError
from aos_check.reading.toml_lines import lines_of_keys

NOTHING: dict[str, bytes] = {}

KEYS = "see `aos-check schema config` for the valid keys"
EVERY_KEY = """
layouts = ["agent-os-2"]
projects = ["."]
decisions = ["notes/decisions"]
select = ["TASK", "GATE001"]
ignore = ["TASK008"]
severity = { TASK008 = "off", SPEC003 = "error" }
enforce-since = "2026-11-01"
code = ["src/**"]
exempt = ["src/generated/**"]
baseline = "baseline.json"
plugins = ["acme-rules"]

[commits]
require = "started"
trailers = ["Task", "Refs"]
max-ticks = 7
maintenance = "warn"
maintenance-lines = 50
bots = ["robot"]
waivable = ["GIT001", "GIT006"]
waivers-by = ["ada@example.org"]

[approval]
level = "listed"
approvers = ["ada@example.org"]
statuses = ["Confirmed"]

[agents]
code-without-cover = "deny"
self-approval = "ask"
maintenance = "deny"
bypass = "advise"

[roadmap]
when = "commit"

[rules.ACME001]
max-age = 3
names = ["a"]
strict = true
word = "b"
"""


def refused(text: str, path: str = "aos-check.toml") -> tuple[str, str]:
    with pytest.raises(CannotCheckError) as caught:
        parse(text, path)
    return caught.value.message, caught.value.remedy


def files(**texts: str) -> dict[str, bytes]:
    return {
        name.replace("__", "/").replace("_", "."): text.encode() for name, text in texts.items()
    }


def test_every_key_is_read() -> None:
    config = parse(EVERY_KEY, "aos-check.toml")
    assert config.layouts == ("agent-os-2",)
    assert config.projects == (".",)
    assert config.decisions == ("notes/decisions",)
    assert config.select == ("TASK", "GATE001")
    assert config.ignore == ("TASK008",)
    assert config.severity == {"TASK008": "off", "SPEC003": "error"}
    assert config.enforce_since == "2026-11-01"
    assert config.code == ("src/**",)
    assert config.exempt == ("src/generated/**",)
    assert config.baseline == "baseline.json"
    assert config.commits.require == "started"
    assert config.commits.trailers == ("Task", "Refs")
    assert config.commits.max_ticks == 7
    assert config.commits.maintenance == "warn"
    assert config.commits.maintenance_lines == 50
    assert config.commits.bots == ("robot",)
    assert config.commits.waivable == ("GIT001", "GIT006")
    assert config.commits.waivers_by == ("ada@example.org",)
    assert config.approval.level == "listed"
    assert config.approval.approvers == ("ada@example.org",)
    assert config.approval.statuses == ("Confirmed",)
    assert config.agents.code_without_cover == "deny"
    assert config.agents.self_approval == "ask"
    assert config.agents.maintenance == "deny"
    assert config.agents.bypass == "advise"
    assert config.roadmap.when == "commit"
    assert config.plugins == ("acme-rules",)
    assert config.rules == {"ACME001": {"max-age": 3, "names": ("a",), "strict": True, "word": "b"}}


def test_nothing_needs_to_be_said() -> None:
    config = Config()
    assert config.select == ("ALL",)
    assert config.commits.max_ticks == 5
    assert config.commits.waivable == ("GIT001",)
    assert config.approval.level is None
    assert config.agents.code_without_cover == "advise"
    assert config.roadmap.when == "range"


def test_a_date_may_be_written_as_one() -> None:
    assert parse("enforce-since = 2026-11-01", "aos-check.toml").enforce_since == "2026-11-01"


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("(?P<spec>a)", "it has no group (?P<task>…)"),
        ("(?P<task>(a+)+)", "it repeats a group that itself repeats or has alternatives"),
        (".*.*.*(?P<task>.*)", "more than 3 parts of it repeat"),
        ("(?P<task>", "missing ), unterminated subpattern at position 0"),
    ],
)
def test_a_pattern_of_commits_that_is_refused(pattern: str, fault: str) -> None:
    with pytest.raises(CannotCheckError) as caught:
        parse(f"[commits]\n\npatterns = ['{pattern}']", "aos-check.toml")
    assert caught.value.message == (
        f"aos-check.toml:3: commits.patterns must be patterns with a group `task` ({fault})"
    )


def test_approvers_may_be_the_word_codeowners() -> None:
    config = parse('[approval]\napprovers = "CODEOWNERS"', "aos-check.toml")
    assert config.approval.approvers == "CODEOWNERS"


def test_a_custom_layout_has_its_name() -> None:
    config = parse(
        "[layout.house]\n"
        'homes = ["process"]\n'
        "artifacts = []\n"
        "[layout.house.specs]\n"
        "name = '(?P<slug>.+)'\n",
        "aos-check.toml",
    )
    assert config.layout["house"].name == "house"
    assert config.layout["house"].homes == ("process",)


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        (
            'selct = ["A"]',
            "aos-check.toml:1: unknown key selct",
            f"the nearest valid key is select; {KEYS}",
        ),
        (
            "# a word\n[commits]\nmax_ticks = 3",
            "aos-check.toml:3: unknown key commits.max_ticks",
            f"the nearest valid key is commits.max-ticks; {KEYS}",
        ),
        (
            "\n[comits]\n",
            "aos-check.toml:2: unknown key comits",
            f"the nearest valid key is commits; {KEYS}",
        ),
        (
            'select = [\n  "A",\n]\nignore = "B"',
            "aos-check.toml:4: ignore must be a list",
            "correct ignore",
        ),
        ("select = [1]", "aos-check.toml:1: select.0 must be a string", "correct select.0"),
        (
            '[commits]\nmax-ticks = "3"',
            "aos-check.toml:2: commits.max-ticks must be a whole number",
            "correct commits.max-ticks",
        ),
        (
            '[commits]\nreferences = ["word"]',
            (
                "aos-check.toml:2: "
                "commits.references.0 must be 'trailer', 'subject', 'tick' or 'words'"
            ),
            "the nearest valid value is words",
        ),
        ("commits = 3", "aos-check.toml:1: commits must be a table", "correct commits"),
        (
            'severity = { TASK001 = "of" }',
            "aos-check.toml:1: severity.TASK001 must be 'error', 'warning', 'info' or 'off'",
            "the nearest valid value is off",
        ),
        (
            "[commits]\nmaintenance-lines = 0",
            "aos-check.toml:2: commits.maintenance-lines must be greater than or equal to 1",
            "correct commits.maintenance-lines",
        ),
        (
            '[commits]\nmaintenance = "ask"',
            "aos-check.toml:2: commits.maintenance must be 'allow', 'warn' or 'deny'",
            "correct commits.maintenance",
        ),
        (
            '[approval]\napprovers = "ada"',
            "aos-check.toml:2: approval.approvers must be 'CODEOWNERS' or a list",
            "correct approval.approvers",
        ),
        (
            '[layout.mine]\nhome = ["x"]\nhomes = ["x"]\nartifacts = []\nspecs.name = "x"',
            "aos-check.toml:2: unknown key layout.mine.home",
            f"the nearest valid key is layout.mine.homes; {KEYS}",
        ),
        (
            '[layout.mine]\nartifacts = []\nspecs.name = "x"',
            "aos-check.toml:1: layout.mine.homes must be present",
            "correct layout.mine.homes",
        ),
        (
            '[layout.mine]\nhome = ["x"]\nartifacts = []\nspecs.name = "x"',
            "aos-check.toml:2: unknown key layout.mine.home (and 1 more)",
            f"the nearest valid key is layout.mine.homes; {KEYS}",
        ),
        (
            '[commits]\nrequire = "nothing"\nmax-tick = 3',
            "aos-check.toml:3: unknown key commits.max-tick (and 1 more)",
            f"the nearest valid key is commits.max-ticks; {KEYS}",
        ),
        (
            'layout = ["awos"]',
            "aos-check.toml:1: layout must be a table",
            "correct layout, or spell it layouts",
        ),
        (
            '[layouts.mine]\nhomes = ["x"]',
            "aos-check.toml:1: layouts must be a list",
            "correct layouts, or spell it layout",
        ),
    ],
)
def test_a_wrong_key_or_type_is_named_with_its_line(text: str, message: str, remedy: str) -> None:
    assert refused(text) == (message, remedy)


def test_in_pyproject_the_line_counts_from_the_top_of_the_file() -> None:
    text = '[project]\nname = "x"\n\n[tool.aos-check]\n\n[tool.aos-check.roadmap]\nwen = "range"\n'
    assert refused(text, "pyproject.toml") == (
        "pyproject.toml:7: unknown key roadmap.wen",
        f"the nearest valid key is roadmap.when; {KEYS}",
    )


def test_broken_toml_is_refused_with_its_line() -> None:
    message, remedy = refused("select = []\nignore = [\n")
    assert message.startswith("aos-check.toml:")
    assert "this is not TOML" in message
    assert remedy == "correct the file"


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(CannotCheckError, match="it is not UTF-8"):
        find({"aos-check.toml": b"\xff"}.get, ["."])


def test_without_a_file_the_defaults_hold() -> None:
    assert find(NOTHING.get, ["."]) == (Config(), None)


def test_a_pyproject_without_the_table_is_not_a_configuration() -> None:
    there = files(pyproject_toml='[project]\nname = "aos-check-plugin"\n')
    assert find(there.get, ["."]) == (Config(), None)


def test_a_broken_pyproject_that_does_not_concern_us_is_let_be() -> None:
    assert find(files(pyproject_toml="[project\n").get, ["."]) == (Config(), None)


@pytest.mark.parametrize("name", ["aos-check.toml", ".aos-check.toml"])
def test_a_file_of_our_own_holds_the_keys_at_top_level(name: str) -> None:
    config, path = find({name: b'ignore = ["TASK008"]'}.get, ["."])
    assert config.ignore == ("TASK008",)
    assert path == name


def test_two_configurations_are_an_error_that_names_both() -> None:
    there = {"pyproject.toml": b"[tool.aos-check]\n", ".aos-check.toml": b""}
    with pytest.raises(CannotCheckError) as caught:
        find(there.get, ["."])
    assert caught.value.message == (
        "there are two configurations: pyproject.toml and .aos-check.toml"
    )


def test_the_nearest_folder_wins() -> None:
    there = {"aos-check.toml": b'ignore = ["A"]', "web/aos-check.toml": b'ignore = ["B"]'}
    assert find(there.get, ["web", "."])[0].ignore == ("B",)
    assert find(there.get, ["api", "."])[0].ignore == ("A",)


def test_the_table_spelt_with_an_underscore_is_not_passed_over() -> None:
    with pytest.raises(CannotCheckError) as caught:
        find(files(pyproject_toml="[tool.aos_check]\n").get, ["."])
    assert caught.value.remedy == "spell it [tool.aos-check]"


def test_a_file_that_was_named_must_be_there() -> None:
    with pytest.raises(CannotCheckError, match=r"no configuration file other\.toml"):
        load(NOTHING.get, "other.toml")


def test_a_pyproject_that_was_named_must_have_the_table() -> None:
    with pytest.raises(CannotCheckError, match=r"has no table \[tool\.aos-check\]"):
        load({"pyproject.toml": b""}.get, "pyproject.toml")


def test_lines_are_found_behind_strings_and_lists_of_many_lines() -> None:
    text = (
        'a = """\n[no]\nb = 1\n"""\n\n'
        '[t]\nc = [\n  "]", # ]\n  "d = 1",\n]\n"e f" = 1\n'
        "[[t.list]]\ng.h = 2\n"
    )
    assert lines_of_keys(text) == {
        ("a",): 1,
        ("t",): 6,
        ("t", "c"): 7,
        ("t", "e f"): 11,
        ("t", "list"): 12,
        ("t", "list", "g"): 13,
        ("t", "list", "g", "h"): 13,
        ("t", "list", "0"): 12,
        ("t", "list", "0", "g", "h"): 13,
    }


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 900,
        "a = " + "{a=" * 2000,
        "i = " + "1" * 5000,
        "a" + ".a" * 30_000 + " = 1",
        "[layout.x]\nhomes = []\nartifacts = []\nspecs.name = '" + "(" * 3000 + "'",
        "[layout.x]\nhomes = []\nartifacts = []\nspecs.name = 'a{1,9999999999999}'",
        "[layout.x]\nhomes = []\nartifacts = []\nspecs.name = 'a'\narchiving = ['(a+)+']",
    ],
)
def test_hostile_toml_is_refused(text: str) -> None:
    message, _ = refused(text)
    assert message.startswith("aos-check.toml")
    assert len(message) < 1000


@pytest.mark.parametrize("text", [" " * 200_000, '"\\' * 80_000])
def test_a_pyproject_that_is_no_toml_takes_no_time(text: str) -> None:
    assert find(files(pyproject_toml="aos\n" + text).get, ["."]) == (Config(), None)
    with pytest.raises(CannotCheckError, match="not TOML"):
        find(files(pyproject_toml="[tool.aos-check]\n" + text + "\n=").get, ["."])


def test_of_many_unknown_keys_the_first_is_named() -> None:
    message, _ = refused("".join(f"key{number} = 1\n" for number in range(10_000)))
    assert message == "aos-check.toml:1: unknown key key0 (and 9999 more)"


def test_two_keys_with_the_same_nearest_are_two_faults() -> None:
    message, remedy = refused("selct = []\nselet = []\n")
    assert message == "aos-check.toml:1: unknown key selct (and 1 more)"
    assert remedy == f"the nearest valid key is select; {KEYS}"


def test_a_configuration_has_a_size() -> None:
    large = b"#" * (MAX_SIZE + 1)
    with pytest.raises(CannotCheckError, match=r"aos-check\.toml is larger than 256 KiB"):
        find({"aos-check.toml": large}.get, ["."])
    assert find({"pyproject.toml": large}.get, ["."]) == (Config(), None)
    with pytest.raises(CannotCheckError, match=r"pyproject\.toml is larger"):
        find({"pyproject.toml": b"[tool.aos-check]\n" + large}.get, ["."])


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("max_ticks = 3", f"the nearest valid key is commits.max-ticks; {KEYS}"),
        ('level = "listed"', f"the nearest valid key is approval.level; {KEYS}"),
        ("[commits]\nselect = []", f"the nearest valid key is select; {KEYS}"),
        ("xyzzy = 1", KEYS),
        (
            "[tool.aos-check]\nselect = []",
            "leave out its header: in aos-check.toml the keys are at top level",
        ),
    ],
)
def test_a_misplaced_key_gets_the_right_place(text: str, remedy: str) -> None:
    assert refused(text)[1] == remedy


def test_a_configuration_knows_its_lines() -> None:
    text = "[tool.aos-check]\nignore = []\n"
    assert parse(text, "pyproject.toml").at("ignore") == "pyproject.toml:2: ignore"
    assert Config().at("ignore") == "ignore"
    nested = parse("[tool.aos-check.rules.ACME001]\n\na = 1\n", "pyproject.toml")
    assert nested.at("rules", "ACME001", "a") == "pyproject.toml:3: rules.ACME001.a"


def test_a_changed_configuration_still_knows_its_lines() -> None:
    read = parse('[tool.aos-check]\nignore = ["TASK"]\n', "pyproject.toml")
    changed = replace(read, projects=("app",))
    assert changed.at("ignore") == "pyproject.toml:2: ignore"


def test_where_a_configuration_was_read_is_none_of_its_keys() -> None:
    assert parse("select = ['ALL']", "aos-check.toml") == parse("", ".aos-check.toml")
    with pytest.raises(CannotCheckError, match="unknown key origin"):
        parse('origin = "here"', "aos-check.toml")


@pytest.mark.parametrize("value", ["1.5", "{ b = 1 }"])
def test_an_option_is_of_four_types(value: str) -> None:
    assert refused(f"[rules.X]\na = {value}") == (
        "aos-check.toml:2: rules.X.a must be a list or a string or a whole number or true or false",
        "correct rules.X.a",
    )
