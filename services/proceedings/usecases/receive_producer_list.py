"""Receive the Commission's list of affected domestic producers (PROD-02, PROD-03)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.proceedings.domain.producer_lists import ListedProducer, list_due_on, refuse_list
from services.proceedings.domain.text import clean_name
from services.proceedings.events import published
from services.proceedings.events.published import ProducerListReceived
from services.proceedings.storage import queries
from services.proceedings.storage.queries import ProducerListRecord
from services.proceedings.usecases.event_size import sized
from services.proceedings.usecases.lookup import as_order, locked_case
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any

PRODUCERS_MAX: Final = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveProducerList:
    """A complete list."""

    case_number: str
    received_on: date
    producers: tuple[ListedProducer, ...]


async def receive_producer_list(tx: Transaction, command: ReceiveProducerList) -> dict[str, JSON]:
    """Store the list as the next version and publish ``producer-list.received``; earlier versions stay.

    Raises:
        BadInput: a malformed case number or name, or too many producers.
        NotFound: no such case.
        Refused: what PROD-02 and PROD-03 refuse, all at once.
    """
    if len(command.producers) > PRODUCERS_MAX:
        raise BadInput(f"At most {PRODUCERS_MAX} producers on a list.", field="producers")
    producers = tuple(
        ListedProducer(name=clean_name(one.name, field=f"producers[{position}].name"), role=one.role, kind=one.kind)
        for position, one in enumerate(command.producers)
    )
    case, existing = await locked_case(tx, command.case_number)
    newest = (await queries.newest_lists_by_case(tx.connection, [case.case_number])).get(case.case_number)
    refuse_if_any(
        refuse_list(
            as_order(existing),
            received_on=command.received_on,
            previous_received_on=None if newest is None else newest.received_on,
            producers=producers,
            today=tx.today,
        )
    )
    assert existing is not None, "a list without an order is refused"
    received = ProducerListRecord(
        case_number=case.case_number,
        list_version=1 if newest is None else newest.list_version + 1,
        received_on=command.received_on,
        due_on=list_due_on(existing.issued_on),
        producers=producers,
    )
    await queries.insert_producer_list(tx.connection, received, recorded_at=tx.now)
    tx.record(sized(_event(received), field="producers"))
    tx.audit(
        "receive_producer_list",
        f"orders/{case.case_number}",
        after={"list_version": received.list_version, "producers": len(producers)},
    )
    return {"case_number": case.case_number, "list_version": received.list_version}


def _event(received: ProducerListRecord) -> ProducerListReceived:
    return ProducerListReceived(
        case_number=received.case_number,
        list_version=received.list_version,
        received_on=received.received_on,
        producers=tuple(
            published.ListedProducer(name=one.name, role=one.role.value, kind=one.kind.value)
            for one in received.producers
        ),
    )
