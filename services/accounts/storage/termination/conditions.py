"""What keeps each of TERM-01's conditions from being true: a statement each, the count and the first items."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain import law
from services.accounts.domain.eligibility import IN_PROGRAM
from services.accounts.domain.ledger import Account
from services.accounts.domain.reconsideration.requests import RequestState
from services.accounts.domain.reliquidation import RELIQUIDATIONS
from services.accounts.domain.termination import Blocking, Condition, LegalActionOutcome
from services.accounts.storage.bills import queries as bills
from services.accounts.storage.reconsideration.tables import reconsideration_requests
from services.accounts.storage.reliquidations.queries import changes_of, collected_on
from services.accounts.storage.reliquidations.tables import reliquidations
from services.accounts.storage.tables import accounts, deposits, entries, liquidations, litigation_holds, orders
from services.accounts.storage.termination.tables import legal_actions, uncollectible_bills

MOST_ITEMS: Final = 50

_UNDECIDED_OR_OWED: Final = (
    RequestState.FILED,
    RequestState.UNDER_CONSIDERATION,
    RequestState.GRANTED,
    RequestState.AWAITING_FUNDS,
)


async def blocking(connection: AsyncConnection, case_number: str, today: date) -> dict[Condition, Blocking]:
    """Every condition of TERM-01 with what blocks it; a condition without items is true.

    Entries outside the program do not count: their money never was in these accounts.
    """
    return {condition: await _BLOCKING[condition](connection, case_number, today) for condition in Condition}


async def _order_terminated(connection: AsyncConnection, case_number: str, today: date) -> Blocking:
    in_force = sa.or_(orders.c.revoked_on.is_(None), orders.c.revoked_on > today)
    return await _items(
        connection, sa.select(orders.c.case_number).where(orders.c.case_number == case_number, in_force)
    )


async def _entries_liquidated(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    liquidated = sa.exists().where(
        liquidations.c.entry_number == deposits.c.entry_number, liquidations.c.case_number == case_number
    )
    query = (
        sa.select(deposits.c.entry_number)
        .where(
            deposits.c.case_number == case_number,
            deposits.c.code == IN_PROGRAM.code,
            deposits.c.returned_on.is_(None),
            ~liquidated,
        )
        .distinct()
    )
    return await _items(connection, query)


async def _amounts_collected(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    changed, collected = changes_of(liquidations), collected_on(liquidations)
    unpaid_duty = liquidations.c.bill_cents + changed.c.duty + changed.c.refund_duty - collected.c.duty
    unpaid_interest = (
        liquidations.c.interest_cents + changed.c.interest + changed.c.refund_interest - collected.c.interest
    )
    billed = sa.or_(
        liquidations.c.bill_cents + liquidations.c.interest_cents > 0,
        sa.exists().where(
            reliquidations.c.entry_number == liquidations.c.entry_number,
            reliquidations.c.case_number == liquidations.c.case_number,
        ),
    )
    given_up = sa.exists().where(
        uncollectible_bills.c.entry_number == liquidations.c.entry_number,
        uncollectible_bills.c.case_number == liquidations.c.case_number,
        uncollectible_bills.c.approved_on.is_not(None),
    )
    query = (
        sa.select(liquidations.c.entry_number)
        .select_from(liquidations)
        .join(changed, sa.true())
        .join(collected, sa.true())
        .where(_in_program(case_number), billed, ~given_up, sa.or_(unpaid_duty > 0, unpaid_interest > 0))
    )
    return await _items(connection, query)


async def _liquidations_final(connection: AsyncConnection, case_number: str, today: date) -> Blocking:
    """ACCT-13: entries whose liquidation a protest, or Customs on its own, can still change today."""
    shorter = law.PROTEST_DAYS.on(law.LONGER_PROTESTS_FROM - timedelta(days=1))
    longer = law.PROTEST_DAYS.on(law.LONGER_PROTESTS_FROM)
    days = sa.case((entries.c.filed_on < law.LONGER_PROTESTS_FROM, shorter), else_=longer)
    since = today - timedelta(days=longer)
    reliquidated = sa.exists().where(
        reliquidations.c.entry_number == liquidations.c.entry_number,
        reliquidations.c.case_number == liquidations.c.case_number,
        reliquidations.c.cause.in_(RELIQUIDATIONS),
        reliquidations.c.reversed_on.is_(None),
        reliquidations.c.reliquidated_on + days >= today,
    )
    query = (
        sa.select(liquidations.c.entry_number)
        .join(entries, entries.c.number == liquidations.c.entry_number)
        .where(
            _in_program(case_number),
            sa.or_(
                sa.and_(liquidations.c.liquidated_on >= since, liquidations.c.liquidated_on + days >= today),
                liquidations.c.liquidated_on + law.VOLUNTARY_PERIOD.days >= today,
                reliquidated,
            ),
        )
    )
    return await _items(connection, query)


async def _actions_concluded(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    named = legal_actions.c.kind + " " + legal_actions.c.reference
    query = sa.select(named).where(legal_actions.c.case_number == case_number, legal_actions.c.concluded_on.is_(None))
    return await _items(connection, query)


async def _refunds_paid(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    """An action allowed on an entry that no reliquidation, or refund, has followed yet. What is recorded is paid."""
    followed = sa.exists().where(
        reliquidations.c.entry_number == legal_actions.c.entry_number,
        reliquidations.c.case_number == legal_actions.c.case_number,
        reliquidations.c.reversed_on.is_(None),
        reliquidations.c.reliquidated_on >= legal_actions.c.filed_on,
    )
    query = sa.select(legal_actions.c.entry_number).where(
        legal_actions.c.case_number == case_number,
        legal_actions.c.entry_number.is_not(None),
        legal_actions.c.outcome == LegalActionOutcome.ALLOWED,
        ~followed,
    )
    return await _items(connection, query)


async def _bills_settled(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    numbers = await bills.open_numbers(connection, case_number)
    return Blocking(count=len(numbers), items=tuple(map(str, numbers[:MOST_ITEMS])))


async def _adjustments_paid(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    table = reconsideration_requests
    query = sa.select(sa.cast(table.c.number, sa.Text)).where(
        table.c.case_number == case_number, table.c.state.in_(_UNDECIDED_OR_OWED)
    )
    return await _items(connection, query)


async def _holds_released(connection: AsyncConnection, case_number: str, _: date) -> Blocking:
    claims = sa.select(litigation_holds.c.certification_number.label("item")).where(
        litigation_holds.c.case_number == case_number, litigation_holds.c.outcome.is_(None)
    )
    balances = sa.select(accounts.c.account).where(
        accounts.c.case_number == case_number,
        accounts.c.account.in_((Account.LITIGATION_HOLD, Account.SEQUESTER)),
        accounts.c.balance_cents != 0,
    )
    return await _items(connection, sa.select(sa.union(claims, balances).subquery().c.item))


_Finder = Callable[[AsyncConnection, str, date], Awaitable[Blocking]]
_BLOCKING: Final[Mapping[Condition, _Finder]] = {
    Condition.ORDER_TERMINATED: _order_terminated,
    Condition.ENTRIES_LIQUIDATED: _entries_liquidated,
    Condition.AMOUNTS_COLLECTED: _amounts_collected,
    Condition.LIQUIDATIONS_FINAL: _liquidations_final,
    Condition.ACTIONS_CONCLUDED: _actions_concluded,
    Condition.REFUNDS_PAID: _refunds_paid,
    Condition.BILLS_SETTLED: _bills_settled,
    Condition.ADJUSTMENTS_PAID: _adjustments_paid,
    Condition.HOLDS_RELEASED: _holds_released,
}


def _in_program(case_number: str) -> sa.ColumnElement[bool]:
    return sa.and_(liquidations.c.case_number == case_number, liquidations.c.code == IN_PROGRAM.code)


async def _items(connection: AsyncConnection, query: sa.Select[Any]) -> Blocking:
    found = query.subquery()
    (item,) = found.c
    page = sa.select(item.label("item"), sa.func.count().over().label("total")).order_by(item).limit(MOST_ITEMS)
    rows = (await connection.execute(page)).all()
    return Blocking(count=rows[0].total if rows else 0, items=tuple(row.item for row in rows))
