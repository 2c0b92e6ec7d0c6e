"""Register a domestic producer that stands on no list yet."""

from dataclasses import dataclass

from services.certification.domain.producers import ProducerKind, normalised, producer_id
from services.certification.storage.queries import learned
from services.certification.storage.queries.learned import ProducerRow
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterDomesticProducer:
    """A producer by name and kind."""

    name: str
    kind: ProducerKind


async def register_domestic_producer(tx: Transaction, command: RegisterDomesticProducer) -> dict[str, JSON]:
    """Give a producer its id; one that is already known by that name keeps it.

    Anyone that alleges to be eligible may file (PROD-02), so it needs an id without standing on a list.

    Raises:
        BadInput: the name is blank.
    """
    if not normalised(command.name):
        raise BadInput("a producer needs a name", field="name")
    found = producer_id(command.name)
    row = ProducerRow(id=found, name=" ".join(command.name.split()), kind=command.kind)
    known = await learned.producers_by_id(tx.connection, [found])
    if found not in known:
        await learned.put_producers(tx.connection, [row], tx.now)
        tx.audit("register_domestic_producer", f"producers/{found}", after={"kind": command.kind.value})
    return {"producer_id": str(found)}
