"""Paying distributions, any number of them at once: payments, postings, receipts used up and events by INSERT..SELECT.

The postings are those that ``usecases.ledger.post`` would write, sealed by the database's own ``journal_hash``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.accounts.domain.ledger import LEGS, Movement
from services.accounts.storage.books import Book
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.texts import CENTS, TEXTS, UUIDS, bound


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A distribution to be posted and the book it goes to, as locked."""

    distribution_id: UUID
    book: Book


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """The journal that paying a distribution wrote, US cents."""

    case_number: str
    sequence: int
    hash: str
    total_cents: int


_NOT_HELD: Final = """
NOT EXISTS (
    SELECT FROM litigation_holds AS l
    WHERE l.case_number = d.case_number AND l.fiscal_year = d.fiscal_year
        AND l.certification_number = s.certification_number AND l.outcome IS NULL
)
"""

_PAYMENTS: Final = f"""
INSERT INTO payments (distribution_id, certification_number, producer_id, lineage_id, kind, amount_cents, paid_on)
SELECT s.distribution_id, s.certification_number, s.producer_id, s.lineage_id, 'DISTRIBUTION', s.share_cents, :today
FROM distributions AS d JOIN distribution_shares AS s ON s.distribution_id = d.id
WHERE d.id = ANY(:ids) AND s.share_cents > 0 AND {_NOT_HELD}
ORDER BY d.case_number, s.certification_number COLLATE "C"
"""  # noqa: S608


def _legs(movement: Movement) -> str:
    debit, credit = LEGS[movement]
    return f"'{movement.value}', '{debit.value}', '{credit.value}'"


# Producers paid, then shares withheld, then what is sequestered: one journal a book.
_POSTINGS: Final = f"""
WITH sheet AS (
    SELECT * FROM unnest(:ids, :cases, :sequences, :heads) AS r(distribution_id, case_number, sequence, head)
), moves AS (
    SELECT sheet.case_number, 1 AS rank, p.certification_number, p.amount_cents
    FROM sheet JOIN payments AS p USING (distribution_id) WHERE p.kind = 'DISTRIBUTION'
    UNION ALL
    SELECT l.case_number, 2, l.certification_number, l.held_cents
    FROM sheet JOIN distributions AS d ON d.id = sheet.distribution_id
    JOIN litigation_holds AS l ON l.case_number = d.case_number AND l.fiscal_year = d.fiscal_year
    WHERE l.outcome IS NULL AND l.held_cents > 0
    UNION ALL
    SELECT sheet.case_number, 3, NULL, d.sequester_cents
    FROM sheet JOIN distributions AS d ON d.id = sheet.distribution_id WHERE d.sequester_cents > 0
), named (rank, movement, debit, credit) AS (
    VALUES (1, {_legs(Movement.DISTRIBUTION)}), (2, {_legs(Movement.HOLD)}), (3, {_legs(Movement.SEQUESTER)})
), lines AS MATERIALIZED (
    SELECT m.case_number, sheet.sequence, n.movement, n.debit, n.credit, m.amount_cents, m.certification_number,
        (row_number() OVER (
            PARTITION BY m.case_number ORDER BY m.rank, m.certification_number COLLATE "C"
        ))::integer AS line
    FROM moves AS m JOIN named AS n USING (rank) JOIN sheet USING (case_number)
), totals AS (
    SELECT case_number, count(*)::integer AS posting_count, sum(amount_cents)::bigint AS total_cents,
        string_agg(posting_text(line, movement, debit, credit, amount_cents, :today, NULL, certification_number, NULL,
            NULL, NULL, NULL, NULL), E'\\n' ORDER BY line) AS text
    FROM lines GROUP BY case_number
), journal AS (
    INSERT INTO journals (case_number, sequence, source, recorded_at, actor, correlation_id, posting_count,
        total_cents, previous_hash, hash)
    SELECT t.case_number, sheet.sequence, 'distribution:' || sheet.distribution_id, :instant, :actor, :correlation_id,
        t.posting_count, t.total_cents, sheet.head,
        journal_hash(sheet.head, t.case_number, sheet.sequence, 'distribution:' || sheet.distribution_id, :instant,
            :actor, :correlation_id, t.posting_count, t.total_cents, t.text)
    FROM totals AS t JOIN sheet USING (case_number)
)
INSERT INTO postings (case_number, sequence, line, movement, debit, credit, amount_cents, effective_on,
    certification_number)
SELECT case_number, sequence, line, movement, debit, credit, amount_cents, :today, certification_number
FROM lines ORDER BY case_number, line
"""  # noqa: S608

_WRITTEN: Final = """
SELECT j.case_number, j.sequence, j.hash, j.total_cents
FROM unnest(:ids, :cases, :sequences) AS r(distribution_id, case_number, sequence)
JOIN journals AS j USING (case_number, sequence)
WHERE j.source = 'distribution:' || r.distribution_id
ORDER BY j.case_number
"""


_USES: Final = """
INSERT INTO vintage_uses (distribution_id, posting_number, amount_cents)
WITH paid AS (
    SELECT * FROM unnest(:ids, :cases, :needs) AS r(id, case_number, need)
), lots AS (
    SELECT paid.id, paid.need, p.number, p.effective_on, p.amount_cents - coalesce((
            SELECT sum(u.amount_cents) FROM vintage_uses AS u WHERE u.posting_number = p.number
        ), 0) - coalesce((
            SELECT sum(u.amount_cents) FROM refund_uses AS u JOIN refunds AS r ON r.id = u.refund_id
            WHERE u.posting_number = p.number AND NOT u.distributed AND (r.reversed_on IS NULL OR r.special_cents > 0)
        ), 0) AS left_cents
    FROM paid CROSS JOIN LATERAL (
        -- One book at a time, by its key: what was just posted is not in the planner's statistics yet.
        SELECT number, effective_on, amount_cents FROM postings
        WHERE case_number = paid.case_number AND credit = 'SPECIAL' AND effective_on <= :snapshot
        OFFSET 0
    ) AS p
    WHERE NOT EXISTS (
        SELECT FROM postings AS b WHERE b.case_number = paid.case_number AND b.reverses = p.number
    )
), queued AS (
    SELECT *, sum(left_cents) OVER (PARTITION BY id ORDER BY effective_on, number) - left_cents AS before_cents
    FROM lots WHERE left_cents > 0
)
SELECT id, number, least(left_cents, need - before_cents) FROM queued WHERE before_cents < need
"""

# Bills are few and claims many, so the search starts from the bills.
_OVERDUE: Final = """
SELECT DISTINCT case_number, producer_id, lineage_id FROM bills
WHERE state IN ('PAST_DUE', 'OFFSET_READY') AND response_by IS NOT NULL
"""

_DEBTORS_ORDERS: Final = f"""
WITH overdue AS ({_OVERDUE})
SELECT DISTINCT b.case_number FROM overdue AS b JOIN distribution_shares AS s ON s.producer_id = b.producer_id
WHERE s.distribution_id = ANY(:ids)
UNION
SELECT DISTINCT b.case_number FROM overdue AS b JOIN distribution_shares AS s ON s.lineage_id = b.lineage_id
WHERE s.distribution_id = ANY(:ids)
ORDER BY 1
"""  # noqa: S608

_OWING: Final = f"""
WITH overdue AS ({_OVERDUE}), found AS (
    SELECT p.id FROM overdue AS b JOIN payments AS p ON p.producer_id = b.producer_id
    WHERE p.distribution_id = ANY(:ids) AND p.kind = 'DISTRIBUTION'
    UNION
    SELECT p.id FROM overdue AS b JOIN payments AS p ON p.lineage_id = b.lineage_id
    WHERE p.distribution_id = ANY(:ids) AND p.kind = 'DISTRIBUTION'
)
SELECT p.id, d.case_number, p.producer_id, p.lineage_id, p.amount_cents
FROM found JOIN payments AS p USING (id) JOIN distributions AS d ON d.id = p.distribution_id
ORDER BY d.case_number, p.certification_number COLLATE "C"
"""  # noqa: S608

_ISSUED: Final = """
SELECT 'gov.customs.accounts.payment.issued.v1' AS type,
    'customs.internal.accounts.v1.payment.issued.' || d.case_number AS subject,
    'orders/' || d.case_number AS about, d.case_number AS key,
    jsonb_build_object('case_number', d.case_number, 'fiscal_year', d.fiscal_year, 'distribution_id', d.id,
        'certification_number', p.certification_number, 'lineage_id', p.lineage_id, 'producer_id', p.producer_id,
        'amount_cents', p.amount_cents, 'paid_on', CAST(:paid_on AS text), 'kind', p.kind) AS data
FROM distributions AS d JOIN payments AS p ON p.distribution_id = d.id AND p.kind = 'DISTRIBUTION'
WHERE d.id = ANY(:ids)
ORDER BY d.case_number, p.certification_number COLLATE "C"
"""

_COMPLETED: Final = f"""
SELECT 'gov.customs.accounts.distribution.completed.v1' AS type,
    'customs.public.accounts.v1.distribution.completed.' || d.case_number AS subject,
    'orders/' || d.case_number AS about, d.case_number AS key,
    jsonb_build_object('case_number', d.case_number, 'fiscal_year', d.fiscal_year, 'distribution_id', d.id,
        'available_cents', d.available_cents, 'method', d.method, 'carry_forward_cents', d.carry_forward_cents,
        'payments', coalesce((
            SELECT jsonb_agg(jsonb_build_object('certification_number', s.certification_number,
                'claimant_name', s.claimant_name, 'claimed_cents', s.net_cents + s.reduced_cents,
                'disbursed_cents', CASE WHEN {_NOT_HELD} THEN s.share_cents ELSE 0 END)
                ORDER BY s.certification_number COLLATE "C")
            FROM distribution_shares AS s
            WHERE s.distribution_id = d.id AND s.accepted
        ), '[]')) AS data
FROM distributions AS d WHERE d.id = ANY(:ids) ORDER BY d.case_number
"""  # noqa: S608

# Everyone that filed is told, also one denied late, rejected or lapsed; a claim withdrawn or superseded is not listed.
_LETTERS: Final = """
INSERT INTO distribution_letters (distribution_id, certification_number, notified_on, net_cents, available_cents,
    claims_total_cents, amount_cents, withheld_cents, offset_cents, reconsideration_by, reconsideration_address)
SELECT d.id, s.certification_number, :today, s.net_cents + s.reduced_cents, d.available_cents, d.claims_total_cents,
    coalesce(paid.cents, 0), coalesce(held.cents, 0), coalesce(paid.offset_cents, 0),
    CASE WHEN coalesce(paid.cents, 0) < greatest(s.net_cents + s.reduced_cents, s.claimed_cents)
        OR NOT s.accepted THEN CAST(:ask_by AS date) END,
    :address
FROM distributions AS d
JOIN distribution_shares AS s ON s.distribution_id = d.id
LEFT JOIN (
    SELECT certification_number, sum(amount_cents) AS cents, sum(offset_cents) AS offset_cents
    FROM payments WHERE distribution_id = :id GROUP BY 1
) AS paid USING (certification_number)
LEFT JOIN LATERAL (
    SELECT sum(l.held_cents) AS cents FROM litigation_holds AS l
    WHERE l.case_number = d.case_number AND l.fiscal_year = d.fiscal_year AND l.outcome IS NULL
        AND l.certification_number = s.certification_number
) AS held ON true
WHERE d.id = :id
"""


async def add_payments(connection: AsyncConnection, ids: Sequence[UUID], today: date) -> None:
    """Pay every share that is not withheld, by order and certification."""
    await connection.execute(bound(_PAYMENTS, ids=(list(ids), UUIDS), today=(today, sa.Date)))


async def post(
    connection: AsyncConnection,
    sheets: Sequence[Sheet],
    *,
    today: date,
    instant: datetime,
    actor: str,
    correlation: str,
) -> list[Written]:
    """Post what ``add_payments`` paid, what is withheld and what is sequestered: one sealed journal a book.

    Returns:
        The journals; none for a distribution that moves nothing.
    """
    where = {
        "ids": ([sheet.distribution_id for sheet in sheets], UUIDS),
        "cases": ([sheet.book.order.case_number for sheet in sheets], TEXTS),
        "sequences": ([sheet.book.sequence + 1 for sheet in sheets], CENTS),
    }
    await connection.execute(
        bound(
            _POSTINGS,
            **where,
            heads=([sheet.book.head_hash for sheet in sheets], TEXTS),
            today=(today, sa.Date),
            instant=(instant, sa.DateTime(timezone=True)),
            actor=(actor, sa.Text),
            correlation_id=(correlation, sa.Text),
        )
    )
    return [
        Written(case_number=row.case_number, sequence=row.sequence, hash=row.hash, total_cents=row.total_cents)
        for row in await connection.execute(bound(_WRITTEN, **where))
    ]


async def debtors_orders(connection: AsyncConnection, ids: Sequence[UUID]) -> list[str]:
    """Orders whose overdue bills may be settled out of what distributions are about to pay."""
    rows = await connection.execute(bound(_DEBTORS_ORDERS, ids=(list(ids), UUIDS)))
    return [row.case_number for row in rows]


async def owing(connection: AsyncConnection, ids: Sequence[UUID]) -> Sequence[AnyRow]:
    """Yearly payments of distributions whose payees have overdue bills, by order and certification."""
    return (await connection.execute(bound(_OWING, ids=(list(ids), UUIDS)))).all()


async def use_up_receipts(
    connection: AsyncConnection, sheets: Sequence[Sheet], written: Sequence[Written], snapshot: date
) -> None:
    """Mark the receipts that paying distributions used up: the oldest first, the last one touched may be split.

    ``domain.vintage`` says the same for one order (ACCT-16).
    """
    ids = {sheet.book.order.case_number: sheet.distribution_id for sheet in sheets}
    await connection.execute(
        bound(
            _USES,
            ids=([ids[journal.case_number] for journal in written], UUIDS),
            cases=([journal.case_number for journal in written], TEXTS),
            needs=([journal.total_cents for journal in written], CENTS),
            snapshot=(snapshot, sa.Date),
        )
    )


def payments_issued(ids: Sequence[UUID], today: date) -> sa.TextClause:
    """``payment.issued`` of every payment of the distributions, as rows of the outbox."""
    return bound(_ISSUED, ids=(list(ids), UUIDS), paid_on=(today.isoformat(), sa.Text))


def distributions_completed(ids: Sequence[UUID]) -> sa.TextClause:
    """``distribution.completed`` of every distribution, as rows of the outbox."""
    return bound(_COMPLETED, ids=(list(ids), UUIDS))


async def letters(
    connection: AsyncConnection, distribution_id: UUID, *, today: date, reconsideration_by: date, address: str
) -> int:
    """Keep what every claimant of a paid distribution is told today; returns how many letters (DIST-10)."""
    done = await connection.execute(
        bound(
            _LETTERS,
            id=(distribution_id, pg.UUID(as_uuid=True)),
            today=(today, sa.Date),
            ask_by=(reconsideration_by, sa.Date),
            address=(address, sa.Text),
        )
    )
    return int(done.rowcount)
