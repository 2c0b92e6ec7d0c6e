"""Requests for reconsideration: each as a use case needs it, and the queue for funds. Their lock is the book's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.distribution import Claim
from services.accounts.domain.ledger import Account
from services.accounts.domain.reconsideration.adjustments import Owed, Received
from services.accounts.domain.reconsideration.requests import OWED, UNDECIDED, Outcome, RequestState
from services.accounts.domain.transitions import FROZEN_STATES, DistributionState
from services.accounts.storage.bulk import copy_rows
from services.accounts.storage.reconsideration.tables import (
    adjustment_payments,
    reconsideration_requests,
    reconsideration_results,
)
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.tables import (
    accounts,
    certified_claims,
    distribution_shares,
    distributions,
    litigation_holds,
    payments,
)

_GRANTED = (*OWED, RequestState.PAID)

# The money of each payment and what is left of each receipt stand one after another; a receipt is used where they meet.
_USES: Final = """
INSERT INTO vintage_uses (distribution_id, posting_number, amount_cents)
WITH lots AS (
    SELECT p.number, p.effective_on, p.amount_cents - coalesce((
            SELECT sum(u.amount_cents) FROM vintage_uses AS u WHERE u.posting_number = p.number
        ), 0) - coalesce((
            SELECT sum(u.amount_cents) FROM refund_uses AS u JOIN refunds AS r ON r.id = u.refund_id
            WHERE u.posting_number = p.number AND NOT u.distributed AND (r.reversed_on IS NULL OR r.special_cents > 0)
        ), 0) AS left_cents
    FROM postings AS p
    WHERE p.case_number = :case_number AND p.credit = 'SPECIAL' AND NOT EXISTS (
        SELECT FROM postings AS b WHERE b.case_number = p.case_number AND b.reverses = p.number
    )
), receipts AS (
    SELECT number, left_cents, sum(left_cents) OVER (ORDER BY effective_on, number) AS through
    FROM lots WHERE left_cents > 0
), paid AS (
    SELECT id, cents, sum(cents) OVER (ORDER BY place) AS through
    FROM unnest(CAST(:ids AS uuid[]), CAST(:cents AS bigint[])) WITH ORDINALITY AS n(id, cents, place)
)
SELECT paid.id, receipts.number, least(receipts.through, paid.through)
    - greatest(receipts.through - receipts.left_cents, paid.through - paid.cents)
FROM receipts JOIN paid ON receipts.through > paid.through - paid.cents
    AND paid.through > receipts.through - receipts.left_cents
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimFacts:
    """Whose certification it is, and what it claimed as last filed, US cents."""

    producer_id: str
    lineage_id: str
    claimed_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A request as a use case has it while it holds the book's lock."""

    id: UUID
    number: int
    case_number: str
    fiscal_year: int
    certification_number: str
    producer_id: str
    lineage_id: str
    received_on: date
    state: RequestState
    distribution_id: UUID | None
    certified_cents: int
    outcome: Outcome | None
    decided_by: str | None
    available_cents: int | None
    adjustment_cents: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A request in the queue for funds."""

    request: Request
    owed: Owed


@dataclass(frozen=True, kw_only=True, slots=True)
class Overdue:
    """A request whose target for a decision is over."""

    id: UUID
    number: int
    case_number: str
    fiscal_year: int
    decide_by: date


async def claim_facts(
    connection: AsyncConnection, case_number: str, fiscal_year: int, certification_number: str
) -> ClaimFacts | None:
    """The certification as frozen in the year's distribution, or as certified before the freeze."""
    frozen = (
        sa.select(
            distribution_shares.c.producer_id,
            distribution_shares.c.lineage_id,
            # What was paid for the same spending meanwhile is no reduction of this payment (RECO-07).
            (distribution_shares.c.claimed_cents - distribution_shares.c.reduced_cents).label("claimed_cents"),
        )
        .join(distributions, distributions.c.id == distribution_shares.c.distribution_id)
        .where(
            distributions.c.case_number == case_number,
            distributions.c.fiscal_year == fiscal_year,
            distributions.c.state != DistributionState.CANCELLED,
            distribution_shares.c.certification_number == certification_number,
        )
    )
    listed = sa.select(
        certified_claims.c.producer_id, certified_claims.c.lineage_id, certified_claims.c.claimed_cents
    ).where(
        certified_claims.c.case_number == case_number,
        certified_claims.c.fiscal_year == fiscal_year,
        certified_claims.c.certification_number == certification_number,
    )
    for query in (frozen, listed):
        row = (await connection.execute(query)).first()
        if row is not None:
            return ClaimFacts(producer_id=row.producer_id, lineage_id=row.lineage_id, claimed_cents=row.claimed_cents)
    return None


async def add(connection: AsyncConnection, values: Mapping[str, object]) -> Request:
    """Keep a new request; it gets its number."""
    made = await connection.execute(
        sa.insert(reconsideration_requests).values(**values).returning(reconsideration_requests)
    )
    return _request(made.one())


async def find(connection: AsyncConnection, request_id: UUID) -> Request | None:
    """One request."""
    query = sa.select(reconsideration_requests).where(reconsideration_requests.c.id == request_id)
    row = (await connection.execute(query)).first()
    return None if row is None else _request(row)


async def update(connection: AsyncConnection, request_id: UUID, **values: object) -> None:
    """Change columns of a request."""
    await connection.execute(
        sa.update(reconsideration_requests).where(reconsideration_requests.c.id == request_id).values(**values)
    )


async def held(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[Request]:
    """Requests that came before the letters of an order and year, by number."""
    return await _of_year(connection, case_number, fiscal_year, [RequestState.HELD])


async def undecided(connection: AsyncConnection, case_number: str, fiscal_year: int) -> list[int]:
    """Numbers of the requests of an order and year that are not decided; they keep its distribution open (18.3)."""
    return [request.number for request in await _of_year(connection, case_number, fiscal_year, UNDECIDED)]


async def paid_on_certification(connection: AsyncConnection, distribution_id: UUID, certification_number: str) -> int:
    """Paid on a certification out of a distribution, US cents."""
    query = sa.select(sa.func.coalesce(sa.func.sum(payments.c.amount_cents), 0)).where(
        payments.c.distribution_id == distribution_id,
        payments.c.certification_number == certification_number,
    )
    return int((await connection.execute(query)).scalar_one())


async def received(connection: AsyncConnection, request: Request) -> Received:
    """What the request's certification got, or is to get, out of the distribution."""
    table = reconsideration_requests
    assert request.distribution_id is not None, "a filed request has its distribution"
    paid = await paid_on_certification(connection, request.distribution_id, request.certification_number)
    withheld = sa.select(sa.func.coalesce(sa.func.sum(litigation_holds.c.held_cents), 0)).where(
        litigation_holds.c.case_number == request.case_number,
        litigation_holds.c.fiscal_year == request.fiscal_year,
        litigation_holds.c.certification_number == request.certification_number,
        litigation_holds.c.outcome.is_(None),
    )
    owed = sa.select(sa.func.coalesce(sa.func.sum(table.c.adjustment_cents - _paid_on(table)), 0)).where(
        table.c.distribution_id == request.distribution_id,
        table.c.certification_number == request.certification_number,
        table.c.state.in_(OWED),
    )
    row = (
        await connection.execute(
            sa.select(
                withheld.scalar_subquery().label("held"),
                owed.scalar_subquery().label("owed"),
            )
        )
    ).one()
    return Received(paid_cents=paid, held_cents=int(row.held), owed_cents=int(row.owed))


async def frozen_claims(connection: AsyncConnection, distribution_id: UUID) -> dict[str, Claim]:
    """Claims of a distribution by certification number, with the weights they had in it: what the guard on shared
    expenditures cut off is left out (DIST-08)."""
    table = distribution_shares
    query = sa.select(table).where(table.c.distribution_id == distribution_id).order_by(table.c.certification_number)
    return {
        row.certification_number: Claim(
            certification_number=row.certification_number,
            claimant_name=row.claimant_name,
            lineage_id=row.lineage_id,
            producer_id=row.producer_id,
            accepted=row.accepted,
            reason_code=row.reason_code,
            claimed_cents=row.claimed_cents,
            net_cents=row.net_cents - row.guarded_cents,
            reduced_cents=row.reduced_cents,
        )
        for row in await connection.execute(query)
    }


async def replace_results(
    connection: AsyncConnection, request_id: UUID, rows: Collection[tuple[str, int, bool, int]]
) -> None:
    """Keep a distribution run again: certification, net claim, whether it was put right, share; US cents."""
    await connection.execute(
        sa.delete(reconsideration_results).where(reconsideration_results.c.request_id == request_id)
    )
    await copy_rows(
        connection,
        reconsideration_results,
        ("request_id", "certification_number", "net_cents", "corrected", "share_cents"),
        [(request_id, *row) for row in rows],
    )


async def corrected(connection: AsyncConnection, request_id: UUID) -> dict[str, int]:
    """Net claims that a decision put right, US cents by certification number."""
    query = sa.select(reconsideration_results).where(
        reconsideration_results.c.request_id == request_id, reconsideration_results.c.corrected
    )
    return {row.certification_number: row.net_cents for row in await connection.execute(query)}


async def queue(connection: AsyncConnection, case_number: str) -> list[Waiting]:
    """Approved adjustments of an order that are not paid in full, first approved first."""
    table = reconsideration_requests
    query = (
        sa.select(table, (table.c.adjustment_cents - _paid_on(table)).label("outstanding_cents"))
        .where(table.c.case_number == case_number, table.c.state.in_(OWED))
        .order_by(table.c.approved_at, table.c.number)
    )
    return [
        Waiting(
            request=_request(row),
            owed=Owed(
                request_id=row.id,
                request_number=row.number,
                approved_at=row.approved_at,
                outstanding_cents=int(row.outstanding_cents),
            ),
        )
        for row in await connection.execute(query)
    ]


async def approved_unpaid(connection: AsyncConnection, case_number: str, paid_by: date | None) -> int:
    """Approved adjustments of an order less what was paid on them by the end of ``paid_by`` (or at all), US cents."""
    table = reconsideration_requests
    query = sa.select(sa.func.coalesce(sa.func.sum(table.c.adjustment_cents - _paid_on(table, paid_by)), 0)).where(
        table.c.case_number == case_number, table.c.state.in_(_GRANTED)
    )
    return int((await connection.execute(query)).scalar_one())


async def hold_back(connection: AsyncConnection, case_number: str) -> int:
    """The documented hold-back in force: that of the order's last freeze, until its distribution is closed."""
    query = (
        sa.select(distributions.c.hold_back_cents)
        .where(
            distributions.c.case_number == case_number,
            distributions.c.input_hash.is_not(None),
            distributions.c.state != DistributionState.CLOSED,
        )
        .order_by(distributions.c.fiscal_year.desc(), distributions.c.id.desc())
        .limit(1)
    )
    return int(await connection.scalar(query) or 0)


async def frozen_distributions(connection: AsyncConnection, case_number: str) -> list[UUID]:
    """Distributions of an order that are frozen and not paid."""
    query = (
        sa.select(distributions.c.id)
        .where(distributions.c.case_number == case_number, distributions.c.state.in_(FROZEN_STATES))
        .order_by(distributions.c.id)
    )
    return list((await connection.scalars(query)).all())


async def add_payments(
    connection: AsyncConnection, rows: Sequence[tuple[Waiting, int]], kind: str, paid_on: date
) -> list[UUID]:
    """Add a payment for each adjustment with what it gets now, US cents; their ids, in the same order."""
    made = await connection.execute(
        sa.insert(payments).returning(payments.c.id, sort_by_parameter_order=True),
        [
            {
                "distribution_id": waiting.request.distribution_id,
                "certification_number": waiting.request.certification_number,
                "producer_id": waiting.request.producer_id,
                "lineage_id": waiting.request.lineage_id,
                "kind": kind,
                "amount_cents": cents,
                "paid_on": paid_on,
            }
            for waiting, cents in rows
        ],
    )
    ids = [row.id for row in made]
    await copy_rows(
        connection,
        adjustment_payments,
        ("payment_id", "request_id", "amount_cents", "paid_on"),
        [
            (payment_id, waiting.request.id, cents, paid_on)
            for payment_id, (waiting, cents) in zip(ids, rows, strict=True)
        ],
    )
    return ids


async def use_up_receipts(
    connection: AsyncConnection, case_number: str, paid: Sequence[tuple[UUID | None, int]]
) -> None:
    """Mark the receipts of an order that adjustments to distributions used up, the oldest first (ACCT-16)."""
    await connection.execute(
        sa.text(_USES),
        {
            "case_number": case_number,
            "ids": [distribution_id for distribution_id, _ in paid],
            "cents": [cents for _, cents in paid],
        },
    )


async def set_states(connection: AsyncConnection, state: RequestState, ids: Collection[UUID]) -> None:
    """Move requests to a state."""
    if ids:
        await connection.execute(
            sa.update(reconsideration_requests)
            .where(reconsideration_requests.c.id.in_(list(ids)))
            .values(state=state.value)
        )


async def cases_with_funds(connection: AsyncConnection) -> list[str]:
    """Orders with an adjustment that waits and money in their Special Account."""
    query = (
        sa.select(reconsideration_requests.c.case_number)
        .join(accounts, accounts.c.case_number == reconsideration_requests.c.case_number)
        .where(
            reconsideration_requests.c.state.in_(OWED),
            accounts.c.account == Account.SPECIAL,
            accounts.c.balance_cents > 0,
        )
        .distinct()
        .order_by(reconsideration_requests.c.case_number)
    )
    return list((await connection.scalars(query)).all())


async def mark_overdue(connection: AsyncConnection, today: date) -> list[Overdue]:
    """Mark undecided requests whose target is over, each once, and give them."""
    table = reconsideration_requests
    done = await connection.execute(
        sa.update(table)
        .where(table.c.state.in_(UNDECIDED), table.c.decide_by < today, table.c.overdue_on.is_(None))
        .values(overdue_on=today)
        .returning(table.c.id, table.c.number, table.c.case_number, table.c.fiscal_year, table.c.decide_by)
    )
    found = [
        Overdue(
            id=row.id,
            number=row.number,
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            decide_by=row.decide_by,
        )
        for row in done
    ]
    return sorted(found, key=lambda one: one.number)


async def _of_year(
    connection: AsyncConnection, case_number: str, fiscal_year: int, states: Iterable[RequestState]
) -> list[Request]:
    query = (
        sa.select(reconsideration_requests)
        .where(
            reconsideration_requests.c.case_number == case_number,
            reconsideration_requests.c.fiscal_year == fiscal_year,
            reconsideration_requests.c.state.in_(list(states)),
        )
        .order_by(reconsideration_requests.c.number)
    )
    return [_request(row) for row in await connection.execute(query)]


def _paid_on(requests: sa.Table, by: date | None = None) -> sa.ColumnElement[int]:
    query = sa.select(sa.func.coalesce(sa.func.sum(adjustment_payments.c.amount_cents), 0)).where(
        adjustment_payments.c.request_id == requests.c.id
    )
    if by is not None:
        query = query.where(adjustment_payments.c.paid_on <= by)
    return query.correlate(requests).scalar_subquery()


def _request(row: AnyRow) -> Request:
    return Request(
        id=row.id,
        number=row.number,
        case_number=row.case_number,
        fiscal_year=row.fiscal_year,
        certification_number=row.certification_number,
        producer_id=row.producer_id,
        lineage_id=row.lineage_id,
        received_on=row.received_on,
        state=RequestState(row.state),
        distribution_id=row.distribution_id,
        certified_cents=row.certified_cents,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        decided_by=row.decided_by,
        available_cents=row.available_cents,
        adjustment_cents=row.adjustment_cents,
    )
