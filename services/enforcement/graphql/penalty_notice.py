"""The notice of the penalties of a demand, from what is kept of them (PEN-15)."""

from collections.abc import Sequence

from services.enforcement.domain.penalties.notice import NoticeOfPenalty, PenalisedRelease, RecordFact
from services.enforcement.storage.penalties import FailureRecord, PenaltyRecord
from services.enforcement.storage.records import DemandRecord


def notice_of(
    record: DemandRecord, penalties: Sequence[PenaltyRecord], failures: Sequence[FailureRecord]
) -> NoticeOfPenalty | None:
    """The notice; None when nothing was penalised."""
    if not penalties or record.demand.received_on is None:
        return None
    found = {failure.release_number: failure.findings for failure in failures}
    return NoticeOfPenalty(
        demand_id=str(record.id),
        importer_number=record.head.importer_number,
        received_on=record.demand.received_on,
        due_on=record.demand.due,
        extended_by=tuple(one.approved_days for one in record.extension_requests if one.approved_days),
        releases=tuple(
            PenalisedRelease(
                release_number=one.penalty.release_number,
                records=tuple(
                    RecordFact(
                        code=stated.finding.record_code,
                        culpability=stated.finding.culpability,
                        facts=stated.facts,
                        defence=stated.finding.defence,
                    )
                    for stated in found.get(one.penalty.release_number, ())
                ),
                culpability=one.penalty.culpability,
                appraised_value_cents=one.penalty.appraised_value_cents,
                ceiling_cents=one.penalty.ceiling_cents,
                amount_cents=one.penalty.amount_cents,
            )
            for one in penalties
        ),
        factors=penalties[0].penalty.factors,
        petition_by=min(one.penalty.petition_by for one in penalties),
    )
