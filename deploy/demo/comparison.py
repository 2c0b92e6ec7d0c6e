"""What the annual report says beside what was published: ties or does not, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from deploy.demo.client import Json
from deploy.demo.plan import CaseRun, Payee, PublishedYear
from shared.money import parse_money


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One claimant in one order and year, US cents.

    Attributes:
        exact_cents: the exact pro rata share, a fraction of a cent included.
        paid_cents: disbursed by the run.
        withheld_cents: withheld by the run.
        published_cents: the payment published for it, or None.
    """

    case_number: str
    claimant: str
    is_stand_in: bool
    claimed_cents: int
    allocation: str
    exact_cents: Fraction
    paid_cents: int
    withheld_cents: int
    published_cents: int | None

    @property
    def ties(self) -> bool:
        """Paid or withheld is the exact share to the cent, and agrees with what was published, as far as known."""
        rounded = abs(self.paid_cents + self.withheld_cents - self.exact_cents) < 1
        return rounded and agrees(self.paid_cents, self.published_cents)


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """A total of one published record: what the run gives, what was published (None: nothing), US cents."""

    what: str
    run_cents: int
    published_cents: int | None

    @property
    def ties(self) -> bool:
        """Whether both agree as far as the published figure is known."""
        return agrees(self.run_cents, self.published_cents)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One published record beside the run."""

    record: PublishedYear
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    pools_tie: bool

    @property
    def ties(self) -> bool:
        """Whether every figure does."""
        return self.pools_tie and all(line.ties for line in self.lines) and all(total.ties for total in self.totals)


def agrees(run_cents: int, published_cents: int | None) -> bool:
    """Whether a figure of the run agrees with a published one, which is known to its last digit that is not zero."""
    if published_cents is None:
        return True
    return abs(run_cents - published_cents) < known_to(published_cents)


def known_to(published_cents: int) -> int:
    """How finely a published figure is known: $7,400,000.00 to $100,000.00, $576.45 to a cent."""
    step = 1
    while published_cents and published_cents % (step * 10) == 0:
        step *= 10
    return step


def compare(record: PublishedYear, report: Json) -> Comparison:
    """Set the lines of the annual report of ``record.fiscal_year`` beside the record."""
    lines = tuple(line for run in record.runs for line in _lines(run, report))
    return Comparison(
        record=record, lines=lines, totals=tuple(_totals(record, lines)), pools_tie=_pools_tie(record.runs, report)
    )


def _lines(run: CaseRun, report: Json) -> Iterator[Line]:
    reported = {line["claimantName"]: line for line in report["disbursements"] if line["caseNumber"] == run.case_number}
    weight = sum(payee.weight_cents for payee in run.payees)
    for payee in run.payees:
        yield _line(run, payee, weight, reported[payee.name])


def _line(run: CaseRun, payee: Payee, weight: int, reported: Mapping[str, str]) -> Line:
    return Line(
        case_number=run.case_number,
        claimant=payee.name,
        is_stand_in=payee.is_stand_in,
        claimed_cents=parse_money(reported["amountClaimed"]),
        allocation=reported["allocationPercentage"],
        exact_cents=Fraction(run.pool_cents * payee.weight_cents, weight),
        paid_cents=parse_money(reported["amountDisbursed"]),
        withheld_cents=parse_money(reported["amountWithheld"] or "0.00"),
        published_cents=payee.published_cents,
    )


def _totals(record: PublishedYear, lines: Sequence[Line]) -> Iterator[Total]:
    paid = sum(line.paid_cents for line in lines)
    withheld = sum(line.withheld_cents for line in lines)
    yield Total(what="paid and withheld", run_cents=paid + withheld, published_cents=record.published_available_cents)
    yield Total(what="paid", run_cents=paid, published_cents=record.published_paid_cents)
    yield Total(what="withheld", run_cents=withheld, published_cents=record.published_withheld_cents)


def _pools_tie(runs: Sequence[CaseRun], report: Json) -> bool:
    """Each order's pool is disbursed, withheld or carried forward, to the cent."""
    totals = {total["caseNumber"]: total for total in report["caseTotals"]}
    return all(
        run.pool_cents == sum(parse_money(totals[run.case_number][part]) for part in ("disbursed", "withheld"))
        and parse_money(totals[run.case_number]["available"]) == run.pool_cents
        and parse_money(totals[run.case_number]["carriedForward"]) == 0
        for run in runs
    )
