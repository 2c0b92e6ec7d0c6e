"""S06 and S08: an expedited preliminary, and critical circumstances in all their branches."""

from datetime import date

import pytest

from services.accounts.domain.assessment.classes import classify
from services.accounts.domain.assessment.settlement import settle_by_class
from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalFinding, CriticalPreliminary
from services.proceedings.domain.instructions import (
    EntryRange,
    Instruction,
    OrderTerms,
    Refund,
    SuspensionAmended,
    SuspensionOrdered,
    SuspensionTerminated,
)
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.preliminary.acts import Disclosed, VerificationWaived, WaiverDisclosure
from services.proceedings.domain.record.regions import Critical, Liquidation
from shared.money import format_money
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.entries import case_days
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

BOTH = CriticalFinding(inconsistent=True, massive=True)
NOT_MASSIVE = CriticalFinding(inconsistent=True, massive=False)


def disclosed(last_waiver: str) -> Story:
    """S06 until both have waived verification, the second on this day."""
    story = initiate(Story(), filed="2024-08-14", initiated="2024-09-03", published="2024-09-09")
    assert story.due("ITC_PRELIM", "2024-09-03") == "2024-09-30"
    story.tell(itc_prelim("2024-09-30"))
    parties = (Disclosed("Alpha", PartyClass.C), Disclosed("Beta", PartyClass.D))
    story.tell(WaiverDisclosure(occurred_on=day("2024-10-28"), sufficient=True, disclosed_to=parties))
    for party, on in (("Alpha", "2024-10-30"), ("Beta", last_waiver)):
        story.tell(VerificationWaived(occurred_on=day(on), party=party, party_class=PartyClass.C))
    return story


def test_s06_expedited_preliminary_and_the_floor() -> None:
    story = disclosed("2024-10-31")
    for key, expected in {
        "WAIVER_CUTOFF": "2024-10-23",
        "WAIVER_REVIEW": "2024-10-28",
        "WAIVER_FILING": "2024-10-31",
        "PRELIM": "2024-11-07",
    }.items():
        assert story.due(key, "2024-11-01") == expected, key
    (ordered, _) = story.tell(prelim("2024-11-04", expedited=True), published="2024-11-07")
    assert isinstance(ordered, SuspensionOrdered)
    assert ordered.effective_from == date(2024, 11, 8)
    assert story.due("SUSPENSION_FLOOR", "2024-11-08") == "2024-11-08"
    assert story.due("PROVISIONAL_LAPSE", "2024-11-08") == "2025-03-08"
    assert story.due("FINAL", "2024-11-08") == "2025-01-21"
    assert story.on("2025-03-08").liquidation is Liquidation.LAPSED


def test_s06_v1_one_waiver_a_day_late() -> None:
    story = disclosed("2024-11-01")
    assert story.refused(prelim("2024-11-04", expedited=True)) == ["NOT_ALL_WAIVED"]
    assert story.refused(prelim("2024-11-04")) == []


def critical_case(
    preliminary: CriticalFinding, final_finding: CriticalFinding, undermines: bool | None, *, finding: str = "INJURY"
) -> tuple[Story, list[Instruction]]:
    """S08 to the order; the story and every message to customs."""
    story = initiate(Story(), filed="2024-02-06", initiated="2024-02-26", published="2024-03-01")
    story.tell(itc_prelim("2024-03-22"))
    story.tell(CriticalAlleged(occurred_on=day("2024-03-25")))
    story.tell(CriticalPreliminary(occurred_on=day("2024-04-26"), finding=preliminary))
    told = [*story.tell(prelim("2024-05-06"), published="2024-05-10")]
    assert story.due("PROVISIONAL_LAPSE", "2024-05-10") == "2024-09-07"
    told += story.tell(final("2024-07-19", critical=final_finding), published="2024-07-25")
    told += story.tell(
        itc_final("2024-08-12", finding, undermines=undermines), notified="2024-08-19", published="2024-08-20"
    )
    told += story.tell(order("2024-08-26"))
    return story, told


def settled(told: list[Instruction], entered_on: str, security: int, duty: int) -> str:
    """Class and settlement of an entry with this security and final duty, US dollars."""
    entry_class = classify(day(entered_on), case_days(told))
    found = settle_by_class(entry_class, security * 100, duty * 100)
    amounts = (found.assessed_cents, found.collect_cents, found.refund_cents)
    return " ".join([str(entry_class), *map(format_money, amounts), "Y" if found.interest else "N"])


def ended(told: list[Instruction]) -> list[SuspensionTerminated]:
    return [one for one in told if isinstance(one, SuspensionTerminated)]


def test_s08_a_all_affirmative() -> None:
    story, told = critical_case(BOTH, BOTH, True)
    assert story.on("2024-05-10").reach_back_to == date(2024, 3, 1)
    assert isinstance(told[0], SuspensionOrdered)
    assert told[0].retroactive_from == date(2024, 3, 1)
    assert settled(told, "2024-03-15", 9000, 9600) == "RETROACTIVE 9000.00 0.00 0.00 N"
    assert ended(told) == []


def test_s08_b_no_serious_undermining() -> None:
    story, told = critical_case(BOTH, BOTH, False)
    assert story.on("2024-08-20").critical is Critical.ITC_NEG
    assert settled(told, "2024-03-15", 9000, 9600) == "REFUND_ALL 0.00 0.00 9000.00 N"
    (end,) = ended(told)
    assert (end.refund, end.first_free_on) == (Refund.RETROACTIVE_ONLY, date(2024, 8, 20))
    assert end.entries == EntryRange(date(2024, 3, 1), date(2024, 5, 9))


def test_s08_c_final_finding_negative() -> None:
    story, told = critical_case(BOTH, NOT_MASSIVE, None)
    assert story.on("2024-07-25").critical is Critical.FINAL_NEG
    assert settled(told, "2024-03-15", 9000, 9600) == "REFUND_ALL 0.00 0.00 9000.00 N"
    (end,) = ended(told)
    assert (end.refund, end.first_free_on) == (Refund.RETROACTIVE_ONLY, date(2024, 7, 25))
    # The ordinary suspension is untouched (CRC-08).
    assert story.on("2024-07-25").liquidation is Liquidation.SUSPENDED_PROVISIONAL


def test_s08_d_the_final_route_reaches_further_back() -> None:
    story, told = critical_case(NOT_MASSIVE, BOTH, True)
    assert story.on("2024-05-10").reach_back_to is None
    assert story.on("2024-07-25").reach_back_to == date(2024, 2, 10)
    (amended,) = [one for one in told if isinstance(one, SuspensionAmended)]
    assert amended.retroactive_from == date(2024, 2, 10)
    assert settled(told, "2024-03-15", 9000, 9600) == "RETROACTIVE 9000.00 0.00 0.00 N"
    assert settled(told, "2024-02-12", 1000, 900) == "RETROACTIVE 900.00 0.00 100.00 N"
    # D-15: the entry of 12 February precedes the initiation notice.
    assert amended.manual_review_before == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("preliminary", "final_finding", "undermines", "finding", "expected"),
    [
        (BOTH, BOTH, True, "INJURY", "RETROACTIVE"),
        (BOTH, BOTH, True, "THREAT_BUT_FOR", "RETROACTIVE"),
        (BOTH, BOTH, False, "INJURY", "REFUND_ALL"),
        (BOTH, NOT_MASSIVE, None, "INJURY", "REFUND_ALL"),
        (BOTH, BOTH, True, "THREAT", "REFUND_ALL"),
        (BOTH, BOTH, True, "RETARDATION", "REFUND_ALL"),
        (BOTH, BOTH, False, "THREAT", "REFUND_ALL"),
        (BOTH, NOT_MASSIVE, None, "THREAT", "REFUND_ALL"),
    ],
)
def test_crc_10_retroactive_entries_at_the_end(
    preliminary: CriticalFinding, final_finding: CriticalFinding, undermines: bool | None, finding: str, expected: str
) -> None:
    _, told = critical_case(preliminary, final_finding, undermines, finding=finding)
    assert settled(told, "2024-03-15", 9000, 9600).split()[0] == expected
    terms = next(one for one in told if isinstance(one, OrderTerms))
    assert terms.duties_reach_back_to == date(2024, 3, 1)
    assert (terms.duties_from == date(2024, 3, 1)) is (expected == "RETROACTIVE")


def test_crc_10_without_an_order_everything_goes_back() -> None:
    story = initiate(Story(), filed="2024-02-06", initiated="2024-02-26", published="2024-03-01")
    story.tell(itc_prelim("2024-03-22"))
    story.tell(CriticalAlleged(occurred_on=day("2024-03-25")))
    story.tell(CriticalPreliminary(occurred_on=day("2024-04-26"), finding=BOTH))
    story.tell(prelim("2024-05-06"), published="2024-05-10")
    story.tell(final("2024-07-19", critical=BOTH), published="2024-07-25")
    told = story.tell(itc_final("2024-08-12", "NEGATIVE"), notified="2024-08-19", published="2024-08-20")
    (end,) = ended(list(told))
    assert (end.refund, end.entries.first) == (Refund.ALL, date(2024, 3, 1))
