"""Where the contents of attachments lie, by their SHA-256: in the database, or in a directory as an object store."""

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.storage.filing_tables import attachment_contents


class AttachmentStore(Protocol):
    """Keeps contents for ever; equal contents are kept once."""

    async def put(self, connection: AsyncConnection, sha256: str, content: bytes) -> None:
        """Keep a content whose SHA-256 was checked."""
        ...

    async def get(self, connection: AsyncConnection, sha256: str) -> bytes:
        """A content that was kept.

        Raises:
            ContentLost: it is gone or was changed.
        """
        ...


class ContentLost(Exception):
    """The store no longer has what it was given: restore it from a backup."""


class DatabaseStore:
    """Contents in a table, in the transaction of their metadata."""

    async def put(self, connection: AsyncConnection, sha256: str, content: bytes) -> None:
        """See ``AttachmentStore``."""
        statement = pg.insert(attachment_contents).values(sha256=sha256, content=content)
        await connection.execute(statement.on_conflict_do_nothing())

    async def get(self, connection: AsyncConnection, sha256: str) -> bytes:
        """See ``AttachmentStore``."""
        query = sa.select(attachment_contents.c.content).where(attachment_contents.c.sha256 == sha256)
        return _verified(await connection.scalar(query), sha256)


class DirectoryStore:
    """Contents as files ``ab/abcd...``, written before their metadata commits: a file too many harms nobody.

    Args:
        root: the directory; made when it is missing.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, connection: AsyncConnection, sha256: str, content: bytes) -> None:
        """See ``AttachmentStore``."""
        await asyncio.to_thread(self._write, sha256, content)

    async def get(self, connection: AsyncConnection, sha256: str) -> bytes:
        """See ``AttachmentStore``."""
        return _verified(await asyncio.to_thread(self._read, sha256), sha256)

    def _write(self, sha256: str, content: bytes) -> None:
        path = self._path(sha256)
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)

    def _read(self, sha256: str) -> bytes | None:
        path = self._path(sha256)
        return path.read_bytes() if path.is_file() else None

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


def _verified(content: bytes | None, sha256: str) -> bytes:
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        raise ContentLost(sha256)
    return content
