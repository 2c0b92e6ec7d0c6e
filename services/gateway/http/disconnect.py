"""Work for a caller who has gone is given up."""

import asyncio
from typing import Final

from starlette.types import Receive

# Most requests are over by then, and pay nothing but a timer.
WATCH_AFTER_SECONDS: Final = 0.5


class DisconnectWatch:
    """Cancels the current task when the caller closes the connection; ``gone`` says that this was the reason."""

    def __init__(self, receive: Receive) -> None:
        loop = asyncio.get_running_loop()
        self.gone = False
        self._receive = receive
        self._working = asyncio.current_task(loop)
        self._watching: asyncio.Task[None] | None = None
        self._timer = loop.call_later(WATCH_AFTER_SECONDS, self._start)

    def stop(self) -> None:
        """The work is done: the connection is the server's own again."""
        self._timer.cancel()
        if self._watching is not None:
            self._watching.cancel()

    def _start(self) -> None:
        self._watching = asyncio.create_task(self._watch(), name="disconnect")

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        if self._working is not None:
            self._working.cancel()
