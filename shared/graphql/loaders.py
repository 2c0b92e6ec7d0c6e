"""DataLoaders made from batch queries: one statement for all keys of a request, answers in the order of the keys."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection
from strawberry.dataloader import DataLoader

from shared.database import Database

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def batch_loader(
    database: Database, query: Callable[[AsyncConnection, list[Key]], Awaitable[Mapping[Key, Value]]]
) -> DataLoader[Key, Value | None]:
    """A loader over ``query``.

    Args:
        database: loaders run side by side, so each batch opens a connection of its own.
        query: the values found, by key; a missing key loads as None.
    """

    async def load(keys: list[Key]) -> list[Value | None]:
        async with database.reading() as connection:
            found = await query(connection, keys)
        return [found.get(key) for key in keys]

    return DataLoader(load)


def forget_loaded(loaders: object) -> None:
    """Empty every loader among the fields of ``loaders``, a service's dataclass of loaders (or None)."""
    for field in fields(loaders) if is_dataclass(loaders) else ():
        loader = getattr(loaders, field.name)
        if isinstance(loader, DataLoader):
            loader.clear_all()
