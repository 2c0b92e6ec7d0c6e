"""What the columns of a file mean: text in, values as the database takes them, or the reasons why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import Final, NamedTuple

from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.numbers import NUMBER
from shared.errors import BadInput
from shared.money import MoneyFormatError, parse_money

Values = tuple[object, ...]

_LONGEST_NAME: Final = 300
_FLAGS: Final = {"true": True, "false": False}
_REMEMBERED: Final = 100_000
_ADDED: Final = frozenset({"row_number", "reasons"})  # of a file of rows set aside, which is corrected and comes again


class Kind(StrEnum):
    """What a file holds."""

    ENTRIES = "ENTRIES"
    LIQUIDATIONS = "LIQUIDATIONS"


ENTRY_COLUMNS: Final = (
    "entry_number",
    "importer_number",
    "filed_on",
    "case_number",
    "amount",
    "deposited_on",
    "instrument",
    "unliquidated_2010",
    "in_litigation_2010",
    "liquidation_ordered_2010",
    "exporter",
    "producer",
    "entered_value",
)
LIQUIDATION_COLUMNS: Final = (
    "entry_number",
    "case_number",
    "liquidated_on",
    "assessed",
    "interest_1677g",
    "deemed",
    "provisional_measures",
    "net_difference",
)
COLUMNS: Final = {Kind.ENTRIES: ENTRY_COLUMNS, Kind.LIQUIDATIONS: LIQUIDATION_COLUMNS}
REQUIRED: Final = {Kind.ENTRIES: frozenset(ENTRY_COLUMNS[:6]), Kind.LIQUIDATIONS: frozenset(LIQUIDATION_COLUMNS[:4])}


class Read(NamedTuple):
    """A row as it was read.

    Attributes:
        number: its place in the file, from 1 after the header.
        text: its fields as they stand in the file.
        entry_number: what it is about; empty when not even that can be told.
        values: as the staging tables take them; empty when the row is refused.
        codes: why it is refused.
    """

    number: int
    text: Sequence[str]
    entry_number: str
    values: Values
    codes: tuple[str, ...]


@dataclass(slots=True)
class _Row:
    """A row that is being read: its fields in the order of ``COLUMNS``, empty where the file has no such column."""

    number: int
    text: Sequence[str]
    codes: list[str] = field(default_factory=list)


class Parser:
    """Reads the rows of one file.

    Args:
        kind: what the file holds.
        header: the names of its columns.

    Raises:
        BadInput: a column that must be there is missing, is there twice, or is none of ours.
    """

    def __init__(self, kind: Kind, header: Sequence[str]) -> None:
        known = COLUMNS[kind]
        unknown = sorted(set(header) - set(known) - _ADDED)
        missing = sorted(REQUIRED[kind] - set(header))
        if unknown or missing or len(set(header)) != len(header):
            raise BadInput(
                f"the columns must be {', '.join(known)}; missing: {', '.join(missing) or 'none'};"
                f" unknown: {', '.join(unknown) or 'none'}; each once"
            )
        self.header = tuple(header)
        self._width = len(header)
        # A column that the file does not have is the empty text after its last one.
        self._places = itemgetter(*(header.index(name) if name in header else len(header) for name in known))
        self._read = _entry if kind is Kind.ENTRIES else _liquidation
        self._days: dict[str, date] = {}
        self._numbers: set[str] = set()

    def read(self, number: int, text: Sequence[str]) -> Read:
        """What row ``number`` says."""
        if len(text) != self._width:
            return Read(number, text, "", (), ("MALFORMED_ROW",))
        row = _Row(number, self._places((*text, "")))
        values = self._read(self, row)
        return Read(number, text, row.text[0], () if row.codes else values, tuple(dict.fromkeys(row.codes)))

    def number(self, row: _Row, place: int) -> str:
        """A number that many rows name, an order's or importer's."""
        text = row.text[place]
        if text not in self._numbers and _number(row, place) and not row.codes and len(self._numbers) < _REMEMBERED:
            self._numbers.add(text)
        return text

    def day(self, row: _Row, place: int) -> date | None:
        """A day of the calendar."""
        text = row.text[place]
        known = self._days.get(text)
        if known is not None:
            return known
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:  # the standard library reads other forms too
            row.codes.append("DATE_MALFORMED")
        elif len(self._days) < _REMEMBERED:
            self._days[text] = day
        return day


def _entry(parser: Parser, row: _Row) -> Values:
    text = row.text
    instrument = text[6] or Instrument.CASH
    if instrument not in Instrument.__members__:
        row.codes.append("INSTRUMENT_UNKNOWN")
    snapshot: tuple[bool | None, ...] = (None, None, None)
    if any(text[7:10]):
        snapshot = tuple(_flag(row, place) for place in (7, 8, 9))
        if snapshot[0] is None:
            row.codes.append("SNAPSHOT_INCOMPLETE")
    return (
        row.number,
        _number(row, 0),
        parser.number(row, 1),
        parser.day(row, 2),
        parser.number(row, 3),
        _money(row, 4),
        parser.day(row, 5),
        instrument,
        *snapshot,
        _name(row, 10),
        _name(row, 11),
        _value(row, 12),
    )


def _liquidation(parser: Parser, row: _Row) -> Values:
    text = row.text
    return (
        row.number,
        _number(row, 0),
        parser.number(row, 1),
        parser.day(row, 2),
        _money(row, 3) if text[3] else None,
        _money(row, 4) if text[4] else 0,
        _flag(row, 5) or False,
        _flag(row, 6) or False,
        _money(row, 7) if text[7] else None,
    )


def _number(row: _Row, place: int) -> str:
    text = row.text[place]
    if NUMBER.fullmatch(text) is None:
        row.codes.append("NUMBER_MALFORMED")
    return text


def _name(row: _Row, place: int) -> str | None:
    text = row.text[place].strip()
    if len(text) > _LONGEST_NAME or not text.isprintable():
        row.codes.append("NAME_MALFORMED")
    return text or None


def _value(row: _Row, place: int) -> int | None:
    """Entered value, US cents; what it is not is negative."""
    if not row.text[place]:
        return None
    cents = _money(row, place)
    if cents < 0:
        row.codes.append("AMOUNT_MALFORMED")
    return cents


def _money(row: _Row, place: int) -> int:
    try:
        return parse_money(row.text[place])
    except MoneyFormatError:
        row.codes.append("AMOUNT_MALFORMED")
        return 0


def _flag(row: _Row, place: int) -> bool | None:
    text = row.text[place]
    if not text:
        return None
    text = text.lower()
    if text not in _FLAGS:
        row.codes.append("FLAG_MALFORMED")
    return _FLAGS.get(text)
