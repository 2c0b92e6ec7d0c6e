"""Statements written as text, with the types of what they are given."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

UUIDS: Final = pg.ARRAY(pg.UUID(as_uuid=True))
TEXTS: Final = pg.ARRAY(sa.Text)
CENTS: Final = pg.ARRAY(sa.BigInteger)
YEARS: Final = pg.ARRAY(sa.Integer)

Given: TypeAlias = tuple[object, Any]


def bound(text: str, **given: Given) -> sa.TextClause:
    """``text`` with its parameters, each a value and its type."""
    values: Mapping[str, Given] = given
    return sa.text(text).bindparams(*(sa.bindparam(name, value, kind) for name, (value, kind) in values.items()))
