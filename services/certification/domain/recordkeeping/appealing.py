"""Appeals to the Executive Director, Regulatory Audit (RCP-20 to RCP-25)."""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from services.certification.domain import law
from services.certification.domain.recordkeeping.deciding import (
    ended,
    last_appeal_day,
    removal_effective_on,
    with_decision,
)
from services.certification.domain.recordkeeping.participation import (
    Appeal,
    AppealOutcome,
    CertifiedPeriod,
    Decision,
    DecisionKind,
    Delay,
    Participation,
    moved_by,
)
from services.certification.domain.recordkeeping.refusing import refusal, refuse_before, refuse_future
from services.certification.domain.recordkeeping.states import ParticipationEvent, ParticipationState, illegal
from shared.refusals import Refusal, refuse_if_any

_E: Final = ParticipationEvent
_PARAGRAPH: Final = {DecisionKind.DENIAL: "19 CFR 163.13(d)(1)", DecisionKind.REMOVAL: "19 CFR 163.13(d)(2)"}
_FILING_RULE: Final = {DecisionKind.DENIAL: "RCP-20", DecisionKind.REMOVAL: "RCP-22"}


class AppealedAct(StrEnum):
    """What an appeal is directed against; only the first two can be appealed (RCP-24)."""

    DENIAL = "DENIAL"
    REMOVAL = "REMOVAL"
    NOTICE_OF_VIOLATION = "NOTICE_OF_VIOLATION"
    CONDITION = "CONDITION"
    SUSPENSION_FOR_INFORMATION = "SUSPENSION_FOR_INFORMATION"
    REFUSED_REINSTATEMENT = "REFUSED_REINSTATEMENT"


APPEALABLE: Final = {AppealedAct.DENIAL: DecisionKind.DENIAL, AppealedAct.REMOVAL: DecisionKind.REMOVAL}
_FILED: Final = {DecisionKind.DENIAL: _E.APPEAL_DENIAL, DecisionKind.REMOVAL: _E.APPEAL_REMOVAL}
_DECIDED: Final = {
    (DecisionKind.DENIAL, AppealOutcome.UPHELD): _E.UPHOLD_DENIAL,
    (DecisionKind.DENIAL, AppealOutcome.REVERSED): _E.REVERSE_DENIAL,
    (DecisionKind.REMOVAL, AppealOutcome.UPHELD): _E.UPHOLD_REMOVAL,
    (DecisionKind.REMOVAL, AppealOutcome.REVERSED): _E.REVERSE_REMOVAL,
}


def decide_by(received_on: date) -> date:
    """Last day for the written decision on an appeal; passing it decides nothing.

    Source:
        RCP-21, RCP-23; 19 CFR 163.13(d)(1), (d)(2): within 30 calendar days after receipt.
    """
    return law.RCP_APPEAL_DECISION.on(received_on).deadline(received_on)


def file_appeal(
    participation: Participation, act: AppealedAct, *, statement: str, received_on: date, today: date
) -> Participation:
    """Receive an appeal against the newest denial or removal.

    Args:
        participation: denied, or with a removal served.
        act: what is appealed against.
        statement: the appellant's responses to the allegations, in writing.
        received_on: day the Executive Director received it.
        today: the legal day.

    Raises:
        Refused: it cannot be appealed, there is nothing to appeal, or the appeal is late.

    Source:
        RCP-20, RCP-22, RCP-24; 19 CFR 163.13(a), (d). An appeal against a removal at once does not suspend it.
    """
    kind = APPEALABLE.get(act)
    if kind is None:
        message = "Only a denial and a removal can be appealed under this section."
        refuse_if_any([refusal("RCP_NOT_APPEALABLE", "RCP-24", "19 CFR 163.13(a)", message, "against")])
    assert kind is not None, "refused above"
    moved = moved_by(participation, _FILED[kind], received_on)
    decision = _latest(participation, kind)
    if decision.appeal is None:
        refuse_if_any(_refuse_days(decision, received_on, today))
    if participation.state is ParticipationState.REMOVED and (decision.appeal or not decision.immediate_basis):
        raise illegal("Only a removal at once that was not appealed yet can be appealed after it took effect.")
    appeal = Appeal(received_on=received_on, statement=statement, decide_by=decide_by(received_on))
    # Who appeals has received the notice, at the latest now.
    known = decision.received_on or received_on
    return with_decision(moved, replace(decision, appeal=appeal, received_on=known))


def _refuse_days(decision: Decision, received_on: date, today: date) -> list[Refusal]:
    citation, rule = _PARAGRAPH[decision.kind], _FILING_RULE[decision.kind]
    refusals = refuse_future(received_on, today, "receivedOn", citation)
    refusals += refuse_before(received_on, decision.issued_on, "receivedOn", "Issuance", citation)
    last = last_appeal_day(decision.issued_on)
    if received_on > last:
        message = f"The appeal had to be received by {last.isoformat()}, counted from the issuance of the notice."
        refusals.append(refusal("RCP_APPEAL_LATE", rule, citation, message, "receivedOn"))
    return refusals


def advise_delay(participation: Participation, delay: Delay) -> Participation:
    """Advise the applicant, within the time for the decision, that it will come later.

    Raises:
        Refused: no appeal is pending, it is of a removal, or the advice is incomplete or late.

    Source:
        RCP-21; 19 CFR 163.13(d)(1). An appeal of a removal knows no delay (RCP-23; 19 CFR 163.13(d)(2)).
    """
    decision, appeal = _pending(participation)
    citation = _PARAGRAPH[decision.kind]
    refusals = []
    if decision.kind is DecisionKind.REMOVAL:
        message = "The decision on the appeal of a removal cannot be delayed."
        refusals.append(refusal("RCP_DELAY_NOT_PROVIDED", "RCP-23", citation, message))
    if delay.advised_on > appeal.decide_by:
        message = f"The advice had to be given by {appeal.decide_by.isoformat()}."
        refusals.append(refusal("RCP_DELAY_ADVICE_LATE", "RCP-21", citation, message))
    for text, field in ((delay.reasons, "reasons"), (delay.further_actions, "furtherActions")):
        if not text:
            message = "Advise of the reasons, of further actions and of the anticipated day of decision."
            refusals.append(refusal("RCP_DELAY_ADVICE_INCOMPLETE", "RCP-21", citation, message, field))
    refusals += refuse_before(delay.anticipated_on, delay.advised_on, "anticipatedOn", "The advice", citation)
    refuse_if_any(refusals)
    return with_decision(participation, replace(decision, appeal=replace(appeal, delay=delay)))


def decide_appeal(
    participation: Participation, outcome: AppealOutcome, *, decision_text: str, decided_by: str, today: date
) -> Participation:
    """Decide an appeal in writing.

    Upheld, an ordinary removal takes effect by RCP-19; reversed, a removal at once ends today (design choice), and a
    denied application is under review again.

    Raises:
        Refused: no appeal is pending, or the decider took the decision appealed against (RCP-25).

    Source:
        RCP-19, RCP-21, RCP-23, RCP-25; 19 CFR 163.13(c)(3), (d).
    """
    decision, appeal = _pending(participation)
    if decided_by == decision.decided_by:
        message = "Who took the decision cannot decide the appeal against it."
        refuse_if_any([refusal("SEC_SAME_DECIDER", "RCP-25", "19 CFR 163.13(d)", message)])
    moved = moved_by(participation, _DECIDED[decision.kind, outcome], today)
    answered = replace(appeal, decided_on=today, outcome=outcome, decision=decision_text, decided_by=decided_by)
    concluded = with_decision(moved, replace(decision, appeal=answered))
    before = participation.state
    if before is ParticipationState.REMOVAL_APPEALED and outcome is AppealOutcome.UPHELD:
        return _removed(concluded, today)
    if before is ParticipationState.REMOVED_APPEALED and outcome is AppealOutcome.REVERSED:
        return replace(concluded, periods=(*concluded.periods, CertifiedPeriod(from_on=today)))
    return concluded


def pending_appeal(participation: Participation) -> tuple[Decision, Appeal] | None:
    """The newest decision and the appeal against it that waits for its answer."""
    decision = participation.decision
    if decision is None or decision.appeal is None or decision.appeal.decided_on is not None:
        return None
    return decision, decision.appeal


def _pending(participation: Participation) -> tuple[Decision, Appeal]:
    found = pending_appeal(participation)
    if found is None:
        raise illegal("No appeal is pending.", "19 CFR 163.13(d)")
    return found


def _latest(participation: Participation, kind: DecisionKind) -> Decision:
    decision = participation.decision
    assert decision is not None, "the state follows a decision"
    assert decision.kind is kind, "the state follows a decision of this kind"
    return decision


def _removed(participation: Participation, today: date) -> Participation:
    decision = participation.decision
    assert decision is not None, "it was just decided"
    assert decision.received_on is not None, "who appeals has received the notice"
    effective_on = removal_effective_on(issued_on=decision.issued_on, received_on=decision.received_on, upheld_on=today)
    taken = with_decision(participation, replace(decision, effective_on=effective_on))
    return ended(replace(taken, since=effective_on), effective_on)
