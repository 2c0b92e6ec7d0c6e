"""Tables that can be sorted: by links without JavaScript, by buttons with it.

On a phone a row becomes a card, which takes from the elements what they mean; so every part has its role by name.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from services.gateway.reports.markup import Child, Html, element, join
from services.gateway.reports.sorting import Sort

Row = TypeVar("Row")

_LEAST: Final = -(2**63)


@dataclass(frozen=True, kw_only=True, slots=True)
class Column(Generic[Row]):
    """A column.

    Attributes:
        key: names it in an address.
        cell: what stands in a row's cell.
        value: what rows are sorted by.
        numeric: set to the right, sorted largest first at the first click.
        heads: whether its cell names the row.
    """

    key: str
    title: str
    cell: Callable[[Row], Child]
    value: Callable[[Row], int | str]
    numeric: bool = False
    heads: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table(Generic[Row]):
    """A table; rows come sorted by its first column.

    Attributes:
        key: which table it is, for sorting and for its look.
        label: what it is called.
        total: cells of the last row, in the order of the columns; none without one.
        anchor: where a link that sorts leads to.
    """

    key: str
    label: str
    columns: Sequence[Column[Row]]
    rows: Sequence[Row]
    anchor: str
    total: Sequence[Child] = ()


def render(table: Table[Row], sort: Sort | None, address: Callable[[Sort], str]) -> Html:
    """The table, its rows in the order asked for.

    Args:
        sort: the order of one of the page's tables, this or another.
        address: of the page with this table in an order.
    """
    asked = sort if sort is not None and sort.table == table.key else Sort(table.key, table.columns[0].key)
    by = next(column for column in table.columns if column.key == asked.column)
    rows = sorted(table.rows, key=lambda row: _comparable(by.value(row)), reverse=asked.descending)
    return element(
        "table",
        element("caption", table.label, class_="unseen"),
        _group("thead", [_row(_heading(table, column, asked, address) for column in table.columns)]),
        _group("tbody", [_row(_cell(column, row) for column in table.columns) for row in rows]),
        _group("tfoot", [_row(map(_total, table.columns, table.total))]) if table.total else None,
        role="table",
        class_=f"data {table.key}",
        data_sortable=len(table.rows) > 1,
    )


def number(
    key: str, title: str, value: Callable[[Row], int | None], shown: Callable[[int | None], Child]
) -> Column[Row]:
    """A column of numbers; what has none is the least of all."""

    def comparable(row: Row) -> int:
        found = value(row)
        return _LEAST if found is None else found

    return Column(key=key, title=title, cell=lambda row: shown(value(row)), value=comparable, numeric=True)


def _comparable(value: int | str) -> int | str:
    return value.casefold() if isinstance(value, str) else value


def _group(name: str, rows: Iterable[Html]) -> Html:
    return element(name, join(rows), role="rowgroup")


def _row(cells: Iterable[Html]) -> Html:
    return element("tr", join(cells), role="row")


def _heading(table: Table[Row], column: Column[Row], asked: Sort, address: Callable[[Sort], str]) -> Html:
    sorted_by_it = column.key == asked.column
    descending = not asked.descending if sorted_by_it else column.numeric
    target = address(Sort(table.key, column.key, descending))
    direction = ("descending" if asked.descending else "ascending") if sorted_by_it else None
    return element(
        "th",
        element("a", column.title, href=target, rel="nofollow") if len(table.rows) > 1 else column.title,
        role="columnheader",
        scope="col",
        aria_sort=direction if len(table.rows) > 1 else None,
        class_=_look(column),
    )


def _cell(column: Column[Row], row: Row) -> Html:
    value = column.value(row) if column.numeric else None
    name, role, scope = ("th", "rowheader", "row") if column.heads else ("td", "cell", None)
    return element(name, column.cell(row), role=role, scope=scope, class_=_look(column), data_value=value)


def _total(column: Column[Row], child: Child) -> Html:
    name, role, scope = ("th", "rowheader", "row") if column.heads else ("td", "cell", None)
    return element(name, child, role=role, scope=scope, class_=_look(column))


def _look(column: Column[Row]) -> str | None:
    return "number" if column.numeric else None
