"""Open a section 1592 matter from an audit, a disclosure or a referral (CUL-01, CUL-02, section 10.5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.enforcement.domain.matters.culpability import Violation, refuse_violation
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset
from services.enforcement.domain.matters.states import MatterEvent, move_matter
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import matters
from services.enforcement.usecases.matters.keeping import check_day, matter_limits, not_negative, write_history
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any

ENTRIES_MAX = 100_000


class Source(StrEnum):
    """Where a matter comes from."""

    AUDIT = "AUDIT"
    DISCLOSURE = "DISCLOSURE"
    REFERRAL = "REFERRAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryInput:
    """An entry concerned; losses in US cents."""

    entry_number: str
    violated_on: date
    liquidated_on: date | None
    actual_loss_cents: int
    potential_loss_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenMatter:
    """What is known when the matter is opened; the proposed culpability sets its limitation."""

    importer_number: str
    source: Source
    source_reference: str
    audit_offset: AuditOffset
    commercial: bool
    violation: Violation
    culpability: Culpability
    fraud_discovered_on: date | None
    affects_duties: bool
    domestic_value_cents: int
    dutiable_value_cents: int
    entries: tuple[EntryInput, ...]


async def open_matter(tx: Transaction, command: OpenMatter) -> dict[str, JSON]:
    """Open it; its limitation clocks run from now on.

    Raises:
        BadInput: no entries, one twice, an actual loss on an entry not liquidated, fraud without its discovery.
        Refused: there is no violation.

    Source: 19 USC 1592(a).
    """
    refuse_if_any(refuse_violation(command.violation))
    _check(tx, command)
    state = move_matter(None, MatterEvent.OPEN_MATTER)
    violated = [one.violated_on for one in command.entries]
    limits = matter_limits(command.culpability, violated, command.fraud_discovered_on, [])
    matter_id = await queries.insert_row(
        tx.connection,
        matters,
        {
            "importer_number": parse_number(command.importer_number, field="importerNumber"),
            "source": command.source,
            "source_reference": clean_text(command.source_reference, field="sourceReference", longest=200),
            "audit_offset": command.audit_offset,
            "commercial": command.commercial,
            "culpability": command.culpability,
            "affects_duties": command.affects_duties,
            "domestic_value_cents": command.domestic_value_cents,
            "dutiable_value_cents": command.dutiable_value_cents,
            "fraud_discovered_on": command.fraud_discovered_on,
            "opened_on": tx.today,
            "opened_by": tx.cause.actor,
            "state": state,
            "last_day": limits.first,
            "final_day": limits.final,
        },
    )
    await queries.insert_entries(
        tx.connection,
        [
            {
                "matter_id": matter_id,
                "entry_number": parse_number(one.entry_number, field="entryNumber"),
                "violated_on": one.violated_on,
                "liquidated_on": one.liquidated_on,
                "actual_loss_cents": one.actual_loss_cents,
                "potential_loss_cents": one.potential_loss_cents,
            }
            for one in command.entries
        ],
    )
    await write_history(
        tx, matter_id, MatterEvent.OPEN_MATTER, before=None, after=state, on=tx.today, reason=command.source_reference
    )
    return {"matter_id": str(matter_id)}


def _check(tx: Transaction, command: OpenMatter) -> None:
    numbers = {one.entry_number for one in command.entries}
    if not 1 <= len(command.entries) <= ENTRIES_MAX or len(numbers) != len(command.entries):
        raise BadInput(f"Name 1 to {ENTRIES_MAX} entries, each once.", field="entries")
    if (command.source is Source.AUDIT) != (command.audit_offset is not AuditOffset.NONE):
        raise BadInput("State the audit's decision on offset, and only of an audit.", field="auditOffset")
    not_negative(domesticValue=command.domestic_value_cents, dutiableValue=command.dutiable_value_cents)
    if command.fraud_discovered_on is not None:
        check_day(tx, command.fraud_discovered_on, "fraudDiscoveredOn")
    for one in command.entries:
        check_day(tx, one.violated_on, "violatedOn")
        not_negative(actualLoss=one.actual_loss_cents, potentialLoss=one.potential_loss_cents)
        if one.actual_loss_cents and one.liquidated_on is None:
            raise BadInput("An actual loss is one on a liquidated entry.", field="liquidatedOn")
        if (one.actual_loss_cents or one.potential_loss_cents) and not command.affects_duties:
            raise BadInput("A violation with a loss of duties affects duties.", field="affectsDuties")
