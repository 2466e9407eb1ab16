"""The bucket is read from a real NATS server; servers that misbehave only give a reason."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest

from aos_check.live import bucket
from aos_check.live.bucket import UnreadBucketError, read_bucket
from aos_check.model.cycle import Entry
from tests.support.nats_server import BUCKET, NatsServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    started = NatsServer(tmp_path_factory.mktemp("store"))
    started.start()
    yield started
    started.kill()


@pytest.fixture(autouse=True)
def _patient(server: NatsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty server, and a deadline for a machine at its limit."""
    server.empty()
    monkeypatch.setattr(bucket, "SECONDS", 30)


def read(url: str) -> list[tuple[str, bytes | None, int]]:
    return [(it.key, it.value, it.revision) for it in read_bucket(url, BUCKET, "it")]


def reason(url: str, name: str = BUCKET) -> str:
    with pytest.raises(UnreadBucketError) as error:
        read_bucket(url, name, "it")
    return str(error.value)


def test_every_revision_is_read_in_order(server: NatsServer) -> None:
    server.write(("peer.a", b"1"), ("peer.b", b"2"), ("peer.a", b"3"), ("peer.b", None))
    begin = datetime.now(timezone.utc) - timedelta(minutes=1)
    found = read_bucket(server.url, BUCKET, "it")
    assert [it[:3] for it in found] == [
        ("peer.a", b"1", 1),
        ("peer.b", b"2", 2),
        ("peer.a", b"3", 3),
        ("peer.b", None, 4),
    ]
    assert all(begin < it.when <= datetime.now(timezone.utc) for it in found)


def test_nothing_is_left_on_the_server(server: NatsServer) -> None:
    server.write(("peer.a", b"1"))
    for _ in range(3):
        assert read(server.url) == [("peer.a", b"1", 1)]
    assert (server.consumers(), server.messages()) == (0, 1)


def test_an_empty_bucket_has_no_entries(server: NatsServer) -> None:
    server.write()
    assert read(server.url) == []


def test_a_missing_bucket_is_not_made(server: NatsServer) -> None:
    assert reason(server.url) == reason(server.url) == f"it has no bucket {BUCKET}"


def test_the_state_survives_a_crash_of_the_server(server: NatsServer) -> None:
    server.write(("peer.a", b"1"), ("peer.a", b"2"))
    before = read_bucket(server.url, BUCKET, "it")
    server.kill()
    assert reason(server.url) == "it cannot be reached"
    server.start()
    assert read_bucket(server.url, BUCKET, "it") == before
    server.write(("peer.a", b"3"))
    assert read(server.url)[-1] == ("peer.a", b"3", 3)


def test_a_caller_may_have_an_event_loop(server: NatsServer) -> None:
    server.write(("peer.a", b"1"))

    async def call() -> list[Entry]:
        return read_bucket(server.url, BUCKET, "it")

    assert [it.value for it in asyncio.run(call())] == [b"1"]


@pytest.mark.parametrize(
    ("name", "most", "has"),
    [
        ("MAX_REVISIONS", 2, "it has 3 revisions of"),
        ("MAX_BYTES", 10_000, "it has 3 revisions of"),
        ("MAX_KEYS", 2, "it has 3 keys"),
    ],
)
def test_a_bucket_that_is_too_large(
    server: NatsServer, monkeypatch: pytest.MonkeyPatch, name: str, most: int, has: str
) -> None:
    server.write(*((f"peer.{number}", b"x" * 5000) for number in range(3)))
    monkeypatch.setattr(bucket, name, most)
    assert reason(server.url).startswith(f"the bucket {BUCKET} is too large: {has}")


def test_a_server_with_a_password(tmp_path: Path) -> None:
    closed = NatsServer(tmp_path, "--user", "ada", "--pass", "secret")
    closed.start()
    try:
        for user in ("", "ada:wrong@"):
            refused = reason(closed.url.replace("//", f"//{user}"))
            assert refused == "it asks for a user and a password"
        opened = closed.url.replace("//", "//ada:secret@")
        assert reason(opened) == f"it has no bucket {BUCKET}"
    finally:
        closed.kill()


def test_a_server_without_jetstream(tmp_path: Path) -> None:
    plain = NatsServer(tmp_path, jetstream=False)
    plain.start()
    try:
        assert reason(plain.url) == "it has no JetStream, which keeps buckets"
    finally:
        plain.kill()


# Servers that misbehave

INFO = b'INFO {"server_id":"x","version":"2.10.0","proto":1,"max_payload":9,"headers":true}\r\n'
FLOOD = b"PONG\r\nMSG a 1 99999999999\r\n"


@contextmanager
def fake(*sent: bytes, endless: bytes = b"", stays: bool = True) -> Iterator[str]:
    """The URL of a server that sends this, answers nothing, and then stays or hangs up."""

    def answer(client: socket.socket) -> None:
        with suppress(OSError), client:
            for part in sent:
                client.sendall(part)
                client.recv(4096)
            while endless:
                client.sendall(endless)
            while stays and client.recv(4096):
                pass

    with listening(answer) as url:
        yield url


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The URL of a server that answers each client in a thread of its own."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                Thread(target=answer, args=(client,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=serve, daemon=True).start()
        yield "nats://{}:{}".format(*listener.getsockname())


@pytest.mark.parametrize("sent", [(), (INFO,), (INFO, b"PONG\r\n")], ids=len)
def test_a_server_that_accepts_and_says_nothing_more(
    sent: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bucket, "SECONDS", 0.3)
    with fake(*sent) as url:
        assert reason(url) == "it did not answer within 0.3 seconds"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("server_of", "expected"),
    [
        (lambda: fake(stays=False), "it does not answer as a NATS server does (Error)"),
        (lambda: fake(INFO, b"PONG\r\n", stays=False), "it closed the connection"),
        (lambda: fake(b"INFO {nope\r\n"), "it does not answer as a NATS server does (Error)"),
        (lambda: fake(endless=b"\x1b[2J"), "it does not answer as a NATS server does (ValueError)"),
    ],
    ids=["hangs up", "dies", "no JSON", "junk"],
)
def test_a_server_that_misbehaves(
    server_of: Callable[[], AbstractContextManager[str]],
    expected: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with server_of() as url:
        assert reason(url) == expected
    assert capfd.readouterr() == ("", "")


def test_a_server_that_dies_while_it_sends(server: NatsServer) -> None:
    server.write(*((f"peer.{number}", b"x" * 10_000) for number in range(30)))

    def pass_on(client: socket.socket) -> None:
        with suppress(OSError), client, socket.create_connection(address) as real:
            Thread(target=copy, args=(client, real, 10**9), daemon=True).start()
            copy(real, client, 100_000)
            client.shutdown(socket.SHUT_RDWR)

    address = ("127.0.0.1", server.port)
    with listening(pass_on) as url:
        assert reason(url) == "it closed the connection"
    assert len(read(server.url)) == 30


def copy(source: socket.socket, target: socket.socket, left: int) -> None:
    """Send on at most this number of bytes."""
    with suppress(OSError):
        while left > 0 and (content := source.recv(4096)):
            target.sendall(content)
            left -= len(content)


def test_a_message_without_an_end_does_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bucket, "MAX_BYTES", 500_000)
    with fake(INFO, FLOOD, endless=b"x" * 100_000) as url:
        assert reason(url).endswith("too large: the server sends more than 1,000,000 bytes")


def test_a_name_that_is_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "SECONDS", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    assert reason("nats://example.org:4222") == "it did not answer within 0.3 seconds"
