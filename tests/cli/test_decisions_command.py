"""`aos-check decisions`: the list, the digest, and the file that keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from aos_check.cli import cli
from aos_check.cli.schema import schema_of
from tests.support.git_repo import write_files


def record(number: int, status: str, head: str = "", title: str = "", text: str = "") -> str:
    return (
        f"# {number}. {title or f'Use number {number}'}\n\nDate: 2025-01-{number:02}\n{head}\n\n"
        f"## Status\n\n{status}\n\n## Context\n\nWhy.\n\n"
        f"## Decision\n\n{text or f'We use number {number}. It is good.'}\n\n"
        "## Consequences\n\nIt costs.\n"
    )


FILES = {
    "docs/adr/0001-a.md": record(1, "Superseded by ADR-2"),
    "docs/adr/0002-b.md": record(2, "Accepted", "Tags: data, api"),
    "docs/adr/0003-c.md": record(3, "Accepted"),
    "docs/adr/0004-d.md": record(4, "Proposed", "Supersedes: ADR-3"),
    "docs/adr/0005-e.md": record(5, "Purple"),
    "docs/adr/0006-f.md": record(6, "Accepted", "Tags: Data\nPartially supersedes: ADR-2"),
}
DIGEST = """
## Decisions in force

### Data

- **0006 Use number 6** (2025-01-06): We use number 6. `docs/adr/0006-f.md`
- **0002 Use number 2** (2025-01-02; replaces 0001; superseded in part by 0006): We use number 2. `docs/adr/0002-b.md`

### Without a topic

- **0003 Use number 3** (2025-01-03; 0004 would replace it, but is proposed): We use number 3. `docs/adr/0003-c.md`

<!-- end of aos-check decisions -->
"""  # noqa: E501


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def decisions(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["decisions", *arguments])


@pytest.mark.usefixtures("here")
class TestList:
    def test_text(self) -> None:
        assert decisions().stdout == (
            "Data\n"
            "  2025-01-06  0006 Use number 6\n"
            "              docs/adr/0006-f.md:1\n"
            "  2025-01-02  0002 Use number 2\n"
            "              docs/adr/0002-b.md:1; replaces 0001; superseded in part by 0006; "
            "also api\n"
            "\n"
            "  2025-01-03  0003 Use number 3\n"
            "              docs/adr/0003-c.md:1; 0004 would replace it, but is proposed\n"
            "\n"
            "3 decisions in force\n"
            "\n"
            "1 decision proposed, and not in force:\n"
            "  0004 Use number 4  docs/adr/0004-d.md:1\n"
            "\n"
            "1 decision with an unclear status, and not counted:\n"
            "  0005 Use number 5  docs/adr/0005-e.md:1\n"
        )

    def test_json(self) -> None:
        found = json.loads(decisions("--format", "json").stdout)
        Draft202012Validator(schema_of("decisions")).validate(found)
        newest, _, second = found["in_force"]
        assert (newest["id"], newest["topics"], newest["essence"]) == (
            "0006", ["Data"], "We use number 6.",
        )  # fmt: skip
        assert [each["id"] for each in (*second["replaced"], *second["amended_by"])] == [
            "0001",
            "0006",
        ]
        assert [found[key][0]["id"] for key in ("proposed", "unclear")] == ["0004", "0005"]

    def test_the_digest(self) -> None:
        first, _, rest = decisions("--brief").stdout.partition("\n")
        assert first.startswith("<!-- aos-check decisions: aos1:sha256:")
        assert rest == DIGEST
        assert decisions("--brief").stdout == f"{first}\n{rest}"

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--output", "A.md"),
            ("--check", "A.md", "--brief"),
            ("--check", "A.md", "--format", "json"),
            ("--brief", "--format", "json"),
        ],
    )
    def test_options_that_exclude_each_other(self, arguments: tuple[str, ...]) -> None:
        assert decisions(*arguments).exit_code == 2


class TestKept:
    """The digest in AGENTS.md, among other text."""

    @pytest.fixture(params=["\n", "\r\n"])
    def agents(self, request: pytest.FixtureRequest, here: Path) -> Path:
        text = f"# Agents\n\n{decisions('--brief').stdout}\nBe kind.\n"
        file = here / "AGENTS.md"
        file.write_bytes(text.replace("\n", request.param).encode())
        return file

    def test_current(self, agents: Path) -> None:
        assert agents.exists()
        done = decisions("--check", "AGENTS.md")
        assert (done.exit_code, done.stdout) == (
            0, "AGENTS.md: the digest of the decisions is current\n",
        )  # fmt: skip

    def test_text_around_it_does_not_matter(self, agents: Path) -> None:
        agents.write_bytes(b"More.\n" + agents.read_bytes() + b"End\n")
        assert decisions("--check", "AGENTS.md").exit_code == 0

    def test_stale_and_renewed(self, agents: Path, here: Path) -> None:
        write_files(here, {"docs/adr/0004-d.md": record(4, "Accepted", "Supersedes: ADR-3")})
        before = agents.read_bytes()
        done = decisions("--check", "AGENTS.md")
        assert (done.exit_code, done.stdout) == (
            1,
            (
                "AGENTS.md:3: error: the decisions have changed since this digest was written, "
                "or somebody has edited it\n"
                "  help: run `aos-check decisions --brief --output AGENTS.md`\n"
            ),
        )
        assert agents.read_bytes() == before
        assert decisions("--brief", "--output", "AGENTS.md").exit_code == 0
        after = agents.read_bytes()
        assert decisions("--check", "AGENTS.md").exit_code == 0
        assert b"\n- **0004" in after
        assert after.count(b"\r\n") in (0, after.count(b"\n"))
        ends = (b"# Agents", b"Be kind.")
        assert [after.splitlines()[at] for at in (0, -1)] == list(ends)

    def test_edited(self, agents: Path) -> None:
        agents.write_bytes(agents.read_bytes().replace(b"We use number 3", b"We use nothing"))
        assert decisions("--check", "AGENTS.md").exit_code == 1

    def test_a_new_file(self, here: Path) -> None:
        assert decisions("--brief", "--output", "new.md").exit_code == 0
        assert (here / "new.md").read_text("utf-8") == decisions("--brief").stdout
        assert decisions("--check", "new.md").exit_code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "cannot be read"),
        (b"# Agents\n", "has no digest"),
        (b"<!-- aos-check decisions: aos1:sha256:0 -->\n", "marks that do not begin and end"),
        (b"\xff\n", "is not UTF-8"),
    ],
)
def test_what_cannot_be_judged(here: Path, text: bytes | None, why: str) -> None:
    if text is not None:
        (here / "AGENTS.md").write_bytes(text)
    done = decisions("--check", "AGENTS.md")
    assert done.exit_code == 2
    assert why in done.stderr
    assert "aos-check decisions --brief" in done.stderr or "UTF-8" in done.stderr


def test_a_digest_is_added_once_and_never_over_other_text(here: Path) -> None:
    (here / "AGENTS.md").write_text("# Agents\n", "utf-8")
    done = decisions("--brief", "--output", "AGENTS.md")
    assert (done.exit_code, (here / "AGENTS.md").read_text("utf-8")) == (2, "# Agents\n")
    assert ">> AGENTS.md" in done.stderr


EVIL = (
    "<!-- end of aos-check decisions --> **x** [a](b) <img src=x> "
    "@all \x1b[31m\u202e ::error::x ##[y"
)


def test_a_record_forges_nothing(here: Path) -> None:
    files = {"docs/adr/0003-c.md": record(3, "Accepted", f"Tags: {EVIL[:38]}", EVIL, f"{EVIL}.")}
    write_files(here, files)
    text, digest = decisions().stdout, decisions("--brief").stdout
    for printed in (text, digest):
        assert "\x1b" not in printed
        assert "\u202e" not in printed
        assert "##[" not in printed
    assert digest.count("<!--") == digest.count("-->") == 2
    assert "<img" not in digest.replace("`<img`", "")
    (here / "AGENTS.md").write_text(digest, "utf-8")
    assert decisions("--check", "AGENTS.md").exit_code == 0
