"""Five real investigations, told from the acts that start clocks; the file names the source of each day.

Days that the file does not give stand in where an act is needed for the case to go on: the day the engine itself says
it was due, or the last lawful one. No test rests on them.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from services.proceedings.domain.commission.acts import PreliminaryResult
from services.proceedings.domain.deadlines.calendar import Almanac
from services.proceedings.domain.deadlines.clocks import Actor
from services.proceedings.domain.deadlines.engine import Tolling
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated, PartyClass
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.review.acts import (
    ReviewExtended,
    ReviewInitiated,
    ReviewPreliminary,
    ReviewRequested,
    ReviewStage,
)
from services.proceedings.domain.sunset.acts import (
    Branch,
    IntentFiled,
    SubstantiveResponseFiled,
    SunsetBranchDetermined,
    SunsetInitiated,
)
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

FILE: Final = Path(__file__).parents[3] / "data" / "real_cases.json"
CASES: Final[Mapping[str, Any]] = {case["case_number"]: case for case in json.loads(FILE.read_text())["cases"]}
OLIVES, AIRCRAFT, STEEL, PLATE, WASHERS = CASES


def fact(case_number: str, name: str) -> str:
    """A day of the file."""
    found: str = CASES[case_number]["facts"][name]["date"]
    return found


def _begin(case_number: str, story: Story, itc: str, result: PreliminaryResult = PreliminaryResult.AFFIRMATIVE) -> None:
    """From the petition to the Commission's preliminary determination."""
    filed = fact(case_number, "petition_filed")
    story.tell(replace(petition(filed), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day(filed)))
    story.tell(support(filed))
    story.tell(
        InvestigationInitiated(occurred_on=day(fact(case_number, "initiation")), sufficient=True),
        published=fact(case_number, "initiation_published"),
    )
    story.tell(itc_prelim(itc, result), notified=itc)


def _postpone(story: Story, *, told: str, requested: str, until: str) -> None:
    story.tell(
        PreliminaryPostponed(
            occurred_on=day(told),
            ground=PostponementGround.PETITIONER_REQUEST,
            new_due_on=day(until),
            requested_on=day(requested),
        )
    )


def _align(
    on: str, *, requested: str, due: str, ad_published: str | None = None, postponed: bool = False
) -> FinalAligned:
    return FinalAligned(
        occurred_on=day(on),
        ad_case="A-900-001",
        requested_on=day(requested),
        ad_final_due_on=day(due),
        ad_preliminary_published_on=None if ad_published is None else day(ad_published),
        ad_postponed=postponed,
    )


def olives() -> Story:
    """An order after a postponed preliminary and an aligned final."""
    story = Story()
    _begin(OLIVES, story, "2017-08-07")
    _postpone(story, told="2017-08-25", requested="2017-08-21", until=fact(OLIVES, "preliminary"))
    published = fact(OLIVES, "preliminary_published")
    story.tell(prelim(fact(OLIVES, "preliminary")), published=published)
    story.tell(_align(published, requested=published, due="2018-04-10"))
    ad_published = fact(OLIVES, "ad_preliminary_published")
    aligned = _align(
        ad_published, requested=published, due=fact(OLIVES, "final"), ad_published=ad_published, postponed=True
    )
    story.tell(aligned)
    story.tell(final(fact(OLIVES, "final")), published=fact(OLIVES, "final_published"))
    story.tell(itc_final("2018-07-26"), notified="2018-07-26", published="2018-07-31")
    story.tell(order(fact(OLIVES, "order_published")))
    return story


def aircraft() -> Story:
    """Ended by the Commission's negative final."""
    story = Story()
    _begin(AIRCRAFT, story, fact(AIRCRAFT, "itc_preliminary"))
    _postpone(story, told="2017-06-30", requested="2017-06-26", until="2017-09-25")
    published = fact(AIRCRAFT, "preliminary_published")
    story.tell(prelim("2017-09-25"), published=published)
    story.tell(_align(published, requested=published, due="2017-12-18"))
    story.tell(final("2017-12-18"), published=fact(AIRCRAFT, "final_published"))
    story.tell(itc_final(fact(AIRCRAFT, "itc_final"), "NEGATIVE"), published="2018-02-01")
    return story


def steel() -> Story:
    """A negative preliminary, an affirmative final, and a negative final of the Commission."""
    story = Story()
    filed, initiated = fact(STEEL, "petition_filed"), fact(STEEL, "initiation")
    story.tell(replace(petition(filed), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day(filed)))
    story.tell(support(filed))
    story.tell(InvestigationInitiated(occurred_on=day(initiated), sufficient=True), published="2015-09-09")
    story.tell(itc_prelim(fact(STEEL, "itc_preliminary")))
    _postpone(story, told="2015-10-15", requested="2015-10-09", until=fact(STEEL, "preliminary"))
    published = fact(STEEL, "preliminary_published")
    story.tell(prelim(fact(STEEL, "preliminary"), rate("Alpha", "0.10"), affirmative=False), published=published)
    story.tell(_align(published, requested=published, due=fact(STEEL, "final")))
    story.tell(final(fact(STEEL, "final")), published=fact(STEEL, "final_published"))
    story.tell(itc_final(fact(STEEL, "itc_final"), "NEGLIGIBLE"), published=fact(STEEL, "itc_final_published"))
    return story


def plate() -> Story:
    """The investigation of the other countries in the same notice: it went on after Brazil's ended."""
    story = Story()
    _begin(PLATE, story, "2016-05-23")
    _postpone(story, told="2016-06-15", requested="2016-06-10", until="2016-09-06")
    return story


def plate_of_brazil() -> Story:
    """Negligible imports ended it."""
    story = Story()
    _begin(PLATE, story, "2016-05-23", PreliminaryResult.NEGLIGIBLE)
    return story


def washers() -> Story:
    """From the petition to the first review and the five-year review."""
    storm = Tolling(
        id="storm",
        authority=Actor.COMMERCE,
        closure_from=day("2012-10-29"),
        closure_to=day("2012-10-30"),
        days=2,
        announced_in="Memorandum of October 31, 2012",
    )
    story = Story(almanac=Almanac(tollings=(storm,)))
    _begin(WASHERS, story, "2012-02-13")
    _postpone(story, told="2012-03-06", requested="2012-03-01", until=fact(WASHERS, "preliminary"))
    published = fact(WASHERS, "preliminary_published")
    story.tell(prelim(fact(WASHERS, "preliminary")), published=published)
    story.tell(_align(published, requested=published, due="2012-10-10"))
    ad_published = fact(WASHERS, "ad_preliminary_published")
    aligned = _align(ad_published, requested=published, due="2012-12-17", ad_published=ad_published, postponed=True)
    story.tell(aligned)
    story.tell(final("2012-12-18"), published=fact(WASHERS, "final_published"))
    notified = fact(WASHERS, "itc_notified")
    story.tell(itc_final("2013-02-01"), notified=notified, published=fact(WASHERS, "order_published"))
    story.tell(order(fact(WASHERS, "order_published")))
    story.tell(ReviewRequested(occurred_on=day("2014-02-28"), requester="Alpha", firms=(Firm("Alpha", "Alpha"),)))
    story.tell(ReviewInitiated(occurred_on=day("2014-04-01"), segment="AR-2014"), published="2014-04-01")
    _extend(story, "2014-10-01", ReviewStage.PRELIMINARY, 365)
    preliminary = fact(WASHERS, "first_review_prelim_published")
    story.tell(
        ReviewPreliminary(occurred_on=day("2015-03-02"), segment="AR-2014", rates=(rate("Alpha", "1.00"),)),
        published=preliminary,
    )
    _extend(story, "2015-06-01", ReviewStage.FINAL, 180)
    story.tell(SunsetInitiated(occurred_on=day(fact(WASHERS, "sunset_initiated"))), published="2018-01-02")
    story.tell(IntentFiled(occurred_on=day("2018-01-12"), party="Alpha", party_class=PartyClass.C))
    story.tell(SubstantiveResponseFiled(occurred_on=day("2018-02-01"), party="Alpha", party_class=PartyClass.C))
    story.tell(SunsetBranchDetermined(occurred_on=day("2018-02-21"), branch=Branch.EXPEDITED))
    return story


def _extend(story: Story, on: str, stage: ReviewStage, to_day: int) -> None:
    extension = ReviewExtended(
        occurred_on=day(on), segment="AR-2014", stage=stage, to_day=to_day, reason="Extraordinarily complicated."
    )
    story.tell(extension)


STORIES: Final[Mapping[str, Callable[[], Story]]] = {
    OLIVES: olives,
    AIRCRAFT: aircraft,
    STEEL: steel,
    PLATE: plate,
    WASHERS: washers,
}
