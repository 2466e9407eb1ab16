"""Pages whose commands are executed, one after the other, as a reader would.

- A block of code with a path after its language is a file, written as shown.
- A block `sh` runs, and must succeed. `sh refused` must fail. `sh elsewhere` does not run.
- The next block `text` is the output of the last command.

Set WRITE_PAGES=1 to put the present output into the pages instead of comparing it.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.git_repo import Variables, environment, write_files

DOCS = Path(__file__).parents[2] / "docs"

_BLOCK = re.compile(
    r"^(?P<marks>`{3,})(?P<language>\w+)(?: (?P<word>\S+))?\n(?P<body>.*?)^(?P=marks)$",
    re.MULTILINE | re.DOTALL,
)
_DIFFERS = re.compile(r"\b[0-9a-f]{7,40}\b|\d{4}-\d\d-\d\d|\d+ insertions?|\d+\.\d+s|\d\d:\d\d UTC")
"""What is different in every run, or depends on how aos-check is installed."""


@dataclass
class Walkthrough:
    """A reader of a page: the folder, the variables, and what is on the screen."""

    folder: Path
    env: Variables
    screen: str = ""

    def follows(self, page: str) -> None:
        """Execute the page; it must show the output, or is written with it."""
        file = DOCS / page
        before = file.read_text("utf-8")
        after = _BLOCK.sub(self._step, before)
        if os.environ.get("WRITE_PAGES"):
            file.write_text(after, "utf-8")
        else:
            assert after == before

    def _step(self, block: re.Match[str]) -> str:
        language, word = block["language"], block["word"] or ""
        if re.search(r"[./]", word):
            write_files(self.folder, {word: block["body"]})
        elif language == "sh" and word != "elsewhere":
            self._runs(block["body"], fails=word == "refused")
        elif language == "text" and _same(self.screen) != _same(block["body"]):
            assert block["marks"] not in self.screen, "show something else: it would end the block"
            return f"{block['marks']}text\n{self.screen}{block['marks']}"
        return block[0]

    def _runs(self, commands: str, *, fails: bool) -> None:
        """Run commands in the folder where the last ones ended."""
        script = f"trap 'printf \"\\n$PWD\"' EXIT\n{commands}"
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=self.folder,
            env=environment() | dict(self.env) | {"PYTEST_ADDOPTS": ""},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        *lines, ended_in = done.stdout.decode("utf-8").splitlines()
        self.folder = Path(ended_in)
        self.screen = "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
        assert bool(done.returncode) == fails, f"{commands}\n{self.screen}"


def _same(screen: str) -> str:
    return _DIFFERS.sub("…", screen)
