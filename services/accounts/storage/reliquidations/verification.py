"""Refunds against their postings and receipts, and terminated accounts: what does not agree."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import Account
from services.accounts.domain.transitions import SpecialAccountState
from services.accounts.storage.reliquidations.refunds import MOVEMENTS
from services.accounts.storage.reliquidations.tables import refund_uses, refunds
from services.accounts.storage.tables import accounts, orders, postings


async def problems(connection: AsyncConnection) -> list[str]:
    """One line for each refund that its postings or receipts contradict, and each swept account that holds money.

    Source: REFD-04, ACCT-16, TERM-04.
    """
    posted = (
        sa.select(sa.func.coalesce(sa.func.sum(postings.c.amount_cents), 0).label("cents"))
        .where(
            postings.c.case_number == refunds.c.case_number,
            postings.c.sequence == refunds.c.journal_sequence,
            postings.c.entry_number == refunds.c.entry_number,
            postings.c.movement.in_(MOVEMENTS),
        )
        .lateral("posted")
    )
    used = (
        sa.select(
            sa.func.coalesce(sa.func.sum(refund_uses.c.amount_cents), 0).label("cents"),
            sa.func.coalesce(sa.func.sum(refund_uses.c.amount_cents).filter(refund_uses.c.distributed), 0).label(
                "distributed"
            ),
        )
        .where(refund_uses.c.refund_id == refunds.c.id)
        .lateral("used")
    )
    amount = refunds.c.duty_cents + refunds.c.interest_cents + refunds.c.interest_owed_cents
    charged = refunds.c.special_cents > 0
    query = (
        sa.select(refunds.c.id, refunds.c.case_number)
        .select_from(refunds)
        .join(posted, sa.true())
        .join(used, sa.true())
        .where(
            sa.or_(
                posted.c.cents != amount,
                used.c.cents != refunds.c.special_cents + refunds.c.appropriation_cents,
                sa.and_(charged, used.c.distributed != refunds.c.distributed_cents),
            )
        )
        .order_by(refunds.c.id)
    )
    found = [
        f"{row.case_number}: refund {row.id}, its postings and the receipts it reversed do not agree"
        for row in await connection.execute(query)
    ]
    swept = (
        sa.select(accounts.c.case_number)
        .join(orders, orders.c.case_number == accounts.c.case_number)
        .where(
            orders.c.special_state == SpecialAccountState.TERMINATED,
            accounts.c.account == Account.SPECIAL,
            accounts.c.balance_cents != 0,
        )
        .order_by(accounts.c.case_number)
    )
    found += [f"{case}: the terminated Special Account holds money" for case in await connection.scalars(swept)]
    return found
