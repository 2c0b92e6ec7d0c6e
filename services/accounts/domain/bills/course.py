"""What the passing of days does to a bill: past due, an offset notice matured, an instalment missed, a warning."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.accounts.domain.bills.interest import Statement, Terms, period_days, period_of
from services.accounts.domain.bills.kinds import DeadlineWarning
from services.accounts.domain.bills.law import INSTALMENT_DUE, WARN_BEFORE, InterestMethod
from services.accounts.domain.bills.states import ACCRUING, COLLECTABLE, BillEvent, BillState, advance

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A repayment agreement: what was paid before it, and its instalments as day and US cents, in order."""

    paid_before_cents: int
    instalments: Sequence[tuple[date, int]]

    def missed(self, paid_cents: int, today: date) -> bool:
        """Whether less was paid since than had to be by yesterday; a day that is no business day rolls forward."""
        due = sum(cents for day, cents in self.instalments if INSTALMENT_DUE.deadline(day) < today)
        return paid_cents - self.paid_before_cents < due


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A bill as the calendar sees it."""

    state: BillState
    terms: Terms
    statement: Statement
    response_by: date | None
    plan: Plan | None

    @property
    def principal_unpaid(self) -> bool:
        """Whether principal is left."""
        return self.statement.principal_cents > self.statement.principal_paid_cents

    @property
    def paid_cents(self) -> int:
        """Interest and principal paid."""
        return self.statement.interest_paid_cents + self.statement.principal_paid_cents


def dated_events(standing: Standing, today: date) -> list[BillEvent]:
    """What the days up to ``today`` did, in order.

    Source: 18.4; BILL-03 (past due from bill date + 31), BILL-07 (an offset notice matures the day after
        ``responseBy``; a kept agreement or an open review holds it off).
    """
    events: list[BillEvent] = []
    state = standing.state
    if state is BillState.ISSUED and period_of(standing.terms, today) and standing.principal_unpaid:
        events.append(BillEvent.FALL_PAST_DUE)
        state = advance(state, BillEvent.FALL_PAST_DUE)
    if state is BillState.AGREEMENT and standing.plan and standing.plan.missed(standing.paid_cents, today):
        events.append(BillEvent.MISS_INSTALMENT)
        state = advance(state, BillEvent.MISS_INSTALMENT)
    if state is BillState.PAST_DUE and standing.response_by and today > standing.response_by:
        events.append(BillEvent.MATURE_NOTICE)
    return events


def warnings(standing: Standing, raised: Collection[str], today: date) -> list[DeadlineWarning]:
    """Deadlines of the debtor that come near or have passed and were not told yet (BILL-02, BILL-07)."""
    if standing.state not in COLLECTABLE or not standing.statement.unpaid_cents:
        return []
    pay_by, response_by = standing.terms.pay_by, standing.response_by
    found = []
    if WARN_BEFORE.deadline(pay_by) <= today <= pay_by:
        found.append(DeadlineWarning.PAY_BY_NEAR)
    if today > pay_by:
        found.append(DeadlineWarning.PAY_BY_PASSED)
    waits = standing.state is BillState.PAST_DUE
    if response_by and waits and WARN_BEFORE.deadline(response_by) <= today <= response_by:
        found.append(DeadlineWarning.RESPONSE_BY_NEAR)
    return [warning for warning in found if warning.value not in raised]


def next_day(standing: Standing, today: date) -> date | None:
    """The first day after ``today`` on which a date changes the bill; None when none will."""
    if standing.state not in COLLECTABLE:
        return None
    terms, response_by = standing.terms, standing.response_by
    days = [WARN_BEFORE.deadline(terms.pay_by), terms.pay_by + _DAY]
    if standing.state is BillState.ISSUED:
        days.append(terms.due_on + _DAY)
    if standing.state in ACCRUING and terms.method is not InterestMethod.NONE:
        days.append(period_days(terms, max(1, period_of(terms, today)))[1] + _DAY)
    if response_by and standing.state is BillState.PAST_DUE:
        days += [WARN_BEFORE.deadline(response_by), response_by + _DAY]
    if standing.plan and standing.state is BillState.AGREEMENT:
        days += [INSTALMENT_DUE.deadline(day) + _DAY for day, _ in standing.plan.instalments]
    return min((day for day in days if day > today), default=None)
