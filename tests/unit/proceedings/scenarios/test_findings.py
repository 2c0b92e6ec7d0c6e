"""S09, S13, S14 and S21: threat only, no injury test, a negative preliminary, the three-percent tier."""

from datetime import date

import pytest

from services.proceedings.domain.commission import votes
from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalFinding
from services.proceedings.domain.instructions import DepositRates, Instruction, OrderTerms, SecurityRefund
from services.proceedings.domain.petition.acts import InvestigationInitiated
from services.proceedings.domain.record.proceeding import CountryStatus, Development
from services.proceedings.domain.record.regions import Case, Commerce, Critical, Itc, Liquidation
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.entries import entry
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def threatened(finding: str) -> list[Instruction]:
    """S09 to the order, with this finding; every message to customs."""
    story = Story()
    initiate(story, filed="2024-07-10", initiated="2024-07-30", published="2024-08-05")
    story.tell(itc_prelim("2024-08-23"))
    told = [*story.tell(prelim("2024-10-28", rate("Alpha", "3.00")), published="2024-11-01")]
    assert story.on("2024-11-01").suspended_from == date(2024, 11, 1)
    told += story.tell(final("2025-01-06", rate("Alpha", "3.00")), published="2025-01-10")
    told += story.tell(itc_final("2025-02-07", finding), notified="2025-02-11", published="2025-02-14")
    assert story.due("ORDER", "2025-02-14") == "2025-02-18"
    return [*told, *story.tell(order("2025-02-18"))]


def test_s09_fin_05_ord_06_threat_only() -> None:
    told = threatened("THREAT")
    for entered_on, at, expected in (
        ("2024-12-02", "3.00", "3000.00 3000.00 REFUND_ALL assess=0.00 collect=0.00 refund=3000.00 interest=N"),
        ("2025-02-13", "3.00", "3000.00 3000.00 REFUND_ALL assess=0.00 collect=0.00 refund=3000.00 interest=N"),
        (
            "2025-02-14",
            "3.00",
            "3000.00 3000.00 DEFINITIVE_NO_INTEREST assess=3000.00 collect=0.00 refund=0.00 interest=N",
        ),
        (
            "2025-02-18",
            "3.50",
            "3000.00 3500.00 DEFINITIVE_INTEREST assess=3500.00 collect=500.00 refund=0.00 interest=Y",
        ),
    ):
        assert entry(told, entered_on, value=100_000, assessed_at=at) == expected
    terms = next(one for one in told if isinstance(one, OrderTerms))
    assert (terms.injury_rule, terms.duties_from) == ("SPECIAL", date(2025, 2, 14))
    refund = next(one for one in told if isinstance(one, SecurityRefund))
    assert (refund.entries.first, refund.entries.last) == (date(2024, 11, 1), date(2025, 2, 13))


def test_s09_v1_fin_05_ord_05_injury_but_for_the_suspension() -> None:
    told = threatened("THREAT_BUT_FOR")
    expected = "3000.00 3000.00 PROVISIONAL assess=3000.00 collect=0.00 refund=0.00 interest=N"
    assert entry(told, "2024-12-02", value=100_000, assessed_at="3.00") == expected
    assert not [one for one in told if isinstance(one, SecurityRefund)]


def test_s13_imp_01_fin_13_no_injury_test() -> None:
    story = Story(statuses=())
    story.tell(petition("2024-05-01"))
    story.tell(support("2024-05-10"))
    story.tell(initiated(), published="2024-05-28")
    assert story.due("INITIATION", "2024-06-01") == "2024-05-21"
    assert story.on("2024-05-28").itc is Itc.NOT_REQUIRED
    assert story.due("PRELIM", "2024-06-01") == "2024-07-25"
    assert story.refused(itc_prelim("2024-06-03")) == ["NOT_AVAILABLE_NON_SAC"]
    assert "NOT_AVAILABLE_NON_SAC" in story.refused(CriticalAlleged(occurred_on=day("2024-06-20")))
    told = [*story.tell(prelim("2024-07-25", rate("Alpha", "20.00")), published="2024-07-31")]
    assert story.on("2024-08-01").suspended_from == date(2024, 7, 31)
    assert story.due("PROVISIONAL_LAPSE", "2024-08-01") == "2024-11-28"
    assert story.due("FINAL", "2024-08-01") == "2024-10-08"
    told += story.tell(final("2024-10-08", rate("Alpha", "22.00")), published="2024-10-15")
    assert story.on("2024-10-15").liquidation is Liquidation.SUSPENDED_DEFINITIVE
    assert "ITC_FINAL" not in story.deadlines("2024-10-15")
    assert story.refused(itc_final("2024-10-15")) == ["NOT_AVAILABLE_NON_SAC"]
    told += story.tell(order("2024-10-15"))
    terms = next(one for one in told if isinstance(one, OrderTerms))
    assert (terms.boundary_on, terms.itc_notified_on, terms.gap) == (date(2024, 10, 15), None, None)
    assert "ORDER" not in story.deadlines("2024-10-15")
    assert story.on("2024-10-15").case is Case.ORDER_IN_FORCE
    assert story.struck("2025-01-31") == ()
    expected = "20000.00 22000.00 PROVISIONAL assess=20000.00 collect=0.00 refund=0.00 interest=N"
    assert entry(told, "2024-08-15", value=100_000, assessed_at="22.00") == expected
    expected = "22000.00 22000.00 DEFINITIVE_INTEREST assess=22000.00 collect=0.00 refund=0.00 interest=Y"
    assert entry(told, "2024-10-15", value=100_000, assessed_at="22.00") == expected


def initiated() -> InvestigationInitiated:
    """The initiation of S13."""
    return InvestigationInitiated(occurred_on=day("2024-05-21"), sufficient=True)


def negative_then_affirmative() -> tuple[Story, list[Instruction]]:
    """S14 up to the publication of the final, with every message to customs."""
    story = Story()
    initiate(story, filed="2023-11-20", initiated="2023-12-11", published="2023-12-15")
    story.tell(itc_prelim("2024-01-04"))
    story.tell(CriticalAlleged(occurred_on=day("2024-02-01")))
    told = [*story.tell(prelim("2024-03-08", rate("Alpha", "0.40"), affirmative=False), published="2024-03-14")]
    found = CriticalFinding(inconsistent=True, massive=True)
    told += story.tell(final("2024-05-22", rate("Alpha", "5.00"), critical=found), published="2024-05-29")
    return story, told


def test_s14_negative_preliminary_affirmative_final() -> None:
    story, told = negative_then_affirmative()
    assert story.on("2024-05-28").liquidation is Liquidation.NORMAL
    assert [one.effective_from for one in told if isinstance(one, DepositRates)] == [date(2024, 5, 29)]
    assert story.due("FINAL", "2024-05-29") == "2024-05-22"
    state = story.on("2024-05-29")
    assert (state.suspended_from, state.reach_back_to) == (date(2024, 5, 29), date(2024, 2, 29))
    assert (state.itc, state.critical) == (Itc.FINAL_PENDING, Critical.FINAL_AFF)
    assert story.due("ITC_FINAL_NEGPRELIM", "2024-05-29") == "2024-08-05"
    assert story.due("PROVISIONAL_LAPSE", "2024-05-29") == "2024-09-26"
    story.tell(itc_final("2024-08-01", undermines=True), notified="2024-08-05", published="2024-08-09")
    assert story.due("ORDER", "2024-08-09") == "2024-08-12"
    terms = story.tell(order("2024-08-12"))[0]
    assert isinstance(terms, OrderTerms)
    assert (terms.gap, terms.critical_confirmed) == (None, True)
    assert (terms.duties_from, terms.duties_reach_back_to) == (date(2024, 2, 29), date(2024, 2, 29))


def least_developed() -> Story:
    """S21: a least developed country's case, ready for its final."""
    status = CountryStatus(
        starts_on=date(1995, 1, 1),
        ends_on=None,
        subsidies_agreement=True,
        reason="WTO_MEMBER",
        development=Development.LEAST_DEVELOPED,
    )
    story = Story(statuses=(status,))
    initiate(story, filed="2002-07-10", initiated="2002-07-30", published="2002-08-05")
    story.tell(itc_prelim("2002-08-23"))
    story.tell(prelim("2002-10-18", rate("Alpha", "4.00")), published="2002-10-24")
    return story


@pytest.mark.parametrize(("on", "de_minimis"), [("2003-01-01", True), ("2003-01-02", False)])
def test_s21_the_three_percent_tier_ends(on: str, de_minimis: bool) -> None:
    story = least_developed()
    turned = final(on, rate("Alpha", "2.80"), affirmative=de_minimis)
    assert story.refused(turned) == ["DETERMINATION_CONTRADICTS_RATES"]
    story.tell(final(on, rate("Alpha", "2.80"), affirmative=not de_minimis))
    assert story.on(on).commerce is (Commerce.FINAL_NEG if de_minimis else Commerce.FINAL_AFF)


def test_s21_imp_09_a_tie_is_affirmative() -> None:
    assert votes.affirmative(3, 3)
    assert not votes.affirmative(2, 4)
