"""Random sequences of acts around agreements: whatever is allowed keeps the invariants of 15.3."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proceedings.domain.agreement.acts import AgreementAccepted, AgreementFoundWanting, PetitionWithdrawn
from services.proceedings.domain.instructions import Instruction, Liquidate, SuspensionOrdered, SuspensionTerminated
from services.proceedings.domain.record.acts import Act, NoticePublished
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation
from tests.unit.proceedings.agreement.telling import (
    TERMS,
    acceptance,
    continuation,
    notified,
    outside,
    review,
    review_petition,
    termination,
    violation,
)
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

KINDS = ["ELIM", "CEASE", "INJURY", "QR"]
NAMES = [
    "preliminary",
    "negative preliminary",
    "notice",
    "acceptance",
    "acceptance with rates",
    "continuation",
    "petition",
    "kept",
    "not kept",
    "violation",
    "wanting",
    "final",
    "negative final",
    "itc final",
    "negative itc final",
    "order",
    "withdrawal",
    "termination",
    "publication",
]
STEPS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 40)), min_size=1, max_size=25)
UNDER_AGREEMENT = {Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT, Case.COMPLETED_ORDER_WITHHELD}


def made(name: str, on: str, kind: str, story: Story) -> Act:
    """The act of a name."""
    rates = (rate("Alpha", "12.00"),)
    terms = TERMS[kind]
    if terms.complete_by is not None:
        terms = replace(terms, complete_by=day(on))
    accepted: AgreementAccepted = replace(acceptance(on, kind), terms=terms)
    acts: dict[str, Act] = {
        "preliminary": prelim(on),
        "negative preliminary": prelim(on, rate("Alpha", "0.40"), affirmative=False),
        "notice": notified(on, kind),
        "acceptance": accepted,
        "acceptance with rates": replace(accepted, rates=rates),
        "continuation": continuation(on),
        "petition": review_petition(on),
        "kept": review(on, eliminated=True),
        "not kept": review(on, eliminated=False),
        "violation": violation(on, on),
        "wanting": AgreementFoundWanting(occurred_on=day(on)),
        "final": final(on),
        "negative final": final(on, rate("Alpha", "0.40"), affirmative=False),
        "itc final": itc_final(on),
        "negative itc final": itc_final(on, "NEGATIVE"),
        "order": order(on),
        "withdrawal": PetitionWithdrawn(occurred_on=day(on)),
        "termination": termination(on),
        "publication": NoticePublished(occurred_on=day(on), act_number=max(1, len(story.record))),
    }
    return acts[name]


def companions(told: Sequence[Instruction]) -> bool:
    """Whether every lift has its one companion (15.3(4))."""
    lifts = sorted(str(one.entries) for one in told if isinstance(one, SuspensionTerminated))
    freed = sorted(str(one.entries) for one in told if isinstance(one, Liquidate) and one.reason != "GAP")
    return lifts == freed


def sound(state: Proceeding) -> bool:
    """What holds in every state of a case that has, or had, an agreement."""
    in_place = state.agreement in {Agreement.IN_FORCE, Agreement.UNDER_ITC_REVIEW}
    suspended = state.liquidation not in {Liquidation.NORMAL, Liquidation.LIFTED}
    return all(
        (
            (state.case in UNDER_AGREEMENT) is in_place,
            state.liquidation is not Liquidation.SUSPENDED_AGREEMENT or in_place,
            not suspended or state.suspended_from is not None,
            not (in_place and state.liquidation in {Liquidation.SUSPENDED_PROVISIONAL, Liquidation.LAPSED}),
            state.liquidation is not Liquidation.SUSPENDED_PROVISIONAL or state.lapse_from is not None,
        )
    )


@settings(max_examples=150, deadline=None)
@given(steps=STEPS, kind=st.sampled_from(KINDS), inside=st.booleans())
def test_15_3_whatever_is_allowed_keeps_the_invariants(steps: list[tuple[str, int]], kind: str, inside: bool) -> None:
    if inside:
        story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
        story.tell(itc_prelim("2024-02-23"))
    else:
        story = outside()
    today = date(2024, 2, 24)
    seen: list[Instruction] = []
    for name, wait in steps:
        today += timedelta(days=wait)
        act = made(name, today.isoformat(), kind, story)
        if story.refused(act):
            continue
        told = story.tell(act)
        assert companions(told)
        assert sound(story.on(today.isoformat()))
        seen.extend(told)
        if wait % 2:
            number = len(story.record)
            if not isinstance(act, NoticePublished) and not story.publication_refused(number, today.isoformat()):
                told = story.publish(number, today.isoformat())
                assert companions(told)
                assert sound(story.on(today.isoformat()))
                seen.extend(told)
    end = today + timedelta(days=400)
    for strike in story.struck(end.isoformat()):
        assert companions(strike.instructions)
    assert sound(story.on(end.isoformat()))
    assert all(
        one.retroactive_from is None or one.retroactive_from < one.effective_from
        for one in seen
        if isinstance(one, SuspensionOrdered)
    )
