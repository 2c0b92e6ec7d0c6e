"""What a determination is decided by, and determinations as they are kept (REFD-07, REFD-08)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.bills.kinds import BillKind
from services.accounts.domain.bills.law import WeightBasis
from services.accounts.domain.bills.overpayment import Deficit, Recipient
from services.accounts.domain.bills.states import OPEN, BillState
from services.accounts.domain.ledger import Account
from services.accounts.storage.bills.tables import (
    bills,
    deficit_reviews,
    determination_shares,
    overpayment_determinations,
)
from services.accounts.storage.reliquidations.queries import change_of_unpaid
from services.accounts.storage.reliquidations.tables import refunds
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    accounts,
    certified_claims,
    collections,
    distributions,
    liquidations,
    payments,
)


def _sum(column: sa.ColumnElement[int], *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.coalesce(sa.func.sum(column), 0)).where(*where).scalar_subquery()


async def deficit(connection: AsyncConnection, case_number: str) -> Deficit:
    """An order's Special Account and what is known of its recovery."""
    balance = {
        account: _sum(accounts.c.balance_cents, accounts.c.case_number == case_number, accounts.c.account == account)
        for account in (Account.SPECIAL, Account.CLEARING)
    }
    billed = _sum(liquidations.c.bill_cents + liquidations.c.interest_cents, liquidations.c.case_number == case_number)
    collected = _sum(
        collections.c.duty_cents + collections.c.interest_cents,
        collections.c.case_number == case_number,
        collections.c.reversed_on.is_(None),
    )
    unpaid = _sum(
        bills.c.principal_cents - bills.c.principal_paid_cents,
        bills.c.case_number == case_number,
        bills.c.kind == BillKind.OVERPAYMENT,
        bills.c.state.in_(OPEN),
    )
    query = sa.select(
        balance[Account.SPECIAL].label("special"),
        balance[Account.CLEARING].label("clearing"),
        _sum(refunds.c.distributed_cents, refunds.c.case_number == case_number, refunds.c.reversed_on.is_(None)).label(
            "refunds"
        ),
        _sum(overpayment_determinations.c.amount_cents, overpayment_determinations.c.case_number == case_number).label(
            "determined"
        ),
        (billed + change_of_unpaid(case_number) - collected).label("importers"),
        unpaid.label("bills"),
    )
    row = (await connection.execute(query)).one()
    return Deficit(
        balance_cents=int(row.special),
        refunds_cents=int(row.refunds),
        determined_cents=int(row.determined),
        clearing_cents=int(row.clearing),
        importer_bills_cents=max(0, int(row.importers)),
        bills_cents=int(row.bills),
    )


async def recipients(connection: AsyncConnection, case_number: str, basis: WeightBasis) -> dict[str, Recipient]:
    """Every lineage that ever received an offset from the account, with who answers for it today (REFD-08, PROD-04)."""
    received = (
        sa.select(
            payments.c.lineage_id,
            sa.func.sum(payments.c.amount_cents).label("cents"),
            sa.func.array_agg(pg.aggregate_order_by(payments.c.producer_id, payments.c.id.desc())).label("producers"),
        )
        .join(distributions, distributions.c.id == payments.c.distribution_id)
        .where(distributions.c.case_number == case_number)
        .group_by(payments.c.lineage_id)
        .subquery()
    )
    ranked = (
        sa.select(
            certified_claims.c.lineage_id,
            certified_claims.c.producer_id,
            sa.func.row_number()
            .over(partition_by=certified_claims.c.lineage_id, order_by=certified_claims.c.fiscal_year.desc())
            .label("place"),
        )
        .where(certified_claims.c.case_number == case_number, certified_claims.c.state == "ACCEPTED")
        .subquery()
    )
    latest = sa.select(ranked.c.lineage_id, ranked.c.producer_id).where(ranked.c.place == 1).subquery()
    overpayments = sa.and_(bills.c.case_number == case_number, bills.c.kind == BillKind.OVERPAYMENT)
    billed = (
        sa.select(
            bills.c.lineage_id,
            sa.func.sum(bills.c.principal_cents).filter(bills.c.state != BillState.CANCELLED).label("cents"),
            sa.func.sum(bills.c.principal_paid_cents).label("repaid"),
        )
        .where(overpayments)
        .group_by(bills.c.lineage_id)
        .subquery()
    )
    query = (
        sa.select(
            received.c.lineage_id,
            sa.func.coalesce(latest.c.producer_id, received.c.producers[1]).label("producer_id"),
            received.c.cents,
            sa.func.coalesce(billed.c.cents, 0).label("billed"),
            sa.func.coalesce(billed.c.repaid, 0).label("repaid"),
        )
        .join(latest, latest.c.lineage_id == received.c.lineage_id, isouter=True)
        .join(billed, billed.c.lineage_id == received.c.lineage_id, isouter=True)
    )
    return {row.lineage_id: _recipient(row, basis) for row in await connection.execute(query)}


async def add(
    connection: AsyncConnection,
    values: Mapping[str, object],
    recipients_by_lineage: Mapping[str, Recipient],
    shares: Mapping[str, int],
) -> UUID:
    """Keep a determination with every input and result of its split (BILL-12)."""
    made = await connection.execute(
        sa.insert(overpayment_determinations).values(**values).returning(overpayment_determinations.c.id)
    )
    determination_id: UUID = made.scalar_one()
    await connection.execute(
        sa.insert(determination_shares),
        [
            {
                "determination_id": determination_id,
                "lineage_id": lineage,
                "producer_id": one.producer_id,
                "received_cents": one.received_cents,
                "weight_cents": one.weight_cents,
                "share_cents": shares[lineage],
            }
            for lineage, one in recipients_by_lineage.items()
        ],
    )
    return determination_id


async def find(connection: AsyncConnection, determination_id: UUID) -> AnyRow | None:
    """A determination, not locked."""
    query = sa.select(overpayment_determinations).where(overpayment_determinations.c.id == determination_id)
    return (await connection.execute(query)).first()


async def weights(connection: AsyncConnection, determination_id: UUID) -> dict[str, int]:
    """The weights a determination was split by."""
    query = sa.select(determination_shares).where(determination_shares.c.determination_id == determination_id)
    return {row.lineage_id: row.weight_cents for row in await connection.execute(query)}


async def reduce(
    connection: AsyncConnection, determination_id: UUID, amount_cents: int, shares: Mapping[str, int], **values: object
) -> None:
    """Store a reduced determination and its new split."""
    await connection.execute(
        sa.update(overpayment_determinations)
        .where(overpayment_determinations.c.id == determination_id)
        .values(amount_cents=amount_cents, **values)
    )
    new = (
        sa.func.unnest(
            sa.bindparam("lineages", list(shares), pg.ARRAY(sa.Text)),
            sa.bindparam("cents", list(shares.values()), pg.ARRAY(sa.BigInteger)),
        )
        .table_valued(sa.column("lineage_id", sa.Text), sa.column("cents", sa.BigInteger))
        .render_derived("new")
    )
    await connection.execute(
        sa.update(determination_shares)
        .where(
            determination_shares.c.determination_id == determination_id,
            determination_shares.c.lineage_id == new.c.lineage_id,
        )
        .values(share_cents=new.c.cents)
    )


async def raise_reviews(
    connection: AsyncConnection, fiscal_year: int, deficits: Mapping[str, int], today: date
) -> list[str]:
    """Raise the review of a year for orders in deficit; those whose review was not raised yet."""
    if not deficits:
        return []
    made = await connection.execute(
        pg.insert(deficit_reviews)
        .values(
            [
                {"case_number": case, "fiscal_year": fiscal_year, "deficit_cents": cents, "raised_on": today}
                for case, cents in sorted(deficits.items())
            ]
        )
        .on_conflict_do_nothing()
        .returning(deficit_reviews.c.case_number)
    )
    return sorted(made.scalars())


async def review(connection: AsyncConnection, case_number: str, fiscal_year: int) -> AnyRow | None:
    """A deficit's review, locked."""
    query = sa.select(deficit_reviews).where(
        deficit_reviews.c.case_number == case_number, deficit_reviews.c.fiscal_year == fiscal_year
    )
    return (await connection.execute(query.with_for_update())).first()


async def conclude_review(
    connection: AsyncConnection, case_number: str, fiscal_year: int, values: Mapping[str, object]
) -> None:
    """Store what an officer concluded of a deficit."""
    await connection.execute(
        sa.update(deficit_reviews)
        .where(deficit_reviews.c.case_number == case_number, deficit_reviews.c.fiscal_year == fiscal_year)
        .values(**values)
    )


async def in_deficit(connection: AsyncConnection, case_numbers: Collection[str] | None = None) -> Sequence[str]:
    """Orders whose Special Account is below zero now."""
    query = sa.select(accounts.c.case_number).where(accounts.c.account == Account.SPECIAL, accounts.c.balance_cents < 0)
    if case_numbers is not None:
        query = query.where(accounts.c.case_number.in_(case_numbers))
    return (await connection.scalars(query.order_by(accounts.c.case_number))).all()


def _recipient(row: AnyRow, basis: WeightBasis) -> Recipient:
    received, repaid = int(row.cents), int(row.repaid)
    return Recipient(
        lineage_id=row.lineage_id,
        producer_id=row.producer_id,
        received_cents=received,
        weight_cents=received if basis is WeightBasis.GROSS_RECEIVED else received - repaid,
        billed_cents=int(row.billed),
    )
