"""How a table is sorted: ``claimants.paid-desc`` in an address, for browsers without JavaScript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

# Which tables can be sorted by which columns; nothing else is an order.
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "orders": ("case", "claimants", "claimed", "available", "paid", "withheld", "forward"),
    "claimants": ("certification", "claimant", "claimed", "share", "paid"),
    "uncollected": ("case", "name", "count", "amount"),
    "clearing": ("case", "name", "count", "amount"),
    "reliquidations": ("case", "name", "count", "amount"),
}
_DESCENDING: Final = "-desc"


@dataclass(frozen=True, slots=True)
class Sort:
    """A table, one of its columns and a direction."""

    table: str
    column: str
    descending: bool = False

    def __str__(self) -> str:
        return f"{self.table}.{self.column}{_DESCENDING if self.descending else ''}"

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """What an address asks for; None when it asks for nothing that can be done."""
        table, _, column = (text or "").partition(".")
        descending = column.endswith(_DESCENDING)
        column = column.removesuffix(_DESCENDING)
        return cls(table, column, descending) if column in COLUMNS.get(table, ()) else None
