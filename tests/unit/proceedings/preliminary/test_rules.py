"""The preliminary determination, its postponement, suspension and its four months (PRE, transitions 8 to 10, 12)."""

from dataclasses import replace
from datetime import date

import pytest

from services.proceedings.domain.commission.acts import PreliminaryResult
from services.proceedings.domain.instructions import DepositRates, ProvisionalMeasuresLapsed, SuspensionOrdered
from services.proceedings.domain.petition.acts import InvestigationInitiated, PartyClass
from services.proceedings.domain.preliminary.acts import (
    PostponementGround,
    PreliminaryPostponed,
    VerificationWaived,
    WaiverDisclosure,
)
from services.proceedings.domain.preliminary.facts import first_day, lapse
from services.proceedings.domain.record.proceeding import Practice, ProvisionalLimit
from services.proceedings.domain.record.regions import Case, Commerce, Itc, Liquidation
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day


def investigated(initiated: str = "2023-04-04") -> Story:
    story = initiate(Story(), filed=initiated, initiated=initiated, published=initiated)
    story.tell(itc_prelim(initiated))
    return story


def postponed(
    on: str, *, to: str = "2023-08-14", ground: str = "PETITIONER_REQUEST", asked: str | None = "2023-05-10"
) -> PreliminaryPostponed:
    return PreliminaryPostponed(
        occurred_on=day(on),
        ground=PostponementGround(ground),
        new_due_on=day(to),
        requested_on=None if asked is None else day(asked),
    )


@pytest.mark.parametrize(("initiated", "due"), [("2024-01-30", "2024-04-04"), ("2017-05-17", "2017-07-21")])
def test_pre_01_the_preliminary_is_due_on_day_65(initiated: str, due: str) -> None:
    assert investigated(initiated).due("PRELIM", initiated) == due


def test_pre_04_article_8_alone_gives_60_days() -> None:
    story = Story(statuses=())
    story.tell(replace(petition("2024-01-10"), article_8_only=True))
    story.tell(support("2024-01-10"))
    story.tell(InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True))
    assert story.due("PRELIM", "2024-01-30") == "2024-04-01"


def test_pre_02_commerce_waits_for_the_commission() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30")
    assert story.refused(prelim("2024-04-04")) == ["ITC_PRELIM_PENDING"]


def test_itp_03_a_negative_or_negligible_preliminary_ends_the_case() -> None:
    for result in (PreliminaryResult.NEGATIVE, PreliminaryResult.NEGLIGIBLE):
        story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30")
        story.tell(itc_prelim("2024-02-23", result))
        assert story.on("2024-02-23").case is Case.TERMINATED


def test_pre_03_postponement_to_day_130() -> None:
    story = investigated()
    assert story.due("PRELIM", "2023-05-01") == "2023-06-08"
    deadlines = story.deadlines("2023-05-01")
    assert deadlines["POSTPONE_REQUEST"].raw_due == date(2023, 5, 14)
    assert deadlines["POSTPONE_REQUEST"].due == date(2023, 5, 15)
    assert deadlines["POSTPONE_NOTICE"].due == date(2023, 5, 19)
    story.tell(postponed("2023-05-19"))
    assert story.due("PRELIM", "2023-05-20") == "2023-08-14"
    assert story.deadlines("2023-05-20")["PRELIM/NORMAL"].status == "SUPERSEDED"


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        (postponed("2023-05-20"), ["POSTPONEMENT_NOTICE_LATE"]),
        (postponed("2023-05-19", asked="2023-05-16"), ["POSTPONEMENT_REQUEST_LATE"]),
        (postponed("2023-05-19", asked=None), ["POSTPONEMENT_REQUEST_LATE"]),
        (postponed("2023-05-19", to="2023-08-15"), ["POSTPONED_TOO_FAR"]),
        (postponed("2023-05-19", to="2023-06-08"), ["POSTPONED_TOO_FAR"]),
        (postponed("2023-05-19", ground="EXTRAORDINARILY_COMPLICATED", asked=None), []),
    ],
)
def test_pre_03_what_stands_against_a_postponement(act: PreliminaryPostponed, codes: list[str]) -> None:
    assert investigated().refused(act) == codes


def test_pre_05_waivers_of_all_allow_an_early_determination() -> None:
    story = investigated("2024-09-03")
    story.tell(WaiverDisclosure(occurred_on=day("2024-10-28"), sufficient=True, disclosed_to=("Alpha", "Beta")))
    deadlines = story.deadlines("2024-10-28")
    assert deadlines["WAIVER_CUTOFF"].due == date(2024, 10, 23)
    assert deadlines["WAIVER_REVIEW"].due == date(2024, 10, 28)
    assert deadlines["WAIVER_FILING"].due == date(2024, 10, 31)
    early = prelim("2024-11-04", expedited=True)
    assert story.refused(early) == ["NOT_ALL_WAIVED"]
    for party, on in (("Alpha", "2024-10-30"), ("Beta", "2024-10-31")):
        story.tell(VerificationWaived(occurred_on=day(on), party=party, party_class=PartyClass.C))
    assert story.refused(early) == []


def test_pre_05_d_29_a_late_waiver_has_no_effect_and_a_foreign_one_is_none() -> None:
    story = investigated("2024-09-03")
    story.tell(WaiverDisclosure(occurred_on=day("2024-10-28"), sufficient=True, disclosed_to=("Alpha",)))
    story.tell(VerificationWaived(occurred_on=day("2024-11-01"), party="Alpha", party_class=PartyClass.C))
    assert story.refused(prelim("2024-11-04", expedited=True)) == ["NOT_ALL_WAIVED"]
    foreign = VerificationWaived(occurred_on=day("2024-10-30"), party="Gamma", party_class=PartyClass.A)
    assert story.refused(foreign) == ["WAIVER_NOT_YOURS"]


def test_pre_07_the_label_follows_from_the_rates() -> None:
    story = investigated("2024-01-30")
    assert story.refused(prelim("2024-04-04", rate("Alpha", "0.99"))) == ["DETERMINATION_CONTRADICTS_RATES"]
    assert story.refused(prelim("2024-04-04", rate("Alpha", "1.00"))) == []
    assert story.refused(prelim("2024-04-04", rate("Alpha", "0.99"), affirmative=False)) == []


def test_pre_09_pre_10_pre_11_publication_suspends_and_sets_rates() -> None:
    story = investigated("2024-01-30")
    story.tell(prelim("2024-04-04", rate("Alpha", "12.00", weight=600), rate("Gamma", "0.80", weight=900)))
    state = story.on("2024-04-09")
    assert (state.commerce, state.liquidation) == (Commerce.PRELIM_AFF, Liquidation.NORMAL)
    suspension, rates = story.publish(len(story.record), "2024-04-10")
    assert isinstance(suspension, SuspensionOrdered)
    assert isinstance(rates, DepositRates)
    assert suspension.effective_from == date(2024, 4, 10)
    assert [firm.exporter for firm in suspension.excluded] == ["Gamma"]
    assert [(row.exporter, str(row.rate_percent)) for row in rates.rows] == [
        ("Alpha", "12.00"),
        ("Gamma", "0.00"),
        ("*", "12.00"),
    ]
    state = story.on("2024-04-10")
    assert (state.liquidation, state.itc) == (Liquidation.SUSPENDED_PROVISIONAL, Itc.FINAL_PENDING)


@pytest.mark.parametrize(
    ("published", "initiation", "expected"),
    [
        ("2024-04-10", "2024-02-05", "2024-04-10"),
        ("2024-11-07", "2024-09-09", "2024-11-08"),
        ("2017-10-02", "2017-05-26", "2017-10-02"),
    ],
)
def test_pre_11_vectors(published: str, initiation: str, expected: str) -> None:
    assert first_day(day(published), day(initiation)) == day(expected)


def test_pre_13_vectors_and_the_other_reading() -> None:
    for start, expected in (
        ("2024-04-10", "2024-08-08"),
        ("2023-08-18", "2023-12-16"),
        ("2017-10-02", "2018-01-30"),
    ):
        assert lapse(day(start), Practice()) == day(expected)
    monthly = Practice(provisional_limit=ProvisionalLimit.MONTHS_4)
    assert lapse(day("2023-08-18"), monthly) == day("2023-12-18")


def test_pre_13_time_alone_ends_provisional_measures_once() -> None:
    story = to_preliminary(Story())
    assert story.on("2024-08-07").liquidation is Liquidation.SUSPENDED_PROVISIONAL
    assert story.on("2024-08-08").liquidation is Liquidation.LAPSED
    struck = story.struck("2024-12-31")
    assert [(one.key, one.day) for one in struck] == [("PROVISIONAL_LAPSE", date(2024, 8, 8))]
    assert struck[0].instructions == (
        ProvisionalMeasuresLapsed(legal_basis="19 USC 1671b(d)", effective_to=date(2024, 8, 8)),
    )


def test_pre_07_a_negative_preliminary_goes_on_without_suspension() -> None:
    story = investigated("2024-01-30")
    negative = prelim("2024-04-04", rate("Alpha", "0.50"), affirmative=False)
    assert story.tell(negative, published="2024-04-10") == ()
    state = story.on("2024-04-10")
    assert (state.case, state.commerce, state.liquidation) == (
        Case.INVESTIGATING,
        Commerce.PRELIM_NEG,
        Liquidation.NORMAL,
    )
