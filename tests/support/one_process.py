"""`aos-check` on the path, answered by the process of the tests: it saves the start of a program.

The hooks of git are real, and so are their arguments, environment, folder and standard input.
"""

from __future__ import annotations

import os
import threading
import traceback
from pathlib import Path

from click.testing import CliRunner

from aos_check.cli import cli

CLIENT = """\
#!/bin/sh
ask='{folder}'/$$; mkdir "$ask"; mkfifo "$ask/code"
env -0 > "$ask/environment"; pwd -P > "$ask/folder"; cat > "$ask/input"
for each in "$@"; do printf '%s\\0' "$each"; done > "$ask/arguments"
echo "$ask" > '{folder}/asks'; read -r code < "$ask/code"
cat "$ask/output"; rm -r "$ask"; exit "$code"
"""


def answer_on_path(folder: Path) -> dict[str, str]:
    """Write the client to the folder, and answer it; return the variable PATH with the folder."""
    program = folder / "aos-check"
    program.write_text(CLIENT.format(folder=folder))
    program.chmod(0o755)
    os.mkfifo(folder / "asks")
    threading.Thread(target=serve, args=(folder / "asks",), daemon=True).start()
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def serve(asks: Path) -> None:
    """Answer each client, one after the other."""
    with asks.open("r+b", buffering=0) as lines:
        while ask := os.fsdecode(lines.readline()).strip():
            code, output = answer(Path(ask))
            (Path(ask) / "output").write_bytes(output)
            (Path(ask) / "code").write_text(f"{code}\n")


def answer(ask: Path) -> tuple[int, bytes]:
    """Run aos-check as the client asks; return its exit code and output."""
    here, before = Path.cwd(), dict(os.environ)
    given = (ask / "environment").read_bytes().split(b"\0")[:-1]
    arguments = (ask / "arguments").read_bytes().split(b"\0")[:-1]
    os.environ.clear()
    os.environ.update(os.fsdecode(it).partition("=")[::2] for it in given)
    os.chdir((ask / "folder").read_text().rstrip("\n"))
    try:
        words = [os.fsdecode(it) for it in arguments]
        result = CliRunner().invoke(cli, words, input=(ask / "input").read_bytes())
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
    if result.exception and not isinstance(result.exception, SystemExit):
        return 70, "".join(traceback.format_exception(result.exception)).encode()
    return result.exit_code, result.output_bytes
