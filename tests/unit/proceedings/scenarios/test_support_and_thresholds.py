"""S03, S04 and S07: support after a poll, dismissal, and a developing country's rates at the threshold."""

from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.all_others import is_de_minimis
from services.proceedings.domain.instructions import DepositRates, Liquidate, Refund, SuspensionTerminated
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PetitionDismissed,
    PollOpened,
    SupportBasis,
)
from services.proceedings.domain.petition.facts import support_of
from services.proceedings.domain.petition.positions import Position, Stance, tally
from services.proceedings.domain.petition.support import Support, support
from services.proceedings.domain.preliminary.facts import tier
from services.proceedings.domain.record.proceeding import CountryStatus, Development
from services.proceedings.domain.record.regions import Case, Commerce, Itc, Liquidation
from shared.money import percentage_of
from tests.unit.proceedings.petition.telling import initiate, petition
from tests.unit.proceedings.petition.telling import support as assessed
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final

DEVELOPING = CountryStatus(
    starts_on=date(1995, 1, 1),
    ends_on=None,
    subsidies_agreement=True,
    reason="WTO_MEMBER",
    development=Development.DEVELOPING,
)


def told(result: Support) -> str:
    """The tests as the rule file writes them."""
    word, poll = "PASS" if result.passes else "FAIL", "Y" if result.poll else "N"
    return f"{word} t25={result.of_total} t50={result.of_expressed} poll={poll}"


def opponent(producer: str, production: int, *, owned: bool = False) -> Position:
    return Position(
        producer=producer,
        production=Decimal(production),
        stance=Stance.OPPOSES,
        related_to_foreign_producer=owned,
    )


def test_s03_support_after_a_poll_on_the_fortieth_day() -> None:
    story = Story()
    story.tell(petition("2024-06-03"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-06-03")))
    story.tell(assessed("2024-06-05", total=1_000_000, supporting=400_000, opposing=0))
    assert story.due("INITIATION", "2024-06-05") == "2024-06-24"
    decision = InvestigationInitiated(occurred_on=day("2024-07-15"), sufficient=True)
    assert story.refused(decision) == ["POLL_REQUIRED"]
    story.tell(PollOpened(occurred_on=day("2024-06-10"), exceptional=True, reason="many producers"))
    assert story.due("INITIATION", "2024-06-10") == "2024-07-15"
    supporter = Position(producer="Alpha", production=Decimal(400_000), stance=Stance.SUPPORTS)
    positions = (supporter, opponent("Beta", 300_000), opponent("Gamma", 120_000, owned=True))
    before = support(Decimal(1_000_000), Decimal(400_000), Decimal(420_000))
    assert told(before) == "FAIL t25=40.00 t50=48.78 poll=Y"
    counted = tally(positions)
    result = IndustrySupportAssessed(
        occurred_on=day("2024-07-10"),
        total=Decimal(1_000_000),
        supporting=counted.supporting,
        opposing=counted.opposing,
        basis=SupportBasis.POLL,
        positions=positions,
        disregarded=counted.disregarded,
    )
    story.tell(result)
    assert told(support_of(story.on("2024-07-10"), result)) == "PASS t25=40.00 t50=57.14 poll=Y"
    story.tell(decision, notified="2024-07-15")
    found = story.deadlines("2024-07-15")
    assert (found["INITIATION/NORMAL"].due, found["INITIATION"].due) == (day("2024-06-24"), day("2024-07-15"))
    assert (found["INITIATION"].status, found["INITIATION"].met_on) == ("MET", day("2024-07-15"))
    assert (found["ITC_PRELIM/NORMAL"].due, found["ITC_PRELIM/NORMAL"].status) == (day("2024-07-18"), "SUPERSEDED")
    assert found["ITC_PRELIM"].due == day("2024-08-09")
    assert found["PRELIM"].due == day("2024-09-18")


@pytest.mark.parametrize(
    ("supporting", "opposing", "test", "reason"),
    [
        (240, 100, "FAIL t25=24.00 t50=70.59 poll=Y", "under 25 percent of total production"),
        (300, 300, "FAIL t25=30.00 t50=50.00 poll=Y", "not more than 50 percent of expressed positions"),
    ],
)
def test_s04_dismissal_for_lack_of_support(supporting: int, opposing: int, test: str, reason: str) -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    story.tell(PollOpened(occurred_on=day("2024-01-15"), exceptional=False))
    poll = assessed("2024-01-29", total=1000, supporting=supporting, opposing=opposing)
    story.tell(poll)
    result = support_of(story.on("2024-01-29"), poll)
    assert (told(result), result.shortfalls) == (test, (reason,))
    decision = InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True)
    assert story.refused(decision) == ["SUPPORT_NOT_ESTABLISHED"]
    assert story.due("INITIATION", "2024-01-29") == "2024-01-30"
    dismissal = PetitionDismissed(occurred_on=day("2024-01-30"), reasons=reason, sufficient=True)
    assert dismissal.name == "PetitionDismissed"
    story.tell(dismissal)
    state = story.on("2024-01-30")
    assert (state.case, state.commerce, state.itc) == (Case.DISMISSED, Commerce.NONE, Itc.NONE)
    found = story.deadlines("2024-03-15")
    assert found["ITC_PRELIM"].status == "CANCELLED"
    assert found["INITIATION"].met_on == day("2024-01-30")
    assert "PRELIM" not in found
    assert story.refused(itc_prelim("2024-02-20")) == ["ILLEGAL_TRANSITION"]


def test_s07_a_developing_countrys_rates_at_the_threshold_end_the_case_and_give_deposits_back() -> None:
    story = initiate(Story(statuses=(DEVELOPING,)), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    # Weights that make the all-others rate 2.75 percent: the mean of 2.40 and 3.10.
    preliminary = story.tell(prelim("2024-04-04", rate("X", "2.40"), rate("Y", "3.10")), published="2024-04-10")
    (rates,) = [one for one in preliminary if isinstance(one, DepositRates)]
    assert {row.exporter: str(row.rate_percent) for row in rates.rows} == {"X": "2.40", "Y": "3.10", "*": "2.75"}
    deposit = percentage_of(200_000_00, Decimal("2.40"))
    assert deposit == 4_800_00

    found = tier(story.on("2024-06-18"), day("2024-06-18"))
    assert found is DeMinimisTier.DEVELOPING
    for percent in ("1.90", "2.00"):
        assert is_de_minimis(Decimal(percent), found, day("2024-06-18"))
    assert not is_de_minimis(Decimal("1.90"), DeMinimisTier.STANDARD, day("2024-06-18"))
    finals = (rate("X", "1.90"), rate("Y", "2.00"))
    assert story.refused(final("2024-06-18", *finals)) == ["DETERMINATION_CONTRADICTS_RATES"]

    ending = story.tell(final("2024-06-18", *finals, affirmative=False), published="2024-06-24")
    assert story.on("2024-06-23").case is Case.INVESTIGATING
    state = story.on("2024-06-24")
    assert (state.case, state.commerce, state.liquidation) == (
        Case.TERMINATED,
        Commerce.FINAL_NEG,
        Liquidation.LIFTED,
    )
    (ended,) = [one for one in ending if isinstance(one, SuspensionTerminated)]
    (liquidation,) = [one for one in ending if isinstance(one, Liquidate)]
    assert ended.refund is Refund.ALL
    assert ended.entries.first <= day("2024-05-06") <= (ended.entries.last or date.max)
    assert ended.first_free_on == day("2024-06-24")
    assert liquidation.interest_from is None
    assert (liquidation.mode, liquidation.entries) == ("ZERO", ended.entries)
    assert story.refused(itc_final("2024-07-20")) == ["ILLEGAL_TRANSITION"]
    due = {key: deadline.status for key, deadline in story.deadlines("2024-09-30").items()}
    assert due.get("ITC_FINAL", "CANCELLED") == "CANCELLED"


def test_s07_the_same_rates_of_another_country_are_affirmative() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(prelim("2024-04-04", rate("X", "2.40"), rate("Y", "3.10")), published="2024-04-10")
    finals = (rate("X", "1.90"), rate("Y", "2.00"))
    assert story.refused(final("2024-06-18", *finals, affirmative=False)) == ["DETERMINATION_CONTRADICTS_RATES"]
    assert story.refused(final("2024-06-18", *finals)) == []
