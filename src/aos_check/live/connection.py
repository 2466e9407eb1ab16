"""A connection to one NATS server, which is trusted with nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nats.aio.client import Client
from nats.aio.transport import TcpTransport
from nats.errors import ConnectionClosedError


class TooLargeError(Exception):
    """There is more than is read."""


@asynccontextmanager
async def connected(server: str, most: int) -> AsyncIterator[Client]:
    """A connection that receives at most this number of bytes. Raises TooLargeError beyond it.

    It never goes on to another server, even if this one names some. Raises ConnectionClosedError if
    the server goes away.
    """
    # Without a handler, Python writes what the client logs to standard error.
    logging.getLogger("nats").addHandler(logging.NullHandler())
    client, transport = Client(), _Bounded(most)
    client._transport = transport  # noqa: SLF001 - there is no option for it
    reader = asyncio.current_task()
    reading = True

    async def lost() -> None:
        """End the reader, because the client goes on to wait for answers."""
        if reading and reader:
            reader.cancel()

    try:
        await client.connect(
            server,
            name="aos-check",
            allow_reconnect=False,
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            error_cb=_ignore,
            closed_cb=lost,
        )
        yield client
    except asyncio.CancelledError:
        if client.is_closed:
            raise ConnectionClosedError from None
        raise
    finally:
        reading = False
        await client.close()
        if transport.left < 0:
            raise TooLargeError(f"the server sends more than {most:,} bytes")


async def _ignore(_: Exception) -> None:
    """Do nothing: the call that is waiting raises the error too."""


class _Bounded(TcpTransport):
    """A transport that stops reading after a number of bytes.

    The client keeps a message in memory until it is complete, of whatever size it claims to be.
    """

    def __init__(self, most: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.left = most

    async def read(self, buffer_size: int) -> bytes:
        """Read as the base class does. Raises OSError beyond the limit."""
        content: bytes = await super().read(buffer_size)
        self.left -= len(content)
        if self.left < 0:
            raise OSError
        return content

    def __bool__(self) -> bool:
        """Return True, so that the client uses this transport."""
        return True
