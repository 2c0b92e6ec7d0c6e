"""Finals of an investigation that is continued under an agreement (SUS-14, ORD-11; 15.2, transitions 26 and 27)."""

from dataclasses import replace
from datetime import date

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.commission.acts import ItcFinal
from services.proceedings.domain.final.acts import CommerceFinal
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement, Case, Itc, Liquidation
from services.proceedings.domain.record.rules import Moment
from tests.unit.proceedings.preliminary.telling import rate, to_preliminary
from tests.unit.proceedings.record.story import Story
from tests.unit.proceedings.scenarios.telling import final, itc_final


def continued(itc: Itc = Itc.FINAL_PENDING) -> Proceeding:
    """A case after its preliminary, with an agreement in force and its investigation continued."""
    return replace(
        to_preliminary(Story()).on("2024-05-01"),
        case=Case.CONTINUED_UNDER_AGREEMENT,
        agreement=Agreement.IN_FORCE,
        liquidation=Liquidation.LIFTED,
        itc=itc,
    )


def taken(
    state: Proceeding, act: CommerceFinal | ItcFinal, published: date
) -> tuple[Proceeding, Proceeding, list[object]]:
    """The state once the act happened, once it was published, and what customs is told."""
    rule = BOOK.rule(type(act))
    assert state.case in rule.source
    step = Step(number=90 + len(state.steps), act=act)
    happened = rule.happened(state.with_step(step), step)
    announced = replace(step, published_on=published)
    after = rule.published(happened.with_step(announced), announced)
    return happened, after, list(rule.instructions(happened, after, announced, Moment.PUBLISHED))


def test_sus_14_transition_26_both_affirmative_the_order_is_withheld() -> None:
    _, after, told = taken(continued(), final("2024-06-18"), date(2024, 6, 24))
    assert (after.case, after.liquidation, told) == (Case.CONTINUED_UNDER_AGREEMENT, Liquidation.LIFTED, [])
    happened, after, told = taken(after, itc_final("2024-07-18"), date(2024, 7, 31))
    assert happened.case is Case.COMPLETED_ORDER_WITHHELD
    assert (after.case, after.agreement, told) == (Case.COMPLETED_ORDER_WITHHELD, Agreement.IN_FORCE, [])


def test_sus_14_transition_26_without_injury_test_commerces_final_alone() -> None:
    happened, after, told = taken(without_injury_test(), final("2024-06-18"), date(2024, 6, 24))
    assert (happened.case, after.case, told) == (Case.COMPLETED_ORDER_WITHHELD, Case.COMPLETED_ORDER_WITHHELD, [])


def without_injury_test() -> Proceeding:
    """A continued case of a country outside the Subsidies Agreement."""
    state = continued(Itc.NOT_REQUIRED)
    return replace(state, background=replace(state.background, statuses=()))


def test_sus_14_transition_27_a_negative_final_voids_the_agreement() -> None:
    negative = final("2024-06-18", rate("Alpha", "0.50"), affirmative=False)
    happened, after, told = taken(continued(), negative, date(2024, 6, 24))
    assert happened.case is Case.CONTINUED_UNDER_AGREEMENT
    assert (after.case, after.agreement, told) == (Case.TERMINATED, Agreement.VOID, [])


def test_sus_14_transition_27_a_negative_finding_of_the_commission_too() -> None:
    _, state, _ = taken(continued(), final("2024-06-18"), date(2024, 6, 24))
    _, after, _ = taken(state, itc_final("2024-07-18", "NEGATIVE"), date(2024, 7, 31))
    assert (after.case, after.agreement) == (Case.TERMINATED, Agreement.VOID)
