"""Entries added to files of every form, and removed again byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aos_check.ci.github import workflow
from aos_check.model.errors import CannotCheckError
from aos_check.model.source import Source
from aos_check.setup.init import claude_code, configuration, pre_commit
from aos_check.setup.init.hook_entry import HOOKS
from tests.support.installation import COMMIT, FROM_FOLDER, FROM_GIT, FROM_INDEX

SHARED = [FROM_GIT, FROM_INDEX, Source(git="ssh://git@example.org/x.git", revision=COMMIT)]
ITEM = "- repo: a\n  rev: b\n  hooks:\n  - id: c\n"

HOOK_FILES = {
    "nothing": "",
    "a line end": "\n",
    "a comment": "# c\n",
    "a comment, not ended": "# c",
    "no list": "repos:\n",
    "no list, not ended": "repos:",
    "no list, a remark": "ci: {}\nrepos:  # none yet\n  # none\n\n# end\n",
    "brackets": "repos: []\n",
    "brackets, not ended": "repos: []",
    "brackets and a remark": "repos: [ ]  # c ]\n",
    "brackets with entries": "repos: [{repo: a, rev: b, hooks: [{id: c}]}]\n",
    "brackets over lines": "repos: [\n  {repo: a, rev: b, hooks: [{id: c}]}\n]\nci: {}\n",
    "a list": f"repos:\n{ITEM}",
    "a list, not ended": f"exclude: x\nrepos:\n{ITEM}"[:-1],
    "a list, other line ends": f"repos:\n{ITEM}".replace("\n", "\r\n"),
    "a list, other line ends, not ended": f"repos:\n{ITEM}".replace("\n", "\r\n")[:-2],
    "a quoted key": f'"repos":\n{ITEM}',
    "a remark in the list": f"repos:\n{ITEM}  # - id: d\n# - repo: no\n\n# end\nci: {{}}\n",
    "indented": "repos:\n    -   repo: a\n        rev: b\n        hooks:\n        -   id: c\n",
    "all of it indented": "  repos:\n  - repo: a\n    hooks: []\n",
    "anchors": f"x: &a\n  stages: [manual]\nrepos:\n{ITEM}    <<: *a\n  - <<: *a\n    id: d\n",
    "a text with a mark": f"repos:\n{ITEM}    entry: |\n      a\n      # b\n",
    "a document's marks": f"---\nrepos:\n{ITEM}...\n",
    "keys behind it": f"repos:\n{ITEM}\ndefault_stages: [pre-commit]\n",
    "hook types": f"default_install_hook_types: [pre-commit]\nrepos:\n{ITEM}",
    "hook types behind": f"repos:\n{ITEM}default_install_hook_types: [pre-commit]\n",
    "hook types and no list": "default_install_hook_types: [pre-commit]",
    "all hook types": "default_install_hook_types: [pre-commit, pre-merge-commit, commit-msg, "
    f"prepare-commit-msg, pre-push]\nrepos:\n{ITEM}",
    "a key twice": "repos: []\nrepos: []\n",
    "odd line ends": 'repos:\n- repo: a\n  rev: "x\u2028y"\n  hooks: []\n',
}


@pytest.mark.parametrize("source", [*SHARED, FROM_FOLDER], ids=Source.requirement)
@pytest.mark.parametrize("text", HOOK_FILES.values(), ids=HOOK_FILES.keys())
def test_an_entry_is_put_in_and_taken_out(text: str, source: Source) -> None:
    after = pre_commit.with_entry(text, source)
    before, said = yaml.safe_load(text) or {}, yaml.safe_load(after)
    ours = said["repos"].pop()
    assert said.pop("default_install_hook_types") == before.pop(
        "default_install_hook_types", list(pre_commit.HOOK_TYPES)
    )
    assert {**before, "repos": before.get("repos") or []} == said
    assert [hook["id"] for hook in ours["hooks"]] == list(HOOKS)
    assert pre_commit.with_entry(after, source) == after
    assert pre_commit.without_entry(after) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "repos:\n- repo: https://github.com/aos-check/aos-check.git\n  rev: x\n  hooks: []\n",
        "repos:\n- repo: ../fork\n  rev: x\n  hooks: [{id: aos-check}]\n",
        "repos:\n- repo: local\n  hooks: [{id: aos-check-commit-msg, entry: x}]\n",
    ],
)
def test_an_entry_that_is_there_is_left_alone(text: str) -> None:
    assert pre_commit.with_entry(text, FROM_GIT) == text
    left = pre_commit.without_entry(text)
    assert left.text == text
    assert "changed" in left.left


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("repos:\n<<<<<<< HEAD\n- repo: a\n", ":3: it is not YAML"),
        ("repos:\n\t- repo: a\n", ":2: it is not YAML"),
        ("repos: []\n---\nrepos: []\n", ":2: it is not YAML"),
        ("- repo: a\n", ":1: it is not a mapping"),
        ("ci: {}\nrepos: x\n", ":2: repos is not a list"),
        ("repos: null\n", ": aos-check finds no safe place"),
        ("{repos: []}\n", ": aos-check finds no safe place"),
        ("repos: [{repo: a, rev: b, hooks: []},]\n", ": aos-check finds no safe place"),
        ("repos:\n- repo: a\n  hooks:\n  - entry: |+\n      a\n\n\n", ": aos-check finds no"),
    ],
)
def test_a_form_that_cannot_be_proved_is_refused(text: str, message: str) -> None:
    with pytest.raises(CannotCheckError) as caught:
        pre_commit.with_entry(text, FROM_GIT)
    assert caught.value.message.startswith(f"{pre_commit.FILE}{message}")
    assert caught.value.remedy


WORDS = st.text("abc#: -'\"]é\n", max_size=6)
REPOS = st.lists(
    st.fixed_dictionaries(
        {"repo": st.just("local"), "hooks": st.lists(st.fixed_dictionaries({"id": WORDS}))}
    ),
    max_size=3,
)


@given(REPOS, st.booleans(), st.sampled_from([None, False]), st.sampled_from([2, 4]))
def test_any_configuration_of_hooks_comes_back(
    repos: list[Any], crlf: bool, flow: bool | None, indent: int
) -> None:
    values = {"ci": {"skip": ["x"]}, "repos": repos, "files": "^a"}
    text = yaml.safe_dump(values, default_flow_style=flow, indent=indent, sort_keys=False)
    if crlf:
        text = text.replace("\n", "\r\n")
    after = pre_commit.with_entry(text, FROM_GIT)
    assert yaml.safe_load(after)["repos"][:-1] == repos
    assert pre_commit.without_entry(after) == (text, "")


# The settings of Claude Code

SETTINGS = {
    "nothing": "",
    "a line end": "\n",
    "empty": "{}",
    "empty, ended": "{}\n",
    "empty, spaced": "{ }\n",
    "no hooks in it": '{"hooks": {}}',
    "no hooks of an event": '{"hooks": {"Stop": []}}\n',
    "on one line": '{"a":1,"permissions":{"allow":["x"]}}',
    "permissions": '{\n  "permissions": {\n    "allow": ["Bash(ls)"]\n  }\n}\n',
    "tabs": '{\n\t"a": {},\n\t"hooks": {\n\t\t"Stop": [\n\t\t\t{"hooks": []}\n\t\t]\n\t}\n}',
    "other line ends": '{\n    "hooks": {\n        "PreToolUse": [\n            {"hooks": []}\n'
    '        ],\n        "Foo": []\n    },\n    "model": "x"\n}\n'.replace("\n", "\r\n"),
    "odd words": '{"a\\"{": "}],", "b": [1, [2, {"c": null}], -1.5e3, true], "\\u00e9": "é"}\n',
}


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS.keys())
def test_hooks_are_put_in_and_taken_out(text: str) -> None:
    after = claude_code.with_hooks(text)
    before, said = json.loads(text or "{}") if text.strip() else {}, json.loads(after)
    there = before.pop("hooks", {})
    for event, groups in claude_code.hooks().items():
        assert said["hooks"].pop(event) == [*there.pop(event, []), *groups]
    assert said.pop("hooks") == there
    assert said == before
    assert claude_code.with_hooks(after) == after
    assert claude_code.without_hooks(after) == (text, "")


def test_hooks_that_are_there_are_left_alone() -> None:
    shell = '{"hooks": {"Stop": [{"hooks": [{"command": "cd x && aos-check hook claude-code"}]}]}}'
    plugin = '{"enabledPlugins": {"aos-check@aos-check": true}}'
    assert claude_code.with_hooks(shell) == shell
    assert claude_code.with_hooks(plugin) == plugin
    assert "changed" in claude_code.without_hooks(shell).left


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n"a": 1,}', ":2: it is not JSON"),
        ("{\n// c\n}", ":2: it is not JSON"),
        ("[]", ":1: the file is not a JSON object"),
        ('{"a": 1,\n"hooks": []}', ":2: hooks is not a JSON object"),
        ('{"hooks": {\n"Stop": {}}}', ":2: hooks.Stop is not a JSON array"),
        ('{"a": 1,\n"a": 2}', ":2: the key a occurs twice"),
    ],
)
def test_settings_of_another_form_are_refused(text: str, message: str) -> None:
    for carry_out in (claude_code.with_hooks, claude_code.without_hooks):
        with pytest.raises(CannotCheckError) as caught:
            carry_out(text)
        assert caught.value.message.startswith(f"{claude_code.FILE}{message}")
        assert caught.value.remedy


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('ab"\\{}[],: \n', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.dictionaries(
    st.sampled_from(["Stop", "PreToolUse", "Notification"]), st.lists(VALUES, max_size=2)
)


@given(
    st.dictionaries(WORDS, VALUES, max_size=3),
    st.none() | EVENTS,
    st.sampled_from([None, 1, 2, "\t"]),
    st.sampled_from(["", "\n"]),
)
def test_any_settings_come_back(
    values: dict[str, Any], events: dict[str, Any] | None, indent: int | str | None, end: str
) -> None:
    wanted = values | ({} if events is None else {"hooks": events})
    text = json.dumps(wanted, indent=indent) + end
    after = claude_code.with_hooks(text)
    assert json.loads(after) != wanted
    assert claude_code.without_hooks(after) == (text, "")


def test_our_hooks_go_and_other_hooks_stay() -> None:
    said = json.loads(claude_code.with_hooks(None))
    said["hooks"]["Stop"] += [{"hooks": [{"command": "x"}]}]
    said["model"] = "y"
    left = claude_code.without_hooks(json.dumps(said, indent=4))
    assert left.text is not None
    assert json.loads(left.text) == {
        "hooks": {"Stop": [{"hooks": [{"command": "x"}]}]}, "model": "y",
    }  # fmt: skip


# The workflow and the configuration


@pytest.mark.parametrize(
    "line",
    [
        "      - uses: aos-check/aos-check/github-action@v0.1.0",
        '      - uses: "me/aos-check/github-action@3d3c42e"',
        "        uses: ./github-action",
        "        uses: acme/fork/github-action@v1",
        "      - run: pip install aos-check && aos-check ci",
    ],
)
def test_a_workflow_that_checks_already_is_known(line: str) -> None:
    assert workflow.checks(f"name: b\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "# uses: aos-check/aos-check/github-action@v1",
        "uses: actions/x@v1",
        "uses: crowdin/github-action@v1",
        "uses:" * 50_000,
        "uses: " + "/aos-check" * 50_000,
    ],
)
def test_a_workflow_with_other_checks_does_not_count(line: str) -> None:
    assert not workflow.checks(f"{line}\n")


@pytest.mark.parametrize("source", SHARED)
def test_a_workflow_is_only_deleted_as_it_was_written(source: Source) -> None:
    old = workflow.written(source, "trunk")
    assert workflow.without(old) == (None, "")
    assert workflow.without(old.replace("\n", "\r\n")) == (None, "")
    assert workflow.without(old + "# mine\n")[0] == old + "# mine\n"
    assert workflow.without("name: other\n") == ("name: other\n", "")


def test_a_configuration_is_only_deleted_as_it_was_written() -> None:
    ours = configuration.written("awos", since="0123abc")
    assert configuration.without(ours) == (None, "")
    assert configuration.without(configuration.written()) == (None, "")
    soft = configuration.written("awos", observe="2026-11-30")
    assert configuration.without(soft) == (None, "")
    firm = configuration.adopted(
        configuration.enforcing(soft, "aos-check.toml"), "aos-check.toml", "0123abc"
    )
    assert firm == ours
    changed = ours.replace("# ignore", "ignore")
    assert configuration.without(changed).text == changed
    assert configuration.without(changed).left
    assert configuration.without("ignore = []\n") == ("ignore = []\n", "")
