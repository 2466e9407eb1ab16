"""The generated files are up to date, and the guide's steps to add a rule work as written."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from aos_check import HOME, __version__

ROOT = Path(__file__).parents[2]
PLUGIN = "hooks/claude-code"
OWNER = HOME.split("/")[-2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CHAPTER = GUIDE.split("## Add a rule\n")[1].split("\n### ")[0]
GENERATED = (
    "README.md",
    "CONTRIBUTING.md",
    *(f"docs/reference/{name}.md" for name in ("rules", "layouts", "configuration")),
    *(f"docs/reference/{name}.md" for name in ("commands", "json")),
    "docs/run.svg",
)
ROW = r"(\| \[?`?(model|kiro|TASK001|aos-check approve|schema`)|- `decisions`|<text |checked )"
"""A generated row of each of them."""


def generate(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(root, "python", "tools/generate.py", *options)


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the guide in a copy of the repository, in this Python's environment."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False,
        env={"PATH": path, "PYTHONPATH": str(root / "src"), "HOME": str(root)},
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository without ignored files."""
    dropped = shutil.ignore_patterns("__pycache__", "layouts", "goldens")
    for name in ("src", "tools", "tests", "docs", "hooks"):
        ignore = shutil.ignore_patterns("__pycache__") if name != "tests" else dropped
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    for name in ("README.md", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    run(tmp_path, "git", "init", "--quiet")
    return tmp_path


def test_nothing_generated_is_stale() -> None:
    done = generate(ROOT, "--check")
    assert (done.stdout, done.returncode) == ("", 0)


def test_what_is_stale_is_found_and_written(copy: Path) -> None:
    fresh = {name: (copy / name).read_text("utf-8") for name in GENERATED}
    for name, text in fresh.items():
        row = next(line for line in text.splitlines() if re.match(ROW, line))
        (copy / name).write_text(text.replace(f"{row}\n", "", 1), "utf-8")
    found = generate(copy, "--check")
    assert (found.stdout.splitlines(), found.returncode) == (
        [f"stale: {name}" for name in GENERATED],
        1,
    )
    assert generate(copy).stdout == found.stdout.replace("stale", "written")
    assert {name: (copy / name).read_text("utf-8") for name in GENERATED} == fresh


def test_the_address_and_the_version_are_in_one_place(copy: Path) -> None:
    project = copy / "pyproject.toml"
    moved = project.read_text("utf-8").replace(HOME, "https://github.com/acme/aos-check")
    project.write_text(moved.replace(f'version = "{__version__}"', 'version = "9.8.7"', 1), "utf-8")
    assert generate(copy, "--check").returncode == 1
    written = generate(copy).stdout
    assert generate(copy, "--check").returncode == 0
    manifest = f"{PLUGIN}/.claude-plugin/plugin.json"
    for name in ("docs/how-to/git-hooks.md", "src/aos_check/__init__.py", manifest):
        assert f"written: {name}\n" in written
    named = run(copy, "grep", "-rlE", f"{OWNER}/aos-check", ".", "--exclude-dir=tests")
    assert named.stdout == ""
    text = (copy / "src/aos_check/__init__.py").read_text("utf-8")
    assert '__version__ = "9.8.7"' in text
    assert 'HOME = "https://github.com/acme/aos-check"' in text


def test_the_plan_lists_each_package_with_its_first_sentence() -> None:
    rows = generate(ROOT, "--plan").stdout.splitlines()[2:]
    listed = re.findall(r"^\| `(\w+)` \| [A-Z].*\. \|$", "\n".join(rows), re.MULTILINE)
    package = ROOT / "src/aos_check"
    there = {file.parent.name for file in package.glob("*/__init__.py")} | {"__main__"}
    assert len(listed) == len(rows)
    assert set(listed) == there


def block(opening: str) -> str:
    """The code block of the chapter that starts with this line, without its indentation."""
    (found,) = re.findall(
        rf"^ *(`{{3,}}){re.escape(opening)}\n(.*?)^ *\1$", CHAPTER, re.DOTALL | re.MULTILINE
    )
    return textwrap.dedent(found[1])


def test_a_new_rule_is_one_file_one_line_and_five_commands(copy: Path) -> None:
    """Follow the guide word for word."""
    rule = "src/aos_check/rules/vague_task.py"
    (copy / rule).write_text(block(f"python {rule}"), "utf-8")
    listing = copy / "src/aos_check/rules/__init__.py"
    line = block(f"text {listing.relative_to(copy)}").strip()
    text = listing.read_text("utf-8")
    listing.write_text(text.replace("\n)\n", f"\n    {line}\n)\n", 1), "utf-8")
    commands = [shlex.split(each) for each in block("sh").splitlines()]
    assert len(commands) == 5
    outputs = []
    for command in commands:
        done = run(copy, *command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        outputs.append(done.stdout)
    assert "written: docs/reference/rules.md\n" in outputs
    handbook = (copy / "docs/reference/rules.md").read_text("utf-8")
    assert "(#task099-vague-task) | A task does not say what to do | warning |" in handbook
    assert "## TASK099 vague-task\n" in handbook
    assert "\n\nA task does not say what to do.\n" in outputs[-1]
    assert re.search(r"^[1-9]\d* passed", outputs[-2], re.MULTILINE)


def test_a_rule_without_its_line_is_found(copy: Path) -> None:
    rule = "src/aos_check/rules/vague_task.py"
    (copy / rule).write_text(block(f"python {rule}"), "utf-8")
    done = run(copy, "pytest", "-q", "tests/rules/test_rules.py", "-k", "listed")
    assert done.returncode == 1
    assert "TASK099" in done.stdout
