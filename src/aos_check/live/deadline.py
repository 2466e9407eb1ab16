"""Runs a coroutine that must end in time, whatever the network does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent import futures
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

_GRACE = 0.2
"""Seconds for closing the connection after the deadline."""


def within(seconds: float, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of `work`. Raises TimeoutError, or the error of `work`.

    It runs in its own thread: the caller may have an event loop, and does not wait for a thread
    that hangs.
    """
    found: futures.Future[T] = futures.Future()
    Thread(target=_run, args=(seconds, work, found), daemon=True).start()
    try:
        return found.result(seconds + _GRACE)
    except (asyncio.TimeoutError, futures.TimeoutError, TimeoutError) as error:
        # These are one class from Python 3.11.
        raise TimeoutError from error


def _run(
    seconds: float, work: Callable[[], Coroutine[Any, Any, T]], found: futures.Future[T]
) -> None:
    loop = _Loop()
    loop.set_exception_handler(lambda *_: None)  # errors of tasks in the background
    try:
        found.set_result(loop.run_until_complete(asyncio.wait_for(work(), seconds)))
    except BaseException as error:  # noqa: BLE001 - raised in the caller's thread
        found.set_exception(error)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left, timeout=_GRACE))
        loop.close()


class _Loop(asyncio.SelectorEventLoop):
    """An event loop whose name look-ups do not keep the program alive.

    Python waits for the threads of an executor when it ends, and a look-up may take half a minute.
    """

    # The types are those of the base class.
    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
        """Call `func` in a thread that nothing waits for."""
        del executor
        answer = self.create_future()

        def call() -> None:
            try:
                settle, value = answer.set_result, func(*args)
            except Exception as error:  # noqa: BLE001 - raised where the answer is awaited
                settle, value = answer.set_exception, error
            with suppress(RuntimeError):  # the loop is closed
                self.call_soon_threadsafe(lambda: answer.done() or settle(value))

        Thread(target=call, daemon=True).start()
        return answer
