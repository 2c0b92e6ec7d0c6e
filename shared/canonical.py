"""JSON in one fixed form, so that equal content has equal bytes and an equal hash."""

import hashlib
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Final, TypeAlias
from uuid import UUID

import orjson

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"


_OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS


def canonical_bytes(content: object) -> bytes:
    """``content`` as JSON with sorted keys. Dataclasses, dates, instants, UUIDs and enums are written as orjson writes
    them, ``Decimal`` as its text, sets as sorted lists.

    Raises:
        TypeError: something else is in it.
    """
    return orjson.dumps(content, default=_plain, option=_OPTIONS)


def digest(content: object) -> str:
    """SHA-256 of ``canonical_bytes(content)``, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def _plain(content: object) -> object:
    if is_dataclass(content) and not isinstance(content, type):
        return {field.name: getattr(content, field.name) for field in fields(content)}
    if isinstance(content, Decimal):
        return str(content)
    if isinstance(content, UUID):  # as asyncpg makes them: a class of its own, which orjson does not know
        return str(content)
    if isinstance(content, set | frozenset):
        return sorted(content)
    raise TypeError(f"{type(content).__name__} has no canonical JSON form")
