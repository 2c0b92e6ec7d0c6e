"""Tolling, waivers, and what the calendar does to matters (LIM-05 to LIM-07, RLF-06, section 10.5)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.limitation.periods import (
    Pause,
    effective_last_day,
    months_after,
    refuse_expired,
    warnings,
)
from services.enforcement.domain.matters.states import (
    DisclosureEvent,
    DisclosureState,
    MatterEvent,
    MatterState,
    illegal,
    move_disclosure,
)
from services.enforcement.domain.relief.petitions import is_shortened
from services.enforcement.domain.text import clean_text
from services.enforcement.events.matters import LimitationWarned
from services.enforcement.events.parties import PriorDisclosureDenied
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import disclosures, matters
from services.enforcement.usecases.matters.keeping import (
    act,
    locked_matter,
    refresh_limits,
    refuse_late,
    tell_duties_now,
    tell_penalty_now,
    write_history,
)
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.errors import BadInput

NAME: Final = "matters-calendar"
BATCH: Final = 200
_FIRST_WARNING_MONTHS: Final = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class TollLimitation:
    """Days not counted: absence of the person, or concealment or absence of the property."""

    matter_id: UUID
    kind: Pause
    first_on: date
    last_on: date
    evidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WaiveLimitation:
    """A signed waiver of the limitation defence."""

    matter_id: UUID
    waived_until: date
    document: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferToJustice:
    """A claim that goes to counsel for suit."""

    matter_id: UUID
    reason: str


async def toll_limitation(tx: Transaction, command: TollLimitation) -> dict[str, JSON]:
    """Add days to the limitation period (LIM-05)."""
    if not command.first_on <= command.last_on <= tx.today:
        raise BadInput("Days not counted have passed, the first before the last.", field="lastOn")
    matter = await _open_matter(tx, command.matter_id, "TOLL_LIMITATION")
    await queries.add_pause(
        tx.connection,
        {
            "matter_id": matter.id,
            "kind": command.kind,
            "first_on": command.first_on,
            "last_on": command.last_on,
        },
    )
    await refresh_limits(tx, matter.id)
    await _note(tx, matter, "TOLL_LIMITATION", clean_text(command.evidence, field="evidence"))
    return {"matter_id": str(matter.id)}


async def waive_limitation(tx: Transaction, command: WaiveLimitation) -> dict[str, JSON]:
    """Keep a signed waiver; a later one extends it, none shortens it (RLF-08, LIM-07)."""
    matter = await _open_matter(tx, command.matter_id, "WAIVE_LIMITATION")
    if command.waived_until <= effective_last_day(matter.last_day, matter.waived_until):
        raise BadInput("A waiver reaches beyond the last day as it stands.", field="waivedUntil")
    await queries.save(tx.connection, matters, matter.id, {"waived_until": command.waived_until})
    await _note(tx, matter, "WAIVE_LIMITATION", clean_text(command.document, field="document"))
    return {"matter_id": str(matter.id)}


async def refer_to_justice(tx: Transaction, command: ReferToJustice) -> dict[str, JSON]:
    """Send a claim in collection to counsel, while suit may still be filed (LIM)."""
    reason = clean_text(command.reason, field="reason")
    matter = await locked_matter(tx, command.matter_id)
    refuse_late(matter.final_day, tx.today, matter.waived_until)
    await act(tx, matter, MatterEvent.REFER_TO_JUSTICE, on=tx.today, reason=reason)
    return {"matter_id": str(matter.id)}


async def pass_calendar(tx: Transaction) -> int:
    """Let the calendar act on a batch of matters and disclosures.

    Returns:
        How many were touched.
    """
    horizon = months_after(tx.today, _FIRST_WARNING_MONTHS)
    due = await queries.lock_due(tx.connection, tx.today, horizon, BATCH)
    for matter in due:
        await _pass_periods(tx, matter)
    untendered = await queries.lock_untendered(tx.connection, tx.today, BATCH)
    for row in untendered:
        event = DisclosureEvent.TENDER_PERIOD_PASSED
        state = move_disclosure(DisclosureState(row.state), event, DisclosureState.DENIED)
        await queries.save(tx.connection, disclosures, row.id, {"state": state})
        matter = await locked_matter(tx, row.matter_id)
        await _note(tx, matter, event, "CUL_PD_NO_TENDER")
        tx.record(
            PriorDisclosureDenied(
                importer_number=matter.importer_number, acted_on=tx.today, disclosure_id=row.id, matter_id=matter.id
            )
        )
    return len(due) + len(untendered)


async def run(uow: UnitOfWork) -> None:
    """The job: batch after batch until nothing is left."""
    touched = BATCH
    while touched >= BATCH:
        async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
            touched = await pass_calendar(tx)


async def _pass_periods(tx: Transaction, matter: Row) -> None:
    if matter.state == MatterState.LITIGATION:
        return
    if refuse_expired(matter.final_day, tx.today, waived_until=matter.waived_until):
        await _bar(tx, matter)
        return
    await _warn(tx, matter)
    if refuse_expired(matter.last_day, tx.today, waived_until=matter.waived_until):
        await _bar_entries(tx, matter)
    if matter.state == MatterState.DUTY_DEMANDED and _unpaid_since(matter.duties_by, tx.today):
        if not matter.review_open and matter.duties_collected_cents < matter.duties_owed_cents:
            await act(tx, matter, MatterEvent.DUTY_PERIOD_PASSED, on=tx.today, reason="unpaid")
    elif matter.state == MatterState.PENALTY_CLAIMED and _unpaid_since(matter.petition_by, tx.today):
        await act(tx, matter, MatterEvent.PETITION_PERIOD_PASSED, on=tx.today, reason="no petition")
        if is_shortened(matter.penalty_on, matter.petition_by):
            collecting = await locked_matter(tx, matter.id)
            await act(tx, collecting, MatterEvent.REFER_TO_JUSTICE, on=tx.today, reason="RLF-03")
    elif (
        matter.state == MatterState.DECIDED
        and _unpaid_since(matter.pay_by, tx.today)
        and matter.penalty_collected_cents < matter.penalty_owed_cents
    ):
        owed = matter.claimed_cents
        event = MatterEvent.PAYMENT_PERIOD_PASSED
        await act(tx, matter, event, on=tx.today, reason="unpaid", penalty_owed_cents=owed)
        tell_penalty_now(tx, matter, owed, tx.today)


async def _bar(tx: Transaction, matter: Row) -> None:
    """The whole claim is barred; accounts is told that nothing more is owed (LIM-07)."""
    await act(tx, matter, MatterEvent.LIMITATION_EXPIRED, on=tx.today, reason="LIM_EXPIRED")
    if matter.penalty_collected_cents < matter.penalty_owed_cents:
        tell_penalty_now(tx, matter, matter.penalty_collected_cents, tx.today)
    if matter.duties_collected_cents < matter.duties_owed_cents:
        tell_duties_now(tx, matter, matter.duties_collected_cents, tx.today)


async def _bar_entries(tx: Transaction, matter: Row) -> None:
    """The earliest entries are barred; from now on the next one's last day is the matter's (LIM-06)."""
    await refresh_limits(tx, matter.id)
    await _note(tx, matter, "ENTRIES_TIME_BARRED", "LIM_EXPIRED")


async def _warn(tx: Transaction, matter: Row) -> None:
    """Raise each warning that is due, once (LIM-06)."""
    last_day = effective_last_day(matter.last_day, matter.waived_until)
    for months, day in warnings(last_day).items():
        if day <= tx.today and await queries.warn(tx.connection, matter.id, months, last_day, tx.today):
            tx.record(
                LimitationWarned(matter_id=str(matter.id), months_left=months, last_day=last_day, raised_on=tx.today)
            )


def _unpaid_since(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today


async def _open_matter(tx: Transaction, matter_id: UUID, event: str) -> Row:
    matter = await locked_matter(tx, matter_id)
    if matter.closed_on is not None:
        raise illegal(event, matter.state, rule="LIM-05", citation="19 USC 1621")
    return matter


async def _note(tx: Transaction, matter: Row, event: str, reason: str) -> None:
    await write_history(tx, matter.id, event, before=matter.state, after=matter.state, on=tx.today, reason=reason)
