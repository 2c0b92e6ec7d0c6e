"""An officer clears or confirms a risk flag."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.flags import CITATION, FlagEvent, next_flag_state
from services.certification.storage.queries import risk
from services.certification.storage.queries.risk import FlagRow
from services.certification.usecases.assess_risk import subject_of
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.loading import load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideRiskFlag:
    """What the officer found when looking, and why."""

    flag_id: UUID
    cleared: bool
    reason: str


async def decide_risk_flag(tx: Transaction, command: DecideRiskFlag) -> dict[str, JSON]:
    """Clear a flag, so that the claim may be certified, or confirm it; the reason stays with it.

    A confirmed flag stands until the certification is corrected, reduced or rejected, or the flag is cleared.

    Raises:
        NotFound: there is no such flag.
        Refused: no reason, or the flag is gone or decided so already.

    Source:
        VERI-01; 19 CFR 159.63(c)-(d).
    """
    found = await _flag(tx, command.flag_id)
    loaded = await load_locked(tx, found.certification_id)
    flag = await _flag(tx, command.flag_id)
    if not command.reason.strip():
        raise Refused([_reason_missing()])
    state = next_flag_state(flag.state, FlagEvent.CLEAR if command.cleared else FlagEvent.CONFIRM)
    decided = {
        "state": state.value,
        "decided_by": tx.cause.actor,
        "decided_on": tx.today,
        "reason": command.reason,
    }
    await risk.decide_flag(tx.connection, flag.id, decided)
    tx.audit(
        "clear_risk_flag" if command.cleared else "confirm_risk_flag",
        subject_of(flag),
        before={"state": flag.state.value},
        after={
            "state": state.value,
            "kind": flag.kind.value,
            "severity": flag.severity.value,
            "certification": loaded.certification.certification_number,
        },
        reason=command.reason,
    )
    await republish_claims(tx, OrderYear(case_number=flag.case_number, notice=loaded.notice))
    return {"flag_id": str(flag.id)}


async def _flag(tx: Transaction, flag_id: UUID) -> FlagRow:
    found = (await risk.flags_by_id(tx.connection, [flag_id])).get(flag_id)
    if found is None:
        raise NotFound("there is no such risk flag", field="flagId")
    return found


def _reason_missing() -> Refusal:
    return Refusal(
        code="REASONS_MISSING",
        rule="VERI-01",
        citation=CITATION,
        message="Say why the flag is cleared or confirmed.",
        field="reason",
    )
