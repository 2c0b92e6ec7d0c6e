"""Revoke an order (DEF-01, REV-10)."""

from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.orders import refuse_revocation
from services.proceedings.domain.text import parse_citation
from services.proceedings.events.published import OrderRevoked
from services.proceedings.storage import queries
from services.proceedings.usecases.lookup import as_order, locked_case
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeOrder:
    """A revocation as it was published."""

    case_number: str
    revoked_on: date
    federal_register_citation: str | None


async def revoke_order(tx: Transaction, command: RevokeOrder) -> dict[str, JSON]:
    """Store the termination date and publish ``order.revoked``.

    Raises:
        BadInput: a malformed case number or citation.
        NotFound: no such case.
        Refused: no order, revoked already, or a date that cannot be.
    """
    fr_citation = parse_citation(command.federal_register_citation)
    case, existing = await locked_case(tx, command.case_number)
    refuse_if_any(refuse_revocation(as_order(existing), revoked_on=command.revoked_on, today=tx.today))
    await queries.set_revoked(tx.connection, case.case_number, revoked_on=command.revoked_on, fr_citation=fr_citation)
    tx.record(OrderRevoked(case_number=case.case_number, revoked_on=command.revoked_on, fr_citation=fr_citation))
    tx.audit(
        "revoke_order",
        f"orders/{case.case_number}",
        before={"revoked_on": None},
        after={"revoked_on": command.revoked_on.isoformat(), "fr_citation": fr_citation},
    )
    return {"case_number": case.case_number}
