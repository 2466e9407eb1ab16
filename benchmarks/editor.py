"""Measure the time from a change in an editor to its diagnostics.

    python benchmarks/editor.py [--specs 200] [--changes 50]

Start `aos-check lsp` in a repository with many specs, type in one task list, and print:

- start: from the start of the process to the first diagnostics
- change: from each change to its diagnostics, which includes a pause of 10 ms
- burst: from the last of 20 changes at once to its diagnostics
- hover, completion: the answers to one request
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

REQUIREMENTS = "# Part {n}\n\nStatus: Approved\n\n## Requirements\n\n- FR-001: A.\n- FR-002: B.\n"


def main() -> None:
    """Build the repository, measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--specs", type=int, default=200)
    parser.add_argument("--changes", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder).resolve()
        write_repository(top, given.specs)
        started = time.perf_counter()
        editor = _Editor(top)
        path = top / _folder(given.specs // 2) / "tasks.md"
        editor.open(path)
        _show("start", [time.perf_counter() - started])
        _show("change", [editor.change(times=1) for _ in range(given.changes)])
        _show("burst", [editor.change(times=20) for _ in range(max(1, given.changes // 10))])
        for name in ("hover", "completion"):
            _show(name, [editor.ask(f"textDocument/{name}") for _ in range(given.changes)])
        editor.close()


def _show(name: str, seconds: list[float]) -> None:
    each = sorted(1000 * it for it in seconds)
    numbers = {"best": each[0], "median": statistics.median(each), "worst": each[-1]}
    print(f"{name:<12}", *(f"{label} {it:7.1f} ms  " for label, it in numbers.items()))


def _folder(number: int) -> str:
    return f"agent-os/specs/2026-01-01-part-{number}"


def write_repository(top: Path, specs: int) -> None:
    """Write a repository with this number of specs of 18 tasks each."""
    tasks = "".join(
        f"- [x] {n}.0 Part\n  - [x] {n}.1 Half (FR-001)\n  - [x] {n}.2 Half (FR-002)\n"
        for n in range(1, 7)
    )
    items = "".join(f"{n}. [x] Part `2026-01-01-part-{n}`\n" for n in range(1, specs + 1))
    files = {"agent-os/product/roadmap.md": f"# Roadmap\n\n{items}"}
    for number in range(1, specs + 1):
        files[f"{_folder(number)}/spec.md"] = REQUIREMENTS.format(n=number)
        files[f"{_folder(number)}/tasks.md"] = f"# Tasks\n\n{tasks}"
    for path, text in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, "utf-8")
    person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for words in (("init", "-q"), ("add", "-A"), (*person, "commit", "-q", "-m", "begin")):
        subprocess.run(["git", *words], cwd=top, check=True)


class _Editor:
    """Types into one document, and waits for the answers."""

    def __init__(self, top: Path) -> None:
        command = [sys.executable, "-m", "aos_check", "lsp"]
        self._server = subprocess.Popen(
            command, cwd=top, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._input = cast("BinaryIO", self._server.stdin)
        self._output = cast("BinaryIO", self._server.stdout)
        self._uri, self._text, self._version = "", "", 0
        params: dict[str, Any] = {"processId": None, "rootUri": top.as_uri(), "capabilities": {}}
        self._send("initialize", params, answer=True)
        self._send("initialized", {})

    def open(self, path: Path) -> None:
        self._uri, self._text = path.as_uri(), path.read_text("utf-8")
        document = {"uri": self._uri, "languageId": "markdown", "version": 0, "text": self._text}
        self._send("textDocument/didOpen", {"textDocument": document})
        self._wait()

    def change(self, times: int) -> float:
        """Change the document; return the seconds until the diagnostics of the last version."""
        for _ in range(times):
            self._version += 1
            text = f"{self._text}- [x] 7.0 Type\n  - [ ] 7.{self._version} More\n"
            document = {"uri": self._uri, "version": self._version}
            started = time.perf_counter()
            params = {"textDocument": document, "contentChanges": [{"text": text}]}
            self._send("textDocument/didChange", params)
        self._wait()
        return time.perf_counter() - started

    def ask(self, method: str) -> float:
        """Ask about a task; return the seconds until the answer."""
        started = time.perf_counter()
        position = {"line": 3, "character": 18}
        params = {"textDocument": {"uri": self._uri}, "position": position}
        self._send(method, params, answer=True)
        return time.perf_counter() - started

    def close(self) -> None:
        self._send("shutdown", None, answer=True)
        self._send("exit", None)
        self._server.wait()

    def _send(self, method: str, params: object, *, answer: bool = False) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        content = json.dumps(message | ({"id": method} if answer else {})).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._input.flush()
        while answer and self._receive().get("id") != method:
            pass

    def _wait(self) -> None:
        """Receive the diagnostics of the present version."""
        wanted = {"uri": self._uri, "version": self._version}
        while not wanted.items() <= (self._receive().get("params") or {}).items():
            pass

    def _receive(self) -> dict[str, Any]:
        length = 0
        while line := self._output.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        found: dict[str, Any] = json.loads(self._output.read(length))
        return found


if __name__ == "__main__":
    main()
