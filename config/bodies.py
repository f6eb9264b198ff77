"""Takes in the bodies of requests: whole, under limits, without a thread."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

IN_MEMORY = 64 * 1024  # a body that is longer stands in a file


@dataclass(frozen=True)
class Limits:
    """How much is taken in; each process counts for itself."""

    largest: int = 25 * 1024 * 1024  # bytes of one body
    seconds: float = 60  # for one body
    line: int = 64_000  # bytes a second: a file that is large gets the time that it needs on such a line
    patience: float = 10  # seconds before a body is called slow
    slowest: int = 1_000  # bytes a second on average, once patience is over
    bodies: int = 4_096  # at once
    together: int = 1024 * 1024 * 1024  # bytes of all bodies at once

    def until(self, start: float, declared: int, received: int) -> float:
        """Return when the next piece of a body must be here."""
        whole = max(self.seconds, declared / self.line)
        return start + min(whole, self.patience + received / self.slowest)


class TurnedAway(Exception):
    """A request that is not let in; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Bodies:
    """The bodies that a process holds, from their first byte until they are answered."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.count = self.bytes = 0

    @asynccontextmanager
    async def whole(self, receive: Receive, declared: int) -> AsyncIterator[tuple[IO[bytes], int]]:
        """Give a body once it is whole, and its length; `declared` is what its sender says of that, 0 for nothing."""
        if declared > self.limits.largest:
            raise TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.count >= self.limits.bodies:
            raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)
        self.count += 1
        held = 0
        try:
            with SpooledTemporaryFile(IN_MEMORY) as body:
                start, more = asyncio.get_running_loop().time(), True
                while more:
                    piece, more = await _piece(receive, self.limits.until(start, declared, held))
                    held += len(piece)
                    self.bytes += len(piece)
                    self._check(held)
                    body.write(piece)
                body.seek(0)
                yield body, held
        finally:
            self.count -= 1
            self.bytes -= held

    def _check(self, held: int) -> None:
        if held > self.limits.largest:
            raise TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if self.bytes > self.limits.together:
            raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)

    async def hear_out(self, receive: Receive) -> None:
        """Take what is still coming from somebody who was refused, and keep none of it.

        A browser reads the answer only when it has sent everything.
        """
        start, more, heard = asyncio.get_running_loop().time(), True, 0
        with suppress(TurnedAway):
            while more and heard < 4 * self.limits.largest:
                piece, more = await _piece(receive, self.limits.until(start, heard, heard))
                heard += len(piece)


async def _piece(receive: Receive, until: float) -> tuple[bytes, bool]:
    """Return the next piece of a body, and whether there are more; half a body is refused, whoever broke it off."""
    try:
        async with asyncio.timeout_at(until):
            message = await receive()
    except TimeoutError:
        raise TurnedAway(HTTPStatus.REQUEST_TIMEOUT) from None
    if message["type"] == "http.disconnect":
        raise TurnedAway(HTTPStatus.BAD_REQUEST)
    return message.get("body", b""), message.get("more_body", False)
