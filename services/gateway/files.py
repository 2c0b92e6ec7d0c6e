"""Files that are read again when they change: a supergraph, a manifest of trusted documents."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import structlog

from shared.events.waiting import pause
from shared.service.workers import Beat

LOOK_SECONDS: Final = 1.0

log = structlog.stdlib.get_logger(__name__)


class FileWatcher:
    """Tells when a file has other content; a worker of the process.

    Args:
        path: of the file.
        changed: given the content; what it cannot use it says itself.
        seen: the content that is in use already.
    """

    def __init__(self, path: Path, changed: Callable[[bytes], Awaitable[None]], seen: bytes) -> None:
        self._path = path
        self._changed = changed
        self._seen = seen
        self._stamp: tuple[int, int] | None = None

    async def run(self, stopping: asyncio.Event, beat: Beat) -> None:
        """Look at the file every second until told to stop."""
        while not await pause(stopping, LOOK_SECONDS):
            beat()
            await self.look()

    async def look(self) -> None:
        """Read the file if it was written since the last look. One that is away or half written is read later."""
        try:
            content = await asyncio.to_thread(self._read)
        except OSError as error:
            log.warning("gateway.file.unreadable", path=self._path, error_type=type(error))
            return
        if content is not None and content != self._seen:
            self._seen = content
            await self._changed(content)

    def _read(self) -> bytes | None:
        status = self._path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp == self._stamp:
            return None
        content = self._path.read_bytes()
        self._stamp = stamp
        return content
