"""Input that means harm: each a finding or a clean reading, and the rest is still checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aos_check.cli import cli

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
        (b"```\n- [ ] never closed\n", set()),
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
