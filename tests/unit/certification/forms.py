"""A complete form and a complete set of facts, for tests of the rules."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.certification.domain.disclosure import tax_identifier
from services.certification.domain.forms import (
    Address,
    Authority,
    Contact,
    Expenditure,
    Form,
    Organisation,
    Signer,
    TaxIdentifierKind,
)
from services.certification.domain.producers import ListedProducer, ListRole, ProducerKind, producer_id
from services.certification.domain.review import Facts

CASE = "A-990-801"
ALPHA = producer_id("Alpha")
RECEIVED = date(2007, 7, 2)


def complete(total: int = 40_000_000, prior: int = 0, **changes: Any) -> Form:
    """A complete certification of Alpha, US cents; everything can be changed."""
    form = Form(
        notice_published_on=date(2007, 6, 1),
        case_number=CASE,
        case_name="Widgets from Utopia",
        claimant_name="Alpha",
        address=Address(street="1 First Street", city="Town", state="DC", postal_code="20000"),
        tax_identifier=tax_identifier(TaxIdentifierKind.EIN, "12-3456789"),
        organisation=Organisation.CORPORATION,
        contacts=(Contact(name="Contact", phone="202-555-0100", email="contact@example.com"),),
        expenditures=(Expenditure(category="Q01", amount_cents=total),),
        total_cents=total,
        prior_cents=prior,
        net_cents=total - prior,
        desires_distribution=True,
        eligible_as_producer=True,
        no_prior_distribution_in_net=True,
        remains_in_operation=True,
        produced_in_fiscal_year=True,
        acquired_by_opponent_affiliate=False,
        true_and_accurate=True,
        has_supporting_records=True,
        signer=Signer(name="Signer", title="Treasurer", authority=Authority.OFFICER, signed_on=date(2007, 6, 15)),
    )
    return replace(form, **changes)


def entry(
    name: str, role: ListRole = ListRole.SUPPORTER, kind: ProducerKind = ProducerKind.MANUFACTURER
) -> ListedProducer:
    """An entry of the Commission's list."""
    return ListedProducer(producer_id=producer_id(name), name=name, role=role, kind=kind)


def facts(**changes: Any) -> Facts:
    """What Alpha's certification is compared with."""
    known = Facts(
        case_number=CASE,
        case_name="Widgets from Utopia",
        issued_on=date(2001, 5, 10),
        revoked_on=None,
        product_groups={CASE: "widgets"},
        published_on=date(2007, 6, 1),
        received_on=RECEIVED,
        window_closed=False,
        shares_product=False,
        claimant_id=ALPHA,
        kind=ProducerKind.MANUFACTURER,
        listing=(entry("Alpha", ListRole.PETITIONER),),
        paid=(),
        previous={},
        sisters=(),
    )
    return replace(known, **changes)


def codes(findings: Any) -> list[str]:
    """The codes of some findings."""
    return [finding.code for finding in findings]


def some_id(number: int) -> UUID:
    """A producer id that belongs to nobody."""
    return UUID(int=number)
