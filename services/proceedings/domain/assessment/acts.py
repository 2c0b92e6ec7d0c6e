"""Acts about the assessment of entries: information for it, liquidation by customs, holds of a court."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.record.acts import Act, Authority, Visibility


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountingYearStated(Act):
    """Goods of a manufacturer or exporter were entered in this annual accounting period of it (ASM-01).

    Attributes:
        ends_on: last day of the period.
    """

    name = "AccountingYearStated"
    authority = Authority.COMMERCE
    rules = ("ASM-01",)

    firm: Firm
    ends_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessmentInformationReceived(Act):
    """Commerce has satisfactory information to assess the entries of a firm's accounting year (ASM-01).

    Attributes:
        year_ends_on: last day of that year.
    """

    name = "AssessmentInformationReceived"
    authority = Authority.PARTY
    rules = ("ASM-01",)

    firm: Firm
    year_ends_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessmentDirected(Act):
    """Commerce directed customs to assess the entries of a firm's accounting year (ASM-01).

    Attributes:
        year_ends_on: last day of that year.
    """

    name = "AssessmentDirected"
    authority = Authority.COMMERCE
    rules = ("ASM-01",)

    firm: Firm
    year_ends_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class LiquidationReported(Act):
    """Customs has liquidated the entries that a lift of suspension freed (ASM-08, ASM-09).

    Attributes:
        lifted_on: day of that lift.
    """

    name = "LiquidationReported"
    authority = Authority.CBP
    rules = ("ASM-08", "ASM-09")

    lifted_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryHoldOrdered(Act):
    """A court enjoins the liquidation of named entries (ASM-10).

    Attributes:
        court_reference: the court's own reference.
    """

    name = "EntryHoldOrdered"
    authority = Authority.PARTY
    visibility = Visibility.RESTRICTED
    rules = ("ASM-10",)

    court_reference: str
    entry_numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CourtDecided(Act):
    """The final disposition of an action over entries on hold; its notice carries the instructions (ASM-10).

    Attributes:
        firms: the combinations whose entries it disposes of.
        first, last: their days of entry.
        rate_percent: the rate it leads to; None where they are assessed at the deposit rate.
    """

    name = "CourtDecided"
    authority = Authority.COMMERCE
    rules = ("ASM-10",)

    court_reference: str
    firms: tuple[Firm, ...]
    first: date
    last: date
    rate_percent: Decimal | None = None
