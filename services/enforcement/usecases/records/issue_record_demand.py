"""Issue a record demand: oral, written or electronic (REC-01 to REC-04, REC-08, REC-09, REC-11)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.enforcement.domain.law import MODERNIZATION_ACT, PRODUCTION
from services.enforcement.domain.records.demands import Demand, DemandChannel, DemandPurpose
from services.enforcement.domain.records.retention import RetentionCategory, keep_until
from services.enforcement.domain.records.rules import (
    RecordActivity,
    RecordkeeperCapacity,
    is_record,
    refuse_demand,
    refuse_records,
)
from services.enforcement.domain.records.states import DemandEvent, DemandState, allow
from services.enforcement.domain.text import clean_text, parse_number
from services.enforcement.storage import records
from services.enforcement.storage.records import DemandedRecord, DemandedRelease, DemandHead, lines_of
from services.enforcement.usecases.records.holds import hold_liquidation
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any

LINES_MAX: Final = 5_000
_AHEAD: Final = timedelta(days=366)  # a release period may still run


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordInput:
    """A record to demand.

    Attributes:
        retention_starts: days from which the retention period counts; the date of entry when empty.
        activity: to which activity it pertains (REC-02).
        ordinary_course: it is normally kept in the ordinary course of business (REC-02).
    """

    record_code: str
    description: str
    is_entry_record: bool
    retention: RetentionCategory
    retention_starts: tuple[date, ...]
    activity: RecordActivity = RecordActivity.IMPORTING
    ordinary_course: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseInput:
    """A release with the records demanded of it.

    Attributes:
        special_rate_claimed: a column 1 special rate of duty is claimed for it (PEN-06).
        liquidated_on: day of its entry's liquidation; None for an unliquidated entry.
    """

    release_number: str
    entry_number: str
    entry_date: date
    release_period_ends_on: date | None
    records: tuple[RecordInput, ...]
    special_rate_claimed: bool = False
    liquidated_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueRecordDemand:
    """A demand."""

    importer_number: str
    capacity: RecordkeeperCapacity
    channel: DemandChannel
    purpose: DemandPurpose
    issued_on: date
    production_days: int | None
    releases: tuple[ReleaseInput, ...]


async def issue_record_demand(tx: Transaction, command: IssueRecordDemand) -> dict[str, JSON]:
    """Store the demand. Its clock starts at proved receipt, and so does its event.

    Unliquidated entries for which a special rate is claimed are held from liquidation (PEN-06).

    Raises:
        BadInput: malformed numbers, no or too many lines, a line twice, a period outside 1 to 30 days.
        Refused: what REC-01 to REC-04 and REC-11 refuse, all at once.
    """
    days = _production_days(command)
    releases = tuple(_release(one, f"releases[{position}]", tx.today) for position, one in enumerate(command.releases))
    _check_lines(releases)
    oral = command.channel is DemandChannel.ORAL
    head = DemandHead(
        importer_number=parse_number(command.importer_number, field="importerNumber"),
        capacity=command.capacity,
        channel=command.channel,
        oral_on=command.issued_on if oral else None,
        issued_on=None if oral else command.issued_on,
        purpose=command.purpose,
    )
    lines = lines_of(releases, head.demanded_on)
    refuse_if_any(
        [
            *refuse_demand(
                capacity=command.capacity,
                purpose=command.purpose,
                production_days=days,
                issued_on=command.issued_on,
                lines=lines,
                today=tx.today,
            ),
            *refuse_records(_are_records(command.releases)),
        ]
    )
    allow(None, DemandEvent.ISSUE_ORAL_DEMAND if oral else DemandEvent.ISSUE_DEMAND)
    state = DemandState.ORAL_ONLY if oral else DemandState.ISSUED
    demand = Demand(state=state, lines=lines, production_days=days)
    demand_id = await records.insert_demand(tx.connection, head, demand, releases, recorded_at=tx.now)
    tx.audit(
        "issue_record_demand",
        f"record-demands/{demand_id}",
        after={"importer_number": head.importer_number, "channel": head.channel, "lines": len(lines)},
    )
    unliquidated = [one for one in command.releases if one.special_rate_claimed and one.liquidated_on is None]
    await hold_liquidation(tx, demand_id, sorted({one.entry_number.strip() for one in unliquidated}))
    return {"demand_id": str(demand_id)}


def _are_records(releases: Sequence[ReleaseInput]) -> dict[str, bool]:
    """By its field, whether each thing demanded is a record (REC-02)."""
    return {
        f"releases[{position}].records[{number}]": is_record(
            record.activity, ordinary_course=record.ordinary_course, is_entry_record=record.is_entry_record
        )
        for position, release in enumerate(releases)
        for number, record in enumerate(release.records)
    }


def _production_days(command: IssueRecordDemand) -> int:
    if command.issued_on < MODERNIZATION_ACT:
        raise BadInput(f"Demands are recorded from {MODERNIZATION_ACT.isoformat()} on.", field="issuedOn")
    longest = PRODUCTION.on(command.issued_on).days
    days = longest if command.production_days is None else command.production_days
    if not 1 <= days <= longest:
        raise BadInput(f"productionDays is 1 to {longest}; more time is given by an extension.", field="productionDays")
    return days


def _release(one: ReleaseInput, field: str, today: date) -> DemandedRelease:
    ends_on = one.release_period_ends_on
    entry_date = _known_day(one.entry_date, f"{field}.entryDate", today)
    return DemandedRelease(
        release_number=parse_number(one.release_number, field=f"{field}.releaseNumber"),
        entry_number=parse_number(one.entry_number, field=f"{field}.entryNumber"),
        entry_date=entry_date,
        release_period_ends_on=ends_on and _known_day(ends_on, f"{field}.releasePeriodEndsOn", today + _AHEAD),
        records=tuple(
            _record(record, entry_date, f"{field}.records[{position}]", today)
            for position, record in enumerate(one.records)
        ),
    )


def _record(one: RecordInput, entry_date: date, field: str, today: date) -> DemandedRecord:
    starts = one.retention_starts or (entry_date,)
    latest = date.max if one.retention is RetentionCategory.SET_ELSEWHERE else today + _AHEAD
    for start in starts:
        _known_day(start, f"{field}.retentionStartsOn", latest)
    return DemandedRecord(
        record_code=parse_number(one.record_code, field=f"{field}.recordCode"),
        description=clean_text(one.description, field=f"{field}.description"),
        is_entry_record=one.is_entry_record,
        retention=one.retention,
        keep_until=keep_until(one.retention, starts),
        activity=one.activity,
        ordinary_course=one.ordinary_course,
    )


def _known_day(day: date, field: str, latest: date) -> date:
    """A day from which a period can be counted."""
    if not MODERNIZATION_ACT <= day <= latest:
        raise BadInput(
            f"{field} is not from {MODERNIZATION_ACT.isoformat()} (when the rules began) to {latest.isoformat()}.",
            field=field,
        )
    return day


def _check_lines(releases: Sequence[DemandedRelease]) -> None:
    """REC-08: each record is described, each (release, record) pair stands once."""
    lines = [(release.release_number, record.record_code) for release in releases for record in release.records]
    if not lines or any(not release.records for release in releases):
        raise BadInput("A demand lists releases, and for each of them the records.", field="releases")
    if len(lines) > LINES_MAX:
        raise BadInput(f"At most {LINES_MAX} records in one demand; make several.", field="releases")
    twice = [line for line, times in Counter(lines).items() if times > 1]
    if twice or len({release.release_number for release in releases}) < len(releases):
        raise BadInput("A release, and a record of a release, can stand in a demand only once.", field="releases")
