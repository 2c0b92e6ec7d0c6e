"""CERT-05: every element, missing and present, with its nature and citation."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.certification.domain.elements import ELEMENTS, element_findings
from services.certification.domain.forms import (
    Address,
    Authority,
    Channel,
    Contact,
    Expenditure,
    Form,
    Membership,
    SharedGroup,
    Signer,
    Succession,
    TaxIdentifier,
    TaxIdentifierKind,
)
from tests.unit.certification.forms import complete

SIGNER = Signer(name="Signer", title="Treasurer", authority=Authority.OFFICER, signed_on=date(2007, 6, 15))
SUCCESSION = Succession(predecessor_name="Beta", description="Bought it.", succeeded_on=date(2003, 4, 1))
MEMBERSHIP = Membership(association_name="Coalition", member_at_petition=True, proof="Roll.")


def found(form: Form) -> set[tuple[str, str | None, bool]]:
    """Code, field and nature of everything that is missing."""
    return {
        (each.code, each.field, material)
        for material in (True, False)
        for each in element_findings(form, material=material)
    }


def test_cert_05_a_complete_form_lacks_nothing() -> None:
    assert found(complete()) == set()
    assert found(complete(succession=SUCCESSION, membership=MEMBERSHIP)) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"notice_published_on": None}, {("ELEMENT_MISSING", "noticePublishedOn", True)}),
        ({"case_number": None}, {("ELEMENT_MISSING", "caseNumber", True)}),
        ({"case_name": " "}, {("ELEMENT_MISSING", "caseName", True)}),
        ({"claimant_name": ""}, {("ELEMENT_MISSING", "claimantName", True)}),
        ({"address": None}, {("ELEMENT_MISSING", "address", True)}),
        ({"address": Address(post_office_box="7", city="Town")}, {("ELEMENT_MISSING", "address.street", False)}),
        ({"tax_identifier": None}, {("ELEMENT_MISSING", "taxIdentifier", True)}),
        (
            {"tax_identifier": TaxIdentifier(kind=TaxIdentifierKind.EIN, last_four="6789", well_formed=False)},
            {("ELEMENT_MISSING", "taxIdentifier", True)},
        ),
        ({"organisation": None}, {("ELEMENT_MISSING", "organisation", False)}),
        ({"contacts": ()}, {("ELEMENT_MISSING", "contacts", False)}),
        ({"contacts": (Contact(name="A", email="a@example.com"),)}, {("ELEMENT_MISSING", "contacts.0", False)}),
        ({"contacts": (Contact(name="A", fax="1", email="a@example.com"),)}, set()),
        ({"total_cents": None}, {("ELEMENT_MISSING", "totalExpenditures", True)}),
        ({"total_cents": 0}, set()),
        ({"expenditures": ()}, {("ELEMENT_MISSING", "expenditures", True)}),
        ({"expenditures": (Expenditure(category="Q03"),)}, {("ELEMENT_MISSING", "expenditures.Q03", True)}),
        ({"expenditures": (Expenditure(amount_cents=1),)}, {("ELEMENT_MISSING", "expenditures.0", True)}),
        ({"prior_cents": None}, {("ELEMENT_MISSING", "priorDistributions", True)}),
        ({"net_cents": None}, {("ELEMENT_MISSING", "netClaim", True)}),
        ({"desires_distribution": None}, {("ELEMENT_MISSING", "desiresDistribution", True)}),
        ({"desires_distribution": False}, set()),
        ({"eligible_as_producer": None}, {("ELEMENT_MISSING", "eligibleAsProducer", True)}),
        ({"eligible_as_producer": False}, {("ELEMENT_MISSING", "eligibleAsProducer", True)}),
        ({"no_prior_distribution_in_net": False}, {("ELEMENT_MISSING", "noPriorDistributionInNet", True)}),
        (
            {"shared_groups": (SharedGroup(),)},
            {
                ("ELEMENT_MISSING", "sharedOrders.0.groupId", True),
                ("ELEMENT_MISSING", "sharedOrders.0.caseNumbers", True),
                ("ELEMENT_MISSING", "sharedOrders.0.amount", True),
            },
        ),
        (
            {"shared_groups": (SharedGroup(group_id="g", case_numbers=("A-990-801",), amount_cents=1),)},
            {("ELEMENT_MISSING", "sharedOrders.0.caseNumbers", True)},
        ),
        (
            {"shared_groups": (SharedGroup(group_id="g", case_numbers=("C-1",), amount_cents=1),) * 2},
            {("ELEMENT_MISSING", "sharedOrders.1.groupId", True)},
        ),
        ({"remains_in_operation": None}, {("ELEMENT_MISSING", "remainsInOperation", True)}),
        ({"remains_in_operation": False}, set()),
        ({"produced_in_fiscal_year": None}, {("ELEMENT_MISSING", "producedInFiscalYear", True)}),
        (
            {"acquired_by_opponent_affiliate": None},
            {("ELEMENT_MISSING", "acquiredByOpponentAffiliate", True)},
        ),
        ({"acquired_by_opponent_affiliate": True}, {("ELEMENT_MISSING", "acquirer", True)}),
        ({"true_and_accurate": False}, {("ELEMENT_MISSING", "trueAndAccurate", True)}),
        ({"has_supporting_records": None}, {("ELEMENT_MISSING", "hasSupportingRecords", True)}),
        ({"signer": replace(SIGNER, name=None)}, {("NOT_EXECUTED", "signer.name", True)}),
        ({"signer": replace(SIGNER, authority=None)}, {("NOT_EXECUTED", "signer.authority", True)}),
        ({"signer": replace(SIGNER, signed_on=None)}, {("NOT_EXECUTED", "signer.signedOn", True)}),
        ({"signer": replace(SIGNER, title=None)}, {("ELEMENT_MISSING", "signer.title", False)}),
        (
            {"succession": replace(SUCCESSION, predecessor_name=None, description=" ")},
            {
                ("SUCCESSION_NOT_SHOWN", "succession.predecessorName", True),
                ("SUCCESSION_NOT_SHOWN", "succession.description", True),
            },
        ),
        (
            {"succession": replace(SUCCESSION, description=None)},
            {("SUCCESSION_NOT_SHOWN", "succession.description", True)},
        ),
        (
            {"succession": replace(SUCCESSION, succeeded_on=None)},
            {("ELEMENT_MISSING", "succession.succeededOn", False)},
        ),
        ({"membership": replace(MEMBERSHIP, proof=None)}, {("ELEMENT_MISSING", "membership.proof", True)}),
        (
            {"membership": replace(MEMBERSHIP, member_at_petition=None)},
            {("ELEMENT_MISSING", "membership.memberAtPetition", True)},
        ),
        (
            {"membership": replace(MEMBERSHIP, association_name=None)},
            {("ELEMENT_MISSING", "membership.associationName", True)},
        ),
        ({"channel": Channel.PAPER, "copies": 2}, {("ELEMENT_MISSING", "copies", False)}),
        ({"channel": Channel.PAPER, "copies": 3}, set()),
        ({"channel": Channel.ELECTRONIC, "copies": 1}, set()),
    ],
)
def test_cert_05_each_element(changes: dict[str, Any], expected: set[tuple[str, str | None, bool]]) -> None:
    assert found(complete(**changes)) == expected


def test_cert_05_every_element_of_the_regulation_stands_in_the_table() -> None:
    assert {element.number for element in ELEMENTS} - {0} == set(range(1, 23))
    assert all(element.citation.startswith("19 CFR 159.6") for element in ELEMENTS)


def test_cert_11_an_unsigned_form_lacks_all_of_its_execution_at_once() -> None:
    assert {code for code, _, _ in found(complete(signer=None))} == {"NOT_EXECUTED"}
    assert len(found(complete(signer=None))) == 3


def test_an_empty_form_lacks_every_material_element_at_once() -> None:
    missing = {each.field for each in element_findings(Form(), material=True)}
    assert len(missing) == 21
