"""Certifications, their versions, and what the review compares them with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.forms import Form
from services.certification.domain.sharing import Part, Sister
from services.certification.domain.states import LIVE, State
from services.certification.storage import forms
from services.certification.storage.queries import lines
from services.certification.storage.tables import (
    certification_expenditures,
    certification_numbers,
    certification_parts,
    certification_versions,
    certifications,
    lineages,
    minor_errors,
    notice_orders,
    orders,
    payments,
)

_NUMBER_DIGITS = 6
_LIVE = [state.value for state in LIVE]


class CertificationRow(NamedTuple):
    """A certification; amounts in US cents. A tuple, as the driver makes them: a list is of thousands."""

    id: UUID
    certification_number: str
    notice_id: UUID
    case_number: str
    fiscal_year: int
    producer_id: UUID
    lineage_id: UUID
    claimant_name: str
    state: State
    reason_code: str | None
    reasons: str | None
    channel: str
    received_on: date
    received_at: datetime
    version: int
    version_received_on: date
    retain_until: date
    corrections: int
    returned_on: date | None
    correct_by: date | None
    flags: list[str]
    defects: list[dict[str, Any]]
    findings: dict[str, Any] | None
    confidentiality_claimed: bool
    total_cents: int
    prior_cents: int
    net_cents: int
    claimed_cents: int
    replaces_id: UUID | None
    outcome: str | None

    @classmethod
    def of(cls, row: sa.Row[Any]) -> Self:
        """A certification out of a row that begins with ``COLUMNS``."""
        values = list(row[:_WIDTH])
        values[_STATE] = State(values[_STATE])
        return cls._make(values)


COLUMNS = [certifications.c[name] for name in CertificationRow._fields]
_WIDTH = len(COLUMNS)
_STATE = CertificationRow._fields.index("state")
_IDS = sa.bindparam("ids", type_=pg.ARRAY(pg.UUID(as_uuid=True)))


@dataclass(frozen=True, kw_only=True, slots=True)
class MinorErrorRow:
    """A minor error put right with the producer's help (CERT-14)."""

    certification_id: UUID
    field: str
    before: str | None
    after: str | None
    note: str
    resolved_on: date


async def lineage(connection: AsyncConnection, case_number: str, root_producer_id: UUID) -> UUID:
    """The lineage of a producer under an order, made when it is new."""
    await connection.execute(
        pg.insert(lineages).values(case_number=case_number, root_producer_id=root_producer_id).on_conflict_do_nothing()
    )
    found: UUID = (
        await connection.execute(
            sa.select(lineages.c.id).where(
                lineages.c.case_number == case_number, lineages.c.root_producer_id == root_producer_id
            )
        )
    ).scalar_one()
    return found


async def next_number(connection: AsyncConnection, fiscal_year: int) -> str:
    """The next certification number of a fiscal year: in order of receipt, comparable as text (CERT-04)."""
    statement = pg.insert(certification_numbers).values(fiscal_year=fiscal_year, last_number=1)
    number = (
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["fiscal_year"], set_={"last_number": certification_numbers.c.last_number + 1}
            ).returning(certification_numbers.c.last_number)
        )
    ).scalar_one()
    return f"{fiscal_year}-{number:0{_NUMBER_DIGITS}d}"


async def filed_under(connection: AsyncConnection, lineage_id: UUID, notice_id: UUID) -> list[CertificationRow]:
    """Everything filed for a lineage under a notice, in order of receipt."""
    rows = await connection.execute(
        sa.select(*COLUMNS)
        .where(certifications.c.lineage_id == lineage_id, certifications.c.notice_id == notice_id)
        .order_by(certifications.c.id)
    )
    return [CertificationRow.of(row) for row in rows]


async def insert_certification(connection: AsyncConnection, values: Mapping[str, Any]) -> UUID:
    """Store a certification without its version."""
    statement = sa.insert(certifications).values(**values).returning(certifications.c.id)
    found: UUID = (await connection.execute(statement)).scalar_one()
    return found


async def insert_version(
    connection: AsyncConnection,
    *,
    certification_id: UUID,
    version: int,
    cause: str,
    received_on: date,
    form: Form,
    expenditures: Mapping[str, int],
    sealed_tax_number: bytes | None,
    at: datetime,
) -> None:
    """Store a version of a certification with its amounts by category; versions never change."""
    await connection.execute(
        sa.insert(certification_versions).values(
            certification_id=certification_id,
            version=version,
            cause=cause,
            received_on=received_on,
            form=forms.to_json(form),
            sealed_tax_number=sealed_tax_number,
            recorded_at=at,
        )
    )
    rows = [
        {"certification_id": certification_id, "version": version, "category": category, "amount_cents": cents}
        for category, cents in expenditures.items()
    ]
    if rows:
        await connection.execute(sa.insert(certification_expenditures), rows)
    if form.lines:
        await lines.insert_lines(connection, certification_id, version, form.lines)


async def insert_parts(
    connection: AsyncConnection, certification_id: UUID, version: int, parts: Sequence[Part]
) -> None:
    """Store the parts of an accepted version (EXP-07)."""
    await connection.execute(
        sa.insert(certification_parts),
        [
            {
                "certification_id": certification_id,
                "version": version,
                "group_id": part.group_id,
                "case_numbers": list(part.case_numbers),
                "total_cents": part.total_cents,
                "prior_cents": part.prior_cents,
            }
            for part in parts
        ],
    )


async def update_certification(connection: AsyncConnection, certification_id: UUID, values: Mapping[str, Any]) -> None:
    """Change a certification's current state."""
    await connection.execute(sa.update(certifications).where(certifications.c.id == certification_id).values(**values))


_BY_ID = sa.select(*COLUMNS).where(certifications.c.id == sa.any_(_IDS))


async def certifications_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, CertificationRow]:
    """The certifications of these ids."""
    rows = await connection.execute(_BY_ID, {"ids": list(set(ids))})
    return {row.id: row for row in map(CertificationRow.of, rows.all())}


async def forms_by_certification(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, Form]:
    """The governing version of these certifications as stated."""
    rows = await connection.execute(
        sa.select(certifications.c.id, certification_versions.c.form)
        .join(
            certification_versions,
            sa.and_(
                certification_versions.c.certification_id == certifications.c.id,
                certification_versions.c.version == certifications.c.version,
            ),
        )
        .where(certifications.c.id.in_(set(ids)))
    )
    return {row.id: forms.from_json(row.form) for row in rows}


_PARTS = (
    sa.select(
        certification_parts.c.certification_id,
        certification_parts.c.group_id,
        certification_parts.c.case_numbers,
        certification_parts.c.total_cents,
        certification_parts.c.prior_cents,
    )
    .join(
        certifications,
        sa.and_(
            certifications.c.id == certification_parts.c.certification_id,
            certifications.c.version == certification_parts.c.version,
        ),
    )
    .where(certifications.c.id == sa.any_(_IDS))
    .order_by(certification_parts.c.certification_id, certification_parts.c.group_id)
)


async def parts_by_certification(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[Part]]:
    """The parts of the governing version of these certifications; none before acceptance."""
    rows = await connection.execute(_PARTS, {"ids": list(set(ids))})
    found: defaultdict[UUID, list[Part]] = defaultdict(list)
    for certification_id, group_id, case_numbers, total_cents, prior_cents in rows.all():
        found[certification_id].append(
            Part(
                group_id=group_id,
                case_numbers=tuple(case_numbers),
                total_cents=total_cents,
                prior_cents=prior_cents,
            )
        )
    return found


async def sealed_tax_number(connection: AsyncConnection, certification_id: UUID, version: int) -> bytes | None:
    """The encrypted tax number of a version."""
    sealed: bytes | None = await connection.scalar(
        sa.select(certification_versions.c.sealed_tax_number).where(
            certification_versions.c.certification_id == certification_id,
            certification_versions.c.version == version,
        )
    )
    return sealed


async def sisters(connection: AsyncConnection, certification: CertificationRow) -> list[Sister]:
    """The same producer's other live certifications of the year, with their shared groups (EXP-05)."""
    rows = await connection.execute(
        sa.select(certifications.c.case_number, certification_versions.c.form)
        .join(
            certification_versions,
            sa.and_(
                certification_versions.c.certification_id == certifications.c.id,
                certification_versions.c.version == certifications.c.version,
            ),
        )
        .where(
            certifications.c.producer_id == certification.producer_id,
            certifications.c.fiscal_year == certification.fiscal_year,
            certifications.c.case_number != certification.case_number,
            certifications.c.state.in_(_LIVE),
        )
    )
    return [Sister(case_number=row.case_number, groups=forms.from_json(row.form).shared_groups) for row in rows]


async def product_is_shared(connection: AsyncConnection, case_number: str, fiscal_year: int) -> bool:
    """Whether another order on the same product is noticed for the year (CERT-10)."""
    own = sa.select(orders.c.product_group_id).where(orders.c.case_number == case_number).scalar_subquery()
    found = await connection.scalar(
        sa.select(sa.literal(True))
        .select_from(notice_orders.join(orders, orders.c.case_number == notice_orders.c.case_number))
        .where(
            notice_orders.c.published,
            notice_orders.c.fiscal_year == fiscal_year,
            notice_orders.c.case_number != case_number,
            orders.c.product_group_id == own,
        )
        .limit(1)
    )
    return found is not None


async def overdue_order_years(connection: AsyncConnection, before: date) -> list[tuple[str, int]]:
    """Orders and years with a returned certification whose correction was due before a day."""
    rows = await connection.execute(
        sa.select(certifications.c.case_number, certifications.c.fiscal_year)
        .where(certifications.c.state == State.RETURNED.value, certifications.c.correct_by < before)
        .distinct()
        .order_by(certifications.c.case_number, certifications.c.fiscal_year)
    )
    return [(row.case_number, row.fiscal_year) for row in rows]


async def lapse_overdue(connection: AsyncConnection, case_number: str, fiscal_year: int, before: date) -> list[str]:
    """Lapse an order's returned certifications whose correction was due before a day; the numbers of those lapsed."""
    rows = await connection.scalars(
        sa.update(certifications)
        .where(
            certifications.c.case_number == case_number,
            certifications.c.fiscal_year == fiscal_year,
            certifications.c.state == State.RETURNED.value,
            certifications.c.correct_by < before,
        )
        .values(state=State.LAPSED.value, reason_code="CORRECTION_LATE")
        .returning(certifications.c.certification_number)
    )
    return sorted(rows)


async def move_states(
    connection: AsyncConnection, case_number: str, fiscal_year: int, before: State, after: State
) -> list[str]:
    """Move every certification of an order's year that is in one state to another; the numbers of those moved."""
    rows = await connection.scalars(
        sa.update(certifications)
        .where(
            certifications.c.case_number == case_number,
            certifications.c.fiscal_year == fiscal_year,
            certifications.c.state == before.value,
        )
        .values(state=after.value)
        .returning(certifications.c.certification_number)
    )
    return sorted(rows)


async def settle(connection: AsyncConnection, case_number: str, fiscal_year: int, outcomes: Mapping[str, str]) -> None:
    """Settle the allocated certifications of an order's year, with the outcome per certification number."""
    for outcome in sorted(set(outcomes.values())):
        numbers = [number for number, each in outcomes.items() if each == outcome]
        await connection.execute(
            sa.update(certifications)
            .where(
                certifications.c.case_number == case_number,
                certifications.c.fiscal_year == fiscal_year,
                certifications.c.state == State.ALLOCATED.value,
                certifications.c.certification_number.in_(numbers),
            )
            .values(state=State.SETTLED.value, outcome=outcome)
        )


async def paid_by_number(connection: AsyncConnection, numbers: Iterable[str]) -> Mapping[str, int]:
    """US cents paid per certification number, gross (PUBL-01)."""
    rows = await connection.execute(
        sa.select(payments.c.certification_number, sa.func.sum(payments.c.amount_cents))
        .where(payments.c.certification_number.in_(set(numbers)))
        .group_by(payments.c.certification_number)
    )
    return {number: int(cents) for number, cents in rows}


async def add_minor_error(connection: AsyncConnection, error: MinorErrorRow) -> None:
    """Keep a minor error that was put right."""
    await connection.execute(
        sa.insert(minor_errors).values(**{name: getattr(error, name) for name in MinorErrorRow.__slots__})
    )


async def minor_errors_of(connection: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, list[MinorErrorRow]]:
    """Minor errors put right, per certification, oldest first."""
    rows = await connection.execute(
        sa.select(minor_errors).where(minor_errors.c.certification_id.in_(set(ids))).order_by(minor_errors.c.id)
    )
    found: defaultdict[UUID, list[MinorErrorRow]] = defaultdict(list)
    for row in rows:
        found[row.certification_id].append(
            MinorErrorRow(**{name: getattr(row, name) for name in MinorErrorRow.__slots__})
        )
    return found
