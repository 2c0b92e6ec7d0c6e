"""A bounded cache that forgets what was used longest ago."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Lru(Generic[Key, Value]):
    """At most ``size`` entries."""

    __slots__ = ("_items", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: dict[Key, Value] = {}

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: Key) -> Value | None:
        """The entry, now the most recent one."""
        found = self._items.pop(key, None)
        if found is not None:
            self._items[key] = found
        return found

    def put(self, key: Key, value: Value) -> Value:
        """Remember an entry; forget the oldest beyond the size."""
        self._items[key] = value
        if len(self._items) > self._size:
            del self._items[next(iter(self._items))]
        return value
