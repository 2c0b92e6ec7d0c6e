"""Certifications read from CSV: the same form as the other way of filing gives, every unreadable cell named."""

import csv
import io
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.forms import Authority, Contact, Expenditure, Membership, SharedGroup, Succession
from services.certification.graphql.csv_rows import COLUMNS, read_rows
from shared.errors import BadInput
from shared.money import format_money
from tests.unit.certification.forms import complete

COMPLETE = {
    "notice_id": "n",
    "producer_id": "p",
    "case_number": "A-990-801",
    "case_name": "Widgets from Utopia",
    "notice_published_on": "2007-06-01",
    "claimant_name": "Alpha",
    "street": "1 First Street",
    "city": "Town",
    "state": "DC",
    "postal_code": "20000",
    "tax_kind": "EIN",
    "tax_number": "12-3456789",
    "organisation": "corporation",
    "contact_name": "Contact",
    "contact_phone": "202-555-0100",
    "contact_email": "contact@example.com",
    "q01": "400000.00",
    "total_expenditures": "400000.00",
    "prior_distributions": "0.00",
    "net_claim": "400000.00",
    "desires_distribution": "yes",
    "eligible_as_producer": "Yes",
    "no_prior_distribution_in_net": "YES",
    "remains_in_operation": "yes",
    "produced_in_fiscal_year": "yes",
    "acquired_by_opponent_affiliate": "no",
    "true_and_accurate": "yes",
    "has_supporting_records": "yes",
    "signer_name": "Signer",
    "signer_title": "Treasurer",
    "signer_authority": "OFFICER",
    "signed_on": "2007-06-15",
}


def text(*rows: Mapping[str, str], columns: list[str] | None = None) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_cert_05_a_row_states_the_same_form_as_the_fields_do() -> None:
    [row] = read_rows("\ufeff" + text(COMPLETE), 10)
    assert row.problems == ()
    assert row.filed is not None
    assert row.filed.form() == complete()
    assert row.filed.tax_number() == "12-3456789"


def test_cert_05_every_element_has_its_column() -> None:
    more = {
        "other_names": "Alpha Works; Alpha Metals",
        "contact_fax": "202-555-0101",
        "q10": "1.50",
        "shared_group_id": "G",
        "shared_case_numbers": "C-990-811;C-990-812",
        "shared_amount": "300000.00",
        "acquirer": "Gamma",
        "predecessor_name": "Beta",
        "succession_description": "bought, all of it",
        "succeeded_on": "2003-04-01",
        "association_name": "Coalition",
        "member_at_petition": "no",
        "membership_proof": "roll",
        "on_behalf_of_members": "yes",
        "confidentiality_claimed": "yes",
        "channel": "paper",
        "copies": "2",
        "received_on": "2007-07-02",
        "post_office_box": "7",
    }
    assert set(COLUMNS) == set(COMPLETE | more) | {f"q{number:02d}" for number in range(1, 11)}
    [row] = read_rows(text(COMPLETE | more), 10)
    assert row.filed is not None
    form = row.filed.form()
    assert form.other_names == ("Alpha Works", "Alpha Metals")
    assert form.contacts[0] == Contact(
        name="Contact", phone="202-555-0100", fax="202-555-0101", email="contact@example.com"
    )
    assert form.expenditures[1] == Expenditure(category="Q10", amount_cents=150)
    assert form.shared_groups == (
        SharedGroup(group_id="G", case_numbers=("C-990-811", "C-990-812"), amount_cents=30_000_000),
    )
    assert form.succession == Succession(
        predecessor_name="Beta", description="bought, all of it", succeeded_on=date(2003, 4, 1)
    )
    assert form.membership == Membership(association_name="Coalition", member_at_petition=False, proof="roll")
    assert (form.confidentiality_claimed, form.channel.value, form.copies) == (True, "PAPER", 2)
    assert row.filed.received_on == date(2007, 7, 2)
    assert form.signer is not None
    assert form.signer.authority is Authority.OFFICER


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("q01", "400,000.00"),
        ("net_claim", "1.5"),
        ("signed_on", "15.06.2007"),
        ("signed_on", "20070615"),
        ("desires_distribution", "true"),
        ("organisation", "COMPANY"),
        ("tax_kind", "ITIN"),
        ("signer_authority", "BOSS"),
    ],
)
def test_cert_05_an_unreadable_cell_is_named_with_its_rule(column: str, cell: str) -> None:
    first, second = read_rows(text(COMPLETE, COMPLETE | {column: cell}), 10)
    assert first.problems == ()
    assert second.filed is None
    assert [(each.code, each.rule, each.field) for each in second.problems] == [("CELL_UNREADABLE", "CERT-05", column)]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("notice_id,producer_id,colour\n", "unknown columns: colour"),
        ("notice_id\n", "missing columns: producer_id"),
        ("", "missing columns"),
        ("notice_id,producer_id,notice_id\n", "named twice: notice_id"),
        ('notice_id,producer_id\n"a,b\n', "is not CSV"),
        ("notice_id,producer_id\na,b\nc,d\ne,f\n", "1 to 2 rows"),
    ],
)
def test_a_text_that_is_no_table_of_certifications_is_bad_input(broken: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_rows(broken, 2)


def test_a_row_of_another_length_is_unreadable_and_blank_lines_are_none() -> None:
    rows = read_rows("notice_id,producer_id\n\na,b,c\n , \n", 10)
    assert [[each.code for each in row.problems] for row in rows] == [["CELL_UNREADABLE"]]


@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip), max_size=5),
    cents=st.integers(0, 10**17),
)
def test_whatever_a_cell_holds_comes_back(names: list[str], cents: int) -> None:
    rows = read_rows(text(*[COMPLETE | {"case_name": name, "q03": format_money(cents)} for name in ["x", *names]]), 10)
    stated = [row.filed.form() for row in rows if row.filed]
    assert [form.case_name for form in stated] == ["x", *[name or None for name in names]]
    assert {form.expenditures[1].amount_cents for form in stated} == {cents}


@given(st.text())
def test_any_text_is_read_or_refused(given_text: str) -> None:
    try:
        rows = read_rows(given_text, 5)
    except BadInput:
        return
    assert len(rows) <= 5
