"""The postponement of the preliminary determination to day 130 (PRE-03, transition 8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.clocks import Clock, Offset
from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.deadlines.scheduled import scheduled
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.preliminary.clocks import CAP_DAYS, NOTICE_DAYS, REQUEST_DAYS, normal_clock
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case, Commerce
from services.proceedings.domain.record.rules import ActRule, refusal
from shared.refusals import Refusal

_CITATION: Final = "19 USC 1671b(c)"
_COMPLICATED: Final = "19 USC 1671b(c)(1)(B)"


class Postponed(ActRule[PreliminaryPostponed]):
    """One postponement, on one of two grounds."""

    act = PreliminaryPostponed
    source = frozenset({Case.INVESTIGATING})

    def refuse(self, state: Proceeding, act: PreliminaryPostponed) -> Sequence[Refusal]:
        normal = normal_clock(state)
        if normal is None or state.commerce is not Commerce.PRELIM_PENDING:
            message = "Possible only while the preliminary determination is pending (15.2)."
            return [refusal("ILLEGAL_TRANSITION", "PRE-03", _CITATION, message)]
        due = scheduled(state, normal)
        found = [*_notice(state, act, due), *_ground(state, act, due), *_length(state, act, normal, due)]
        if state.every(PreliminaryPostponed):
            found.append(refusal("POSTPONED_ALREADY", "PRE-03", _CITATION, "It is postponed once, to day 130 at most."))
        return found


def _notice(state: Proceeding, act: PreliminaryPostponed, due: date) -> list[Refusal]:
    """Notice 20 days before the day otherwise required; the agency's own day moves back (CAL-05, D-02)."""
    latest = state.background.days.roll_back(raw(due, NOTICE_DAYS))
    if act.occurred_on <= latest:
        return []
    message = f"Parties must be notified by {latest.isoformat()}, 20 days before the scheduled determination."
    return [refusal("POSTPONEMENT_NOTICE_LATE", "PRE-03", "19 USC 1671b(c)(2)", message, "occurredOn")]


def _ground(state: Proceeding, act: PreliminaryPostponed, due: date) -> list[Refusal]:
    if act.ground is PostponementGround.EXTRAORDINARILY_COMPLICATED:
        if act.cooperating and act.complications and act.time_needed:
            return []
        message = (
            "Commerce must conclude that the parties cooperate, that the case is extraordinarily complicated (name at "
            "least one complication) and that more time is needed."
        )
        return [refusal("POSTPONEMENT_GROUND_MISSING", "PRE-03", _COMPLICATED, message, "ground")]
    latest = state.background.days.roll(raw(due, REQUEST_DAYS))
    if act.requested_on is not None and act.requested_on <= min(latest, act.occurred_on):
        return []
    message = (
        f"The petitioner must ask by {latest.isoformat()}, 25 days before the scheduled determination, and before it "
        "is granted."
    )
    return [refusal("POSTPONEMENT_REQUEST_LATE", "PRE-03", "19 CFR 351.205(e)", message, "requestedOn")]


def _length(state: Proceeding, act: PreliminaryPostponed, normal: Clock, due: date) -> list[Refusal]:
    """Later than scheduled, and not past the 130th day after initiation (CAL-04)."""
    leg = normal.legs[0]
    # What was announced is added to either day, so the shorter day is taken without it (CAL-08).
    shortest = state.background.days.roll(raw(leg.day, leg.offset.count))
    cap = scheduled(state, replace(normal, legs=(replace(leg, offset=Offset(CAP_DAYS)),)))
    if shortest < act.new_due_on <= cap:
        return []
    message = f"Postpone {due.isoformat()} to a later day, at most to {cap.isoformat()}, day 130 after initiation."
    return [refusal("POSTPONED_TOO_FAR", "PRE-03", _CITATION, message, "newDueOn")]
