"""Many certifications in one call (CERT-01, CERT-05): as JSON or as CSV, all of them or none."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Final
from uuid import UUID

import strawberry

from services.certification.graphql.csv_lines import LINE_COLUMNS, with_lines
from services.certification.graphql.csv_rows import COLUMNS, CsvRow, read_rows
from services.certification.graphql.filing import filing_of, sealed
from services.certification.graphql.inputs import FileCertificationInput, IdempotencyKey
from services.certification.graphql.loaders import Info
from services.certification.graphql.types import Certification
from services.certification.rights import Right
from services.certification.usecases.file_certifications import (
    ROWS_AT_MOST,
    FileCertifications,
    Row,
    file_certifications,
)
from shared import refusals
from shared.errors import BadInput
from shared.graphql import requires

_CSV: Final = (
    f"CSV with a header (RFC 4180), at most {ROWS_AT_MOST} rows. Columns, in any order, blank where left out: "
    f"{', '.join(COLUMNS)}. Amounts like 1250.00, days like 2007-06-15, statements yes or no, lists separated by "
    "semicolons."
)

_LINES_CSV: Final = (
    "The expenditures one by one, as a second CSV (EXP-02, EXP-03). Columns, in any order, blank where left out: "
    f"{', '.join(LINE_COLUMNS)}; row is the number of the certification's row, from 1."
)


@strawberry.input(description="Certifications to be filed together: all or none.")
class FileCertificationsInput:
    """Rows."""

    certifications: list[FileCertificationInput] = strawberry.field(
        description=f"The certifications, at most {ROWS_AT_MOST}, in the order in which they are to be numbered."
    )


@strawberry.input(description="Certifications to be filed together, as CSV: all or none.")
class FileCertificationsCsvInput:
    """Rows as text."""

    csv: str = strawberry.field(description=_CSV)
    lines_csv: str | None = strawberry.field(default=None, description=_LINES_CSV)


@strawberry.type(description="One reason why a row, and with it the whole filing, was refused.")
class RowRefusal:
    """A refusal with its row."""

    row: int = strawberry.field(description="Number of the row, the first certification is 1.")
    code: str = strawberry.field(description="Stable reason code.")
    rule: str = strawberry.field(description="Id of the rule that refuses.")
    citation: str = strawberry.field(description="Where the rule stands in law.")
    message: str = strawberry.field(description="What is wrong and how to mend it.")
    field: str | None = strawberry.field(
        default=None, description="Input field or column of the row; null when no single one is at fault."
    )


@strawberry.type(description="Answer to a filing of many certifications.")
class FileCertificationsPayload:
    """All certifications or every refusal."""

    certifications: list[Certification] = strawberry.field(description="As filed, row by row; empty when refused.")
    refusals: list[RowRefusal] = strawberry.field(description="Everything wrong with any row; empty when it was done.")


@strawberry.type
class BulkMutations:
    """Filing of many certifications at once."""

    @strawberry.mutation(
        description=f"Files up to {ROWS_AT_MOST} certifications at once, each checked as by fileCertification: all are "
        "registered, or none is and every row's refusals come back (CERT-01, CERT-05).",
        extensions=[requires(Right.FILE)],
    )
    async def file_certifications(
        self,
        info: Info,
        input: Annotated[FileCertificationsInput, strawberry.argument(description="The certifications.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> FileCertificationsPayload:
        """See the use case."""
        rows = [CsvRow(filed=filed, problems=()) for filed in input.certifications]
        return await _file(info, "fileCertifications", rows, idempotency_key)

    @strawberry.mutation(
        description="The same from a CSV text.",
        extensions=[requires(Right.FILE)],
    )
    async def file_certifications_csv(
        self,
        info: Info,
        input: Annotated[FileCertificationsCsvInput, strawberry.argument(description="The rows.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> FileCertificationsPayload:
        """See the use case."""
        rows = with_lines(read_rows(input.csv, ROWS_AT_MOST), input.lines_csv)
        return await _file(info, "fileCertificationsCsv", rows, idempotency_key)


async def _file(info: Info, name: str, rows: Sequence[CsvRow], idempotency_key: str) -> FileCertificationsPayload:
    if len(rows) > ROWS_AT_MOST:
        raise BadInput(f"a filing has 1 to {ROWS_AT_MOST} rows; send more in parts", field="certifications")
    command = FileCertifications(rows=tuple(_row(info, row) for row in rows))
    numbers = [None if row.filed is None else sealed(info, row.filed) for row in rows]
    result = await info.context.command(
        name, idempotency_key, command, partial(file_certifications, sealed_tax_numbers=numbers)
    )
    if result.value is None:
        return FileCertificationsPayload(certifications=[], refusals=[_row_refusal(each) for each in result.refusals])
    found = await info.context.loaders.certification.load_many(
        [UUID(each) for each in result.value["certification_ids"]]
    )
    return FileCertificationsPayload(
        certifications=[Certification.of(each) for each in found if each is not None], refusals=[]
    )


def _row(info: Info, row: CsvRow) -> Row:
    """The row's command; an id that is none is the row's defect, a producer that is somebody else's is forbidden."""
    if row.filed is None:
        return Row(filing=None, problems=row.problems)
    try:
        return Row(filing=filing_of(info, row.filed))
    except BadInput as error:
        problem = refusals.Refusal(
            code=error.code, rule="CERT-05", citation="19 CFR 159.63(b)", message=error.message, field=error.field
        )
        return Row(filing=None, problems=(problem,))


def _row_refusal(refusal: refusals.Refusal) -> RowRefusal:
    """The row stands in the field's path, see ``file_certifications``."""
    _, row, *field = (refusal.field or "").split(".", maxsplit=2)
    return RowRefusal(
        row=int(row),
        code=refusal.code,
        rule=refusal.rule,
        citation=refusal.citation,
        message=refusal.message,
        field=field[0] if field else None,
    )
