"""Draft a notice of intent to distribute."""

from dataclasses import dataclass
from datetime import date

from services.certification.domain.deadlines import close_date, final_close_date, return_by, sweep_after
from services.certification.domain.notices import NoticeKind, NoticeOrder, NoticeState, final_findings, repeated_orders
from services.certification.storage.queries import learned, notices
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any

FORM_VERSION = "7401"


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftNotice:
    """A notice as the officer plans it.

    Attributes:
        kind: a final notice takes the place of the year's ordinary one (TERM-02).
        final_decision: for a final notice the finding that every condition of TERM-01 is met.
    """

    fiscal_year: int
    case_numbers: tuple[str, ...]
    publish_on: date
    fr_citation: str | None
    instructions: str | None
    address: str | None
    kind: NoticeKind = NoticeKind.ORDINARY
    final_decision: str | None = None


async def draft_notice(
    tx: Transaction, command: DraftNotice, *, final_window_days: int | None = None
) -> dict[str, JSON]:
    """Store a restricted draft with its computed days; what it lacks is refused when it is published.

    Args:
        tx: the transaction.
        command: the notice.
        final_window_days: days to file under a final notice, FINAL_CLAIM_WINDOW_DAYS; None for what the law table says.

    Raises:
        Refused: no order, an order twice, or one that a published notice of the year already names (NOTE-05).

    Source:
        NOTE-02, NOTE-04 to NOTE-06, TERM-02, TERM-03; 19 CFR 159.62, 159.64(d).
    """
    noticed = await notices.noticed_orders(tx.connection, command.fiscal_year, command.case_numbers)
    final = command.kind is NoticeKind.FINAL
    refuse_if_any([*_findings(command, noticed), *(await _final_findings(tx, command) if final else ())])
    day = command.publish_on
    close_on = final_close_date(day, final_window_days) if final else close_date(day)
    notice_id = await notices.insert_notice(
        tx.connection,
        {
            "fiscal_year": command.fiscal_year,
            "state": NoticeState.DRAFT.value,
            "publish_on": day,
            "close_on": close_on,
            "return_by": return_by(close_on),
            "kind": command.kind.value,
            "sweep_after": sweep_after(day, final_window_days) if final else None,
            "fr_citation": command.fr_citation,
            "instructions": command.instructions,
            "address": command.address,
            "form_version": FORM_VERSION,
            "drafted_at": tx.now,
        },
        command.case_numbers,
    )
    tx.audit(
        "draft_notice",
        f"notices/{notice_id}",
        after={"fiscal_year": command.fiscal_year, "kind": command.kind.value},
        reason=command.final_decision,
    )
    return {"notice_id": str(notice_id)}


async def _final_findings(tx: Transaction, command: DraftNotice) -> list[Refusal]:
    known = await learned.orders_by_case(tx.connection, command.case_numbers)
    revocations = [known[case].revoked_on if case in known else None for case in command.case_numbers]
    return final_findings(command.fiscal_year, command.publish_on, revocations, command.final_decision)


def _findings(command: DraftNotice, noticed: frozenset[str]) -> list[Refusal]:
    cases = command.case_numbers
    lines = [
        NoticeOrder(
            case_number=case,
            case_name=None,
            listed=None,
            special_account_cents=None,
            as_of=None,
            noticed=case in noticed or case in cases[:position],
        )
        for position, case in enumerate(cases)
    ]
    if lines:
        return repeated_orders(lines)
    return [
        Refusal(
            code="NOTICE_INCOMPLETE",
            rule="NOTE-02",
            citation="19 CFR 159.62(a)",
            message="A notice names at least one order.",
            field="caseNumbers",
        )
    ]
