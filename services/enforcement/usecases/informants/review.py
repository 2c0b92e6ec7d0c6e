"""The weekly review of every read by the liaison's supervisor (INF-27)."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.enforcement.domain.informants.law import REVIEW_DAYS
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.informants import reads
from shared.canonical import JSON
from shared.clock import AGENCY_ZONE
from shared.database import Transaction
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewReads:
    """The supervisor looked at every read up to one."""

    through_read: int
    remarks: str


async def review_reads(tx: Transaction, command: ReviewReads) -> dict[str, JSON]:
    """Note a review; whether the chain of the log holds is looked at in the same step.

    Raises:
        BadInput: no remarks.
        Refused: nothing new up to that read, or no such read (INF_STEP_OUT_OF_ORDER).

    Source: INF-27 (design choice).
    """
    standing = await reads.standing(tx.connection)
    if not standing.reviewed_through < command.through_read <= standing.newest:
        message = f"Reads after {standing.reviewed_through} up to {standing.newest} are to be reviewed."
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", field="throughRead", message=message)])
    wrong = await reads.verify(tx.connection)
    review_id = await reads.add_review(
        tx.connection,
        {
            "through_read": command.through_read,
            "chain_intact": not wrong,
            "remarks": clean_text(command.remarks, field="remarks"),
            "reviewed_by": tx.cause.actor,
            "reviewed_at": tx.now,
            "reviewed_on": tx.today,
        },
    )
    tx.audit("review_reads", "restricted/reads")
    return {"review_id": review_id, "chain_intact": not wrong}


def due_on(standing: reads.Standing) -> date | None:
    """The day by which the next review is due; None while nothing waits for one.

    A week after the last review, or after the first read before there was one.
    """
    if standing.waiting == 0:
        return None
    since = standing.reviewed_on
    if since is None:
        assert standing.first_at is not None, "a read that waits was made"
        since = standing.first_at.astimezone(AGENCY_ZONE).date()
    return since + timedelta(days=REVIEW_DAYS)
