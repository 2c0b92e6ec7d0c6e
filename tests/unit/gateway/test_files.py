"""Files that are read again when they change."""

import os
from pathlib import Path

import pytest

from services.gateway.files import FileWatcher


class Watched:
    """A file, its watcher, and what the watcher told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[bytes] = []
        self.ticks = 0
        self.write(b"one")
        self.watcher = FileWatcher(path, self._hear, b"one")

    def write(self, content: bytes) -> None:
        """Write it, at another moment than before."""
        self.ticks += 1
        self.path.write_bytes(content)
        os.utime(self.path, ns=(self.ticks * 10**9, self.ticks * 10**9))

    async def _hear(self, content: bytes) -> None:
        self.told.append(content)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "watched")


async def test_other_content_is_told_once(watched: Watched) -> None:
    await watched.watcher.look()
    watched.write(b"two")
    await watched.watcher.look()
    await watched.watcher.look()
    assert watched.told == [b"two"]


async def test_the_same_content_written_again_is_not(watched: Watched) -> None:
    watched.write(b"one")
    await watched.watcher.look()
    assert watched.told == []


async def test_a_file_that_is_away_for_a_while_is_waited_for(watched: Watched) -> None:
    watched.path.unlink()
    await watched.watcher.look()
    watched.write(b"two")
    await watched.watcher.look()
    assert watched.told == [b"two"]
