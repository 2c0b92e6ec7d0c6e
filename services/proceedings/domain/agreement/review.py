"""Continuation, the Commission's review, and the end of the suspension of liquidation (SUS-12 to SUS-15; 21 to 25)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.agreement.acts import (
    ContinuationRequested,
    SuspensionReviewDecided,
    SuspensionReviewPetitioned,
)
from services.proceedings.domain.agreement.effects import lift_entries, lifted, resumed, resumption, security
from services.proceedings.domain.agreement.facts import (
    accepted,
    first_free,
    is_type_c,
    lift_on,
    review_petitioned,
    since_accepted,
    suspended_on,
    window_closes,
)
from services.proceedings.domain.agreement.guards import SUSPENSION, refuse_party
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.preliminary.facts import lapse
from services.proceedings.domain.record.acts import Act, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Itc, Liquidation
from services.proceedings.domain.record.rules import ActRule, Moment, TimeRule, refusal
from shared.refusals import Refusal

_OPEN: Final = frozenset({Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT})


def _late(state: Proceeding, act: Act, rule: str, citation: str) -> list[Refusal]:
    """Twenty days after publication of the suspension, rolled to a business day (SUS-13, SUS-15)."""
    published = suspended_on(state)
    if published is None or act.occurred_on <= window_closes(published):
        return []
    message = f"This was possible until {window_closes(published).isoformat()}, 20 days after the suspension."
    return [refusal("WINDOW_CLOSED", rule, citation, message, "occurredOn")]


class _ContinuationRequested(ActRule[ContinuationRequested]):
    act = ContinuationRequested
    source = frozenset({Case.SUSPENDED})

    def refuse(self, state: Proceeding, act: ContinuationRequested) -> Sequence[Refusal]:
        return [
            *refuse_party("SUS-13", act.party_class, is_party=act.is_party, government=True),
            *_late(state, act, "SUS-13", f"{SUSPENSION}(g)"),
        ]

    def happened(self, state: Proceeding, step: Step[ContinuationRequested]) -> Proceeding:
        itc = state.itc if state.itc is Itc.NOT_REQUIRED else Itc.FINAL_PENDING
        return replace(state, case=Case.CONTINUED_UNDER_AGREEMENT, itc=itc)


class _SuspensionReviewPetitioned(ActRule[SuspensionReviewPetitioned]):
    act = SuspensionReviewPetitioned
    source = _OPEN

    def refuse(self, state: Proceeding, act: SuspensionReviewPetitioned) -> Sequence[Refusal]:
        citation = f"{SUSPENSION}(h)(1)"
        found = [
            *refuse_party("SUS-15", act.party_class, is_party=act.is_party, government=False),
            *_late(state, act, "SUS-15", citation),
        ]
        if accepted(state) is not None and not is_type_c(state):
            message = "The Commission reviews agreements that eliminate the injurious effect, not those on the subsidy."
            found.append(refusal("NOT_REVIEWABLE", "SUS-15", citation, message))
        if review_petitioned(state) is not None:
            message = "The Commission has been petitioned already."
            found.append(refusal("REVIEW_PETITIONED_ALREADY", "SUS-15", citation, message))
        return found

    def happened(self, state: Proceeding, step: Step[SuspensionReviewPetitioned]) -> Proceeding:
        return replace(state, agreement=Agreement.UNDER_ITC_REVIEW)


class _SuspensionReviewDecided(ActRule[SuspensionReviewDecided]):
    act = SuspensionReviewDecided
    # A continued investigation may be complete before the Commission has decided on its review.
    source = _OPEN | {Case.COMPLETED_ORDER_WITHHELD}

    def refuse(self, state: Proceeding, act: SuspensionReviewDecided) -> Sequence[Refusal]:
        if state.agreement is not Agreement.UNDER_ITC_REVIEW:
            return [_not_under_review()]
        if since_accepted(state, SuspensionReviewDecided) is None:
            return ()
        message = "The Commission has decided; publish that."
        return [refusal("REVIEW_DECIDED_ALREADY", "SUS-15", f"{SUSPENSION}(h)(2)", message)]

    def refuse_publication(
        self, state: Proceeding, step: Step[SuspensionReviewDecided], day: date
    ) -> Sequence[Refusal]:
        return () if state.agreement is Agreement.UNDER_ITC_REVIEW else [_not_under_review()]

    def published(self, state: Proceeding, step: Step[SuspensionReviewDecided]) -> Proceeding:
        assert step.published_on is not None
        if step.act.eliminated:
            return replace(lifted(state), agreement=Agreement.IN_FORCE)
        assert state.suspended_from is not None, "liquidation stays suspended while the Commission reviews"
        after = resumed(state, preliminary_on=step.published_on, agreement=Agreement.ENDED)
        return replace(after, lapse_from=lapse(max(step.published_on, state.suspended_from), state.practice))

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[SuspensionReviewDecided], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.PUBLISHED:
            return ()
        assert step.published_on is not None
        day = step.published_on
        if step.act.eliminated:
            return lift_entries(before, day, free_from=day, basis=f"{SUSPENSION}(h)(3)")
        basis = f"{SUSPENSION}(h)(2)"
        told: list[Instruction] = [resumption(after, "REVIEW_NEGATIVE", basis)]
        agreement = accepted(before)
        if agreement is not None and agreement.act.security_percent is not None:
            told.append(security(before, day, basis))
        return told


def _not_under_review() -> Refusal:
    message = "The Commission decides on an agreement that it was petitioned to review (15.2)."
    return refusal("ILLEGAL_TRANSITION", "SUS-15", f"{SUSPENSION}(h)(2)", message)


class _SuspensionEnds(TimeRule):
    """The twenty days are over without a petition for review (SUS-12, D-26; 15.2, transition 25)."""

    key = "AGREEMENT_LIQ_END"

    def due(self, state: Proceeding) -> date | None:
        published = suspended_on(state)
        waiting = state.liquidation is Liquidation.SUSPENDED_AGREEMENT and state.agreement is Agreement.IN_FORCE
        return lift_on(published) if waiting and published is not None else None

    def strike(self, state: Proceeding, day: date) -> Proceeding:
        return lifted(state)

    def instructions(self, before: Proceeding, after: Proceeding, day: date) -> Sequence[Instruction]:
        published = suspended_on(before)
        assert published is not None
        return lift_entries(before, day, free_from=first_free(published), basis=f"{SUSPENSION}(h)(3)(A)")


ACTS: Final = (_ContinuationRequested(), _SuspensionReviewPetitioned(), _SuspensionReviewDecided())
TIMES: Final = (_SuspensionEnds(),)
