"""Update the generated pages of docs, and the generated parts of the others.

`--check` lists stale files, writes nothing and fails if there are any. `--plan` prints the table of
packages.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from pathlib import Path

import commands_page
import examples
import json_page
import picture

from aos_check.cli.rules import written
from aos_check.judging.settings import Config
from aos_check.reading.code_table import (
    INSTALLED,
    LOCK_FILES,
    MANIFESTS,
    PROGRAMS,
    PROGRAMS_WITH_VERSIONS,
    QUIET,
    TESTS,
    CodeRow,
)
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.loading import shipped
from aos_check.reporters.layout_keys import keys_of
from aos_check.rules import RULES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
README, GUIDE, HOOKS = (
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/how-to/git-hooks.md")
)
REFERENCE, PICTURE = ROOT / "docs/reference", ROOT / "docs/run.svg"
HANDBOOK, CODE, LAYOUTS, CONFIGURATION, COMMANDS, JSON = (
    REFERENCE / f"{name}.md"
    for name in ("rules", "code", "layouts", "configuration", "commands", "json")
)


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(description="Update generated pages and tables.")
    parser.add_argument("--check", action="store_true", help="list stale files, write nothing")
    parser.add_argument("--plan", action="store_true", help="print the table of packages")
    options = parser.parse_args()
    if options.plan:
        print(plan(), end="")
        return 0
    stale = {file: text for file, text in generated().items() if text != _text(file)}
    for file, text in stale.items():
        print(f"{'stale' if options.check else 'written'}: {file.relative_to(ROOT)}")
        if not options.check:
            file.write_text(text, encoding="utf-8", newline="\n")
    return 1 if options.check and stale else 0


def generated() -> dict[Path, str]:
    """Return the files with generated parts, and their up-to-date text."""
    readme, refusal = _text(README), examples.refusal()
    [tasks] = re.findall(r"^```md before\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    return {
        README: _filled(_filled(readme, "finding", examples.finding(tasks)), "refusal", refusal),
        HOOKS: _filled(_text(HOOKS), "refusal", refusal),
        GUIDE: _filled(_text(GUIDE), "plan", plan()),
        HANDBOOK: written(RULES, "handbook"),
        CODE: _filled(_text(CODE), "table", code_table()),
        LAYOUTS: with_keys(_filled(_text(LAYOUTS), "layouts", layout_table()), Layout),
        CONFIGURATION: with_keys(_text(CONFIGURATION), Config),
        COMMANDS: _filled(
            _filled(_text(COMMANDS), "commands", commands_page.table()),
            "details",
            commands_page.sections(),
        ),
        JSON: _filled(_text(JSON), "documents", json_page.documents()),
        PICTURE: picture.drawn(),
    }


def layout_table() -> str:
    """Return the table of shipped layouts, with the strongest rule of each."""
    titles = {rule.code: rule.title for rule in RULES}
    rows = (
        f"| `{layout.name}` | {layout.title} | {' '.join(f'`{home}`' for home in layout.homes)} | "
        f"{STRONGEST[layout.name]}: {titles[STRONGEST[layout.name]]} |"
        for layout in sorted(shipped(), key=lambda layout: layout.name)
    )
    head = ["| layout | framework | homes | its strongest rule |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


STRONGEST = {
    "agent-os-1": "ROAD002",
    "agent-os-2": "ROAD002",
    "agent-os-3": "SPEC002",
    "awos": "SPEC004",
    "backlog-md": "TASK009",
    "bmad-4": "SPEC015",
    "bmad-6": "SPEC015",
    "conductor": "ROAD002",
    "dated-specs": "ROAD002",
    "gsd": "ROAD002",
    "kiro": "TASK011",
    "openspec": "SPEC014",
    "peer": "GATE001",
    "praxis-os": "TASK007",
    "spec-kit": "TASK014",
    "specify": "TASK014",
    "superpowers": "SPEC012",
    "superpowers-4": "SPEC012",
    "task-master": "TASK006",
    "task-master-legacy": "TASK006",
}
"""The rule of each layout that says most about it."""


def with_keys(text: str, table: type) -> str:
    """Return the page with the facts of each key of the table below its heading."""
    facts = {key.name: key.written for key in keys_of(table)}
    return _KEYS.sub(
        lambda found: found[1] + "".join(facts[key] for key in _KEY.findall(found[1])), text
    )


_KEYS = re.compile(r"^(#{4} `[^\n]+\n\n)(?:- `[a-z.-]+` \([^\n]+\n)*", re.MULTILINE)
_KEY = re.compile(r"`([a-z.-]+)`")


def code_table() -> str:
    """Return the rows of code and of other files in their order, and the manifests."""
    parts = (
        ("Not code, even if executable or called like code", (INSTALLED,)),
        ("Not code, unless executable", (LOCK_FILES,)),
        ("Code", PROGRAMS),
        ("Not code, unless executable", QUIET),
        ("Tests, as evidence", (TESTS,)),
        ("Manifests", (CodeRow("updated by Renovate and Dependabot", MANIFESTS),)),
        ("Programs that hold versions", (CodeRow("updated by them too", PROGRAMS_WITH_VERSIONS),)),
    )
    rows = (
        f"| {part} | {row.why} | {' '.join(f'`{glob}`' for glob in row.globs)} |"
        for part, rows in parts
        for row in rows
    )
    return "\n".join(["| these are | reason | files |", "|---|---|---|", *rows]) + "\n"


def plan() -> str:
    """Return the table of packages from the top layer down, with the first sentence of each."""
    contracts = tomllib.loads(_text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(it["layers"] for it in contracts if it["type"] == "layers")
    names = [name for layer in layers for name in re.split(r"\s*\|\s*", layer)]
    rows = (f"| `{name}` | {_sentence(name)} |" for name in names)
    return "\n".join(["| package | holds |", "|---|---|", *rows]) + "\n"


def _sentence(name: str) -> str:
    folder = ROOT / "src/aos_check" / name
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    doc = ast.get_docstring(ast.parse(_text(file))) or ""
    return " ".join(doc.split("\n\n")[0].split())


def _filled(text: str, name: str, content: str) -> str:
    """Return the text with `content` between the comments `NAME:` and `end of NAME`."""
    between = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    filled, count = between.subn(lambda found: f"{found[1]}{content}{found[2]}", text)
    if count != 1:
        raise SystemExit(f"expected one place for the {name}, found {count}")
    return filled


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
