"""Known values as constants of a statement: nothing to send or expand, and indexes on some states only can be used."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import sqlalchemy as sa


def constants(values: Iterable[StrEnum]) -> list[sa.ColumnElement[Any]]:
    """``values`` to compare a column with: ``column.in_(constants(LIVE))``."""
    return [sa.literal_column(f"'{value}'") for value in sorted(values)]
