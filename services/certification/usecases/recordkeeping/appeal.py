"""File, delay and decide appeals (RCP-20 to RCP-25)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.recordkeeping import appealing
from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    Decision,
    Delay,
    Participation,
)
from services.certification.domain.recordkeeping.states import ParticipationState
from services.certification.domain.recordkeeping.text import clean_text, optional_text
from services.certification.events.recordkeeping import (
    RecordkeeperAppealDecided,
    RecordkeeperAppealDelayed,
    RecordkeeperAppealFiled,
    RecordkeeperReinstated,
    RecordkeeperRemoved,
)
from services.certification.usecases.recordkeeping.keeping import answer, day_of, keep, locked, standing
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class FileAppeal:
    """A written appeal to the Executive Director, Regulatory Audit."""

    participation_id: UUID
    against: AppealedAct
    statement: str
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdviseDelay:
    """Written advice that the decision comes later."""

    participation_id: UUID
    reasons: str
    further_actions: str
    anticipated_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideAppeal:
    """The written decision."""

    participation_id: UUID
    outcome: AppealOutcome
    decision: str


async def file_appeal(tx: Transaction, command: FileAppeal) -> dict[str, JSON]:
    """Receive an appeal; its 30 days for a decision start.

    Raises:
        NotFound: no such participation.
        Refused: RCP_NOT_APPEALABLE, RCP_APPEAL_LATE, or there is nothing to appeal.

    Source:
        RCP-20, RCP-22, RCP-24; 19 CFR 163.13(a), (d).
    """
    record = await locked(tx, command.participation_id)
    statement = clean_text(command.statement, field="statement")
    received_on = day_of(command.received_on, tx)
    filed = appealing.file_appeal(
        record.file, command.against, statement=statement, received_on=received_on, today=tx.today
    )
    kept = await keep(tx, record, filed, "file_appeal", reason=statement)
    tx.record(
        RecordkeeperAppealFiled(
            **standing(tx, kept),
            against=_newest(filed).kind.value,
            received_on=received_on,
            decide_by=appealing.decide_by(received_on),
        )
    )
    return answer(kept)


async def advise_delay(tx: Transaction, command: AdviseDelay) -> dict[str, JSON]:
    """Advise the appellant of a delay, within the time for the decision (RCP-21, 19 CFR 163.13(d)(1))."""
    record = await locked(tx, command.participation_id)
    delay = Delay(
        advised_on=tx.today,
        reasons=optional_text(command.reasons, field="reasons"),
        further_actions=optional_text(command.further_actions, field="furtherActions"),
        anticipated_on=command.anticipated_on,
    )
    kept = await keep(tx, record, appealing.advise_delay(record.file, delay), "advise_delay", reason=delay.reasons)
    tx.record(RecordkeeperAppealDelayed(**standing(tx, kept), anticipated_on=delay.anticipated_on))
    return answer(kept)


async def decide_appeal(tx: Transaction, command: DecideAppeal) -> dict[str, JSON]:
    """Uphold or reverse the decision appealed against.

    Raises:
        NotFound: no such participation.
        Refused: no appeal is pending, or the decider took the decision (SEC_SAME_DECIDER).

    Source:
        RCP-21, RCP-23, RCP-25; 19 CFR 163.13(d).
    """
    record = await locked(tx, command.participation_id)
    text = clean_text(command.decision, field="decision")
    decided = appealing.decide_appeal(
        record.file, command.outcome, decision_text=text, decided_by=tx.cause.actor, today=tx.today
    )
    kept = await keep(tx, record, decided, "decide_appeal", reason=text)
    decision = _newest(decided)
    tx.record(
        RecordkeeperAppealDecided(**standing(tx, kept), against=decision.kind.value, outcome=command.outcome.value)
    )
    before, after = record.file.state, decided.state
    if before is ParticipationState.REMOVAL_APPEALED and after is ParticipationState.REMOVED:
        assert decision.effective_on is not None, "upheld, it takes effect"
        tx.record(RecordkeeperRemoved(**standing(tx, kept), effective_on=decision.effective_on))
    if before is ParticipationState.REMOVED_APPEALED and after is ParticipationState.CERTIFIED:
        tx.record(RecordkeeperReinstated(**standing(tx, kept), basis="REVERSAL"))
    return answer(kept)


def _newest(participation: Participation) -> Decision:
    decision = participation.decision
    assert decision is not None, "an appeal is against a decision"
    return decision
