"""Register the order a case ended in (DEF-01, ORD-01 to ORD-04)."""

from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.orders import refuse_order, timeliness
from services.proceedings.domain.text import clean_scope, parse_citation
from services.proceedings.events.published import OrderIssued
from services.proceedings.storage import queries
from services.proceedings.storage.queries import OrderRecord
from services.proceedings.usecases.lookup import as_order, locked_case
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterOrder:
    """An order as it was published."""

    case_number: str
    issued_on: date
    federal_register_citation: str | None
    scope_text: str | None
    itc_notified_on: date | None


async def register_order(tx: Transaction, command: RegisterOrder) -> dict[str, JSON]:
    """Store the order and publish ``order.issued``. An order later than 7 days is flagged, not refused (CAL-11).

    Raises:
        BadInput: a malformed case number, citation or scope.
        NotFound: no such case.
        Refused: the case has an order, or the dates cannot be.
    """
    fr_citation = parse_citation(command.federal_register_citation)
    scope_text = clean_scope(command.scope_text)
    case, existing = await locked_case(tx, command.case_number)
    refuse_if_any(
        refuse_order(
            as_order(existing),
            issued_on=command.issued_on,
            itc_notified_on=command.itc_notified_on,
            today=tx.today,
        )
    )
    clock = timeliness(case.kind, issued_on=command.issued_on, itc_notified_on=command.itc_notified_on)
    order = OrderRecord(
        case=case,
        issued_on=command.issued_on,
        fr_citation=fr_citation,
        scope_text=scope_text,
        itc_notified_on=command.itc_notified_on,
        due_on=clock.due_on,
        issued_late=clock.late,
        revoked_on=None,
        revocation_fr_citation=None,
    )
    await queries.insert_order(tx.connection, order, registered_at=tx.now)
    tx.record(
        OrderIssued(
            case_number=case.case_number,
            case_name=case.case_name,
            kind=case.kind,
            country=case.country,
            product_group_id=case.product_group_id,
            issued_on=order.issued_on,
            fr_citation=fr_citation,
        )
    )
    tx.audit(
        "register_order",
        f"orders/{case.case_number}",
        after={"issued_on": order.issued_on.isoformat(), "fr_citation": fr_citation, "issued_late": clock.late},
    )
    return {"case_number": case.case_number}
