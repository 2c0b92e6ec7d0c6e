"""One countervailing case from the petition to the distribution, through all services, to the cent.

Suspension from 10 April 2001, 120 days of provisional measures to 7 August, the gap of 8 to 12 August, duties again
from the Commission's notice of 13 August, the order of 15 August. The all-others rate is the average weighted by 500
and 300: (5.00 * 500 + 7.00 * 300) / 800 = 5.75 and, from the final on, (8.00 * 500 + 10.00 * 300) / 800 = 8.75.

    entry firm  entered    value      rate  deposit   liquidated at                      assessed  difference
    E1    Alpha 2001-05-02 100,000.00  5.00  5,000.00 6.50 % = 6,500.00, capped (ASM-03) 5,000.00
    E2    Alpha 2001-08-09  60,000.00 (gap)      0.00 nothing (PRE-13)                       0.00
    E3    Alpha 2001-10-01 100,000.00  8.00  8,000.00 6.50 % = 6,500.00                  6,500.00  1,500.00 refund
    E4    Beta  2001-06-01  40,000.00  7.00  2,800.00 11.00 % = 4,400.00, capped         2,800.00
    E5    Beta  2001-10-15  50,000.00 10.00  5,000.00 11.00 % = 5,500.00                 5,500.00    500.00 bill
    E6    Gamma 2001-07-02  20,000.00  8.75  1,750.00 as deposited (ASM-07)              1,750.00
    E7    Gamma 2001-08-14  10,000.00  8.75    875.00 as deposited                         875.00
    E8    Gamma 2001-11-05  30,000.00  8.75  2,625.00 as deposited                       2,625.00
                                            26,050.00                                   25,050.00

Interest (ASM-05) runs from the day of entry up to, not with, 17 September 2003, compounded daily at 7 % in 2001, 6 % in
2002 and 5 % in 2003, the same both ways; 1 January to 16 September 2003 are 259 days. With 365 days a year:

    E3: 1,500.00 * ((1 + 0.07/365)^92 * (1 + 0.06/365)^365 * (1 + 0.05/365)^259 - 1) = 179.64 to the importer
    E5:   500.00 * ((1 + 0.07/365)^78 * (1 + 0.06/365)^365 * (1 + 0.05/365)^259 - 1) =  58.38 billed

Into the Special Account: deposits up to the duty, 25,050.00 - 500.00 = 24,550.00, and 500.00 and 58.38 collected:
25,108.38. Net claims of 350,000.00 and 140,000.00 take 5/7 and 2/7 of it, 17,934.557 and 7,173.823; the odd cent goes
to the larger remainder (DIST-05): Delta 17,934.56 and Epsilon 7,173.82.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import httpx
import pytest
from typer.testing import CliRunner

from deploy.cli.main import app
from deploy.demo import documents as gql
from deploy.demo.client import Api, Json
from deploy.stack import GATEWAY, Stack
from tests.e2e.petition_case import CASE, OF_CASE, OF_ORDER, YEAR, Goods, PetitionCase
from tests.stacks import running_stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

# The jobs look often, so that the story does not wait for them.
OFTEN = {"DAYS_EVERY_SECONDS": "0.2", "INSTRUCTIONS_EVERY_SECONDS": "0.2"}
GOODS = (
    Goods(number="E1", importer="I-1", firm="Alpha", entered_on=date(2001, 5, 2), value="100000.00", deposit="5000.00"),
    Goods(number="E2", importer="I-1", firm="Alpha", entered_on=date(2001, 8, 9), value="60000.00", deposit="0.00"),
    Goods(
        number="E3", importer="I-1", firm="Alpha", entered_on=date(2001, 10, 1), value="100000.00", deposit="8000.00"
    ),
    Goods(number="E4", importer="I-2", firm="Beta", entered_on=date(2001, 6, 1), value="40000.00", deposit="2800.00"),
    Goods(number="E5", importer="I-2", firm="Beta", entered_on=date(2001, 10, 15), value="50000.00", deposit="5000.00"),
    Goods(number="E6", importer="I-3", firm="Gamma", entered_on=date(2001, 7, 2), value="20000.00", deposit="1750.00"),
    Goods(number="E7", importer="I-3", firm="Gamma", entered_on=date(2001, 8, 14), value="10000.00", deposit="875.00"),
    Goods(number="E8", importer="I-3", firm="Gamma", entered_on=date(2001, 11, 5), value="30000.00", deposit="2625.00"),
)


@dataclass(frozen=True)
class Told:
    """What can be read when the story is over."""

    stack: Stack
    entries: dict[str, Json]
    case: Json
    order: Json
    report: Json
    ledger: Json


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    # A stack of its own: other stories close later fiscal years.
    with running_stack(OFTEN) as stack:
        yield asyncio.run(_tell(stack))


async def _tell(stack: Stack) -> Told:
    async with Api(stack.url(GATEWAY), stack.issuer) as api, stack.calendar() as set_day:
        story = PetitionCase(api, set_day, GOODS)
        await story.run()
        of = {"caseNumber": CASE}
        return Told(
            stack=stack,
            entries={one.number: await story.entry(one.number) for one in GOODS},
            case=(await api.query(OF_CASE, {**of, "on": "2003-12-10"}))["case"],
            order=(await api.query(OF_ORDER, of, role="auditor"))["order"],
            report=(await api.query(gql.ANNUAL_REPORT, {"year": YEAR}))["annualReport"],
            ledger=(await api.query(gql.LEDGER, {}, role="auditor"))["ledgerVerification"],
        )


def test_rate_07_every_deposit_is_the_security_that_the_published_rates_ask_for(told: Told) -> None:
    deposits = {one.number: one.deposit for one in GOODS}
    assert {number: entry["expectedSecurity"] for number, entry in told.entries.items()} == deposits
    assert {number: entry["rateApplied"] for number, entry in told.entries.items()} == {
        "E1": "5.00",
        "E2": None,
        "E3": "8.00",
        "E4": "7.00",
        "E5": "10.00",
        "E6": "8.75",
        "E7": "8.75",
        "E8": "8.75",
    }
    assert {entry["securities"][0]["suspended"] for entry in told.entries.values()} == {False}


def test_17_2_every_entry_is_liquidated_by_the_instruction_that_the_acts_led_to(told: Told) -> None:
    found = {}
    for number, entry in told.entries.items():
        (liquidation,), (settlement,) = entry["liquidations"], entry["settlements"]
        found[number] = (settlement["entryClass"], liquidation["liquidatedOn"], liquidation["assessed"])
    assert found == {
        "E1": ("PROVISIONAL", "2003-09-17", "5000.00"),
        "E2": ("GAP", "2001-08-15", "0.00"),
        "E3": ("DEFINITIVE_INTEREST", "2003-09-17", "6500.00"),
        "E4": ("PROVISIONAL", "2003-09-17", "2800.00"),
        "E5": ("DEFINITIVE_INTEREST", "2003-09-17", "5500.00"),
        "E6": ("PROVISIONAL", "2002-09-04", "1750.00"),
        "E7": ("DEFINITIVE_NO_INTEREST", "2002-09-04", "875.00"),
        "E8": ("DEFINITIVE_INTEREST", "2002-09-04", "2625.00"),
    }
    liquidating = [
        (edge["node"]["state"], edge["node"]["entryCount"], edge["node"]["effectiveOn"])
        for edge in told.order["instructions"]["edges"]
        if edge["node"]["kind"] == "LIQUIDATE"
    ]
    # The gap, who was not reviewed, nothing of 2002, Alpha and Beta.
    assert liquidating == [
        ("APPLIED", 1, "2001-08-15"),
        ("APPLIED", 3, "2002-09-04"),
        ("APPLIED", 0, "2003-09-17"),
        ("APPLIED", 2, "2003-09-17"),
        ("APPLIED", 2, "2003-09-17"),
    ]


def test_asm_05_each_importer_is_refunded_or_billed_with_interest_to_the_cent(told: Told) -> None:
    found = {}
    for number, entry in told.entries.items():
        (liquidation,), (settlement,) = entry["liquidations"], entry["settlements"]
        found[number] = (
            liquidation["refunded"],
            settlement["refundInterest"],
            liquidation["billed"],
            liquidation["interest1677g"],
        )
    nothing = ("0.00", "0.00", "0.00", "0.00")
    assert found == dict.fromkeys(told.entries, nothing) | {
        "E3": ("1500.00", "179.64", "0.00", "0.00"),
        "E5": ("0.00", "0.00", "500.00", "58.38"),
    }
    assert told.entries["E5"]["collections"] == [
        {"receivedOn": "2003-09-24", "duty": "500.00", "interest1677g": "58.38"}
    ]


def test_dist_05_each_producer_is_paid_its_part_of_what_was_collected(told: Told) -> None:
    (edge,) = told.order["distributions"]["edges"]
    distribution = edge["node"]
    assert (distribution["state"], distribution["method"]) == ("NOTIFIED", "PRO_RATA")
    assert (distribution["available"], distribution["carryForward"]) == ("25108.38", "0.00")
    assert [edge["node"] for edge in distribution["shares"]["edges"]] == [
        {"claimantName": "Delta", "netClaim": "350000.00", "amount": "17934.56"},
        {"claimantName": "Epsilon", "netClaim": "140000.00", "amount": "7173.82"},
    ]
    assert [edge["node"] for edge in distribution["letters"]["edges"]] == [
        {"claimantName": "Delta", "accepted": True, "amount": "17934.56", "notificationDate": "2003-11-14"},
        {"claimantName": "Epsilon", "accepted": True, "amount": "7173.82", "notificationDate": "2003-11-14"},
    ]
    assert told.order["specialAccount"]["balance"] == "0.00"
    assert told.order["clearingAccount"]["balance"] == "0.00"


def test_rept_03_the_annual_report_and_its_public_page_show_the_same(told: Told) -> None:
    shown = [
        (line["claimantName"], line["amountClaimed"], line["amountDisbursed"]) for line in told.report["disbursements"]
    ]
    assert shown == [("Delta", "350000.00", "17934.56"), ("Epsilon", "140000.00", "7173.82")]
    # When the fiscal year began E1, E3, E4 and E5 were in Clearing: 5,000 + 8,000 + 2,800 + 5,000.
    assert told.report["clearingBalances"] == [{"caseNumber": CASE, "entries": 4, "amount": "20800.00"}]
    assert told.report["uncollected"] == []
    page = httpx.get(f"{told.stack.url(GATEWAY)}/reports/{YEAR}", timeout=20).text
    for text in ("Delta", "$17,934.56", "Epsilon", "$7,173.82", "$25,108.38"):
        assert text in page


def test_16_every_deadline_that_was_kept_shows_as_met(told: Told) -> None:
    assert told.case["state"] == {
        "case": "ORDER_IN_FORCE",
        "commerce": "FINAL_AFF",
        "commission": "FINAL_AFF",
        "liquidation": "SUSPENDED_DEFINITIVE",
    }
    met = {
        (one["key"], one["segment"]): (one["due"], one["metOn"])
        for one in told.case["deadlines"]
        if one["status"] == "MET" and one["metOn"]
    }
    assert met == {
        ("INITIATION", None): ("2001-01-30", "2001-01-30"),
        ("ITC_PRELIM", None): ("2001-02-26", "2001-02-26"),
        ("ITC_PRELIM_FACTS", None): ("2001-03-05", "2001-03-05"),
        ("PRELIM", None): ("2001-04-05", "2001-04-05"),
        ("FINAL", None): ("2001-06-19", "2001-06-19"),
        ("ITC_FINAL", None): ("2001-08-03", "2001-08-03"),
        ("ORDER", None): ("2001-08-15", "2001-08-15"),
        ("LIQUIDATION_BY_CBP", "GAP/TARGET"): ("2001-11-13", "2001-08-15"),
        ("LIQUIDATION_BY_CBP", "GAP/DEEMED"): ("2002-02-15", "2001-08-15"),
        ("AR_REQUEST", "AR-2002"): ("2002-09-03", "2002-08-15"),
        ("LIQUIDATION_BY_CBP", "AR-2002/AUTOMATIC/TARGET"): ("2002-12-03", "2002-09-10"),
        ("LIQUIDATION_BY_CBP", "AR-2002/AUTOMATIC/DEEMED"): ("2003-03-04", "2002-09-10"),
        ("AR_PRELIM", "AR-2002"): ("2003-05-05", "2003-04-10"),
        ("AR_FINAL", "AR-2002"): ("2003-08-13", "2003-08-08"),
        ("LIQUIDATION_BY_CBP", "AR-2002/TARGET"): ("2003-12-16", "2003-09-17"),
        ("LIQUIDATION_BY_CBP", "AR-2002/DEEMED"): ("2004-02-13", "2003-09-17"),
        ("LIQUIDATION_BY_CBP", "AR-2003/AUTOMATIC/TARGET"): ("2003-12-02", "2003-09-17"),
        ("LIQUIDATION_BY_CBP", "AR-2003/AUTOMATIC/DEEMED"): ("2004-03-03", "2003-09-17"),
    }
    assert [one["key"] for one in told.case["deadlines"] if one["status"] == "MISSED"] == []


def test_enforcement_had_the_records_of_an_entry(told: Told) -> None:
    assert told.entries["E5"]["importer"] == {"number": "I-2"}
    assert told.entries["E5"]["recordDemands"]["edges"] == [{"node": {"state": "SATISFIED"}}]


def test_acct_19_the_ledger_and_every_audit_log_verify(told: Told) -> None:
    assert told.ledger["balanced"]
    assert told.ledger["problems"] == []
    for log in ("ledger", "audit"):
        done = CliRunner().invoke(app, [log, "verify", "--data-dir", str(told.stack.data_dir)])
        assert done.exit_code == 0, done.output
