"""Record on top of the Commission's list who succeeded to, acquired, or belonged to whom."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.amendments import Amendment, AmendmentKind, amendment_findings, in_force
from services.certification.domain.eligibility import SUPPORTING
from services.certification.storage.queries import amendments, learned
from services.certification.storage.queries.amendments import AmendmentRow
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import refuse_if_any

_NEEDED = {
    AmendmentKind.SUCCESSION: {"listed_producer_id", "producer_id"},
    AmendmentKind.MEMBERSHIP: {"listed_producer_id", "producer_id"},
    AmendmentKind.ACQUISITION: {"listed_producer_id", "company"},
    AmendmentKind.REVOCATION: {"revokes"},
}
_NAMES = {
    "listed_producer_id": "listedProducerId",
    "producer_id": "producerId",
    "company": "company",
    "revokes": "revokes",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendProducerList:
    """What an officer found; see ``Amendment``.

    Attributes:
        evidence: the documents that show it.
        reason: the officer's reasons.
    """

    case_number: str
    kind: AmendmentKind
    listed_producer_id: UUID | None
    producer_id: UUID | None
    company: str | None
    related_to_opponent: bool
    effective_on: date | None
    revokes: int | None
    evidence: str
    reason: str


async def amend_producer_list(tx: Transaction, command: AmendProducerList) -> dict[str, JSON]:
    """Record an amendment as the next version of the order's amendments; lists that came by event stay as they are.

    It counts for every review and every filing from now on, under whichever list its notice published. A recorded
    successor continues the lineage of its predecessor (PROD-04).

    Raises:
        NotFound: no such producer.
        BadInput: fields that do not belong to the kind, no evidence or reason, a day in the future.
        Refused: the producer is not on the Commission's newest list, or an amendment in force speaks against it.

    Source:
        PROD-02, PROD-04, PROD-05, PROD-08; 19 CFR 159.61(b).
    """
    _check(command, tx.today)
    list_version = await amendments.lock_newest_list(tx.connection, command.case_number)
    if list_version is None:
        raise NotFound("no list of the Commission was received for this order", field="caseNumber")
    named = {each for each in (command.listed_producer_id, command.producer_id) if each is not None}
    if named - set(await learned.producers_by_id(tx.connection, named)):
        raise NotFound("there is no such domestic producer", field="producerId")
    recorded = (await amendments.amendments_by_case(tx.connection, [command.case_number])).get(command.case_number, [])
    new = Amendment(
        version=len(recorded) + 1,
        kind=command.kind,
        listed_producer_id=command.listed_producer_id,
        producer_id=command.producer_id,
        company=command.company,
        related_to_opponent=command.related_to_opponent,
        revokes=command.revokes,
    )
    key = (command.case_number, list_version)
    listing = (await learned.producer_lists_by_version(tx.connection, [key])).get(key, [])
    supporters = {entry.producer_id: entry for entry in listing if entry.role in SUPPORTING}
    refuse_if_any(amendment_findings(new, in_force(each.amendment for each in recorded), supporters))
    await amendments.insert_amendment(tx.connection, _row(tx, command, new.version, list_version))
    tx.audit(
        "amend_producer_list",
        f"orders/{command.case_number}/list-amendments/{new.version}",
        after={
            "kind": command.kind.value,
            "list_version": list_version,
            "listed_producer_id": None if command.listed_producer_id is None else str(command.listed_producer_id),
            "producer_id": None if command.producer_id is None else str(command.producer_id),
            "company": command.company,
            "revokes": command.revokes,
            "evidence": command.evidence,
        },
        reason=command.reason,
    )
    return {"version": new.version}


def _check(command: AmendProducerList, today: date) -> None:
    for field, name in _NAMES.items():
        given = getattr(command, field)
        needed = field in _NEEDED[command.kind]
        if needed != (given is not None and given != ""):
            raise BadInput(f"{name} {'is needed' if needed else 'has no place'} in a {command.kind}", field=name)
    if command.related_to_opponent and command.kind is not AmendmentKind.ACQUISITION:
        raise BadInput(f"relatedToOpponent has no place in a {command.kind}", field="relatedToOpponent")
    for field in ("evidence", "reason"):
        if not getattr(command, field).strip():
            raise BadInput(f"{field} is needed", field=field)
    if command.effective_on is not None and command.effective_on > today:
        raise BadInput("effectiveOn lies in the future", field="effectiveOn")


def _row(tx: Transaction, command: AmendProducerList, version: int, list_version: int) -> AmendmentRow:
    return AmendmentRow(
        case_number=command.case_number,
        version=version,
        list_version=list_version,
        kind=command.kind,
        listed_producer_id=command.listed_producer_id,
        producer_id=command.producer_id,
        company=command.company,
        related_to_opponent=command.related_to_opponent,
        effective_on=command.effective_on,
        revokes=command.revokes,
        evidence=command.evidence,
        reason=command.reason,
        recorded_on=tx.today,
        recorded_by=tx.cause.actor,
    )
