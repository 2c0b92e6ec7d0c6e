"""Lines of expenditure as a CSV table of their own, beside the rows of certifications (EXP-02, EXP-03)."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from services.certification.domain.lines import LINES_AT_MOST
from services.certification.graphql.csv_rows import Cells, CsvRow, check_header
from services.certification.graphql.inputs import ExpenditureLineInput
from shared.errors import BadInput
from shared.refusals import Refusal

LINE_COLUMNS: Final = (
    "row",
    "category",
    "amount",
    "incurred_on",
    "incurred_from",
    "incurred_to",
    "description",
    "relation",
    "shared_group_id",
)
_REQUIRED: Final = ("row", "category", "amount")


def with_lines(rows: Sequence[CsvRow], text: str | None) -> list[CsvRow]:
    """The rows with the lines of a second table, whose column ``row`` is the number of the certification's row from 1.

    Args:
        rows: the certifications.
        text: the lines as CSV (RFC 4180, comma, header in the first line, ``LINE_COLUMNS`` in any order).

    Returns:
        The rows, each with its lines in the order of the table, or with what is unreadable in them.

    Raises:
        BadInput: the header is wrong, the text is no CSV, a line names no row, or a row has too many lines.
    """
    if text is None:
        return list(rows)
    lines: defaultdict[int, list[ExpenditureLineInput]] = defaultdict(list)
    problems: defaultdict[int, list[Refusal]] = defaultdict(list)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        check_header(header, LINE_COLUMNS, _REQUIRED, "linesCsv")
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            number = _row_of(header, cells, len(rows), reader.line_num)
            if len(lines[number]) == LINES_AT_MOST:
                raise BadInput(f"row {number} has more than {LINES_AT_MOST} lines", field="linesCsv")
            read = Cells(dict(zip(header, cells, strict=True)), f"expenditureLines.{len(lines[number])}.")
            lines[number].append(_line(read))
            problems[number] += read.problems
    except csv.Error as error:
        raise BadInput(f"line {reader.line_num} is not CSV: {error}", field="linesCsv") from None
    return [_joined(row, lines.get(number, []), problems[number]) for number, row in enumerate(rows, start=1)]


def _row_of(header: list[str], cells: list[str], rows: int, line: int) -> int:
    if len(cells) != len(header):
        raise BadInput(f"line {line} has {len(cells)} cells, the header {len(header)}", field="linesCsv")
    cell = cells[header.index("row")].strip()
    number = int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= 3 else 0
    if not 1 <= number <= rows:
        raise BadInput(f"line {line} names no row of the certifications: {cell!r}", field="linesCsv")
    return number


def _line(read: Cells) -> ExpenditureLineInput:
    return ExpenditureLineInput(
        category=read.text("category"),
        amount=read.amount("amount"),
        incurred_on=read.day("incurred_on"),
        incurred_from=read.day("incurred_from"),
        incurred_to=read.day("incurred_to"),
        description=read.text("description"),
        relation=read.text("relation"),
        shared_group_id=read.text("shared_group_id"),
    )


def _joined(row: CsvRow, lines: list[ExpenditureLineInput], problems: list[Refusal]) -> CsvRow:
    if problems or row.filed is None:
        return CsvRow(filed=None, problems=(*row.problems, *problems))
    row.filed.expenditure_lines = lines
    return row
