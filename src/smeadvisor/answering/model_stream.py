"""Runs a chain of LangChain on a clock, and again where that may help.

All chains run in one event loop in a thread of its own, so that one that hangs can be left: it is
cancelled, which closes its connection.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from functools import lru_cache
from itertools import count
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from langchain_core.runnables import Runnable

from smeadvisor.answering.model_failures import ChatFailure, failure_of

Piece = TypeVar("Piece")
_RETRIES = 2
_FIRST_PAUSE = 0.5
_UNTIL_CANCELLED_AGAIN = 0.1
_LOG = logging.getLogger(__name__)


class _End:
    """Comes after the last piece."""


def stream(
    chain: Callable[[], Runnable[Any, Piece]], given: dict[str, str], seconds: float
) -> Generator[Piece, None, None]:
    """What a chain yields, within `seconds` for all tries together; `chain` makes one for each try.

    Tried again, after a pause, only where nothing has come yet.

    Raises:
        ChatFailure: it gave up; what came before that has been yielded.
    """
    deadline = time.monotonic() + seconds
    for attempt in count():
        has_begun = False
        try:
            for piece in _once(chain(), given, deadline):
                has_begun = True
                yield piece
            return
        except ChatFailure as failure:
            pause = max(_FIRST_PAUSE * 2**attempt, failure.wait)
            is_late = time.monotonic() + pause >= deadline
            if has_begun or is_late or attempt >= _RETRIES or not failure.is_worth_retrying:
                raise
            _LOG.info("%s; asking again in %.1f s", failure, pause)
        time.sleep(pause)


def _once(chain: Runnable[Any, Piece], given: dict[str, str], deadline: float) -> Iterator[Piece]:
    pieces: SimpleQueue[Piece | _End] = SimpleQueue()

    async def run() -> None:
        async for piece in chain.astream(given):
            pieces.put(piece)

    running = asyncio.run_coroutine_threadsafe(_outcome(run()), _loop())
    running.add_done_callback(lambda _: pieces.put(_End()))
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise ChatFailure("did not finish in time") from None
            if isinstance(piece, _End):
                break
            yield piece
    finally:
        running.cancel()
    error = running.result()
    if error is not None:
        failure = failure_of(error)
        _LOG.warning("%s (%s)", failure, type(error).__name__)
        raise failure from error


async def _outcome(work: Coroutine[Any, Any, None]) -> BaseException | None:
    """What some work raises, as a value; the work is cancelled with this."""
    task = asyncio.create_task(work)
    # Also what fails while it is cancelled has been seen, and is not logged as lost.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        await asyncio.wait([task])
    finally:
        # A cancellation gets lost where it meets a chunk that has just come.
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=_UNTIL_CANCELLED_AGAIN)
    return task.exception()


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="chat models", daemon=True).start()
    return loop
