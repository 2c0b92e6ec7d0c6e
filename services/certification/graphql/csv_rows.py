"""Certifications as rows of a CSV text: one column per element of CERT-05, the header names those that are used."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from services.certification.domain.expenditures import Category
from services.certification.domain.forms import Authority, Channel, Organisation, TaxIdentifierKind
from services.certification.graphql.inputs import (
    AddressInput,
    ContactInput,
    ExpenditureInput,
    FileCertificationInput,
    MembershipInput,
    SharedGroupInput,
    SignerInput,
    SuccessionInput,
    TaxIdentifierInput,
)
from shared.errors import BadInput
from shared.graphql import Money
from shared.money import MoneyFormatError, parse_money
from shared.refusals import Refusal

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_AMOUNTS: Final = tuple(f"{category.value.lower()}" for category in Category)
_TEXTS: Final = (
    "notice_id",
    "producer_id",
    "case_number",
    "case_name",
    "notice_published_on",
    "claimant_name",
    "other_names",
    "street",
    "city",
    "state",
    "postal_code",
    "post_office_box",
    "tax_kind",
    "tax_number",
    "organisation",
    "contact_name",
    "contact_phone",
    "contact_fax",
    "contact_email",
)
_REST: Final = (
    "total_expenditures",
    "prior_distributions",
    "net_claim",
    "desires_distribution",
    "eligible_as_producer",
    "no_prior_distribution_in_net",
    "shared_group_id",
    "shared_case_numbers",
    "shared_amount",
    "remains_in_operation",
    "produced_in_fiscal_year",
    "acquired_by_opponent_affiliate",
    "acquirer",
    "true_and_accurate",
    "has_supporting_records",
    "signer_name",
    "signer_title",
    "signer_authority",
    "signed_on",
    "predecessor_name",
    "succession_description",
    "succeeded_on",
    "association_name",
    "member_at_petition",
    "membership_proof",
    "on_behalf_of_members",
    "confidentiality_claimed",
    "channel",
    "copies",
    "received_on",
)
COLUMNS: Final = (*_TEXTS, *_AMOUNTS, *_REST)
REQUIRED: Final = ("notice_id", "producer_id")


@dataclass(frozen=True, kw_only=True, slots=True)
class CsvRow:
    """One data row: the certification, or what is unreadable in it."""

    filed: FileCertificationInput | None
    problems: tuple[Refusal, ...]


def read_rows(text: str, at_most: int) -> list[CsvRow]:
    """The data rows of a CSV text (RFC 4180, comma, header in the first line, ``COLUMNS`` in any order).

    A blank cell is an element left out. Amounts have two places, days are like 2007-06-15, statements are yes or no,
    lists (``other_names``, ``shared_case_numbers``) are separated by semicolons. Further contacts and shared groups
    need the other way of filing.

    Args:
        text: the CSV text.
        at_most: rows taken.

    Returns:
        One per data row, in the order of the text.

    Raises:
        BadInput: the header lacks a required column, names an unknown one or one twice; the text is no CSV; there are
            too many rows.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        check_header(header, COLUMNS, REQUIRED, "csv")
        rows: list[CsvRow] = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) == at_most:
                raise BadInput(f"a filing has 1 to {at_most} rows; send more in parts", field="csv")
            rows.append(_row(header, cells))
    except csv.Error as error:
        raise BadInput(f"line {reader.line_num} is not CSV: {error}", field="csv") from None
    return rows


def check_header(header: list[str], columns: Sequence[str], required: Sequence[str], field: str) -> None:
    """See that a header names the required columns, each known one at most once.

    Raises:
        BadInput: it does not.
    """
    unknown = sorted(set(header) - set(columns))
    missing = [name for name in required if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    for names, what in ((unknown, "unknown columns"), (missing, "missing columns"), (twice, "columns named twice")):
        if names:
            raise BadInput(f"the header has {what}: {', '.join(names)}", field=field)


class Cells:
    """The cells of one row, each read as what it holds; what cannot be read is noted."""

    def __init__(self, cells: Mapping[str, str], path: str = "") -> None:
        self._cells = cells
        self._path = path
        self.problems: list[Refusal] = []

    def text(self, column: str) -> str | None:
        """The cell, None when blank."""
        return self._cells.get(column, "").strip() or None

    def texts(self, column: str) -> list[str]:
        """The parts of a list."""
        return [each.strip() for each in (self.text(column) or "").split(";") if each.strip()]

    def given(self, *columns: str) -> bool:
        """Whether any of these cells is filled."""
        return any(self.text(column) is not None for column in columns)

    def amount(self, column: str) -> Money | None:
        """An amount."""
        return self._read(column, lambda cell: Money(parse_money(cell)), 'an amount like "1250.00"')

    def day(self, column: str) -> date | None:
        """A day."""
        return self._read(column, _day, 'a day like "2007-06-15"')

    def answer(self, column: str) -> bool | None:
        """Yes or no."""
        return self._read(column, lambda cell: {"yes": True, "no": False}[cell.casefold()], "yes or no")

    def number(self, column: str) -> int | None:
        """A small number."""
        return self._read(column, _count, "a number up to 999")

    def one_of(self, column: str, kinds: type[E]) -> E | None:
        """One of some words."""
        return self._read(column, lambda cell: kinds(cell.upper()), "one of " + ", ".join(kinds))

    def _read(self, column: str, read: Callable[[str], T], expected: str) -> T | None:
        cell = self.text(column)
        if cell is None:
            return None
        try:
            return read(cell)
        except (KeyError, ValueError, MoneyFormatError):
            self.problems.append(
                Refusal(
                    code="CELL_UNREADABLE",
                    rule="CERT-05",
                    citation="19 CFR 159.63(b)",
                    message=f"This cell holds {expected}, or nothing.",
                    field=self._path + column,
                )
            )
            return None


def _row(header: list[str], cells: list[str]) -> CsvRow:
    if len(cells) != len(header):
        problem = Refusal(
            code="CELL_UNREADABLE",
            rule="CERT-05",
            citation="19 CFR 159.63(b)",
            message=f"The row has {len(cells)} cells, the header {len(header)}.",
        )
        return CsvRow(filed=None, problems=(problem,))
    read = Cells(dict(zip(header, cells, strict=True)))
    filed = _filed(read)
    return CsvRow(filed=None if read.problems else filed, problems=tuple(read.problems))


def _filed(read: Cells) -> FileCertificationInput:
    """The row as the other way of filing takes it; from here on both go the same way."""
    return FileCertificationInput(
        notice_id=read.text("notice_id") or "",  # type: ignore[arg-type]  # an ID is a text
        producer_id=read.text("producer_id") or "",  # type: ignore[arg-type]
        case_number=read.text("case_number"),
        case_name=read.text("case_name"),
        notice_published_on=read.day("notice_published_on"),
        claimant_name=read.text("claimant_name"),
        other_names=read.texts("other_names"),
        address=_address(read),
        tax_identifier=_tax_identifier(read),
        organisation=read.one_of("organisation", Organisation),
        contacts=list(_contacts(read)),
        expenditures=list(_expenditures(read)),
        total_expenditures=read.amount("total_expenditures"),
        prior_distributions=read.amount("prior_distributions"),
        net_claim=read.amount("net_claim"),
        desires_distribution=read.answer("desires_distribution"),
        eligible_as_producer=read.answer("eligible_as_producer"),
        no_prior_distribution_in_net=read.answer("no_prior_distribution_in_net"),
        shared_orders=list(_shared(read)),
        remains_in_operation=read.answer("remains_in_operation"),
        produced_in_fiscal_year=read.answer("produced_in_fiscal_year"),
        acquired_by_opponent_affiliate=read.answer("acquired_by_opponent_affiliate"),
        acquirer=read.text("acquirer"),
        true_and_accurate=read.answer("true_and_accurate"),
        has_supporting_records=read.answer("has_supporting_records"),
        signer=_signer(read),
        succession=_succession(read),
        membership=_membership(read),
        on_behalf_of_members=read.answer("on_behalf_of_members"),
        confidentiality_claimed=read.answer("confidentiality_claimed"),
        channel=read.one_of("channel", Channel) or Channel.ELECTRONIC,
        copies=read.number("copies"),
        received_on=read.day("received_on"),
    )


def _day(cell: str) -> date:
    day = date.fromisoformat(cell)
    if day.isoformat() != cell:
        raise ValueError(cell)
    return day


def _count(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 3):
        raise ValueError(cell)
    return int(cell)


def _address(read: Cells) -> AddressInput | None:
    if not read.given("street", "city", "state", "postal_code", "post_office_box"):
        return None
    return AddressInput(
        street=read.text("street"),
        city=read.text("city"),
        state=read.text("state"),
        postal_code=read.text("postal_code"),
        post_office_box=read.text("post_office_box"),
    )


def _tax_identifier(read: Cells) -> TaxIdentifierInput | None:
    kind = read.one_of("tax_kind", TaxIdentifierKind)
    number = read.text("tax_number")
    return None if kind is None and number is None else TaxIdentifierInput(kind=kind, number=number)


def _contacts(read: Cells) -> Iterator[ContactInput]:
    if read.given("contact_name", "contact_phone", "contact_fax", "contact_email"):
        yield ContactInput(
            name=read.text("contact_name"),
            phone=read.text("contact_phone"),
            fax=read.text("contact_fax"),
            email=read.text("contact_email"),
        )


def _expenditures(read: Cells) -> Iterator[ExpenditureInput]:
    for column in _AMOUNTS:
        if read.given(column):
            yield ExpenditureInput(category=column.upper(), amount=read.amount(column))


def _shared(read: Cells) -> Iterator[SharedGroupInput]:
    if read.given("shared_group_id", "shared_case_numbers", "shared_amount"):
        yield SharedGroupInput(
            group_id=read.text("shared_group_id"),
            case_numbers=read.texts("shared_case_numbers"),
            amount=read.amount("shared_amount"),
        )


def _signer(read: Cells) -> SignerInput | None:
    if not read.given("signer_name", "signer_title", "signer_authority", "signed_on"):
        return None
    return SignerInput(
        name=read.text("signer_name"),
        title=read.text("signer_title"),
        authority=read.one_of("signer_authority", Authority),
        signed_on=read.day("signed_on"),
    )


def _succession(read: Cells) -> SuccessionInput | None:
    if not read.given("predecessor_name", "succession_description", "succeeded_on"):
        return None
    return SuccessionInput(
        predecessor_name=read.text("predecessor_name"),
        description=read.text("succession_description"),
        succeeded_on=read.day("succeeded_on"),
    )


def _membership(read: Cells) -> MembershipInput | None:
    if not read.given("association_name", "member_at_petition", "membership_proof"):
        return None
    return MembershipInput(
        association_name=read.text("association_name"),
        member_at_petition=read.answer("member_at_petition"),
        proof=read.text("membership_proof"),
    )
