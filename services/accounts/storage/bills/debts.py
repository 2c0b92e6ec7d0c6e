"""Payments made in error, and distributions as they were frozen, for debts of one producer."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.bills.kinds import BillKind
from services.accounts.domain.bills.overclaim import VerifiedClaim
from services.accounts.domain.bills.states import BillState
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.storage.bills.tables import bills, overclaims
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import distribution_shares, distributions, payments


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """What earlier verifications of a claim found and billed, US cents."""

    unsupported_cents: int
    billed_cents: int


async def lock_payment(connection: AsyncConnection, payment_id: UUID) -> AnyRow | None:
    """A payment of a distribution with its order, locked so that it is billed once at a time."""
    query = (
        sa.select(payments, distributions.c.case_number)
        .join(distributions, distributions.c.id == payments.c.distribution_id)
        .where(payments.c.id == payment_id)
        .with_for_update(of=payments)
    )
    return (await connection.execute(query)).first()


async def billed_of_payment(connection: AsyncConnection, payment_id: UUID) -> int:
    """What was billed of a payment so far, without cancelled parts, US cents."""
    query = sa.select(sa.func.coalesce(sa.func.sum(bills.c.principal_cents), 0)).where(
        bills.c.payment_id == payment_id, bills.c.state != BillState.CANCELLED
    )
    return int((await connection.execute(query)).scalar_one())


async def distribution_of(connection: AsyncConnection, case_number: str, fiscal_year: int) -> AnyRow | None:
    """The paid distribution of an order and year."""
    query = sa.select(distributions).where(
        distributions.c.case_number == case_number,
        distributions.c.fiscal_year == fiscal_year,
        distributions.c.state.in_(PAID_STATES),
    )
    return (await connection.execute(query)).first()


async def frozen_claims(connection: AsyncConnection, distribution_id: UUID) -> list[AnyRow]:
    """The claims a distribution was computed from."""
    query = sa.select(distribution_shares).where(distribution_shares.c.distribution_id == distribution_id)
    return list((await connection.execute(query)).all())


async def paid_on_claim(connection: AsyncConnection, distribution_id: UUID, certification_number: str) -> int:
    """What was paid on a claim by a distribution, later releases and adjustments with it, US cents."""
    query = sa.select(sa.func.coalesce(sa.func.sum(payments.c.amount_cents), 0)).where(
        payments.c.distribution_id == distribution_id, payments.c.certification_number == certification_number
    )
    return int((await connection.execute(query)).scalar_one())


async def keep_overclaim(connection: AsyncConnection, found: VerifiedClaim) -> bool:
    """Keep what a verification found; False when it is kept already."""
    kept = await connection.execute(
        pg.insert(overclaims)
        .values(
            verification_id=found.verification_id,
            case_number=found.case_number,
            fiscal_year=found.fiscal_year,
            certification_number=found.certification_number,
            unsupported_cents=found.unsupported_cents,
            corrected_cents=0,
            paid_cents=0,
            concluded_on=found.concluded_on,
        )
        .on_conflict_do_nothing()
    )
    return bool(kept.rowcount)


async def earlier_overclaims(connection: AsyncConnection, found: VerifiedClaim) -> Earlier:
    """What other verifications of the same claim found and billed."""
    query = (
        sa.select(
            sa.func.coalesce(sa.func.sum(overclaims.c.unsupported_cents), 0).label("unsupported"),
            sa.func.coalesce(sa.func.sum(bills.c.principal_cents), 0).label("billed"),
        )
        .join(
            bills,
            (bills.c.id == overclaims.c.bill_id)
            & (bills.c.kind == BillKind.OVERCLAIM)
            & (bills.c.state != BillState.CANCELLED),
            isouter=True,
        )
        .where(
            overclaims.c.case_number == found.case_number,
            overclaims.c.fiscal_year == found.fiscal_year,
            overclaims.c.certification_number == found.certification_number,
            overclaims.c.verification_id != found.verification_id,
        )
    )
    row = (await connection.execute(query)).one()
    return Earlier(unsupported_cents=int(row.unsupported), billed_cents=int(row.billed))


async def set_overclaim(
    connection: AsyncConnection, verification_id: str, corrected_cents: int, paid_cents: int, bill_id: UUID | None
) -> None:
    """Store the share computed again, and the bill."""
    await connection.execute(
        sa.update(overclaims)
        .where(overclaims.c.verification_id == verification_id)
        .values(corrected_cents=corrected_cents, paid_cents=paid_cents, bill_id=bill_id)
    )
