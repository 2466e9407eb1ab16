"""Hostile input gives a finding or reads cleanly, and the rest is still checked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aos_check.cli import cli
from tests.support.git_repo import Repo

SPEC = ".agent-os/specs/2025-10-08-login"
BAD_TASKS = "- [x] 1. Form\n  - [ ] 1.1 Tests\n"


def check(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--root", str(root), *arguments])


def repository(root: Path, spec: bytes) -> Path:
    folder = root / SPEC
    folder.mkdir(parents=True)
    (folder / "spec.md").write_bytes(spec)
    (folder / "tasks.md").write_text(BAD_TASKS, "utf-8")
    return root


@pytest.mark.parametrize(
    ("spec", "codes"),
    [
        (b"# L\n\xff", {"DOC004"}),
        (b"# L\n\0", {"DOC004"}),
        (b"\xff\xfe#\0 \0L\0", {"DOC004"}),
        (b"- a\n" * 1_300_000, {"DOC004"}),
        (b"\n".join(b"  " * depth + b"- a" for depth in range(500)), {"DOC004"}),
        (b">" * 20_000 + b" a\n", {"DOC004"}),
        (b"[a](b" * 5_000, set()),
        (b"# a" + b" " * 200_000 + b"b\n", set()),
        (b"<!--" * 50_000, set()),
        (b"*" * 100_000, set()),
        (b"```\n- [ ] never closed\n", {"DOC001"}),
        (b"\xef\xbb\xbf# L\r\n\r\ntext\r\n", set()),
        ("# L\x0c\u2028text\u2029\n".encode(), set()),
        (b"---\nstatus: [\n---\n# L\n", {"DOC001"}),
        (b"---\nstatus: draft\nstatus: done\n---\n# L\n", {"DOC005"}),
        (b"---\na: &a [1]\nb: [*a, *a, *a]\n---\n# L\n", set()),
        (b"", set()),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else "",
)
def test_bad_input_is_named_and_the_rest_is_checked(
    spec: bytes, codes: set[str], tmp_path: Path
) -> None:
    result = check(repository(tmp_path, spec), "--format", "json", "--select", "DOC,TASK")
    assert result.exit_code == 1, result.output
    found = {finding["code"] for finding in json.loads(result.output)["findings"]}
    assert found == {"TASK001", *codes}


def test_nothing_that_the_input_smuggles_in_reaches_the_terminal(tmp_path: Path) -> None:
    spec = "# L\n> Status: \x1b[31mDone\x07\u202e\x9b1m [SOME_NAME]\n".encode()
    root = repository(tmp_path, spec)
    (root / SPEC / "tasks.md").write_text(
        "- [x] 1. \x1b]0;title\x07\n  - [ ] 1.1 \x1b[2J\n", "utf-8"
    )
    text = check(root, "--color", "never").output
    assert "\x1b" not in text
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert "\u202e" not in text
    assert "\x9b" not in text


def test_a_folder_called_like_a_file(tmp_path: Path) -> None:
    root = repository(tmp_path, b"# L\n")
    (root / SPEC / "sub-specs/technical-spec.md").mkdir(parents=True)
    assert check(root, "--select", "TASK").exit_code == 1


def test_what_lies_behind_a_linked_folder_is_not_shown(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", b"# L\n")
    Repo(root).git("add", ".")
    (root / SPEC).rename(tmp_path / "outside")
    (root / SPEC).symlink_to(tmp_path / "outside")
    result = check(root, "--format", "json", "--select", "DOC,TASK,SPEC")
    found = json.loads(result.output)["findings"]
    assert {finding["code"] for finding in found} == {"DOC004"}
    assert all("links are not followed" in finding["message"] for finding in found)


def test_a_pipe_among_the_ignore_files_ends_the_run_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path, b"# L\n")
    Repo(root)
    os.mkfifo(root / ".gitignore")
    monkeypatch.setattr("aos_check.git.program.TIMEOUT", 0.2)
    result = check(root)
    assert result.exit_code == 2
    assert ".gitignore" in result.output


def test_a_file_whose_name_is_not_utf8_is_reported_by_it(tmp_path: Path) -> None:
    root = repository(tmp_path, b"# L\n")
    try:
        (root / os.fsdecode(os.fsencode(SPEC) + b"-\xff")).mkdir()
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    (root / SPEC / "tasks.md").rename(root / os.fsdecode(os.fsencode(SPEC) + b"-\xff/tasks.md"))
    for form in ("text", "json"):
        result = check(root, "--format", form, "--select", "TASK001")
        assert result.exit_code == 1, result.output
        assert "\\xff/tasks.md" in result.output


@pytest.mark.parametrize(
    "line",
    [
        "<!-- aos-check: ignore[TASK001] x -->\n",
        "<!-- aos-check: ignore[NOPE] x -->\n",
        "- [x] 1. A\n  - [ ] 1.1 B\n  - [x] 1.2 C\n  - [ ] 1.3 C\n",
    ],
)
def test_ten_thousand_findings_make_a_short_report(line: str, tmp_path: Path) -> None:
    root = repository(tmp_path, b"# L\n")
    (root / SPEC / "tasks.md").write_text(BAD_TASKS + "# T\n" + line * 10_000, "utf-8")
    result = check(root, "--select", "TASK001,DOC007")
    assert result.exit_code == 1
    assert "more findings in" in result.output or "more like it" in result.output
    assert len(result.output) < 100_000
