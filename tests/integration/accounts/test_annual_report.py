"""REPT-01 to REPT-05 on a real database."""

from datetime import date
from uuid import UUID

from services.accounts.domain.holds import Outcome
from services.accounts.domain.report import CaseAmount, CaseTotal
from services.accounts.storage import reports
from services.accounts.usecases.issue_annual_report import IssueAnnualReport, issue_annual_report
from services.accounts.usecases.litigation_holds import (
    PlaceLitigationHold,
    ReleaseLitigationHold,
    place_litigation_hold,
    release_litigation_hold,
)
from services.accounts.usecases.record_collections import RecordCollections, record_collections
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

YEAR = FiscalYear(2005)
NAME = f"Alpha goods {CASE}"


async def test_rept_03_i_entries_and_dollars_in_clearing_when_the_year_opens(desk: Desk) -> None:
    await desk.deposit("E1", 100_00, filed_on=date(2004, 9, 30))
    await desk.deposit("E2", 200_00, filed_on=date(2004, 9, 30))
    await desk.deposit("E3", 400_00, filed_on=date(2004, 5, 10))
    await desk.deposit("E4", 800_00, filed_on=date(2004, 10, 1))
    await desk.liquidate(a_liquidation("E3", 400_00, liquidated_on=date(2004, 9, 30)))
    await desk.liquidate(a_liquidation("E2", 200_00, liquidated_on=date(2004, 10, 1)))
    async with desk.database.reading() as connection:
        assert await reports.clearing_balances(connection, YEAR) == [
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
        assert await reports.uncollected(connection, YEAR) == [
            CaseAmount(case_number=CASE, case_name=NAME, count=2, amount_cents=11_857_20)
        ]


async def test_rept_02_and_05_every_filer_is_listed_and_versions_are_kept(desk: Desk) -> None:
    await desk.receive("notice.published", notice_published(CASE))
    await desk.fund(100_00)
    claims = (
        a_claim("0001", "Alpha", 150_00),
        a_claim("0002", "Beta", 50_00),
        a_claim("0003", "Gamma", 70_00, state="LAPSED", reason_code="CORRECTION_LATE"),
        a_claim("0004", "Delta", 90_00, state="REJECTED", reason_code="CONFIDENTIALITY_CLAIMED"),
    )
    await desk.receive("claims.certified", claims_certified(*claims))
    command = IssueAnnualReport(fiscal_year=2005, initiatives="Faster liquidation.")
    assert await desk.refused(issue_annual_report, command) == {"fiscalYear": "FISCAL_YEAR_NOT_CLOSED"}
    await desk.close(2005)
    hold = PlaceLitigationHold(
        case_number=CASE, fiscal_year=2005, certification_number="0002", court_reference="c", legal_basis="b"
    )
    hold_id = UUID((await desk.done(place_litigation_hold, hold, actor="preparer"))["hold_id"])
    await desk.distribute()
    assert (await desk.done(issue_annual_report, command))["version"] == 1
    await desk.done(release_litigation_hold, ReleaseLitigationHold(hold_id=hold_id, outcome=Outcome.WON))
    assert (await desk.done(issue_annual_report, command))["version"] == 2
    async with desk.database.reading() as connection:
        found = await reports.reports(connection, [(2005, 1), (2005, None)])

    names = ("claimant_name", "amount_claimed_cents", "allocation_percentage", "amount_disbursed_cents")

    def lines(version: int | None) -> list[tuple[object, ...]]:
        content = found[2005, version].content["disbursements"]
        return [tuple(line[name] for name in (*names, "amount_withheld_cents")) for line in content]

    assert lines(1) == [
        ("Alpha", 150_00, "75.000000", 75_00, 0),
        ("Beta", 50_00, "25.000000", 0, 25_00),
        ("Gamma", 70_00, "0.000000", 0, 0),
    ]
    assert lines(None)[1] == ("Beta", 50_00, "25.000000", 25_00, 0)
    assert [event["version"] for event in await desk.events("annual-report.issued")] == [1, 2]
    total = CaseTotal(
        case_number=CASE,
        case_name=NAME,
        available_cents=100_00,
        disbursed_cents=75_00,
        withheld_cents=25_00,
        carried_forward_cents=0,
    )
    assert found[2005, 1].content["case_totals"] == [
        {name: getattr(total, name) for name in CaseTotal.__dataclass_fields__}
    ]
