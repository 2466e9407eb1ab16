"""The Claude Code client, and a local server that replaces its model and plays scripted turns."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, final

CLIENT = os.environ.get("CLAUDE") or shutil.which("claude") or ""
"""The Claude Code program: the variable CLAUDE, or `claude` on the path."""

Turn = dict[str, Any]
"""One turn of the model: its `text`, and the `tools` that it calls (name and input)."""


def client_environment(home: Path, url: str) -> dict[str, str]:
    """The variables of a client with this home, which connects to the model at `url` only."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "PYTHONPATH") if key in os.environ}
    return {
        **kept, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"),
        "ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "sk-ant-none",
        "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1", "DISABLE_AUTOUPDATER": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
    }  # fmt: skip


def use(tool: str, **given: object) -> Turn:
    """A turn that calls one tool."""
    return {"tools": [{"name": tool, "input": given}]}


@final
class ScriptedModel:
    """A server that answers with one turn after the other, and with "ok" after the last."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.turns = turns
        self.requests: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """The server's URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> ScriptedModel:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def seen(self) -> str:
        """All texts in the last request that offers tools."""
        asked = [request for request in self.requests if request.get("tools")]
        return "\n".join(_texts(asked[-1]["messages"])) if asked else ""

    def answer(self, body: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The message without its content, and its content blocks."""
        self.requests.append(body)
        number = sum(message["role"] == "assistant" for message in body.get("messages", []))
        plays = bool(body.get("tools")) and number < len(self.turns)
        turn: Turn = self.turns[number] if plays else {"text": "ok"}
        blocks = [{"type": "text", "text": turn["text"]}] if "text" in turn else []
        blocks += [
            {"type": "tool_use", "id": f"toolu_{number}_{index}", **call}
            for index, call in enumerate(turn.get("tools", []))
        ]
        message: dict[str, Any] = {
            "id": f"msg_{number}", "type": "message", "role": "assistant",
            "model": body.get("model"), "content": [], "stop_sequence": None,
            "stop_reason": "tool_use" if turn.get("tools") else "end_turn",
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }  # fmt: skip
        return message, blocks

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Print nothing."""

            def do_HEAD(self) -> None:
                self._send("application/json", b"")

            def do_GET(self) -> None:
                self._send("application/json", b"{}")

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = json.loads(self.rfile.read(length) or b"{}")
                if "count_tokens" in self.path:
                    self._send("application/json", b'{"input_tokens": 1}')
                    return
                message, blocks = model.answer(body)
                if body.get("stream"):
                    stream = "".join(_as_event(event) for event in _events(message, blocks))
                    self._send("text/event-stream", stream.encode())
                else:
                    whole = {**message, "content": blocks}
                    self._send("application/json", json.dumps(whole).encode())

            def _send(self, kind: str, data: bytes) -> None:
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        return Handler


def _events(message: dict[str, Any], blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield {"type": "message_start", "message": {**message, "stop_reason": None}}
    for index, block in enumerate(blocks):
        if block["type"] == "text":
            start, delta = {**block, "text": ""}, {"type": "text_delta", "text": block["text"]}
        else:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        yield {"type": "content_block_start", "index": index, "content_block": start}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    ending = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": ending, "usage": {"output_tokens": 1}}
    yield {"type": "message_stop"}


def _as_event(event: dict[str, Any]) -> str:
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n"


def _texts(value: object) -> Iterator[str]:
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
