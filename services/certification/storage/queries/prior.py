"""What was certified and paid before: the review compares a certification with it (CERT-07, CERT-08, BILL-09)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.sharing import PaidCertification
from services.certification.domain.states import LIVE, State
from services.certification.domain.verification import VerificationState
from services.certification.storage.queries.certifications import CertificationRow, parts_by_certification
from services.certification.storage.tables import (
    certification_expenditures,
    certifications,
    lineages,
    payments,
    repayments,
    verification_results,
    verifications,
)

_LIVE = [state.value for state in LIVE]
_ACCEPTED = [State.ACCEPTED.value, State.ALLOCATED.value, State.SETTLED.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class RepaymentRow:
    """Principal of a bill as accounts told it, US cents; negative when it was given back (BILL-10)."""

    event_id: UUID
    bill_id: str
    case_number: str
    lineage_id: UUID
    producer_id: UUID
    principal_cents: int
    received_on: date
    kind: str


async def put_repayment(connection: AsyncConnection, repayment: RepaymentRow) -> None:
    """Keep a repayment; the event's id makes a repeat harmless."""
    values = {name: getattr(repayment, name) for name in RepaymentRow.__slots__}
    await connection.execute(pg.insert(repayments).values(**values).on_conflict_do_nothing())


async def repaid(connection: AsyncConnection, lineage_ids: Iterable[UUID], until: date) -> Mapping[UUID, int]:
    """US cents of principal repaid per lineage by a day (BILL-09)."""
    rows = await connection.execute(
        sa.select(repayments.c.lineage_id, sa.func.sum(repayments.c.principal_cents))
        .where(repayments.c.lineage_id.in_(set(lineage_ids)), repayments.c.received_on <= until)
        .group_by(repayments.c.lineage_id)
    )
    return {lineage_id: int(cents) for lineage_id, cents in rows}


async def paid_certifications(
    connection: AsyncConnection, certification: CertificationRow, linked: Iterable[UUID], until: date
) -> list[PaidCertification]:
    """Certifications of the same expenditures, whoever filed them, on which something was paid by a day (CERT-07).

    Those of the lineage's root producer under all orders; of every other lineage the filer certifies for, since it may
    stand under another root where another list named it; and of the linked producers it succeeded to.
    """
    own_root = sa.select(lineages.c.root_producer_id).where(lineages.c.id == certification.lineage_id)
    filed_for = (
        sa.select(lineages.c.root_producer_id)
        .join(certifications, certifications.c.lineage_id == lineages.c.id)
        .where(certifications.c.producer_id == certification.producer_id, certifications.c.state.in_(_LIVE))
    )
    rows = (
        await connection.execute(
            sa.select(
                certifications.c.id,
                certifications.c.certification_number,
                certifications.c.case_number,
                certifications.c.lineage_id,
                sa.func.sum(payments.c.amount_cents).label("paid"),
            )
            .join(payments, payments.c.certification_number == certifications.c.certification_number)
            .join(lineages, lineages.c.id == certifications.c.lineage_id)
            .where(
                certifications.c.state != State.SUPERSEDED.value,
                sa.or_(
                    lineages.c.root_producer_id.in_(own_root),
                    lineages.c.root_producer_id.in_(filed_for),
                    lineages.c.root_producer_id.in_(set(linked)),
                ),
                payments.c.paid_on <= until,
            )
            .group_by(certifications.c.id)
        )
    ).all()
    parts = await parts_by_certification(connection, [row.id for row in rows])
    return [
        PaidCertification(
            number=row.certification_number,
            lineage_id=row.lineage_id,
            case_number=row.case_number,
            paid_cents=int(row.paid),
            net_by_part={part.group_id: part.net_cents for part in parts.get(row.id, [])},
            orders_by_part={part.group_id: frozenset(part.case_numbers) for part in parts.get(row.id, [])},
            same_lineage=row.lineage_id == certification.lineage_id,
        )
        for row in rows
    ]


async def previous_expenditures(connection: AsyncConnection, lineage_id: UUID, fiscal_year: int) -> dict[str, int]:
    """US cents per category as the lineage last certified them in an earlier year (CERT-08).

    What a verification disallowed since is left out, also where it came after payment (VERI-04).
    """
    last = _last(lineage_id, fiscal_year).subquery()
    table = certification_expenditures.c
    rows = await connection.execute(
        sa.select(table.category, table.amount_cents).join(
            last, sa.and_(last.c.id == table.certification_id, last.c.version == table.version)
        )
    )
    return {row.category: row.amount_cents for row in rows}


async def disallowed_expenditures(connection: AsyncConnection, lineage_id: UUID, fiscal_year: int) -> dict[str, int]:
    """US cents per category that verifications disallowed of what the lineage last certified (VERI-04)."""
    last = _last(lineage_id, fiscal_year).subquery()
    table = verification_results.c
    rows = await connection.execute(
        sa.select(table.category, sa.func.sum(table.unsupported_cents).label("cents"))
        .join(verifications, verifications.c.id == table.verification_id)
        .join(last, last.c.id == verifications.c.certification_id)
        .where(verifications.c.state == VerificationState.CONCLUDED.value, table.unsupported_cents > 0)
        .group_by(table.category)
    )
    return {row.category: int(row.cents) for row in rows}


def _last(lineage_id: UUID, fiscal_year: int) -> sa.Select[tuple[UUID, int]]:
    table = certifications.c
    return (
        sa.select(table.id, sa.func.coalesce(table.verified_version, table.version).label("version"))
        .where(table.lineage_id == lineage_id, table.fiscal_year < fiscal_year, table.state.in_(_ACCEPTED))
        .order_by(table.fiscal_year.desc())
        .limit(1)
    )
