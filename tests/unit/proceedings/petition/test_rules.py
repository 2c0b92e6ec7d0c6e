"""Petition and initiation: what each act needs and does (PET, transitions 1 to 5, 35, 36)."""

from decimal import Decimal

import pytest

from services.proceedings.domain.petition.acts import (
    FilingCured,
    InvestigationInitiated,
    PartyClass,
    PollOpened,
)
from services.proceedings.domain.petition.support import support
from services.proceedings.domain.record.regions import Case
from tests.unit.proceedings.petition.telling import initiate, petition
from tests.unit.proceedings.petition.telling import support as assessed
from tests.unit.proceedings.record.story import Story, day


@pytest.mark.parametrize("party", [PartyClass.A, PartyClass.B])
def test_pet_01_foreign_parties_have_no_standing(party: PartyClass) -> None:
    assert Story().refused(petition("2024-01-10", party=party)) == ["STANDING"]


def test_pet_02_two_filing_dates_hold_the_clocks_until_cured() -> None:
    story = Story()
    story.tell(petition("2024-01-10", itc="2024-01-11"))
    assert story.on("2024-01-20").case is Case.FILING_DEFECT
    assert "INITIATION" not in story.deadlines("2024-01-20")
    story.tell(FilingCured(occurred_on=day("2024-01-12")))
    assert story.on("2024-01-20").case is Case.FILED
    assert story.due("INITIATION", "2024-01-20") == "2024-02-01"


@pytest.mark.parametrize(("filed", "due"), [("2024-01-10", "2024-01-30"), ("2023-12-13", "2024-01-02")])
def test_pet_08_initiation_is_due_on_day_20(filed: str, due: str) -> None:
    story = Story()
    story.tell(petition(filed))
    assert story.due("INITIATION", filed) == due


def test_pet_09_a_poll_in_exceptional_circumstances_gives_40_days() -> None:
    story = Story()
    story.tell(petition("2024-06-03"))
    story.tell(PollOpened(occurred_on=day("2024-06-10"), exceptional=True))
    assert story.due("INITIATION", "2024-06-10") == "2024-07-15"
    assert story.due("INITIATION/NORMAL", "2024-06-10") == "2024-06-24"


@pytest.mark.parametrize(
    ("total", "supporting", "opposing", "passes", "of_total", "of_expressed", "poll"),
    [
        (1000, 300, 250, True, "30.00", "54.55", True),
        (1000, 240, 100, False, "24.00", "70.59", True),
        (1000, 300, 300, False, "30.00", "50.00", True),
        (1000, 250, 249, True, "25.00", "50.10", True),
        (1000, 501, 499, True, "50.10", "50.10", False),
        (1000, 500, 0, True, "50.00", "100.00", True),
        (1000000, 400000, 420000, False, "40.00", "48.78", True),
        (1000000, 400000, 300000, True, "40.00", "57.14", True),
        (200, 90, 60, True, "45.00", "60.00", True),
    ],
)
def test_pet_11_pet_12_pet_13_support(
    total: int, supporting: int, opposing: int, passes: bool, of_total: str, of_expressed: str, poll: bool
) -> None:
    found = support(Decimal(total), Decimal(supporting), Decimal(opposing))
    assert (found.passes, str(found.of_total), str(found.of_expressed), found.poll) == (
        passes,
        of_total,
        of_expressed,
        poll,
    )


def test_pet_11_nobody_expressed_support() -> None:
    assert not support(Decimal(1000), Decimal(0), Decimal(0)).passes


def test_pet_05_pet_11_initiation_needs_consultations_and_support() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    act = InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True)
    assert story.refused(act) == ["SUPPORT_NOT_ASSESSED", "CONSULTATIONS_NOT_OFFERED"]


def test_imp_03_without_an_injury_test_no_consultations_are_needed() -> None:
    story = Story(statuses=())
    story.tell(petition("2024-01-10"))
    story.tell(assessed("2024-01-11"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True))
    assert story.on("2024-01-30").itc == "NOT_REQUIRED"


def test_pet_14_without_a_majority_of_production_a_poll_comes_first() -> None:
    story = Story(statuses=())
    story.tell(petition("2024-01-10"))
    story.tell(assessed("2024-01-11", supporting=400, opposing=100))
    act = InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True)
    assert story.refused(act) == ["POLL_REQUIRED"]
    story.tell(PollOpened(occurred_on=day("2024-01-15"), exceptional=False))
    assert story.refused(act) == []


def test_pet_10_an_initiated_case_is_under_investigation() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30")
    assert story.on("2024-01-30").case is Case.INVESTIGATING
    assert story.deadlines("2024-02-10")["INITIATION"].status == "MET"
