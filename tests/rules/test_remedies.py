"""Every remedy works: a repository gets a finding, follows its help line, and nothing is left.

A finding about a tree is committed first. Then the remedy is made, checked and committed. A finding
about a change or a commit is made by the last commit of a range, which the remedy amends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from aos_check.judging.testing import ADA, Example, examples
from aos_check.model.change import Change, Commit
from aos_check.model.rule import Rule
from aos_check.rules import RULES
from tests.rules.remedies import REMEDIES
from tests.rules.remedies.remedy import Edits, Remedy
from tests.support.git_repo import Repo, author

Found = list[dict[str, Any]]
RANKS = ("info", "warning", "error")
# SPEC013 needs a commit that is old.
LONG_AGO = {"GIT_AUTHOR_DATE": "2020-01-01T12:00:00Z", "GIT_COMMITTER_DATE": "2020-01-01T12:00:00Z"}
ADVICE = "docs: follow the advice"
BY_CODE = {rule.code: rule for rule in RULES}


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda it: f"{it.code}-{it.follows[:40]}")
def test_the_remedy_works_and_nothing_else_is_refused(remedy: Remedy, tmp_path: Path) -> None:
    rule = BY_CODE[remedy.code]
    repo = Repo(tmp_path / "repo")
    example = _example(rule, remedy.example)
    if rule.judges in (Change, Commit):
        _amend(repo, example, remedy)
    else:
        _correct(repo, example, remedy)


def test_every_rule_has_a_remedy() -> None:
    assert {remedy.code for remedy in REMEDIES} == set(BY_CODE)


def _example(rule: Rule, title: str) -> Example:
    return next(it for it in examples(rule) if it.flagged and it.title == title)


def _correct(repo: Repo, example: Example, remedy: Remedy) -> None:
    """Follow the remedy of a finding about a tree, and commit it."""
    base = _begin(repo, {**example.files, **_encoded(remedy.also)}, example)
    before = _findings(repo, by=remedy.by)
    _follow(repo, remedy, before)
    _assert_better(remedy, before, _findings(repo, by=remedy.by))
    if repo.git("status", "--porcelain"):
        repo.commit(remedy.message or ADVICE, by=remedy.by)
    least = _least(remedy, before)
    for each in _commits_since(repo, base, remedy.by):
        assert [it for it in each if _rank(it) >= least and not it["inherited"]] == []


def _amend(repo: Repo, example: Example, remedy: Remedy) -> None:
    """Follow the remedy of a finding about a commit, and amend the commit."""
    message = remedy.message or example.message or ADVICE
    by = example.authors.get("commit", ADA).partition("@")[0].title()
    base = _begin(repo, {**example.before, **_encoded(remedy.also)}, example)
    if message.startswith("fixup! "):
        repo.commit(message.removeprefix("fixup! "), {"src/begin.py": ""})
    gone = {path: None for path in example.before if path not in example.files}
    changed = {path: it for path, it in example.files.items() if example.before.get(path) != it}
    repo.commit(message, {**changed, **gone}, by=by)
    before = _commits_since(repo, base, by)
    _follow(repo, remedy, [it for each in before for it in each])
    if repo.git("status", "--porcelain") or "commit" in remedy.edits:
        text = _edited(message, remedy.edits.get("commit", ()) or ())
        repo.git("add", "--all")
        repo.git("commit", "--quiet", "--amend", "--allow-empty", "-F", "-", give=text.encode())
    after = _commits_since(repo, base, by)
    if len(after) == len(before):
        for one, other in zip(before, after, strict=True):
            _assert_better(remedy, one, other)
    else:
        assert [
            it for each in after for it in each if it["severity"] == "error" and not it["inherited"]
        ] == []


def _begin(repo: Repo, files: dict[str, bytes], example: Example) -> str:
    """Commit the files, each by its author; return the commit."""
    repo.commit("docs: begin", {"README.md": "# Notes\n"}, env=LONG_AGO)
    foreign = {path: mail for path, mail in example.authors.items() if path in files}
    for path, mail in foreign.items():
        one = {"GIT_AUTHOR_EMAIL": mail, "GIT_COMMITTER_EMAIL": mail}
        repo.commit("docs: add", {path: files[path]}, by=mail.partition("@")[0].title(), env=one)
    own = {path: it for path, it in files.items() if path not in foreign}
    return repo.commit("docs: specify", own, env=LONG_AGO)


def _follow(repo: Repo, remedy: Remedy, before: Found) -> None:
    """Do what the help line says, if it says so."""
    helps = [it["help"] for it in _of(remedy, before)]
    assert any(remedy.follows in text for text in helps), helps
    for name, edit in remedy.edits.items():
        if name == "commit":
            continue
        path = next((it for it in repo.git("ls-files").split("\n") if it.endswith(name)), name)
        file = repo.top / path
        if edit is None:
            file.unlink()
            continue
        text = file.read_bytes().decode("utf-8", "replace") if file.exists() else ""
        repo.write({path: _edited(text, edit)})
    if remedy.run:
        remedy.run(repo)


def _edited(text: str, edit: Edits) -> str:
    """The text after every replacement, each of which finds its text; or the new text."""
    if isinstance(edit, str):
        return edit
    for old, new in edit:
        assert old in text, (old, text)
        text = text.replace(old, new)
    return text


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def _findings(repo: Repo, *arguments: str, by: str) -> Found:
    found: Found = repo.report("check", *arguments, env=author(by))["findings"]
    return found


def _commits_since(repo: Repo, base: str, by: str) -> list[Found]:
    """The findings of the range, of the hook for its last commit, and of each of its commits."""
    commits = repo.git("rev-list", f"{base}..HEAD").split()
    return [
        _findings(repo, "--range", f"{base}..HEAD", by=by),
        _of_hook(repo, by),
        *(_findings(repo, "--commit", each, by=by) for each in commits),
    ]


def _of_hook(repo: Repo, by: str) -> Found:
    """The findings of `commit-msg` for the last commit."""
    last = repo.git("rev-parse", "HEAD")
    (repo.top / ".git" / "MESSAGE").write_text(repo.git("log", "-1", "--format=%B"), "utf-8")
    repo.git("reset", "--quiet", "--soft", "HEAD~1")
    found: Found = repo.report("commit-msg", ".git/MESSAGE", env=author(by))["findings"]
    repo.git("reset", "--quiet", "--soft", last)
    return found


def _of(remedy: Remedy, found: Found) -> Found:
    return [it for it in found if it["code"] == remedy.code]


def _assert_better(remedy: Remedy, before: Found, after: Found) -> None:
    """The rule is silent, or lists what it refused, and no rule has more that is as severe."""
    least = _least(remedy, before)
    refused = any(map(_rank, _of(remedy, before)))
    assert [it for it in _of(remedy, after) if not (refused and _is_listed(it))] == []
    more = Counter(it["code"] for it in after if _rank(it) >= least)
    more -= Counter(it["code"] for it in before if _rank(it) >= least)
    assert not more, [it for it in after if it["code"] in more]


def _is_listed(finding: dict[str, Any]) -> bool:
    return (finding["code"], finding["severity"]) == ("GIT009", "info")


def _rank(finding: dict[str, Any]) -> int:
    return RANKS.index(finding["severity"])


def _least(remedy: Remedy, before: Found) -> int:
    """The least severity that counts as a refusal: that of the finding, at least a warning."""
    return max([1, *(_rank(it) for it in _of(remedy, before))])
