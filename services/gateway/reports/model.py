"""A report as the GraphQL answer brings it; amounts become whole cents."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from shared.money import parse_money


def _cents(value: object) -> object:
    return parse_money(value) if isinstance(value, str) else value


Cents = Annotated[int, BeforeValidator(_cents)]


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)


class Version(_Answered):
    """An issue of a year's report."""

    fiscal_year: int
    version: int
    as_of: date
    issued_at: datetime
    is_newest: bool
    orders: int
    disbursed: Cents


class Claimant(_Answered):
    """A line of section I."""

    case_number: str
    certification_number: str
    claimant_name: str
    amount_claimed: Cents
    allocation_percentage: str
    amount_disbursed: Cents


class CaseTotal(_Answered):
    """An order's totals of section I."""

    case_number: str
    case_name: str
    claimants: int
    claimed: Cents
    available: Cents | None
    disbursed: Cents
    withheld: Cents
    sequestered: Cents
    carried_forward: Cents | None


class CaseAmount(_Answered):
    """A line of another section: an order, a count and an amount."""

    case_number: str
    case_name: str
    count: int
    amount: Cents


class Change(_Answered):
    """A figure that differs from the version before."""

    section: str
    item: str
    case_number: str
    claimant_name: str | None
    before: Cents | None
    after: Cents | None


class Totals(_Answered):
    """Totals of the report."""

    orders: int
    claimants: int
    claimed: Cents
    disbursed: Cents
    deficits: Cents
    withheld: Cents
    uncollected: Cents
    clearing: Cents
    reliquidations: int
    reliquidated: Cents


class Report(_Answered):
    """One version of a year's report, whole."""

    fiscal_year: int
    version: int
    as_of: date
    issued_at: datetime
    initiatives: str
    totals: Totals
    case_totals: tuple[CaseTotal, ...]
    disbursements: tuple[Claimant, ...]
    uncollected: tuple[CaseAmount, ...]
    clearing_balances: tuple[CaseAmount, ...]
    reliquidations: tuple[CaseAmount, ...]
    changes: tuple[Change, ...]
