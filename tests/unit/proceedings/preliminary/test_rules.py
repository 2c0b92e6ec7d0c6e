"""The preliminary determination, its postponement, suspension and its four months (PRE, transitions 8 to 10, 12)."""

from dataclasses import replace
from datetime import date

import pytest

from services.proceedings.domain.commission.acts import PreliminaryResult
from services.proceedings.domain.instructions import DepositRates, ProvisionalMeasuresLapsed, SuspensionOrdered
from services.proceedings.domain.petition.acts import InvestigationInitiated, PartyClass
from services.proceedings.domain.preliminary.acts import (
    Complication,
    Disclosed,
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
from tests.unit.proceedings.scenarios.telling import final


def investigated(initiated: str = "2023-04-04") -> Story:
    story = initiate(Story(), filed=initiated, initiated=initiated, published=initiated)
    story.tell(itc_prelim(initiated))
    return story


def postponed(on: str, *, to: str = "2023-08-14", asked: str | None = "2023-05-10") -> PreliminaryPostponed:
    return PreliminaryPostponed(
        occurred_on=day(on),
        ground=PostponementGround.PETITIONER_REQUEST,
        new_due_on=day(to),
        requested_on=None if asked is None else day(asked),
    )


def complicated(on: str, *, to: str = "2023-08-14") -> PreliminaryPostponed:
    return PreliminaryPostponed(
        occurred_on=day(on),
        ground=PostponementGround.EXTRAORDINARILY_COMPLICATED,
        new_due_on=day(to),
        cooperating=True,
        complications=(Complication.NOVELTY,),
        time_needed=True,
    )


def disclosure(on: str, *parties: str) -> WaiverDisclosure:
    disclosed = tuple(Disclosed(party, PartyClass.C) for party in parties)
    return WaiverDisclosure(occurred_on=day(on), sufficient=True, disclosed_to=disclosed)


def waiver(on: str, party: str, party_class: PartyClass = PartyClass.C) -> VerificationWaived:
    return VerificationWaived(occurred_on=day(on), party=party, party_class=party_class)


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
        (postponed("2023-05-19", to="2023-08-12"), []),
        (postponed("2023-05-19", to="2023-06-09"), []),
        (complicated("2023-05-19"), []),
        (replace(complicated("2023-05-19"), cooperating=False), ["POSTPONEMENT_GROUND_MISSING"]),
        (replace(complicated("2023-05-19"), complications=()), ["POSTPONEMENT_GROUND_MISSING"]),
        (replace(complicated("2023-05-19"), time_needed=False), ["POSTPONEMENT_GROUND_MISSING"]),
    ],
)
def test_pre_03_what_stands_against_a_postponement(act: PreliminaryPostponed, codes: list[str]) -> None:
    assert investigated().refused(act) == codes


def test_pre_05_waivers_of_all_allow_an_early_determination() -> None:
    story = investigated("2024-09-03")
    story.tell(disclosure("2024-10-28", "Alpha", "Beta"))
    deadlines = story.deadlines("2024-10-28")
    assert deadlines["WAIVER_CUTOFF"].due == date(2024, 10, 23)
    assert deadlines["WAIVER_REVIEW"].due == date(2024, 10, 28)
    assert (deadlines["WAIVER_FILING"].due, deadlines["WAIVER_FILING"].status) == (date(2024, 10, 31), "OPEN")
    early = prelim("2024-11-04", expedited=True)
    assert story.refused(early) == ["NOT_ALL_WAIVED"]
    for party, on in (("Alpha", "2024-10-30"), ("beta ", "2024-10-31")):
        story.tell(waiver(on, party))
    assert story.refused(early) == []
    assert story.deadlines("2024-11-04")["WAIVER_FILING"].met_on == date(2024, 10, 31)


def test_pre_05_the_petitioner_is_always_asked() -> None:
    story = investigated("2024-09-03")
    story.tell(disclosure("2024-10-28", "Beta"))
    story.tell(waiver("2024-10-30", "Beta"))
    assert story.refused(prelim("2024-11-04", expedited=True)) == ["NOT_ALL_WAIVED"]
    story.tell(waiver("2024-10-30", "Alpha"))
    assert story.refused(prelim("2024-11-04", expedited=True)) == []


def test_pre_05_foreign_parties_and_governments_do_not_block() -> None:
    story = investigated("2024-09-03")
    parties = (Disclosed("Alpha", PartyClass.C), Disclosed("Gamma", PartyClass.A), Disclosed("Delta", PartyClass.B))
    story.tell(WaiverDisclosure(occurred_on=day("2024-10-28"), sufficient=True, disclosed_to=parties))
    assert story.refused(waiver("2024-10-30", "Gamma", PartyClass.A)) == ["WAIVER_NOT_YOURS"]
    assert story.refused(waiver("2024-10-30", "Beta")) == ["WAIVER_NOT_ASKED"]
    story.tell(waiver("2024-10-30", "Alpha"))
    assert story.refused(prelim("2024-11-04", expedited=True)) == []


def test_pre_05_d_29_a_late_waiver_stays_on_record_without_effect() -> None:
    story = investigated("2024-09-03")
    story.tell(disclosure("2024-10-28", "Alpha"))
    story.tell(waiver("2024-11-01", "Alpha"))
    assert story.refused(prelim("2024-11-04", expedited=True)) == ["NOT_ALL_WAIVED"]
    assert story.deadlines("2024-11-04")["WAIVER_FILING"].status == "CANCELLED"


def test_pre_05_review_after_day_55_or_of_too_little_is_no_ground() -> None:
    late = investigated("2024-09-03")
    late.tell(disclosure("2024-10-29", "Alpha"))
    late.tell(waiver("2024-10-30", "Alpha"))
    assert late.refused(prelim("2024-11-04", expedited=True)) == ["NOT_ALL_WAIVED"]
    assert late.refused(disclosure("2024-10-30", "Alpha")) == ["DISCLOSED_ALREADY"]
    thin = investigated("2024-09-03")
    insufficient = WaiverDisclosure(occurred_on=day("2024-10-28"), sufficient=False, disclosed_to=())
    named = replace(insufficient, disclosed_to=(Disclosed("Alpha", PartyClass.C),))
    assert thin.refused(named) == ["RECORD_INSUFFICIENT"]
    thin.tell(insufficient)
    assert "WAIVER_FILING" not in thin.deadlines("2024-10-28")
    assert thin.refused(prelim("2024-11-04", expedited=True)) == ["NOT_ALL_WAIVED"]


def test_pre_05_pre_02_an_expedited_determination_waits_for_the_commission_too() -> None:
    story = initiate(Story(), filed="2024-08-14", initiated="2024-09-03", published="2024-09-09")
    story.tell(disclosure("2024-10-28", "Alpha"))
    story.tell(waiver("2024-10-30", "Alpha"))
    assert story.refused(prelim("2024-11-04", expedited=True)) == ["ITC_PRELIM_PENDING"]


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


def test_pre_13_what_ended_before_the_day_never_lapses() -> None:
    story = to_preliminary(Story())
    story.tell(final("2024-06-18", rate("Alpha", "0.50"), affirmative=False), published="2024-06-24")
    assert story.deadlines("2024-12-31")["PROVISIONAL_LAPSE"].status == "CANCELLED"
    assert to_preliminary(Story()).deadlines("2024-12-31")["PROVISIONAL_LAPSE"].status == "MET"
