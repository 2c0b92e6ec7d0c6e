"""Publish a notice of intent to distribute."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.notices import (
    NoticeOrder,
    NoticeState,
    content_findings,
    flags,
    special_account_day,
    timing_findings,
)
from services.certification.events.published import NoticedOrder, NoticePublished
from services.certification.storage.queries import held, learned, notices
from services.certification.storage.queries.notices import NoticeRow
from services.certification.usecases.hold_filing import register_held
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishNotice:
    """The Federal Register has the notice."""

    notice_id: UUID
    late_decision: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    order: NoticeOrder
    list_version: int | None


async def publish_notice(tx: Transaction, command: PublishNotice) -> dict[str, JSON]:
    """Release a complete notice: the lists and amounts it states are fixed, the filing window opens.

    What came before is registered (CERT-02).

    Raises:
        NotFound: there is no such notice.
        Refused: it is already published, lacks an element (NOTE-02), or is late without a decision (NOTE-01).

    Source:
        NOTE-01 to NOTE-05; 19 CFR 159.62.
    """
    notice = await notices.lock_notice(tx.connection, command.notice_id)
    if notice is None:
        raise NotFound("there is no such notice", field="noticeId")
    if notice.state is NoticeState.PUBLISHED:
        raise Refused([_already_published()])
    await held.lock_orders_to_publish(
        tx.connection,
        [line.case_number for line in (await notices.orders_of_notices(tx.connection, [notice.id]))[notice.id]],
    )
    lines = await _lines(tx.connection, notice)
    orders = [line.order for line in lines]
    refuse_if_any(
        [
            *timing_findings(notice.fiscal_year, notice.publish_on, tx.today, command.late_decision),
            *content_findings(orders, notice.instructions),
        ]
    )
    raised = [flag.value for flag in flags(notice.fiscal_year, notice.publish_on, orders)]
    await notices.publish(
        tx.connection,
        notice.id,
        {
            "state": NoticeState.PUBLISHED.value,
            "published_at": tx.now,
            "flags": raised,
            "late_decision": command.late_decision,
        },
        [
            {
                "of_case": line.order.case_number,
                "case_name": line.order.case_name,
                "list_version": line.list_version,
                "special_account_cents": line.order.special_account_cents,
                "as_of": line.order.as_of,
            }
            for line in lines
        ],
    )
    tx.record(_event(notice, orders))
    tx.audit("publish_notice", f"notices/{notice.id}", after={"flags": list(raised)}, reason=command.late_decision)
    await register_held(tx, notice.id, notice.fiscal_year, [order.case_number for order in orders])
    return {"notice_id": str(notice.id)}


async def _lines(connection: AsyncConnection, notice: NoticeRow) -> list[_Line]:
    """What is known today of each order of the draft."""
    cases = [line.case_number for line in (await notices.orders_of_notices(connection, [notice.id]))[notice.id]]
    known = await learned.orders_by_case(connection, cases)
    versions = await learned.newest_list_versions(connection, cases)
    lists = await learned.producer_lists_by_version(connection, versions.items())
    accounts = await learned.special_accounts_for(
        connection, cases, notice.fiscal_year, special_account_day(notice.fiscal_year)
    )
    noticed = await notices.noticed_orders(connection, notice.fiscal_year, cases)
    lines = []
    for case in cases:
        version = versions.get(case)
        as_of, cents = accounts.get(case, (None, None))
        order = NoticeOrder(
            case_number=case,
            case_name=known[case].case_name if case in known else None,
            listed=None if version is None else len(lists.get((case, version), [])),
            special_account_cents=cents,
            as_of=as_of,
            noticed=case in noticed,
        )
        lines.append(_Line(order=order, list_version=version))
    return lines


def _event(notice: NoticeRow, orders: list[NoticeOrder]) -> NoticePublished:
    named = []
    for order in orders:
        assert order.special_account_cents is not None, "a notice without an amount is refused"
        assert order.as_of is not None, "an amount has a day"
        named.append(
            NoticedOrder(
                case_number=order.case_number, special_account_cents=order.special_account_cents, as_of=order.as_of
            )
        )
    return NoticePublished(
        notice_id=notice.id,
        fiscal_year=notice.fiscal_year,
        fr_citation=notice.fr_citation,
        published_on=notice.publish_on,
        close_on=notice.close_on,
        kind=notice.kind.value,
        sweep_after=notice.sweep_after,
        return_by=notice.return_by,
        orders=tuple(named),
    )


def _already_published() -> Refusal:
    return Refusal(
        code="ILLEGAL_TRANSITION",
        rule="NOTE-04",
        citation="19 CFR 159.62(a)",
        message="The notice is already published.",
        field="noticeId",
    )
