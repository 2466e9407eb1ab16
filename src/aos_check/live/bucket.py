"""Reads all revisions of a key-value bucket of NATS."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timezone
from typing import TYPE_CHECKING

from aos_check.live.connection import TooLargeError, connected
from aos_check.live.deadline import within
from aos_check.model.cycle import Entry

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg

SECONDS = 1.5
"""The time for everything: to connect, to read and to close."""

MAX_REVISIONS = 20_000
"""The maximum number of revisions in a bucket."""

MAX_BYTES = 64 * 1024 * 1024
"""The maximum size of all revisions of a bucket together."""

MAX_KEYS = 2_000
"""The maximum number of keys in a bucket: checking a cycle takes longer than reading it."""


class UnreadBucketError(Exception):
    """The bucket could not be read; the message is the reason in words."""


def read_bucket(server: str, bucket: str, shown: str) -> list[Entry]:
    """Every revision that the bucket keeps, the oldest first. Raises UnreadBucketError.

    `server` may have a password, so messages call it `shown`.
    """
    from nats import errors
    from nats.js import errors as js

    try:
        return within(SECONDS, lambda: _read(server, bucket))
    except TimeoutError:
        reason = f"{shown} did not answer within {SECONDS} seconds"
    except js.NotFoundError:
        reason = f"{shown} has no bucket {bucket}"
    except (js.ServiceUnavailableError, errors.NoRespondersError):
        reason = f"{shown} has no JetStream, which keeps buckets"
    except js.APIError:
        reason = f"{shown} refuses to show the bucket {bucket}"
    except (errors.ConnectionClosedError, errors.StaleConnectionError):
        reason = f"{shown} closed the connection"
    except (OSError, errors.NoServersError):
        reason = f"{shown} cannot be reached"
    except TooLargeError as error:
        reason = f"the bucket {bucket} is too large: {error}"
    except Exception as error:  # noqa: BLE001 - a server may answer anything
        refused = isinstance(error, errors.Error) and "authorization" in str(error).lower()
        wrong = f"does not answer as a NATS server does ({type(error).__name__})"
        reason = f"{shown} {'asks for a user and a password' if refused else wrong}"
    raise UnreadBucketError(reason)


async def _read(server: str, bucket: str) -> list[Entry]:
    stream, prefix = f"KV_{bucket}", f"$KV.{bucket}."
    async with connected(server, 2 * MAX_BYTES) as client:  # the protocol adds to each message
        state = (await client.jetstream().stream_info(stream)).state
        if state.messages > MAX_REVISIONS or state.bytes > MAX_BYTES:
            raise TooLargeError(
                f"it has {state.messages:,} revisions of {state.bytes:,} bytes, and at most "
                f"{MAX_REVISIONS:,} revisions of {MAX_BYTES:,} bytes are read"
            )
        entries = [_entry(message, prefix) async for message in _messages(client, stream, prefix)]
        if (keys := len({entry.key for entry in entries})) > MAX_KEYS:
            raise TooLargeError(f"it has {keys:,} keys, and at most {MAX_KEYS:,} are read")
        return entries


async def _messages(client: Client, stream: str, prefix: str) -> AsyncIterator[Msg]:
    """The messages now in the stream. The consumer for them exists only meanwhile."""
    jetstream = client.jetstream()
    consumer = await jetstream.subscribe(
        f"{prefix}>", stream=stream, ordered_consumer=True, inactive_threshold=SECONDS
    )
    about = await consumer.consumer_info()
    try:
        left = bool(about.num_pending or (about.delivered and about.delivered.consumer_seq))
        while left:
            message = await consumer.next_msg(timeout=None)
            yield message
            left = bool(message.metadata.num_pending)
    finally:
        await consumer.unsubscribe()
        await jetstream.delete_consumer(stream, about.name)


def _entry(message: Msg, prefix: str) -> Entry:
    about = message.metadata
    # A mark says that the key is deleted, or that its time is over.
    deleted = (message.headers or {}).keys() & {"KV-Operation", "Nats-Marker-Reason"}
    return Entry(
        key=message.subject.removeprefix(prefix),
        value=None if deleted else message.data,
        revision=about.sequence.stream,
        when=about.timestamp.astimezone(timezone.utc),
    )
