"""A request with its book locked: the order in which everybody locks them."""

from uuid import UUID

from services.accounts.domain.reconsideration.requests import CITATION, RequestEvent, RequestState, advance
from services.accounts.domain.transitions import IllegalTransition
from services.accounts.storage import books
from services.accounts.storage.reconsideration import queries
from services.accounts.storage.reconsideration.queries import Request
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused


async def lock(tx: Transaction, request_id: UUID) -> Request:
    """A request; its book's lock is held.

    Raises:
        NotFound: no such request.
    """
    found = await queries.find(tx.connection, request_id)
    if found is not None:
        await books.lock_books(tx.connection, [found.case_number])
        found = await queries.find(tx.connection, request_id)
    if found is None:
        raise NotFound(f"no request for reconsideration {request_id}", field="requestId")
    return found


def step(request: Request, event: RequestEvent) -> RequestState:
    """The state after ``event``; raises Refused with ``ILLEGAL_TRANSITION`` where it is not possible (18.5)."""
    try:
        return advance(request.state, event)
    except IllegalTransition as illegal:
        raise Refused([refusal("ILLEGAL_TRANSITION", illegal.refusal.message, rule="RECO-03")]) from None


def refusal(code: str, message: str, *, rule: str, field: str = "requestId") -> Refusal:
    """A refusal of this function."""
    return Refusal(code=code, rule=rule, citation=CITATION, message=message, field=field)
