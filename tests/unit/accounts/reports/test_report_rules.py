"""The report's rules without a database: totals, what an update changed, CSV (REPT-02 to REPT-05)."""

import csv
import io
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.distribution import allocation_percentage
from services.accounts.domain.reports.changes import Item, LinePair, case_changes, line_changes
from services.accounts.domain.reports.content import (
    CaseAmount,
    CaseTotal,
    Content,
    Disbursement,
    ReportPolicy,
    Section,
    disbursed_of_case,
    totals,
    unlisted_reasons,
)
from services.accounts.domain.reports.sheets import disbursements_sheet, order_sheet

LINE = Disbursement(
    case_number="A-990-801",
    certification_number="0001",
    claimant_name="Alpha",
    claimed_cents=1_234_567_89,
    allocation_millionths=49_999_999,
    disbursed_cents=50_000_00,
    withheld_cents=0,
)


def a_case(number: str = "A-990-801", **other: object) -> CaseTotal:
    values = {
        "case_number": number,
        "case_name": "Alpha goods",
        "claimants": 1,
        "claimed_cents": 1_234_567_89,
        "available_cents": 50_000_00,
        "disbursed_cents": 50_000_00,
        "withheld_cents": 0,
        "sequestered_cents": 0,
        "carried_forward_cents": 0,
    }
    return CaseTotal(**values | other)  # type: ignore[arg-type]


def an_amount(number: str, count: int, cents: int) -> CaseAmount:
    return CaseAmount(case_number=number, case_name="Alpha goods", count=count, amount_cents=cents)


CONTENT = Content(
    case_totals=(a_case(), a_case("A-990-802", available_cents=-5_00, disbursed_cents=-5_00)),
    uncollected=(an_amount("A-990-801", 2, 11_857_20),),
    clearing_balances=(an_amount("A-990-801", 3, 700_00), an_amount("A-990-802", 1, 1_00)),
    reliquidations=(an_amount("A-990-801", 4, -25_50),),
)


def rows(sheet: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet, newline="")))


@pytest.mark.parametrize(
    ("case", "available", "paid", "disbursed"),
    [("paid", 100_00, 75_00, 75_00), ("a deficit", -100_00, 0, -100_00), ("nothing to pay", 0, 0, 0)],
)
def test_rept_04_negative_where_refunds_exceeded_receipts(case: str, available: int, paid: int, disbursed: int) -> None:
    assert disbursed_of_case(available, paid) == disbursed, case


def test_rept_04_totals_keep_a_deficit_apart_from_what_was_paid() -> None:
    found = totals(CONTENT)
    assert (found.orders, found.claimants, found.disbursed_cents, found.deficits_cents) == (2, 2, 50_000_00, -5_00)
    assert (found.uncollected_cents, found.clearing_cents) == (11_857_20, 701_00)
    assert (found.reliquidations, found.reliquidated_cents) == (4, -25_50)


def test_rept_02_who_is_left_out_is_a_policy() -> None:
    assert unlisted_reasons(ReportPolicy()) == {"CONFIDENTIALITY_CLAIMED"}
    assert unlisted_reasons(ReportPolicy(list_confidentiality_rejected=True)) == set()


def test_content_is_read_as_it_was_stored() -> None:
    assert Content.from_stored(asdict(CONTENT)) == CONTENT


@given(net=st.integers(0, 10**15), rest=st.integers(0, 10**15))
def test_dist_06_a_line_shows_the_percentage_as_the_distribution_does(net: int, rest: int) -> None:
    total = net + rest
    millionths = (net * 200_000_000 + total) // (2 * total) if total else 0
    assert replace(LINE, allocation_millionths=millionths).allocation_percentage == allocation_percentage(net, total)


def test_rept_05_what_an_update_changed_of_claimants() -> None:
    pair = LinePair(
        case_number="A-990-801",
        certification_number="0001",
        claimant_name="Alpha",
        claimed_before=10_00,
        claimed_after=10_00,
        disbursed_before=5_00,
        disbursed_after=6_00,
    )
    (change,) = line_changes([pair])
    assert (change.item, change.before_cents, change.after_cents) == (Item.AMOUNT_DISBURSED, 5_00, 6_00)
    added = replace(pair, claimed_before=None, disbursed_before=None)
    assert [(one.item, one.before_cents, one.after_cents) for one in line_changes([added])] == [
        (Item.AMOUNT_CLAIMED, None, 10_00),
        (Item.AMOUNT_DISBURSED, None, 6_00),
    ]


def test_rept_05_what_an_update_changed_of_orders() -> None:
    after = replace(
        CONTENT,
        case_totals=(a_case(disbursed_cents=60_000_00), a_case("A-990-802", disbursed_cents=-9_00)),
        uncollected=(),
        clearing_balances=(*CONTENT.clearing_balances, an_amount("A-990-803", 1, 2_00)),
    )
    assert [
        (change.section, change.case_number, change.before_cents, change.after_cents)
        for change in case_changes(CONTENT, after)
    ] == [
        (Section.CASE_TOTALS, "A-990-802", -5_00, -9_00),
        (Section.UNCOLLECTED, "A-990-801", 11_857_20, None),
        (Section.CLEARING_BALANCES, "A-990-803", None, 2_00),
    ]
    assert list(case_changes(CONTENT, CONTENT)) == []


def test_publ_01_the_sheet_of_disbursements_has_what_is_public_and_nothing_more() -> None:
    assert rows(disbursements_sheet(CONTENT, [LINE])) == [
        [
            "case_number",
            "case_name",
            "certification_number",
            "claimant_name",
            "amount_claimed",
            "allocation_percentage",
            "amount_disbursed",
        ],
        ["A-990-801", "Alpha goods", "0001", "Alpha", "1234567.89", "49.999999", "50000.00"],
    ]


def test_sheets_by_order_show_negative_amounts_with_a_minus_and_unknown_ones_as_blank() -> None:
    content = replace(CONTENT, case_totals=(a_case(available_cents=None, disbursed_cents=-1_05),))
    assert rows(order_sheet(content, Section.CASE_TOTALS))[1] == [
        "A-990-801", "Alpha goods", "1", "1234567.89", "", "-1.05", "0.00", "0.00", "0.00",
    ]  # fmt: skip
    assert rows(order_sheet(content, Section.UNCOLLECTED))[1] == ["A-990-801", "Alpha goods", "2", "11857.20"]
    assert rows(order_sheet(content, Section.CLEARING_BALANCES))[0][2:] == ["entries", "clearing_balance"]
    assert rows(order_sheet(content, Section.RELIQUIDATIONS))[1][2:] == ["4", "-25.50"]


@pytest.mark.parametrize("name", ["=1+1", "+A", "-A", "@A"])
def test_a_name_that_looks_like_a_formula_stays_text(name: str) -> None:
    sheet = disbursements_sheet(CONTENT, [replace(LINE, claimant_name=name)])
    assert rows(sheet)[1][3] == f"'{name}"


def test_names_with_commas_quotes_and_line_breaks_survive() -> None:
    name = 'Alpha, "the first"\nof them'
    sheet = disbursements_sheet(CONTENT, [replace(LINE, claimant_name=name)])
    assert rows(sheet)[1][3] == name
    assert sheet.endswith("\r\n")
