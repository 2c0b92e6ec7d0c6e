"""S16: sunset: three branches."""

from datetime import date

from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.instructions import Liquidate, OrderEnded, SuspensionTerminated
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.record.regions import Case, Liquidation, Segment
from services.proceedings.domain.sunset.acts import Branch
from services.proceedings.domain.sunset.anniversary import anniversary
from tests.unit.proceedings.sunset.telling import (
    commerce,
    commission,
    continued,
    extended,
    initiated,
    ordered,
    preliminary,
    responded,
    revoked,
)


def test_s16_the_initiation_and_the_parties_days() -> None:
    story = ordered()
    assert anniversary(story.on("2018-05-15")) == date(2023, 5, 15)
    assert story.due("SUNSET_INIT/SUNSET-2023", "2023-01-02") == "2023-04-14"
    initiated(story)
    assert story.deadlines("2023-04-03")["SUNSET_INIT/SUNSET-2023"].status is Status.MET
    assert story.due("SUNSET_INTENT/SUNSET-2023", "2023-04-03") == "2023-04-18"
    assert story.due("SUNSET_RESPONSE/SUNSET-2023", "2023-04-03") == "2023-05-03"
    assert story.due("SUNSET_REBUTTAL/SUNSET-2023", "2023-04-03") == "2023-05-08"


def test_s16_a_no_domestic_notice_means_revocation_from_the_anniversary() -> None:
    story = initiated()
    struck = story.struck("2023-04-30")[-1]
    assert (struck.key, struck.day) == ("SUNSET_NO_INTENT", date(2023, 4, 19))
    assert story.due("SUNSET_REVOKE/SUNSET-2023", "2023-04-19") == "2023-07-03"
    assert story.refused(continued("2023-07-03")) == ["NOT_BOTH_AFFIRMATIVE"]
    assert story.on("2023-07-02").case is Case.ORDER_IN_FORCE
    ended, lifted, free = story.tell(revoked("2023-07-03"))
    assert isinstance(ended, OrderEnded)
    assert (ended.how, ended.effective_on, ended.interest) == ("REVOKED", date(2023, 5, 15), False)
    assert isinstance(lifted, SuspensionTerminated)
    assert (lifted.entries.first, lifted.entries.last, lifted.refund) == (date(2023, 5, 15), date(2023, 7, 2), "ALL")
    assert isinstance(free, Liquidate)
    assert (free.reason, free.entries) == ("REVOKED", lifted.entries)
    state = story.on("2023-07-03")
    assert (state.case, state.liquidation) == (Case.REVOKED, Liquidation.LIFTED)
    assert state.reviews == {"SUNSET-2023": Segment.FINAL}


def test_s16_b_expedited_and_continued() -> None:
    story = responded(Branch.EXPEDITED)
    assert story.due("SUNSET_EXPEDITED/SUNSET-2023/COMMERCE", "2023-05-24") == "2023-08-01"
    assert story.due("SUNSET_EXPEDITED/SUNSET-2023/ITC", "2023-05-24") == "2023-08-31"
    story.tell(commerce("2023-08-01"), published="2023-08-07")
    assert story.refused(continued("2023-08-20")) == ["NOT_BOTH_AFFIRMATIVE"]
    story.tell(commission("2023-08-31"), published="2023-09-06")
    assert story.tell(continued("2023-09-12")) == ()
    state = story.on("2023-09-12")
    assert (state.case, state.liquidation) == (Case.ORDER_IN_FORCE, Liquidation.SUSPENDED_DEFINITIVE)
    assert anniversary(state) == date(2028, 9, 12)
    assert state.reviews == {"SUNSET-2023": Segment.FINAL}
    assert story.due("SUNSET_INIT/SUNSET-2028", "2023-09-12") == "2028-08-11"


def test_s16_c_full_review_extended_by_both() -> None:
    story = responded(Branch.FULL)
    assert story.due("SUNSET_PRELIM/SUNSET-2023", "2023-05-24") == "2023-07-24"
    assert story.due("SUNSET_FINAL/SUNSET-2023/COMMERCE", "2023-05-24") == "2023-11-29"
    assert story.due("SUNSET_FINAL/SUNSET-2023/ITC", "2023-05-24") == "2024-03-28"
    story.tell(preliminary("2023-07-24"), published="2023-07-28")
    assert story.on("2023-07-28").reviews == {"SUNSET-2023": Segment.PRELIM}
    story.tell(extended(Authority.COMMERCE, "2023-10-02"))
    story.tell(extended(Authority.ITC, "2023-10-03"))
    assert story.due("SUNSET_FINAL/SUNSET-2023/COMMERCE", "2023-10-03") == "2024-02-27"
    assert story.due("SUNSET_FINAL/SUNSET-2023/ITC", "2023-10-03") == "2024-06-26"
    story.tell(commerce("2024-02-27"), published="2024-03-04")
    story.tell(commission("2024-06-26"), published="2024-07-02")
    story.tell(continued("2024-07-08"))
    assert anniversary(story.on("2024-07-08")) == date(2029, 7, 8)
