"""REPT-01 to REPT-05 on a real database."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.accounts.domain.eligibility import Snapshot2010
from services.accounts.domain.holds import Outcome
from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.reports.changes import LinePair
from services.accounts.domain.reports.content import CaseAmount, CaseTotal, Content, ReportPolicy
from services.accounts.storage.reports import sections, versions
from services.accounts.storage.tables import collections
from services.accounts.usecases.issue_annual_report import IssueAnnualReport, issue_annual_report
from services.accounts.usecases.litigation_holds import (
    PlaceLitigationHold,
    ReleaseLitigationHold,
    place_litigation_hold,
    release_litigation_hold,
)
from services.accounts.usecases.record_collections import RecordCollections, record_collections
from services.accounts.usecases.reliquidations.record import record_reliquidations
from services.accounts.usecases.reverse_collection import ReverseCollection, reverse_collection
from shared.calendar import FiscalYear
from tests.integration.accounts.conftest import (
    CASE,
    Desk,
    a_claim,
    a_liquidation,
    claims_certified,
    notice_published,
)
from tests.integration.accounts.test_entries import a_collection
from tests.integration.accounts.test_reliquidations import a_batch, a_reliquidation

YEAR = FiscalYear(2005)
NAME = f"Alpha goods {CASE}"
DEFAULT = ReportPolicy()


async def test_rept_03_i_entries_and_dollars_in_clearing_when_the_year_opens(desk: Desk) -> None:
    await desk.deposit("E1", 100_00, filed_on=date(2004, 9, 30))
    await desk.deposit("E2", 200_00, filed_on=date(2004, 9, 30))
    await desk.deposit("E3", 400_00, filed_on=date(2004, 5, 10))
    await desk.deposit("E4", 800_00, filed_on=date(2004, 10, 1))
    await desk.liquidate(a_liquidation("E3", 400_00, liquidated_on=date(2004, 9, 30)))
    await desk.liquidate(a_liquidation("E2", 200_00, liquidated_on=date(2004, 10, 1)))
    async with desk.database.reading() as connection:
        assert await sections.clearing_balances(connection, YEAR) == [
            CaseAmount(case_number=CASE, case_name=NAME, count=2, amount_cents=300_00)
        ]


async def test_rept_03_iii_uncollected_of_bills_issued_in_the_year(desk: Desk) -> None:
    for number in ("E1", "E2", "E3"):
        await desk.deposit(number, 1_000_00)
    await desk.liquidate(
        a_liquidation("E1", 13_000_00, interest_cents=742_00),
        a_liquidation("E2", 6_000_00),
        a_liquidation("E3", 9_000_00, liquidated_on=date(2004, 9, 30)),
    )
    rows = (
        a_collection("E1", duty_cents=5_542_12, interest_cents=342_68, delinquency_cents=115_20),
        a_collection("E2", received_on=date(2005, 10, 1), duty_cents=5_000_00),
    )
    await desk.done(record_collections, RecordCollections(collections=rows))
    async with desk.database.reading() as connection:
        assert await sections.uncollected(connection, YEAR) == [
            CaseAmount(case_number=CASE, case_name=NAME, count=2, amount_cents=11_857_20)
        ]


async def test_rept_03_i_only_entries_in_the_program_count_elig_04_and_elig_05(desk: Desk) -> None:
    facts = {"unliquidated": True, "in_litigation": False, "liquidation_ordered": False}
    await desk.deposit("E1", 100_00, snapshot=Snapshot2010(**facts))
    await desk.deposit("E2", 200_00, snapshot=Snapshot2010(**{**facts, "in_litigation": True}))
    await desk.open("A-122-801", country="CA")
    await desk.deposit("E3", 400_00, case_number="A-122-801")
    async with desk.database.reading() as connection:
        counted = [
            [(line.case_number, line.count, line.amount_cents) for line in found]
            for found in (
                await sections.clearing_balances(connection, FiscalYear(2011)),
                await sections.clearing_balances(connection, FiscalYear(2012)),
            )
        ]
    assert counted == [[(CASE, 2, 300_00)], [(CASE, 1, 200_00)]]


async def test_rept_03_iii_bills_outside_the_program_are_no_uncollected_program_money(desk: Desk) -> None:
    await desk.open("A-122-801", country="CA")
    await desk.deposit("E1", 100_00, case_number="A-122-801")
    await desk.liquidate(a_liquidation("E1", 300_00, case_number="A-122-801"))
    async with desk.database.reading() as connection:
        assert await sections.uncollected(connection, YEAR) == []


async def test_rept_03_ii_reliquidations_of_the_year_and_their_signed_net_change(desk: Desk) -> None:
    for number in ("E1", "E2", "E3"):
        await desk.deposit(number, 1_000_00)
    await desk.liquidate(*(a_liquidation(number, 1_000_00) for number in ("E1", "E2", "E3")))
    await desk.done(
        record_reliquidations,
        a_batch(
            a_reliquidation("E1", 600_00),
            a_reliquidation("E2", 1_150_00),
            a_reliquidation("E3", 1_500_00, on=date(2005, 10, 3)),
        ),
    )
    await desk.close(2005)
    await issue(desk)
    content = Content.from_stored((await stored(desk, 1)).content)
    assert content.reliquidations == (CaseAmount(case_number=CASE, case_name=NAME, count=2, amount_cents=-250_00),)
    assert content.uncollected == (CaseAmount(case_number=CASE, case_name=NAME, count=1, amount_cents=150_00),)


async def issue(desk: Desk, policy: ReportPolicy = DEFAULT, year: int = 2005) -> int:
    command = IssueAnnualReport(fiscal_year=year, initiatives="Faster liquidation.")
    return int((await desk.done(partial(issue_annual_report, policy=policy), command))["version"])


async def stored(desk: Desk, version: int | None, year: int = 2005) -> Any:
    async with desk.database.reading() as connection:
        return (await versions.reports(connection, [(year, version)])).get((year, version))


async def lines(desk: Desk, version: int) -> list[tuple[object, ...]]:
    async with desk.database.reading() as connection:
        found = (await versions.lines(connection, [(2005, version)]))[2005, version]
    return [
        (
            line.claimant_name,
            line.claimed_cents,
            line.allocation_percentage,
            line.disbursed_cents,
            line.withheld_cents,
        )
        for line in found
    ]


CLAIMS: tuple[Mapping[str, Any], ...] = (
    a_claim("0001", "Alpha", 150_00),
    a_claim("0002", "Beta", 50_00),
    a_claim("0003", "Gamma", 70_00, state="LAPSED", reason_code="CORRECTION_LATE"),
    a_claim("0004", "Delta", 90_00, state="REJECTED", reason_code="CONFIDENTIALITY_CLAIMED"),
)


async def test_rept_02_and_05_every_filer_is_listed_and_versions_are_kept(desk: Desk) -> None:
    await desk.receive("notice.published", notice_published(CASE))
    await desk.fund(100_00)
    await desk.receive("claims.certified", claims_certified(*CLAIMS))
    command = IssueAnnualReport(fiscal_year=2005, initiatives="Faster liquidation.")
    refused = partial(issue_annual_report, policy=DEFAULT)
    assert await desk.refused(refused, command) == {"fiscalYear": "FISCAL_YEAR_NOT_CLOSED"}
    await desk.close(2005)
    hold = PlaceLitigationHold(
        case_number=CASE, fiscal_year=2005, certification_number="0002", court_reference="c", legal_basis="b"
    )
    hold_id = UUID((await desk.done(place_litigation_hold, hold, actor="preparer"))["hold_id"])
    await desk.distribute()
    assert await issue(desk) == 1
    await desk.done(release_litigation_hold, ReleaseLitigationHold(hold_id=hold_id, outcome=Outcome.WON))
    assert await issue(desk) == 2
    assert await lines(desk, 1) == [
        ("Alpha", 150_00, "75.000000", 75_00, 0),
        ("Beta", 50_00, "25.000000", 0, 25_00),
        ("Gamma", 70_00, "0.000000", 0, 0),
    ]
    assert (await lines(desk, 2))[1] == ("Beta", 50_00, "25.000000", 25_00, 0)
    assert [event["version"] for event in await desk.events("annual-report.issued")] == [1, 2]
    first = await stored(desk, 1)
    assert Content.from_stored(first.content).case_totals == (
        CaseTotal(
            case_number=CASE,
            case_name=NAME,
            claimants=3,
            claimed_cents=270_00,
            available_cents=100_00,
            disbursed_cents=75_00,
            withheld_cents=25_00,
            sequestered_cents=0,
            carried_forward_cents=0,
        ),
    )
    assert (await stored(desk, None)).version == 2
    assert await stored(desk, 3) is None
    async with desk.database.reading() as connection:
        assert await versions.changed_lines(connection, (2005, 1)) == []
        assert await versions.changed_lines(connection, (2005, 2)) == [
            LinePair(
                case_number=CASE,
                certification_number="0002",
                claimant_name="Beta",
                claimed_before=50_00,
                claimed_after=50_00,
                disbursed_before=0,
                disbursed_after=25_00,
            )
        ]


async def test_rept_02_claimants_of_an_order_not_distributed_yet_are_listed_with_nothing_paid(desk: Desk) -> None:
    await desk.receive("claims.certified", claims_certified(*CLAIMS))
    await desk.close(2005)
    await issue(desk)
    assert await lines(desk, 1) == [
        ("Alpha", 150_00, "0.000000", 0, 0),
        ("Beta", 50_00, "0.000000", 0, 0),
        ("Gamma", 70_00, "0.000000", 0, 0),
    ]
    (case,) = Content.from_stored((await stored(desk, 1)).content).case_totals
    assert (case.claimants, case.available_cents, case.disbursed_cents, case.carried_forward_cents) == (
        3,
        None,
        0,
        None,
    )


async def test_rept_02_the_policy_may_list_who_was_rejected_for_claiming_confidentiality(desk: Desk) -> None:
    await desk.receive("claims.certified", claims_certified(*CLAIMS))
    await desk.close(2005)
    await issue(desk, ReportPolicy(list_confidentiality_rejected=True))
    assert [name for name, *_ in await lines(desk, 1)] == ["Alpha", "Beta", "Gamma", "Delta"]


async def test_dist_06_six_decimals_of_the_worked_shortfall_s02(desk: Desk) -> None:
    claims = (a_claim("1", "Alpha", 333_333_33), a_claim("2", "Beta", 222_222_22), a_claim("3", "Gamma", 111_111_12))
    await desk.receive("notice.published", notice_published(CASE))
    await desk.fund(100_000_00)
    await desk.receive("claims.certified", claims_certified(*claims))
    await desk.close(2005)
    await desk.distribute()
    await issue(desk)
    assert [(line[2], line[3]) for line in await lines(desk, 1)] == [
        ("49.999999", 50_000_00),
        ("33.333333", 33_333_33),
        ("16.666668", 16_666_67),
    ]


async def test_rept_04_an_order_whose_refunds_exceeded_receipts_shows_a_negative_disbursement(desk: Desk) -> None:
    await desk.receive("notice.published", notice_published(CASE))
    await desk.deposit("E1", 10_00, instrument=Instrument.BOND)
    await desk.liquidate(a_liquidation("E1", 30_00))
    await desk.done(record_collections, RecordCollections(collections=(a_collection("E1", duty_cents=30_00),)))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 150_00)))
    await desk.close(2005)
    await desk.distribute()
    ((collection_id,),) = await desk.rows(collections, "id")
    await desk.done(reverse_collection, ReverseCollection(collection_id=collection_id, reason="returned unpaid"))
    desk.on(date(2006, 10, 2))
    await desk.close(2006)
    await issue(desk, year=2006)
    (case,) = Content.from_stored((await stored(desk, 1, 2006)).content).case_totals
    assert (case.claimants, case.available_cents, case.disbursed_cents) == (0, None, -30_00)
    await issue(desk)
    (paid,) = Content.from_stored((await stored(desk, 1)).content).case_totals
    assert paid.disbursed_cents == 30_00, "the year that paid it out shows what it paid"


async def test_issuing_and_reading_cost_the_same_statements_whatever_the_claimants(desk: Desk) -> None:
    counted: list[int] = []
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    await desk.close(2005)
    sa.event.listen(desk.database.engine.sync_engine, "before_cursor_execute", count)
    for number, claimants in enumerate((1, 40), start=1):
        await desk.open(f"A-990-90{number}")
        claims = [a_claim(f"{n:04}", f"Alpha {n}", 10_00) for n in range(claimants)]
        certified = claims_certified(*claims, case_number=f"A-990-90{number}")
        await desk.receive("claims.certified", certified)
        before = statements
        version = await issue(desk)
        await stored(desk, version)
        await lines(desk, version)
        counted.append(statements - before)
    assert counted[0] == counted[1]
