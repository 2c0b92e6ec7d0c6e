"""A record demand as it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.records.demands import (
    Demand,
    DemandChannel,
    DemandPurpose,
    Line,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory
from services.enforcement.domain.records.rules import ReceiptProof, RecordActivity, RecordkeeperCapacity


@dataclass(frozen=True, kw_only=True, slots=True)
class Production:
    """What was produced of one record on one day."""

    release_number: str
    record_code: str
    produced_on: date
    outcome: ProductionOutcome
    form: ProductionForm
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DemandedRecord:
    """A record of a release."""

    record_code: str
    description: str
    is_entry_record: bool
    retention: RetentionCategory
    keep_until: date
    activity: RecordActivity = RecordActivity.IMPORTING
    ordinary_course: bool = True
    productions: tuple[Production, ...] = ()

    @property
    def accepted_on(self) -> date | None:
        """Day of the first production that was accepted."""
        accepted = (one.produced_on for one in self.productions if one.outcome is ProductionOutcome.ACCEPTED)
        return min(accepted, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DemandedRelease:
    """A release with what is demanded of it."""

    release_number: str
    entry_number: str
    entry_date: date
    release_period_ends_on: date | None
    records: tuple[DemandedRecord, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionRequest:
    """A request for more time and its decision."""

    number: int
    received_on: date
    days: int
    reason: str
    decided_on: date | None
    approved_days: int | None
    decision_reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DemandHead:
    """A demand without its clock and its lines."""

    importer_number: str
    capacity: RecordkeeperCapacity
    channel: DemandChannel
    oral_on: date | None
    issued_on: date | None
    purpose: DemandPurpose

    @property
    def demanded_on(self) -> date:
        """Day of the demand that counts: the written or electronic one once there is one (REC-09)."""
        day = self.issued_on or self.oral_on
        assert day is not None, "a demand has a day"
        return day


@dataclass(frozen=True, kw_only=True, slots=True)
class DemandRecord:
    """A demand as it is kept."""

    id: UUID
    head: DemandHead
    demand: Demand
    proof: ReceiptProof | None
    proof_reference: str | None
    withdrawal_reason: str | None
    releases: tuple[DemandedRelease, ...]
    extension_requests: tuple[ExtensionRequest, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StorageNotice:
    """A notice of alternative storage."""

    id: UUID
    noticed_on: date
    starts_on: date
    is_change: bool


def lines_of(releases: Iterable[DemandedRelease], demanded_on: date) -> tuple[Line, ...]:
    """The lines as the rules see them; a retention period that was over before the demand has lapsed (REC-04)."""
    return tuple(
        Line(
            release_number=release.release_number,
            record_code=record.record_code,
            is_entry_record=record.is_entry_record,
            retention_lapsed=record.keep_until < demanded_on,
            accepted_on=record.accepted_on,
        )
        for release in releases
        for record in release.records
    )
