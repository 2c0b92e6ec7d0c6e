"""Distributions, their frozen shares, payments, litigation holds and the receipts they used up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import Claim, Funds
from services.accounts.domain.ledger import Account
from services.accounts.domain.transitions import FROZEN_STATES, DistributionState
from services.accounts.domain.vintage import Lot, Use
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    distribution_shares,
    distributions,
    journals,
    litigation_holds,
    payments,
    postings,
    vintage_uses,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """A distribution as a use case locks it."""

    id: UUID
    case_number: str
    fiscal_year: int
    state: DistributionState
    due_on: date
    funds: Funds | None
    input_hash: str | None
    result_hash: str | None
    prepared_by: str | None
    method: str | None
    available_cents: int | None
    carry_forward_cents: int | None
    notified_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A frozen claim and its computed share, US cents."""

    claim: Claim
    share_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """An open litigation hold. ``held_cents`` is zero until its distribution is paid."""

    id: UUID
    case_number: str
    fiscal_year: int
    certification_number: str
    held_cents: int
    placed_by: str
    open: bool


async def plan(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> int:
    """Plan distributions where none is planned or under way; returns how many are new."""
    if not rows:
        return 0
    done = await connection.execute(
        pg.insert(distributions)
        .values(list(rows))
        .on_conflict_do_nothing(
            index_elements=[distributions.c.case_number, distributions.c.fiscal_year],
            index_where=sa.text("state <> 'CANCELLED'"),
        )
    )
    return int(done.rowcount)


async def lock_current(connection: AsyncConnection, case_number: str, fiscal_year: int) -> Distribution | None:
    """The one distribution of an order and year that is not cancelled, locked."""
    return await _locked(
        connection,
        (distributions.c.case_number == case_number)
        & (distributions.c.fiscal_year == fiscal_year)
        & (distributions.c.state != DistributionState.CANCELLED),
    )


async def lock(connection: AsyncConnection, distribution_id: UUID) -> Distribution | None:
    """A distribution, locked."""
    return await _locked(connection, distributions.c.id == distribution_id)


async def case_of(connection: AsyncConnection, distribution_id: UUID) -> str | None:
    """The order a distribution is of."""
    case_number: str | None = await connection.scalar(
        sa.select(distributions.c.case_number).where(distributions.c.id == distribution_id)
    )
    return case_number


async def update(connection: AsyncConnection, distribution_id: UUID, **values: object) -> None:
    """Change columns of a locked distribution."""
    await connection.execute(sa.update(distributions).where(distributions.c.id == distribution_id).values(**values))


async def replan(connection: AsyncConnection, distribution_id: UUID) -> UUID:
    """A new planned distribution in place of a cancelled one, for the same notice."""
    copied = ("case_number", "fiscal_year", "notice_id", "due_on", "work_by")
    columns = [distributions.c[name] for name in copied]
    made = await connection.execute(
        sa.insert(distributions)
        .from_select(copied, sa.select(*columns).where(distributions.c.id == distribution_id))
        .returning(distributions.c.id)
    )
    new: UUID = made.scalar_one()
    return new


async def other_years_under_way(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[int]:
    """Other fiscal years of the order whose distribution is frozen and not paid yet."""
    query = (
        sa.select(distributions.c.fiscal_year)
        .where(
            distributions.c.case_number == case_number,
            distributions.c.fiscal_year != fiscal_year,
            distributions.c.state.in_(FROZEN_STATES),
        )
        .order_by(distributions.c.fiscal_year)
    )
    return list((await connection.scalars(query)).all())


async def balance_to_distribute(connection: AsyncConnection, case_number: str, year: int, snapshot: date) -> int:
    """Special Account balance at the end of ``snapshot``, less what earlier years' distributions took later; US cents.

    A distribution of an earlier year that was paid late is posted after the snapshot; its money is gone all the same.
    """
    signed = sa.case((postings.c.credit == Account.SPECIAL, postings.c.amount_cents), else_=-postings.c.amount_cents)
    earlier = (
        sa.exists()
        .where(journals.c.case_number == postings.c.case_number, journals.c.sequence == postings.c.sequence)
        .where(
            journals.c.source.in_(
                sa.select(sa.literal("distribution:") + sa.cast(distributions.c.id, sa.Text)).where(
                    distributions.c.case_number == case_number, distributions.c.fiscal_year < year
                )
            )
        )
    )
    query = sa.select(sa.func.coalesce(sa.func.sum(signed), 0)).where(
        postings.c.case_number == case_number,
        sa.or_(postings.c.credit == Account.SPECIAL, postings.c.debit == Account.SPECIAL),
        sa.or_(postings.c.effective_on <= snapshot, sa.and_(postings.c.debit == Account.SPECIAL, earlier)),
    )
    return int((await connection.execute(query)).scalar_one())


async def freeze_claims(connection: AsyncConnection, distribution_id: UUID, claims: Iterable[Claim]) -> None:
    """Keep the claims a distribution is computed from."""
    await copy_rows(
        connection,
        distribution_shares,
        (
            "distribution_id",
            "certification_number",
            "claimant_name",
            "lineage_id",
            "producer_id",
            "accepted",
            "reason_code",
            "claimed_cents",
            "net_cents",
        ),
        [
            (
                distribution_id,
                claim.certification_number,
                claim.claimant_name,
                claim.lineage_id,
                claim.producer_id,
                claim.accepted,
                claim.reason_code,
                claim.claimed_cents,
                claim.net_cents,
            )
            for claim in claims
        ],
    )


async def shares(connection: AsyncConnection, distribution_id: UUID) -> list[Share]:
    """Frozen claims with their shares, by certification number."""
    query = (
        sa.select(distribution_shares)
        .where(distribution_shares.c.distribution_id == distribution_id)
        .order_by(distribution_shares.c.certification_number)
    )
    return [
        Share(
            claim=Claim(
                certification_number=row.certification_number,
                claimant_name=row.claimant_name,
                lineage_id=row.lineage_id,
                producer_id=row.producer_id,
                accepted=row.accepted,
                reason_code=row.reason_code,
                claimed_cents=row.claimed_cents,
                net_cents=row.net_cents,
            ),
            share_cents=row.share_cents,
        )
        for row in await connection.execute(query)
    ]


async def set_shares(connection: AsyncConnection, distribution_id: UUID, shares_cents: Mapping[str, int]) -> None:
    """Store computed shares by certification number."""
    new = (
        sa.func.unnest(
            sa.bindparam("numbers", list(shares_cents), pg.ARRAY(sa.Text)),
            sa.bindparam("cents", list(shares_cents.values()), pg.ARRAY(sa.BigInteger)),
        )
        .table_valued(sa.column("number", sa.Text), sa.column("cents", sa.BigInteger))
        .render_derived("new")
    )
    await connection.execute(
        sa.update(distribution_shares)
        .where(
            distribution_shares.c.distribution_id == distribution_id,
            distribution_shares.c.certification_number == new.c.number,
        )
        .values(share_cents=new.c.cents)
    )


async def open_holds(connection: AsyncConnection, case_number: str, fiscal_year: int) -> dict[str, Hold]:
    """Open holds of an order and year by certification number; whoever changes one holds its book's lock."""
    query = (
        sa.select(litigation_holds)
        .where(
            litigation_holds.c.case_number == case_number,
            litigation_holds.c.fiscal_year == fiscal_year,
            litigation_holds.c.outcome.is_(None),
        )
        .order_by(litigation_holds.c.id)
    )
    return {row.certification_number: _hold(row) for row in await connection.execute(query)}


async def find_hold(connection: AsyncConnection, hold_id: UUID) -> Hold | None:
    """A hold; whoever changes one holds its book's lock."""
    row = (await connection.execute(sa.select(litigation_holds).where(litigation_holds.c.id == hold_id))).first()
    return None if row is None else _hold(row)


async def add_hold(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """Place a hold."""
    made = await connection.execute(sa.insert(litigation_holds).values(**values).returning(litigation_holds.c.id))
    new: UUID = made.scalar_one()
    return new


async def update_hold(connection: AsyncConnection, hold_id: UUID, **values: object) -> None:
    """Change columns of a locked hold."""
    await connection.execute(sa.update(litigation_holds).where(litigation_holds.c.id == hold_id).values(**values))


async def set_held(connection: AsyncConnection, held_cents: Mapping[UUID, int]) -> None:
    """Store what paying a distribution moved into each hold."""
    if not held_cents:
        return
    new = (
        sa.func.unnest(
            sa.bindparam("ids", list(held_cents), pg.ARRAY(pg.UUID(as_uuid=True))),
            sa.bindparam("cents", list(held_cents.values()), pg.ARRAY(sa.BigInteger)),
        )
        .table_valued(sa.column("id", pg.UUID(as_uuid=True)), sa.column("cents", sa.BigInteger))
        .render_derived("new")
    )
    await connection.execute(
        sa.update(litigation_holds).where(litigation_holds.c.id == new.c.id).values(held_cents=new.c.cents)
    )


async def add_payments(connection: AsyncConnection, rows: Collection[tuple[object, ...]]) -> None:
    """Add payments: distribution, certification, producer, lineage, kind, cents, day."""
    await copy_rows(
        connection,
        payments,
        ("distribution_id", "certification_number", "producer_id", "lineage_id", "kind", "amount_cents", "paid_on"),
        rows,
    )


async def paid_by_certification(connection: AsyncConnection, distribution_id: UUID) -> dict[str, int]:
    """Paid so far by certification number, US cents."""
    query = (
        sa.select(payments.c.certification_number, sa.func.sum(payments.c.amount_cents).label("cents"))
        .where(payments.c.distribution_id == distribution_id)
        .group_by(payments.c.certification_number)
    )
    return {row.certification_number: int(row.cents) for row in await connection.execute(query)}


async def undistributed(connection: AsyncConnection, case_number: str, through: date) -> list[Lot]:
    """What is left of every receipt of a Special Account posted by ``through`` (ACCT-16)."""
    used = (
        sa.select(vintage_uses.c.posting_number, sa.func.sum(vintage_uses.c.amount_cents).label("cents"))
        .join(postings, postings.c.number == vintage_uses.c.posting_number)
        .where(postings.c.case_number == case_number)
        .group_by(vintage_uses.c.posting_number)
        .subquery()
    )
    left = (postings.c.amount_cents - sa.func.coalesce(used.c.cents, 0)).label("left_cents")
    taken_back = postings.alias("taken_back")
    query = (
        sa.select(postings.c.number, postings.c.effective_on, left)
        .join(used, used.c.posting_number == postings.c.number, isouter=True)
        .where(
            postings.c.case_number == case_number,
            postings.c.credit == Account.SPECIAL,
            postings.c.effective_on <= through,
            left > 0,
            ~sa.exists().where(taken_back.c.reverses == postings.c.number),
        )
    )
    return [
        Lot(posted_on=row.effective_on, posting_number=row.number, left_cents=int(row.left_cents))
        for row in await connection.execute(query)
    ]


async def add_uses(connection: AsyncConnection, distribution_id: UUID, uses: Iterable[Use]) -> None:
    """Mark the receipts a distribution used up."""
    await copy_rows(
        connection,
        vintage_uses,
        ("distribution_id", "posting_number", "amount_cents"),
        [(distribution_id, use.posting_number, use.amount_cents) for use in uses],
    )


async def _locked(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> Distribution | None:
    row = (await connection.execute(sa.select(distributions).where(which).with_for_update())).first()
    return None if row is None else _distribution(row)


def _distribution(row: AnyRow) -> Distribution:
    money = None
    if row.balance_cents is not None:
        money = Funds(
            balance_cents=row.balance_cents,
            reserve_cents=row.reserve_cents,
            hold_back_cents=row.hold_back_cents,
            sequester_cents=row.sequester_cents,
        )
    return Distribution(
        id=row.id,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        state=DistributionState(row.state),
        due_on=row.due_on,
        funds=money,
        input_hash=row.input_hash,
        result_hash=row.result_hash,
        prepared_by=row.prepared_by,
        method=row.method,
        available_cents=row.available_cents,
        carry_forward_cents=row.carry_forward_cents,
        notified_on=row.notified_on,
    )


def _hold(row: AnyRow) -> Hold:
    return Hold(
        id=row.id,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        certification_number=row.certification_number,
        held_cents=row.held_cents,
        placed_by=row.placed_by,
        open=row.outcome is None,
    )
