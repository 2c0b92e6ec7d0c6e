"""What the use cases of a matter share: finding it, moving it, and its limitation."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.enforcement.domain.compromise.offers import Claim
from services.enforcement.domain.limitation.periods import (
    Limits,
    Tolled,
    last_day_fraud,
    last_day_negligence,
    refuse_expired,
)
from services.enforcement.domain.matters.culpability import Exposure
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset
from services.enforcement.domain.matters.states import CLOSED, MatterEvent, MatterState, move_matter
from services.enforcement.events.matters import DutiesDemanded, DutiesReduced
from services.enforcement.events.published import PenaltyAssessed, PenaltyReduced
from services.enforcement.storage.audits.queries import audits_by_id
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import matters
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import refuse_if_any


async def locked_matter(tx: Transaction, matter_id: UUID) -> Row:
    """The matter, locked.

    Raises:
        NotFound: no such matter.
    """
    found = await queries.lock(tx.connection, matters, matter_id)
    if found is None:
        raise NotFound(f"There is no matter {matter_id}.", field="matterId")
    return found


async def act(
    tx: Transaction, matter: Row, event: MatterEvent, *, on: date, reason: str, **values: object
) -> MatterState:
    """Move a matter, keep what changed, and write its history and the audit log.

    Raises:
        Refused: the event is not allowed in its state.
    """
    state = move_matter(MatterState(matter.state), event)
    changed: dict[str, object] = {"state": state, **values}
    if state in CLOSED:
        changed["closed_on"] = on
    await queries.save(tx.connection, matters, matter.id, changed)
    await write_history(tx, matter.id, event, before=matter.state, after=state, on=on, reason=reason)
    return state


async def write_history(
    tx: Transaction, matter_id: UUID, event: str, *, before: str | None, after: str, on: date, reason: str
) -> None:
    """Append an act to the history of a matter, and to the audit log."""
    await queries.add_history(
        tx.connection,
        {
            "matter_id": matter_id,
            "event": event,
            "from_state": before,
            "to_state": after,
            "at": tx.now,
            "on_day": on,
            "actor": tx.cause.actor,
            "reason": reason,
        },
    )
    tx.audit(event.lower(), f"matters/{matter_id}", before={"state": before}, after={"state": after}, reason=reason)


def check_day(tx: Transaction, day: date, field: str) -> None:
    """BadInput for a day in the future."""
    if day > tx.today:
        raise BadInput(f"{field} is in the future.", field=field)


def exposure_from(matter: Row, entries: Sequence[Row]) -> Exposure:
    """What a penalty is measured by, of the entries given."""
    return Exposure(
        affects_duties=matter.affects_duties,
        actual_loss_cents=sum(row.actual_loss_cents for row in entries),
        potential_loss_cents=sum(row.potential_loss_cents for row in entries),
        domestic_value_cents=matter.domestic_value_cents,
        dutiable_value_cents=matter.dutiable_value_cents,
    )


async def exposure_of(tx: Transaction, matter: Row) -> tuple[Exposure, date]:
    """What a penalty is measured by, and the day of the earliest violation, whose law holds."""
    rows = await queries.entries(tx.connection, matter.id)
    return exposure_from(matter, rows), min(row.violated_on for row in rows)


async def suable_exposure(
    tx: Transaction, matter: Row, culpability: Culpability, fraud_discovered_on: date | None, on: date
) -> tuple[Exposure, date, Limits]:
    """What may still be sued for on a day: losses of time-barred entries are left out (LIM-01, LIM-06).

    Returns:
        The exposure, the day of the earliest violation that counts, and the limits of all entries.

    Raises:
        Refused: every entry is barred and no waiver reaches the day (LIM_EXPIRED).
    """
    rows = await queries.entries(tx.connection, matter.id)
    tolled = await tolled_days(tx, matter)
    days = {
        row.entry_number: matter_limits(culpability, [row.violated_on], fraud_discovered_on, tolled).first
        for row in rows
    }
    limits = Limits(tuple(sorted(days.values())))
    refuse_late(limits.final, on, matter.waived_until)
    suable = [row for row in rows if not refuse_expired(days[row.entry_number], on, waived_until=matter.waived_until)]
    return exposure_from(matter, suable), min(row.violated_on for row in suable), limits


async def tolled_days(tx: Transaction, matter: Row) -> list[Tolled]:
    """The days of a matter that are not counted (LIM-05)."""
    return [Tolled(row.first_on, row.last_on) for row in await queries.pauses(tx.connection, matter.id)]


def matter_limits(
    culpability: Culpability, violated: Sequence[date], fraud_discovered_on: date | None, tolled: Sequence[Tolled]
) -> Limits:
    """The last day of each entry of a matter (LIM-01, LIM-02, LIM-06).

    Raises:
        BadInput: fraud without the day of its discovery.
    """
    if culpability is not Culpability.FRAUD:
        return Limits(tuple(sorted(last_day_negligence(day, tolled) for day in violated)))
    if fraud_discovered_on is None:
        raise BadInput("State the day on which the fraud was discovered.", field="fraudDiscoveredOn")
    return Limits((last_day_fraud(fraud_discovered_on, tolled),))


async def limits_of(tx: Transaction, matter: Row, culpability: Culpability, fraud_discovered_on: date | None) -> Limits:
    """The limits at a level of culpability, with the tolling on record."""
    violated = [row.violated_on for row in await queries.entries(tx.connection, matter.id)]
    return matter_limits(culpability, violated, fraud_discovered_on, await tolled_days(tx, matter))


async def refresh_limits(tx: Transaction, matter_id: UUID) -> None:
    """Keep the last days anew after the entries of a matter changed (LIM-06)."""
    matter = await locked_matter(tx, matter_id)
    limits = await limits_of(tx, matter, Culpability(matter.culpability), matter.fraud_discovered_on)
    days = {"last_day": limits.standing(tx.today, matter.waived_until), "final_day": limits.final}
    await queries.save(tx.connection, matters, matter.id, days)


def refuse_late(last_day: date, on: date, waived_until: date | None) -> None:
    """Refuse an act after the limitation period (LIM_EXPIRED)."""
    refuse_if_any(refuse_expired(last_day, on, waived_until=waived_until))


async def offset_of(tx: Transaction, matter: Row) -> AuditOffset:
    """What its audit determined on offset: by now, where the audit is kept here, else as stated at opening (OFF-08)."""
    stated = AuditOffset(matter.audit_offset)
    if stated is AuditOffset.NONE:
        return stated
    try:
        audit_id = UUID(matter.source_reference)
    except ValueError:
        return stated
    audit = (await audits_by_id(tx.connection, [audit_id])).get(audit_id)
    determined = {one.value for one in AuditOffset}
    return stated if audit is None or audit.offset_state not in determined else AuditOffset(audit.offset_state)


def unpaid(matter: Row) -> Claim:
    """What is demanded and claimed of a matter and not paid."""
    return Claim(
        max(0, matter.duties_owed_cents - matter.duties_collected_cents),
        max(0, matter.penalty_owed_cents - matter.penalty_collected_cents),
    )


def tell_penalty(tx: Transaction, matter: Row, amount_cents: int, on: date) -> None:
    """Have accounts bill the penalty of a matter; what it was told of it before is set to the same amount."""
    tx.record(
        PenaltyAssessed(
            penalty_id=matter.id,
            case_reference=str(matter.id),
            importer_number=matter.importer_number,
            amount_cents=amount_cents,
            assessed_on=on,
        )
    )
    if matter.penalty_collected_cents:
        tell_penalty_now(tx, matter, amount_cents, on)


def tell_penalty_now(tx: Transaction, matter: Row, amount_cents: int, on: date) -> None:
    """Tell accounts what is owed of a penalty from now on: less when mitigated, the whole when it revives."""
    tx.record(
        PenaltyReduced(
            penalty_id=matter.id,
            case_reference=str(matter.id),
            importer_number=matter.importer_number,
            assessed_on=matter.penalty_on or on,
            amount_cents=amount_cents,
            reduced_on=on,
        )
    )


def tell_duties(tx: Transaction, matter: Row, amount_cents: int, on: date) -> None:
    """Have accounts bill demanded duties; what it was told of the matter before is set to the same amount."""
    tx.record(
        DutiesDemanded(
            demand_id=str(matter.id),
            case_reference=str(matter.id),
            importer_number=matter.importer_number,
            amount_cents=amount_cents,
            demanded_on=on,
        )
    )
    if matter.duties_collected_cents:
        tell_duties_now(tx, matter, amount_cents, on)


def tell_duties_now(tx: Transaction, matter: Row, amount_cents: int, on: date) -> None:
    """Tell accounts what is owed in all of the demanded duties from now on."""
    tx.record(DutiesReduced(demand_id=str(matter.id), amount_cents=amount_cents, reduced_on=on))


def not_negative(**cents: int) -> None:
    """BadInput for a negative amount."""
    for name, amount in cents.items():
        if amount < 0:
            raise BadInput("An amount cannot be negative.", field=name)
