"""What the annual report says of each claimant and each order (REPT-02 to REPT-04, PUBL-01)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from services.accounts.domain.distribution import PaymentKind

CONFIDENTIALITY: Final = "CONFIDENTIALITY_CLAIMED"

# What counts as disbursed: the distribution and what was paid on it later. A bill's excess payment given back to its
# producer (BILL-10) is a payment too, but no offset.
OFFSETS: Final = frozenset(kind.value for kind in PaymentKind) - {"EXCESS_RETURNED"}

_MILLION: Final = 1_000_000


class Section(StrEnum):
    """The tables of the report: three sections as published, the totals of the first, and the reliquidations."""

    DISBURSEMENTS = "DISBURSEMENTS"
    CASE_TOTALS = "CASE_TOTALS"
    UNCOLLECTED = "UNCOLLECTED"
    CLEARING_BALANCES = "CLEARING_BALANCES"
    RELIQUIDATIONS = "RELIQUIDATIONS"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportPolicy:
    """What may be configured of the report.

    Attributes:
        list_confidentiality_rejected: whether claimants rejected for claiming exemption from disclosure are listed.
            Source: REPT-02, 19 CFR 159.64(g)(1); CERT-16.
    """

    list_confidentiality_rejected: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Disbursement:
    """One claimant's line of section I, US cents (REPT-02).

    Attributes:
        claimed_cents: the net claim that went into the distribution, otherwise the one last filed (PUBL-01).
        allocation_millionths: percent of all net claims, in millionths of a percent (DIST-06).
        disbursed_cents: gross of any offset, with adjustments, hold releases and supplements once paid (PUBL-01).
    """

    case_number: str
    certification_number: str
    claimant_name: str
    claimed_cents: int
    allocation_millionths: int
    disbursed_cents: int
    withheld_cents: int

    @property
    def allocation_percentage(self) -> str:
        """With six decimals, as DIST-06 rounds it."""
        return f"{self.allocation_millionths // _MILLION}.{self.allocation_millionths % _MILLION:06d}"


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseTotal:
    """One order's totals of section I, US cents.

    Attributes:
        claimants: how many certifications are listed.
        available_cents: None while the year's distribution is not paid.
        disbursed_cents: negative where refunds exceeded receipts (REPT-04).
        carried_forward_cents: None while the year's distribution is not paid.
    """

    case_number: str
    case_name: str
    claimants: int
    claimed_cents: int
    available_cents: int | None
    disbursed_cents: int
    withheld_cents: int
    sequestered_cents: int
    carried_forward_cents: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseAmount:
    """A count and an amount of one order: uncollected bills, clearing balance or reliquidations; US cents."""

    case_number: str
    case_name: str
    count: int
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What a version says of each order; the lines of section I are kept beside it."""

    case_totals: tuple[CaseTotal, ...]
    uncollected: tuple[CaseAmount, ...]
    clearing_balances: tuple[CaseAmount, ...]
    reliquidations: tuple[CaseAmount, ...]

    @classmethod
    def from_stored(cls, stored: Mapping[str, Sequence[Mapping[str, object]]]) -> "Content":
        """The content of a version as it was stored."""
        return cls(
            case_totals=tuple(_case_total(line) for line in stored["case_totals"]),
            uncollected=_case_amounts(stored, "uncollected"),
            clearing_balances=_case_amounts(stored, "clearing_balances"),
            reliquidations=_case_amounts(stored, "reliquidations"),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Totals of a whole report, US cents.

    Attributes:
        disbursed_cents: paid to claimants.
        deficits_cents: sum of the orders whose refunds exceeded receipts; zero or negative (REPT-04).
    """

    orders: int
    claimants: int
    claimed_cents: int
    disbursed_cents: int
    deficits_cents: int
    withheld_cents: int
    uncollected_cents: int
    clearing_cents: int
    reliquidations: int
    reliquidated_cents: int


def totals(content: Content) -> Totals:
    """The report's totals; a negative order is kept apart so that it hides no payment (REPT-04)."""
    cases = content.case_totals
    return Totals(
        orders=len(cases),
        claimants=sum(case.claimants for case in cases),
        claimed_cents=sum(case.claimed_cents for case in cases),
        disbursed_cents=sum(case.disbursed_cents for case in cases if case.disbursed_cents > 0),
        deficits_cents=sum(case.disbursed_cents for case in cases if case.disbursed_cents < 0),
        withheld_cents=sum(case.withheld_cents for case in cases),
        uncollected_cents=_sum(content.uncollected),
        clearing_cents=_sum(content.clearing_balances),
        reliquidations=sum(line.count for line in content.reliquidations),
        reliquidated_cents=_sum(content.reliquidations),
    )


def unlisted_reasons(policy: ReportPolicy) -> frozenset[str]:
    """Reason codes whose claimants are left out; every other filer is listed, also those paid nothing.

    Source: REPT-02, 19 CFR 159.64(g)(1): "those parties that have submitted certifications"; CERT-16.
    """
    return frozenset() if policy.list_confidentiality_rejected else frozenset({CONFIDENTIALITY})


def disbursed_of_case(balance_cents: int, paid_cents: int) -> int:
    """Amount disbursed on an order, US cents; a negative figure where refunds exceeded receipts.

    Args:
        balance_cents: what there was to distribute: the amount available, or the balance where nothing was distributed.
        paid_cents: what was paid to its claimants.

    Source: REPT-04, DIST-07: nobody is paid out of a deficit, so a payment means there was none.
    """
    return balance_cents if balance_cents < 0 and not paid_cents else paid_cents


def _sum(lines: Iterable[CaseAmount]) -> int:
    return sum(line.amount_cents for line in lines)


_Line: TypeAlias = Mapping[str, object]


def _case_total(line: _Line) -> CaseTotal:
    values = {name: line.get(name, 0) for name in CaseTotal.__dataclass_fields__}
    return CaseTotal(**values)  # type: ignore[arg-type]


def _case_amounts(stored: Mapping[str, Sequence[_Line]], name: str) -> tuple[CaseAmount, ...]:
    return tuple(CaseAmount(**line) for line in stored.get(name, ()))  # type: ignore[arg-type]
