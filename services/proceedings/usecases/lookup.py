"""What several use cases begin with: the case, locked, and its order."""

from services.proceedings.domain.case_number import parse_case_number
from services.proceedings.domain.orders import Order
from services.proceedings.storage import queries
from services.proceedings.storage.queries import CaseRecord, OrderRecord
from shared.database import Transaction
from shared.errors import NotFound


async def locked_case(tx: Transaction, case_number: str) -> tuple[CaseRecord, OrderRecord | None]:
    """The case, locked, with its order if it has one.

    Raises:
        BadInput: the case number is malformed.
        NotFound: no such case.
    """
    number = str(parse_case_number(case_number))
    case = await queries.lock_case(tx.connection, number)
    if case is None:
        raise NotFound(f"There is no case {number}; register it first.", field="caseNumber")
    return case, (await queries.orders_by_case(tx.connection, [number])).get(number)


def as_order(record: OrderRecord | None) -> Order | None:
    """The order as the rules see it."""
    return None if record is None else record.order
