"""File many certifications at once: all of them or none, with every refusal by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.certification.storage.queries import notices
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.file_certification import FileCertification, register
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

ROWS_AT_MOST: Final = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row: a certification, or what makes it unreadable."""

    filing: FileCertification | None
    problems: tuple[Refusal, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FileCertifications:
    """The rows of one filing, in the order in which they are to be numbered."""

    rows: tuple[Row, ...]


async def file_certifications(
    tx: Transaction, command: FileCertifications, *, sealed_tax_numbers: Sequence[bytes | None]
) -> dict[str, JSON]:
    """Register every row by the very checks of a single filing, or refuse them all and store nothing.

    Every order's year is locked first, in one statement and a fixed order, so that two filers do not wait for each
    other; each order's list of claims is published once.

    Args:
        tx: the transaction.
        command: the rows, ``ROWS_AT_MOST`` at most.
        sealed_tax_numbers: encrypted tax numbers, one per row.

    Raises:
        BadInput: no row, or too many.
        Refused: everything that is wrong with any row; the field of each refusal is ``rows.<number>.<field>``, rows
            counted from 1.

    Source:
        CERT-01, CERT-04, CERT-05; 19 CFR 159.63(a)-(b).
    """
    if not 0 < len(command.rows) <= ROWS_AT_MOST:
        raise BadInput(f"a filing has 1 to {ROWS_AT_MOST} rows; send more in parts", field="input")
    filings = [row.filing for row in command.rows]
    await notices.lock_order_years(
        tx.connection, {(each.notice_id, each.form.case_number) for each in filings if each and each.form.case_number}
    )
    refusals: list[Refusal] = []
    ids: list[JSON] = []
    years: dict[str, OrderYear] = {}
    named: set[tuple[object, ...]] = set()
    for number, (row, sealed) in enumerate(zip(command.rows, sealed_tax_numbers, strict=True), start=1):
        found = list(row.problems)
        if row.filing is not None:
            found += _repeated(row.filing, named)
            try:
                registered = await register(tx, row.filing, sealed_tax_number=sealed)
            except Refused as refused:
                found += refused.refusals
            except (BadInput, NotFound) as error:
                found.append(_unusable(error))
            else:
                ids.append(str(registered.certification_id))
                years[f"{registered.year.case_number}/{registered.year.fiscal_year}"] = registered.year
        refusals += [_in_row(number, each) for each in found]
    refuse_if_any(refusals)
    for _, year in sorted(years.items()):
        await republish_claims(tx, year)
    tx.audit("file_certifications", "certifications", after={"rows": len(ids)})
    return {"certification_ids": ids}


def _repeated(filing: FileCertification, named: set[tuple[object, ...]]) -> list[Refusal]:
    """A second row of one producer for one order; it would replace the first one unseen."""
    key = (filing.notice_id, filing.producer_id, filing.form.case_number)
    if key not in named:
        named.add(key)
        return []
    return [
        Refusal(
            code="ROW_REPEATED",
            rule="CERT-01",
            citation="19 CFR 159.63(b)",
            message="Another row certifies for the same producer under the same order and notice.",
            field="caseNumber",
        )
    ]


def _unusable(error: BadInput | NotFound) -> Refusal:
    return Refusal(
        code=error.code, rule="CERT-05", citation="19 CFR 159.63(b)", message=error.message, field=error.field
    )


def _in_row(number: int, refusal: Refusal) -> Refusal:
    place = f"rows.{number}"
    return replace(refusal, field=place if refusal.field is None else f"{place}.{refusal.field}")
