"""A final aligned with an antidumping final moves with a delay announced after the alignment (FIN-02, CAL-08)."""

from datetime import date

from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Tolling
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.petition.acts import PetitionFiled
from tests.unit.proceedings.preliminary.telling import to_preliminary
from tests.unit.proceedings.record.story import Story, day


def aligned(closure_from: str) -> date:
    closure = Tolling(
        id="storm",
        authority=Actor.COMMERCE,
        closure_from=day(closure_from),
        closure_to=day(closure_from),
        days=2,
        segment_types=frozenset(),
        excluded_keys=frozenset(),
    )
    story = Story(almanac=Almanac(tollings=(closure,)))
    to_preliminary(story, companion="A-900-001")
    assert story.on("2024-04-10").last(PetitionFiled) is not None
    story.tell(
        FinalAligned(
            occurred_on=day("2024-04-15"),
            ad_case="A-900-001",
            requested_on=day("2024-04-12"),
            ad_final_due_on=day("2024-08-27"),
        )
    )
    return story.deadlines("2024-05-01")["FINAL"].due


def test_fin_02_cal_08_a_delay_after_the_alignment_moves_the_final() -> None:
    assert aligned("2024-07-01") == date(2024, 8, 29)


def test_fin_02_cal_08_a_delay_known_at_the_alignment_is_in_its_day_already() -> None:
    assert aligned("2024-03-01") == date(2024, 8, 27)
