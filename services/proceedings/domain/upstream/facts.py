"""What an upstream subsidy changes: extended days, and when the suspension ends."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.proceedings.domain.deadlines.engine import raw
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.preliminary.acts import (
    CommercePreliminary,
    PostponementGround,
    PreliminaryPostponed,
)
from services.proceedings.domain.record.acts import Act, Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.upstream.acts import UpstreamResolutionChosen, UpstreamSuspected

PRELIMINARY_DAYS: Final = 250
PRELIMINARY_COMPLICATED_DAYS: Final = 310
FINAL_DAYS: Final = 165
FINAL_POSTPONED_DAYS: Final = 225
SUSPENSION_DAYS: Final = 120


def preliminary_days(state: Proceeding) -> int | None:
    """Days from the filing of the petition to an extended preliminary; None where nothing is extended.

    Source: UPS-01, UPS-02, 19 USC 1671b(g)(1).
    """
    before, _ = _around_preliminary(state)
    found = [act for act in before if isinstance(act, UpstreamSuspected) and act.time_needed]
    if not found:
        return None
    declared = [act for act in before if isinstance(act, PreliminaryPostponed)]
    complicated = any(act.extraordinarily_complicated for act in found) or any(
        act.ground is PostponementGround.EXTRAORDINARILY_COMPLICATED for act in declared
    )
    return PRELIMINARY_COMPLICATED_DAYS if complicated else PRELIMINARY_DAYS


def final_days(state: Proceeding) -> int | None:
    """Days from the preliminary to an extended final; None where it keeps its date.

    225 only where the final is aligned with an antidumping final that is itself postponed to day 135.

    Source: UPS-03, UPS-04, 19 USC 1671b(g)(2); 19 CFR 351.210(b)(3); D-16.
    """
    made = state.last(CommercePreliminary)
    if made is None or not (decided_now(state) if made.act.affirmative else time_needed_for_final(state)):
        return None
    aligned = state.last(FinalAligned)
    return FINAL_POSTPONED_DAYS if aligned is not None and aligned.act.ad_postponed else FINAL_DAYS


def time_needed_for_final(state: Proceeding) -> bool:
    """Whether a subsidy was suspected after the preliminary, and more time found necessary (UPS-01, UPS-03)."""
    _, after = _around_preliminary(state)
    return any(isinstance(act, UpstreamSuspected) and act.time_needed for act in after)


def decided_now(state: Proceeding) -> bool:
    """Whether the petitioner had it decided in the investigation after an affirmative preliminary (UPS-04, UPS-05)."""
    return chosen(state) is not None


def chosen(state: Proceeding) -> Step[UpstreamResolutionChosen] | None:
    """The petitioner's choice."""
    return state.last(UpstreamResolutionChosen)


def suspension_end(state: Proceeding, lapse: date, preliminary_published_on: date) -> date:
    """First day of entry that provisional measures no longer cover; never rolled.

    Args:
        lapse: the end of the four months (PRE-13).

    Source: UPS-05, 19 USC 1671b(g)(2)(B)(ii): day 120 after publication, where the petitioner chose; D-17.
    """
    return min(lapse, raw(preliminary_published_on, SUSPENSION_DAYS)) if decided_now(state) else lapse


def _around_preliminary(state: Proceeding) -> tuple[Sequence[Act], Sequence[Act]]:
    """The acts before the preliminary determination and those after it, in legal order."""
    acts = [step.act for step in state.steps]
    places = [place for place, act in enumerate(acts) if isinstance(act, CommercePreliminary)]
    return (acts[: places[-1]], acts[places[-1] + 1 :]) if places else (acts, [])
