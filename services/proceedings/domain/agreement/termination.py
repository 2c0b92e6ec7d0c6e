"""Withdrawal, termination without a negative determination, and use of the old record (TRM; 15.2, transition 30)."""

from collections.abc import Sequence
from typing import Final

from services.proceedings.domain.agreement.acts import (
    InvestigationTerminated,
    PetitionWithdrawn,
    RecordReused,
    TerminationGround,
    VolumeConsultationsOpened,
)
from services.proceedings.domain.agreement.clocks import reuse_clock, scheduled
from services.proceedings.domain.ending import lift, terminate
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.petition.acts import SelfInitiated
from services.proceedings.domain.record.acts import Authority, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Commerce, Itc
from services.proceedings.domain.record.rules import ActRule, Moment, refusal
from shared.refusals import Refusal

_TERMINATION: Final = "19 USC 1671c(a)"
_REUSE: Final = "19 USC 1671c(a)(1)(B)"


class _PetitionWithdrawn(ActRule[PetitionWithdrawn]):
    act = PetitionWithdrawn
    source = frozenset({Case.INVESTIGATING})


class _InvestigationTerminated(ActRule[InvestigationTerminated]):
    act = InvestigationTerminated
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: InvestigationTerminated) -> Sequence[Refusal]:
        found = [*_agency(state, act), *_ground(state, act)]
        if act.parties_notified_on > act.occurred_on:
            message = "All parties have notice before the investigation is terminated."
            found.append(refusal("PARTIES_NOT_NOTIFIED", "TRM-01", f"{_TERMINATION}(1)", message, "partiesNotifiedOn"))
        return found

    def happened(self, state: Proceeding, step: Step[InvestigationTerminated]) -> Proceeding:
        return terminate(state)

    def instructions(
        self, before: Proceeding, after: Proceeding, step: Step[InvestigationTerminated], moment: Moment
    ) -> Sequence[Instruction]:
        if moment is not Moment.HAPPENED:
            return ()
        return lift(before, step.act.occurred_on, reason="TERMINATED", basis=_TERMINATION)


def _agency(state: Proceeding, act: InvestigationTerminated) -> list[Refusal]:
    """Whether this agency may terminate now (TRM-01, TRM-02)."""
    if act.by is Authority.COMMERCE:
        return []
    if act.by is not Authority.ITC:
        message = "An investigation is terminated by Commerce or by the Commission."
        return [refusal("NOT_AN_AGENCY", "TRM-01", f"{_TERMINATION}(1)", message, "by")]
    found = []
    if state.itc is Itc.NOT_REQUIRED:
        message = "The Commission does not investigate a case without an injury test."
        found.append(refusal("NOT_AVAILABLE_NON_SAC", "IMP-03", "19 USC 1671(c)", message, "by"))
    if state.commerce is Commerce.PRELIM_PENDING:
        message = "The Commission may not terminate before Commerce has made its preliminary determination."
        found.append(refusal("ITC_BEFORE_PRELIMINARY", "TRM-02", f"{_TERMINATION}(3)", message, "by"))
    if act.ground is not TerminationGround.WITHDRAWAL:
        message = "On this ground only Commerce terminates."
        found.append(refusal("COMMERCE_ONLY", "TRM-05", "19 USC 1671c(a)(2), (k)", message, "by"))
    return found


def _ground(state: Proceeding, act: InvestigationTerminated) -> list[Refusal]:
    """Whether the ground exists (TRM-01, TRM-04, TRM-05)."""
    found = []
    if act.ground is TerminationGround.SELF_INITIATED:
        if state.last(SelfInitiated) is None:
            message = "The investigation was not initiated by Commerce itself."
            found.append(refusal("NOT_SELF_INITIATED", "TRM-05", "19 USC 1671c(k)", message, "ground"))
    elif state.last(PetitionWithdrawn) is None:
        message = "Terminate after the petition has been withdrawn."
        found.append(refusal("NOT_WITHDRAWN", "TRM-01", f"{_TERMINATION}(1)", message, "ground"))
    volume = act.ground is TerminationGround.VOLUME_AGREEMENT
    if volume and (act.public_interest is None or not act.public_interest.complete):
        message = (
            "An understanding to limit volume must be in the public interest: consumers, economic interests and the "
            "industry are weighed, those concerned are consulted."
        )
        found.append(refusal("PUBLIC_INTEREST", "TRM-04", f"{_TERMINATION}(2)", message, "publicInterest"))
    return found


class _RecordReused(ActRule[RecordReused]):
    act = RecordReused
    source = frozenset({Case.INVESTIGATING, Case.TERMINATED})

    def refuse(self, state: Proceeding, act: RecordReused) -> Sequence[Refusal]:
        withdrawn = state.every(PetitionWithdrawn)
        if not withdrawn:
            return [_no_reuse("The petition has not been withdrawn.")]
        found = []
        if len(withdrawn) > 1 or withdrawn[0].act.refiled:
            found.append(_no_reuse("The record may be used after the first withdrawal only."))
        latest = scheduled(reuse_clock(withdrawn[0].act.occurred_on))
        if act.occurred_on > latest:
            found.append(_no_reuse(f"File by {latest.isoformat()}, three months after the withdrawal.", "occurredOn"))
        if not act.same_goods:
            found.append(_no_reuse("The new petition must cover the same goods.", "sameGoods"))
        if not act.other_country:
            found.append(_no_reuse("The new petition must cover goods from another country too.", "otherCountry"))
        return found


def _no_reuse(message: str, field: str | None = None) -> Refusal:
    return refusal("RECORD_REUSE_NOT_AVAILABLE", "TRM-03", _REUSE, message, field)


class _VolumeConsultationsOpened(ActRule[VolumeConsultationsOpened]):
    act = VolumeConsultationsOpened
    source = frozenset(Case) - {Case.DRAFT_CONFIDENTIAL, Case.FILING_DEFECT, Case.FILED, Case.POLLING, Case.DISMISSED}


ACTS: Final = (_PetitionWithdrawn(), _InvestigationTerminated(), _RecordReused(), _VolumeConsultationsOpened())
