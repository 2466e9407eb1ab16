"""A stand-in for the program `nats`, which is not on PyPI: `kv add` and `kv put` as on our page."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.support.git_repo import put_on_path
from tests.support.nats_server import NatsServer

ROOT = Path(__file__).parents[2]


def put_nats_on_path(folder: Path, server: NatsServer) -> dict[str, str]:
    """Write `nats` and `aos-check` to the folder; return the variables to use them."""
    program = folder / "nats"
    called = f'"{sys.executable}" -m tests.support.nats_cli'
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}:$PYTHONPATH" exec {called} "$@"\n')
    program.chmod(0o755)
    return {**put_on_path(folder), "NATS_URL": server.url}


def main(_: str, verb: str, bucket: str, *rest: str) -> None:
    """Add the bucket, or put a value at a key."""
    server = NatsServer(Path())
    server.port = int(os.environ["NATS_URL"].rpartition(":")[2])
    if verb == "add":
        server.write(bucket=bucket)
    else:
        key, *value = rest
        content = value[0] if value else sys.stdin.read()
        server.write((key, content.encode()), bucket=bucket)


if __name__ == "__main__":
    main(*sys.argv[1:])
