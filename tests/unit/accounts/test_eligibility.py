"""Section 4: which money is in the program."""

from datetime import date

import pytest

from services.accounts.domain.eligibility import (
    CountryBlock,
    Destination,
    EntryFacts,
    OrderFacts,
    Receipt,
    Snapshot2010,
    at_deposit,
    at_receipt,
    blocks_by_default,
    needs_snapshot,
)

BLOCK = CountryBlock(legal_basis="Canadian Lumber Trade Alliance")


def a_receipt(
    filed: str = "2004-01-20",
    received: str = "2005-01-15",
    revoked: str | None = None,
    block: CountryBlock | None = None,
    snapshot: Snapshot2010 | None = None,
) -> Receipt:
    order = OrderFacts(
        case_number="A-990-801", revoked_on=None if revoked is None else date.fromisoformat(revoked), block=block
    )
    entry = EntryFacts(filed_on=date.fromisoformat(filed), snapshot=snapshot)
    return Receipt(order=order, entry=entry, received_on=date.fromisoformat(received))


def facts(unliquidated: bool, in_litigation: bool | None, ordered: bool | None) -> Snapshot2010:
    return Snapshot2010(unliquidated=unliquidated, in_litigation=in_litigation, liquidation_ordered=ordered)


@pytest.mark.parametrize(
    ("revoked", "code"),
    [
        (None, "IN_PROGRAM"),
        ("1998-12-31", "ORDER_NOT_COVERED"),
        ("1999-01-01", "IN_PROGRAM"),
        ("2004-05-01", "IN_PROGRAM"),
    ],
)
def test_elig_01_an_order_in_effect_on_1_january_1999_is_covered(revoked: str | None, code: str) -> None:
    assert at_receipt(a_receipt(revoked=revoked)).code == code
    assert at_deposit(a_receipt(revoked=revoked)).code == code


@pytest.mark.parametrize(
    ("received", "code"), [("2000-09-30", "RECEIVED_BEFORE_PROGRAM"), ("2000-10-01", "IN_PROGRAM")]
)
def test_elig_02_a_deposit_of_1999_counts_by_its_liquidation(received: str, code: str) -> None:
    assert at_receipt(a_receipt(filed="1999-05-03", received=received)).code == code
    assert at_deposit(a_receipt(filed="1999-05-03", received="1999-05-03")).in_program


@pytest.mark.parametrize(("filed", "code"), [("2007-09-30", "IN_PROGRAM"), ("2007-10-01", "ENTRY_AFTER_REPEAL")])
def test_elig_03_only_the_entry_date_decides(filed: str, code: str) -> None:
    assert at_receipt(a_receipt(filed=filed, received="2024-06-01")).code == code
    assert at_deposit(a_receipt(filed=filed, received=filed)).code == code


@pytest.mark.parametrize(
    ("snapshot", "in_program"),
    [
        (facts(False, None, None), True),
        (facts(True, True, None), True),
        (facts(True, True, False), True),
        (facts(True, False, True), True),
        (facts(True, False, False), False),
        (facts(True, None, None), False),
    ],
)
def test_elig_04_all_three_facts_of_8_december_2010_take_an_entry_out(snapshot: Snapshot2010, in_program: bool) -> None:
    decided = at_receipt(a_receipt(received="2012-01-01", snapshot=snapshot))
    assert decided.in_program is in_program
    assert decided.code == ("IN_PROGRAM" if in_program else "CRA_EXCLUDED")


@pytest.mark.parametrize("country", ["CA", "MX", "CN", "JP"])
def test_elig_05_goods_of_canada_and_mexico_are_blocked_by_default(country: str) -> None:
    block = blocks_by_default(country, date(2005, 1, 1))
    assert (block is not None) is (country in {"CA", "MX"})
    decided = at_receipt(a_receipt(block=block))
    assert decided.code == ("NAFTA_COUNTRY" if block else "IN_PROGRAM")


def test_elig_05_counsel_may_give_a_block_a_first_day() -> None:
    later = CountryBlock(legal_basis="order of the court", effective_from=date(2006, 7, 14))
    assert at_receipt(a_receipt(received="2006-07-13", block=later)).in_program
    assert not at_receipt(a_receipt(received="2006-07-14", block=later)).in_program


def test_elig_06_the_first_failure_in_the_order_of_the_rules_decides() -> None:
    excluded = facts(True, False, False)
    everything = a_receipt("2007-10-01", "2000-09-30", "1998-12-31", BLOCK, excluded)
    assert at_receipt(everything).rule == "ELIG-01"
    assert at_receipt(a_receipt("2007-10-01", "2000-09-30", None, BLOCK, excluded)).rule == "ELIG-02"
    assert at_receipt(a_receipt("2007-10-01", "2011-01-01", None, BLOCK, excluded)).rule == "ELIG-03"
    assert at_receipt(a_receipt("2006-10-01", "2011-01-01", None, BLOCK, excluded)).rule == "ELIG-04"
    assert at_receipt(a_receipt("2006-10-01", "2011-01-01", None, BLOCK)).rule == "ELIG-05"
    assert at_receipt(a_receipt()).rule == "ELIG-06"
    assert at_deposit(a_receipt("2007-10-01", "2000-09-30", "1998-12-31", BLOCK, excluded)).rule == "ELIG-01"
    assert at_deposit(a_receipt("2006-10-01", "2000-09-30", None, BLOCK, excluded)).in_program


@pytest.mark.parametrize(
    ("entry", "filed", "received", "snapshot", "block", "destination", "code"),
    [
        ("E1", "2006-05-10", "2008-02-01", None, None, "SPECIAL_ACCOUNT", "IN_PROGRAM"),
        ("E2", "2007-09-30", "2009-06-01", None, None, "SPECIAL_ACCOUNT", "IN_PROGRAM"),
        ("E3", "2007-10-01", "2008-02-01", None, None, "GENERAL_FUND", "ENTRY_AFTER_REPEAL"),
        ("E4", "2006-08-15", "2011-05-02", facts(True, False, False), None, "GENERAL_FUND", "CRA_EXCLUDED"),
        ("E5", "2006-03-03", "2011-05-02", facts(True, True, False), None, "SPECIAL_ACCOUNT", "IN_PROGRAM"),
        ("E6", "2005-11-11", "2011-05-02", facts(True, False, True), None, "SPECIAL_ACCOUNT", "IN_PROGRAM"),
        ("E7", "2004-01-20", "2013-04-04", None, None, "SPECIAL_ACCOUNT", "IN_PROGRAM"),
        ("E8", "2005-02-02", "2006-02-02", None, BLOCK, "GENERAL_FUND", "NAFTA_COUNTRY"),
    ],
)
def test_s16_each_entry_goes_where_the_scenario_says(
    entry: str,
    filed: str,
    received: str,
    snapshot: Snapshot2010 | None,
    block: CountryBlock | None,
    destination: str,
    code: str,
) -> None:
    decided = at_receipt(a_receipt(filed, received, None, block, snapshot))
    assert (decided.destination, decided.code) == (Destination(destination), code), entry


@pytest.mark.parametrize(
    ("filed", "snapshot", "in_program"),
    [
        ("2006-05-10", facts(False, None, None), True),
        ("2007-09-30", facts(False, None, None), True),
        ("2007-10-01", facts(True, None, None), False),
        ("2006-08-15", facts(True, False, False), False),
        ("2006-03-03", facts(True, True, False), True),
        ("2005-11-11", facts(True, False, True), True),
    ],
)
def test_vector_entry_in_program(filed: str, snapshot: Snapshot2010, in_program: bool) -> None:
    assert at_receipt(a_receipt(filed, "2012-01-01", snapshot=snapshot)).in_program is in_program


@pytest.mark.parametrize(
    ("filed", "liquidated", "snapshot", "needed"),
    [
        ("2006-01-01", date(2010, 12, 8), None, False),
        ("2006-01-01", date(2010, 12, 9), None, True),
        ("2006-01-01", date(2010, 12, 9), facts(True, True, None), False),
        ("2007-10-01", date(2010, 12, 9), None, False),
    ],
)
def test_elig_04_the_facts_are_asked_for_only_where_they_decide(
    filed: str, liquidated: date, snapshot: Snapshot2010 | None, needed: bool
) -> None:
    assert needs_snapshot(EntryFacts(filed_on=date.fromisoformat(filed), snapshot=snapshot), liquidated) is needed


def test_a_decision_names_its_citation() -> None:
    assert at_receipt(a_receipt("2007-10-01")).citation.startswith("Deficit Reduction Act")
    assert at_receipt(a_receipt(revoked="1998-01-01")).citation == "19 CFR 159.64(a)(2)"
