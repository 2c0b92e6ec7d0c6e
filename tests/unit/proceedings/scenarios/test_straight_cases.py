"""S01 and S02: from the petition to the order and its entries, without and with a gap."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.accounts.domain.assessment.settlement import interest_1677g
from services.proceedings.domain.assessment.liquidation import automatic
from services.proceedings.domain.final.acts import FinalAligned
from services.proceedings.domain.instructions import (
    AssessmentMode,
    ConditionalDelivery,
    DepositRates,
    EntryRange,
    Instruction,
    Liquidate,
    OrderTerms,
    SuspensionReinstated,
)
from services.proceedings.domain.petition.acts import ConsultationsOffered, InvestigationInitiated
from services.proceedings.domain.preliminary.acts import PostponementGround, PreliminaryPostponed
from services.proceedings.domain.record.regions import Case, Itc, Liquidation
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.entries import entry
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


@dataclass(frozen=True)
class Run:
    """Days of one yearly rate, both ends included."""

    first: date
    last: date
    percent: Decimal


def straight(story: Story) -> list[Instruction]:
    """S01 from the petition to the order; every message to customs."""
    initiate(story, filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    told = [*story.tell(prelim("2024-04-04", rate("Alpha", "10.00")), published="2024-04-10")]
    told += story.tell(final("2024-06-18", rate("Alpha", "11.00")), published="2024-06-24")
    told += story.tell(itc_final("2024-07-18"), notified="2024-07-25", published="2024-07-31")
    return told


def test_s01_straight_case() -> None:
    story = Story()
    told = straight(story)
    for key, expected in {
        "INITIATION": "2024-01-30",
        "ITC_PRELIM": "2024-02-26",
        "PRELIM": "2024-04-04",
        "PROVISIONAL_LAPSE": "2024-08-08",
        "FINAL": "2024-06-18",
        "ITC_FINAL": "2024-08-02",
        "ORDER": "2024-08-01",
    }.items():
        assert story.due(key, "2024-07-31") == expected
    assert story.on("2024-07-31").suspended_from == date(2024, 4, 10)
    assert story.on("2024-07-31").liquidation is Liquidation.SUSPENDED_DEFINITIVE
    ordered = story.tell(order("2024-08-01"))
    terms = ordered[0]
    assert isinstance(terms, OrderTerms)
    assert (terms.suspended_from, terms.lapsed_from, terms.boundary_on) == (
        date(2024, 4, 10),
        date(2024, 8, 8),
        date(2024, 7, 31),
    )
    assert (terms.duties_from, terms.gap, terms.injury_rule) == (date(2024, 4, 10), None, "GENERAL")
    assert (terms.deposit_required_from, terms.interest_from) == (date(2024, 7, 31), date(2024, 8, 1))
    state = story.on("2024-12-31")
    assert (state.case, state.liquidation) == (Case.ORDER_IN_FORCE, Liquidation.SUSPENDED_DEFINITIVE)
    assert story.struck("2024-12-31") == ()
    told += ordered
    for entered_on, value, at, expected in (
        ("2024-04-09", 100_000, "12.00", "0.00 0.00 NOT_COVERED assess=0.00 collect=0.00 refund=0.00 interest=N"),
        (
            "2024-05-02",
            100_000,
            "12.00",
            "10000.00 12000.00 PROVISIONAL assess=10000.00 collect=0.00 refund=0.00 interest=N",
        ),
        (
            "2024-05-03",
            100_000,
            "8.00",
            "10000.00 8000.00 PROVISIONAL assess=8000.00 collect=0.00 refund=2000.00 interest=N",
        ),
        (
            "2024-06-24",
            50_000,
            "12.00",
            "5500.00 6000.00 PROVISIONAL assess=5500.00 collect=0.00 refund=0.00 interest=N",
        ),
        (
            "2024-07-31",
            100_000,
            "12.00",
            "11000.00 12000.00 DEFINITIVE_NO_INTEREST assess=12000.00 collect=1000.00 refund=0.00 interest=N",
        ),
        (
            "2024-08-01",
            100_000,
            "12.00",
            "11000.00 12000.00 DEFINITIVE_INTEREST assess=12000.00 collect=1000.00 refund=0.00 interest=Y",
        ),
    ):
        assert entry(told, entered_on, value=value, assessed_at=at) == expected
    assert interest_1677g(1_000_00, [Run(date(2024, 8, 1), date(2025, 11, 30), Decimal(8))]) == 112_53


def postponed(story: Story) -> list[Instruction]:
    """S02 up to the publication of the preliminary; every message to customs."""
    story.tell(replace(petition("2023-03-15"), companion_ad_case="A-900-001"))
    story.tell(ConsultationsOffered(occurred_on=day("2023-03-20")))
    story.tell(support("2023-03-31"))
    story.tell(InvestigationInitiated(occurred_on=day("2023-04-04"), sufficient=True), published="2023-04-10")
    story.tell(itc_prelim("2023-05-01"))
    assert story.due("PRELIM", "2023-05-02") == "2023-06-08"
    story.tell(
        PreliminaryPostponed(
            occurred_on=day("2023-05-17"),
            ground=PostponementGround.PETITIONER_REQUEST,
            new_due_on=day("2023-08-14"),
            requested_on=day("2023-05-10"),
        )
    )
    for key, expected in {
        "INITIATION": "2023-04-04",
        "ITC_PRELIM": "2023-05-01",
        "POSTPONE_REQUEST": "2023-05-15",
        "POSTPONE_NOTICE": "2023-05-19",
        "PRELIM/NORMAL": "2023-06-08",
        "PRELIM": "2023-08-14",
    }.items():
        assert story.due(key, "2023-06-01") == expected
    assert story.deadlines("2023-06-01")["POSTPONE_REQUEST"].raw_due == date(2023, 5, 14)
    return [*story.tell(prelim("2023-08-14", rate("Alpha", "6.00")), published="2023-08-18")]


ALIGNED = FinalAligned(
    occurred_on=day("2023-10-25"),
    ad_case="A-900-001",
    requested_on=day("2023-08-21"),
    ad_final_due_on=day("2024-03-04"),
    ad_preliminary_published_on=day("2023-10-20"),
    ad_postponed=True,
)


def test_s02_postponed_aligned_with_a_gap() -> None:
    story = Story()
    told = postponed(story)
    assert story.on("2023-08-18").suspended_from == date(2023, 8, 18)
    assert story.due("PROVISIONAL_LAPSE", "2023-08-20") == "2023-12-16"
    assert story.due("ALIGN_REQUEST", "2023-08-20") == "2023-08-23"
    assert story.due("FINAL", "2023-08-20") == "2023-10-30"
    story.tell(ALIGNED)
    assert story.due("FINAL/NORMAL", "2024-01-02") == "2023-10-30"
    assert story.due("FINAL", "2024-01-02") == "2024-03-04"
    assert story.on("2023-12-15").liquidation is Liquidation.SUSPENDED_PROVISIONAL
    assert story.on("2023-12-16").liquidation is Liquidation.LAPSED
    at_final = story.tell(final("2024-03-04", rate("Alpha", "7.00")), published="2024-03-08")
    assert at_final == ()
    assert story.on("2024-03-08").itc is Itc.FINAL_PENDING
    assert story.due("ITC_FINAL", "2024-03-10") == "2024-04-18"
    at_notice = story.tell(itc_final("2024-04-11"), notified="2024-04-18", published="2024-04-24")
    assert [type(one) for one in at_notice] == [SuspensionReinstated, DepositRates]
    assert story.due("ORDER", "2024-04-24") == "2024-04-25"
    terms, rates, gap, delivery = story.tell(order("2024-04-25"))
    assert isinstance(terms, OrderTerms)
    assert isinstance(rates, DepositRates)
    assert isinstance(gap, Liquidate)
    assert delivery == ConditionalDelivery(legal_basis="19 USC 1671h", effective_from=date(2024, 4, 25))
    assert terms.gap == EntryRange(date(2023, 12, 16), date(2024, 4, 23), "GAP")
    assert (date(2024, 4, 23) - date(2023, 12, 16)).days + 1 == 130
    assert (gap.reason, gap.mode) == ("GAP", AssessmentMode.ZERO)
    assert str(rates.rows[-1].rate_percent) == "7.00"
    told += [*at_notice, terms, rates]
    for entered_on, at, expected in (
        (
            "2023-12-15",
            "6.00",
            "4800.00 4800.00 PROVISIONAL assess=4800.00 collect=0.00 refund=0.00 interest=N",
        ),
        ("2023-12-16", "0.00", "0.00 0.00 GAP assess=0.00 collect=0.00 refund=0.00 interest=N"),
        ("2024-01-15", "0.00", "0.00 0.00 GAP assess=0.00 collect=0.00 refund=0.00 interest=N"),
        (
            "2024-04-24",
            "7.00",
            "5600.00 5600.00 DEFINITIVE_NO_INTEREST assess=5600.00 collect=0.00 refund=0.00 interest=N",
        ),
    ):
        assert entry(told, entered_on, value=80_000, assessed_at=at) == expected


def test_s02_asm_07_nobody_asks_for_a_review() -> None:
    story = Story()
    postponed(story)
    story.tell(ALIGNED)
    story.tell(final("2024-03-04", rate("Alpha", "7.00")), published="2024-03-08")
    story.tell(itc_final("2024-04-11"), notified="2024-04-18", published="2024-04-24")
    story.tell(order("2024-04-25"))
    period = EntryRange(date(2023, 8, 18), date(2024, 12, 31))
    found = automatic(story.on("2025-05-01"), period, date(2025, 5, 1))
    assert found.mode is AssessmentMode.AT_DEPOSIT_RATE
    assert found.exclude_ranges == (EntryRange(date(2023, 12, 16), date(2024, 4, 23), "GAP"),)
    assert found.interest_from == date(2024, 4, 25)
    assert (found.target_on, found.deemed_after) == (date(2025, 7, 30), date(2025, 11, 1))
