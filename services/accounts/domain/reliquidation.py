"""What a reliquidation does with the money and the bills of one entry under one order (REFD-01, ACCT-12, ACCT-13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.accounts.domain import law
from services.accounts.domain.liquidation import is_disregarded
from shared.calendar import Period, add_years
from shared.refusals import Refusal


class Cause(StrEnum):
    """Why what is assessed on a liquidated entry changes."""

    VOLUNTARY = "VOLUNTARY"
    PROTEST = "PROTEST"
    CLERICAL_ERROR = "CLERICAL_ERROR"
    COURT = "COURT"
    REMAND = "REMAND"
    COURT_REFUND = "COURT_REFUND"


BY_COURT: Final = frozenset({Cause.COURT, Cause.REMAND, Cause.COURT_REFUND})
# A refund that a court orders changes what is due, but nobody computes the duties again.
RELIQUIDATIONS: Final = frozenset(Cause) - {Cause.COURT_REFUND}


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One liquidated entry under one order as it stands, US cents.

    Attributes:
        deposited_cents: cash deposited; the cap of a provisional entry (ACCT-10).
        assessed_cents, interest_cents: by the liquidation and every change since.
        paid_duty_cents, paid_interest_cents: kept at liquidation or collected since, less refunds.
        changed_on: day of the last change; the liquidation's when there was none.
    """

    filed_on: date
    liquidated_on: date
    changed_on: date
    deposited_cents: int
    provisional: bool
    assessed_cents: int
    interest_cents: int
    paid_duty_cents: int
    paid_interest_cents: int

    @property
    def paid_cents(self) -> int:
        """Duty and interest paid and not refunded."""
        return self.paid_duty_cents + self.paid_interest_cents


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a reliquidation changes, US cents.

    Attributes:
        assessed_cents, interest_cents: as they are now.
        duty_change_cents, interest_change_cents: against what was assessed before; either sign.
        refund_duty_cents, refund_interest_cents: paid more than is due now; to the importer at once.
    """

    assessed_cents: int
    interest_cents: int
    duty_change_cents: int
    interest_change_cents: int
    refund_duty_cents: int
    refund_interest_cents: int

    @property
    def refund_cents(self) -> int:
        """Duty and interest given back (REFD-04)."""
        return self.refund_duty_cents + self.refund_interest_cents

    @property
    def net_change_cents(self) -> int:
        """Signed change of everything assessed."""
        return self.duty_change_cents + self.interest_change_cents

    @property
    def billed_cents(self) -> int:
        """Billed anew to the importer."""
        return max(0, self.duty_change_cents) + max(0, self.interest_change_cents)


def reassess(standing: Standing, assessed_cents: int, interest_cents: int) -> Change:
    """Compare new figures with what stands: refund what was paid beyond them, bill what they add.

    Args:
        standing: before the change.
        assessed_cents: final duty now, US cents, >= 0. The deposit caps it for a provisional entry.
        interest_cents: interest under 19 USC 1677g now, US cents, >= 0; from the feed, not recomputed (ACCT-07).

    Returns:
        Duty and interest each on its own account: an unpaid part of what falls is no longer owed, a paid part is
        refunded. A refund never exceeds what was paid.

    Source: 19 CFR 159.64(b)(2) (REFD-01, REFD-04); 19 CFR 159.64(b)(1)(iii) for the increase; ACCT-10 for the cap.
    """
    final = min(assessed_cents, standing.deposited_cents) if standing.provisional else assessed_cents
    return Change(
        assessed_cents=final,
        interest_cents=interest_cents,
        duty_change_cents=final - standing.assessed_cents,
        interest_change_cents=interest_cents - standing.interest_cents,
        refund_duty_cents=max(0, standing.paid_duty_cents - final),
        refund_interest_cents=max(0, standing.paid_interest_cents - interest_cents),
    )


def order_refund(standing: Standing, duty_cents: int, interest_cents: int) -> Change:
    """A court orders so much back: it is no longer assessed, and what was paid of it is refunded.

    Args:
        duty_cents, interest_cents: to refund, US cents, >= 0 and not more than was paid.

    Source: 19 CFR 159.64(b)(2) (REFD-02).
    """
    return Change(
        assessed_cents=standing.assessed_cents - duty_cents,
        interest_cents=standing.interest_cents - interest_cents,
        duty_change_cents=-duty_cents,
        interest_change_cents=-interest_cents,
        refund_duty_cents=duty_cents,
        refund_interest_cents=interest_cents,
    )


def too_small(net_difference_cents: int, cause: Cause, on: date, *, at_importers_request: bool) -> bool:
    """Whether a reliquidation's net difference is below the floor that is disregarded.

    Args:
        net_difference_cents: of the whole entry, US cents; negative for a refund.
        cause: under a court decision any amount counts.
        on: day of the reliquidation.
        at_importers_request: then any refund counts; an allowed protest always is one.

    Source: ACCT-12, 19 CFR 159.6.
    """
    requested = at_importers_request or cause is Cause.PROTEST
    if cause in BY_COURT or (requested and net_difference_cents < 0):
        return False
    return is_disregarded(net_difference_cents, on)


def protest_period(filed_on: date) -> Period:
    """Days to protest: 90 for entries made before 2004-12-18, 180 from then on (ACCT-13, 19 USC 1514(c)(3))."""
    return Period(days=law.PROTEST_DAYS.on(filed_on), rule="ACCT-13", citation=law.PROTEST_DAYS.citation_on(filed_on))


def finality_on(standing: Standing) -> date:
    """Last day on which a protest can still change the entry, or Customs on its own.

    Source: ACCT-13: 90 days from the original liquidation (19 USC 1501), or the time to protest the last liquidation
    or reliquidation (19 USC 1514(c)(3)), whichever is later. Neither rolls.
    """
    voluntary = law.VOLUNTARY_PERIOD.deadline(standing.liquidated_on)
    return max(voluntary, protest_period(standing.filed_on).deadline(standing.changed_on))


def out_of_time(standing: Standing, cause: Cause, on: date, requested_on: date | None, field: str) -> Iterator[Refusal]:
    """Why a liquidation can no longer be changed on a day for a cause; nothing when it can.

    Args:
        standing: before the change.
        on: day of the reliquidation.
        requested_on: day the protest or request was filed; where it is not known, the latest lawful day counts.
        field: the row's path.

    Source: ACCT-13: 19 USC 1501 (voluntary), 1514(c)(3) and 1515(a) (protest), 1520(c) (clerical error in entries
    made before 2004-12-18). A court's decision knows no such day.
    """
    if cause is Cause.VOLUNTARY:
        yield from _voluntary(standing, on, f"{field}.reliquidatedOn")
    if cause is Cause.PROTEST:
        yield from _protest(standing, on, requested_on, field)
    if cause is Cause.CLERICAL_ERROR:
        yield from _clerical_error(standing, on, requested_on, field)


def _voluntary(standing: Standing, on: date, field: str) -> Iterator[Refusal]:
    last = law.VOLUNTARY_PERIOD.deadline(standing.liquidated_on)
    if on > last:
        message = f"Customs could reliquidate on its own until {last.isoformat()}, 90 days from the liquidation."
        yield _refusal("VOLUNTARY_TOO_LATE", message, law.VOLUNTARY_PERIOD.citation, field)


def _protest(standing: Standing, on: date, filed_on: date | None, field: str) -> Iterator[Refusal]:
    period = protest_period(standing.filed_on)
    last = period.deadline(standing.changed_on)
    if filed_on is not None and filed_on > last:
        message = f"A protest could be filed until {last.isoformat()}, {period.days} days from the liquidation."
        yield _refusal("PROTEST_TOO_LATE", message, period.citation, f"{field}.requestFiledOn")
        return
    decide_by = add_years(filed_on or last, law.PROTEST_DECISION_YEARS.on(standing.filed_on))
    if on > decide_by:
        message = f"A protest is decided within two years, by {decide_by.isoformat()}; then only a court can."
        citation = law.PROTEST_DECISION_YEARS.citation_on(standing.filed_on)
        yield _refusal("PROTEST_DECISION_TOO_LATE", message, citation, f"{field}.reliquidatedOn")


def _clerical_error(standing: Standing, on: date, shown_on: date | None, field: str) -> Iterator[Refusal]:
    years = law.CLERICAL_ERROR_YEARS.on(standing.filed_on)
    if years:
        last, acted_on = add_years(standing.liquidated_on, years), shown_on or on
    else:
        # No more than any error that Customs mends on its own.
        last, acted_on = law.VOLUNTARY_PERIOD.deadline(standing.liquidated_on), on
    if acted_on > last:
        message = f"A clerical error could be mended if shown by {last.isoformat()}; after that by protest alone."
        citation = law.CLERICAL_ERROR_YEARS.citation_on(standing.filed_on)
        yield _refusal("CLERICAL_ERROR_TOO_LATE", message, citation, f"{field}.reliquidatedOn")


def _refusal(code: str, message: str, citation: str, field: str) -> Refusal:
    return Refusal(code=code, rule="ACCT-13", citation=citation, message=message, field=field)
