"""Draft a notice of intent to distribute."""

from dataclasses import dataclass
from datetime import date

from services.certification.domain.deadlines import close_date, return_by
from services.certification.domain.notices import NoticeOrder, NoticeState, repeated_orders
from services.certification.storage.queries import notices
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any

FORM_VERSION = "7401"


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftNotice:
    """A notice as the officer plans it."""

    fiscal_year: int
    case_numbers: tuple[str, ...]
    publish_on: date
    fr_citation: str | None
    instructions: str | None
    address: str | None


async def draft_notice(tx: Transaction, command: DraftNotice) -> dict[str, JSON]:
    """Store a restricted draft with its computed days; what it lacks is refused when it is published.

    Raises:
        Refused: no order, an order twice, or one that a published notice of the year already names (NOTE-05).

    Source:
        NOTE-02, NOTE-04, NOTE-05; 19 CFR 159.62.
    """
    noticed = await notices.noticed_orders(tx.connection, command.fiscal_year, command.case_numbers)
    refuse_if_any(_findings(command, noticed))
    close_on = close_date(command.publish_on)
    notice_id = await notices.insert_notice(
        tx.connection,
        {
            "fiscal_year": command.fiscal_year,
            "state": NoticeState.DRAFT.value,
            "publish_on": command.publish_on,
            "close_on": close_on,
            "return_by": return_by(close_on),
            "fr_citation": command.fr_citation,
            "instructions": command.instructions,
            "address": command.address,
            "form_version": FORM_VERSION,
            "drafted_at": tx.now,
        },
        command.case_numbers,
    )
    tx.audit("draft_notice", f"notices/{notice_id}", after={"fiscal_year": command.fiscal_year})
    return {"notice_id": str(notice_id)}


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
