"""The preliminary and the final extended for an upstream subsidy (UPS-02 to UPS-04)."""

from dataclasses import replace

from services.proceedings.domain.deadlines.clocks import Clock, Leg, Offset
from services.proceedings.domain.petition.acts import SelfInitiated
from services.proceedings.domain.petition.facts import filed_on
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.upstream.facts import (
    FINAL_POSTPONED_DAYS,
    PRELIMINARY_COMPLICATED_DAYS,
    final_days,
    preliminary_days,
)


def extended_preliminary(state: Proceeding, normal: Clock) -> Clock | None:
    """The preliminary counted from the filing of the petition, or from self-initiation; None where it is not extended.

    Source: UPS-02, PRE-06, 19 USC 1671b(g)(1).
    """
    days = preliminary_days(state)
    own, filed = state.last(SelfInitiated), filed_on(state)
    trigger = own.act.occurred_on if own is not None else filed
    if days is None or trigger is None:
        return None
    before = normal.legs[0]
    return replace(
        normal,
        rule="UPS-02",
        source="19 USC 1671b(g)(1)",
        legs=(Leg("SELF_INITIATED" if own is not None else "PETITION_FILED", trigger, Offset(days)),),
        extension_days=days - before.offset.count - (before.day - trigger).days,
        extension_left=PRELIMINARY_COMPLICATED_DAYS - days,
    )


def extended_final(state: Proceeding, normal: Clock, aligned: Clock) -> Clock:
    """The final with its extension for an upstream subsidy; an extension never makes it earlier than its alignment.

    Args:
        normal: 75 days after the preliminary.
        aligned: the same, or the antidumping final that it is linked to.

    Source: UPS-03, UPS-04, 19 USC 1671b(g)(2); D-16.
    """
    days = final_days(state)
    if days is None or state.preliminary_on is None:
        return aligned
    own = Leg("PRELIM_DETERMINED", state.preliminary_on, Offset(days))
    linked = aligned.legs if aligned != normal else ()
    made = state.last(CommercePreliminary)
    chose = made is not None and made.act.affirmative
    return replace(
        normal,
        rule="UPS-04" if chose else "UPS-03",
        source="19 USC 1671b(g)(2)(B)" if chose else "19 USC 1671b(g)(2)(A)",
        legs=(own, *linked),
        extension_days=max(days - normal.legs[0].offset.count, aligned.extension_days),
        extension_left=FINAL_POSTPONED_DAYS - days,
    )
