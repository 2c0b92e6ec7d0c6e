"""What a certification states, as its producer and officers read it."""

from typing import Self

import strawberry

from services.certification.domain import forms
from services.certification.domain.expenditures import Category, by_category
from services.certification.domain.forms import Authority, Form, Organisation, TaxIdentifierKind
from services.certification.domain.sharing import UNSHARED, Part
from services.certification.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.certification.graphql.paging import After, First, cursor_number
from shared.graphql import Connection, Date, Money, connection_from, page_arguments


@strawberry.type(description="The producer's address.")
class CertificationAddress:
    """An address."""

    street: str | None = strawberry.field(description="Street address.")
    city: str | None = strawberry.field(description="City.")
    state: str | None = strawberry.field(description="State.")
    postal_code: str | None = strawberry.field(description="Postal code.")
    post_office_box: str | None = strawberry.field(description="Post office box.")


@strawberry.type(description="The tax number, masked: the full number is stored encrypted and never shown (PUBL-03).")
class MaskedTaxIdentifier:
    """A masked tax number."""

    kind: TaxIdentifierKind | None = strawberry.field(description="Which number it is.")
    last_four: str | None = strawberry.field(description="Its last four characters.")


@strawberry.type(description="A person Customs may call.")
class CertificationContact:
    """A contact."""

    name: str | None = strawberry.field(description="Name.")
    phone: str | None = strawberry.field(description="Telephone number.")
    fax: str | None = strawberry.field(description="Fax number.")
    email: str | None = strawberry.field(description="E-mail address.")


@strawberry.type(description="Qualifying expenditures of one category.")
class CategoryTotal:
    """A category's total."""

    category: Category = strawberry.field(description="The category.")
    amount: Money = strawberry.field(description="Total certified now and before.")


@strawberry.type(description="One expenditure as stated (EXP-02, EXP-03); read by officers and the claimant (PUBL-03).")
class ExpenditureLine:
    """A line."""

    number: int = strawberry.field(description="Place in the certification, from 1.")
    category: str | None = strawberry.field(description="The category.")
    amount: Money | None = strawberry.field(description="Amount.")
    incurred_on: Date | None = strawberry.field(description="Day on which it was incurred.")
    incurred_from: Date | None = strawberry.field(description="First day of the period in which it was incurred.")
    incurred_to: Date | None = strawberry.field(description="Last day of that period.")
    description: str | None = strawberry.field(description="What it was spent on.")
    relation: str | None = strawberry.field(description="How it was determined to relate to the product.")
    shared_group_id: str | None = strawberry.field(description="The shared group; null for an unshared line.")

    @classmethod
    def of(cls, numbered: tuple[int, forms.ExpenditureLine]) -> Self:
        """The line as the API shows it."""
        number, line = numbered
        return cls(
            number=number,
            category=line.category,
            amount=_money(line.amount_cents),
            incurred_on=line.incurred_on,
            incurred_from=line.incurred_from,
            incurred_to=line.incurred_to,
            description=line.description,
            relation=line.relation,
            shared_group_id=line.group_id,
        )


@strawberry.type(description="Expenditures also certified under other orders on the same product (EXP-05).")
class SharedExpenditures:
    """A shared group."""

    group_id: str | None = strawberry.field(description="Name of the group.")
    case_numbers: list[str] = strawberry.field(description="The orders listed.")
    amount: Money | None = strawberry.field(description="Their common total.")


@strawberry.type(description="Who executed the certification.")
class CertificationSigner:
    """A signer."""

    name: str | None = strawberry.field(description="Name.")
    title: str | None = strawberry.field(description="Title.")
    authority: Authority | None = strawberry.field(description="Why the signer may bind the producer.")
    signed_on: Date | None = strawberry.field(description="Day of the signature.")


@strawberry.type(description="One part of an accepted claim: its unshared lines, or one shared group (EXP-07).")
class CertificationPart:
    """A part."""

    group_id: str | None = strawberry.field(description="The shared group; null for the unshared lines.")
    case_numbers: list[str] = strawberry.field(description="All orders of the group, or this order alone.")
    total: Money = strawberry.field(description="Expenditures of the part.")
    prior_distributions: Money = strawberry.field(description="Of these, already distributed upon.")
    net_claim: Money = strawberry.field(description="The part's net claim.")

    @classmethod
    def of(cls, part: Part) -> Self:
        """The part as the API shows it."""
        return cls(
            group_id=None if part.group_id == UNSHARED else part.group_id,
            case_numbers=list(part.case_numbers),
            total=Money(part.total_cents),
            prior_distributions=Money(part.prior_cents),
            net_claim=Money(part.net_cents),
        )


@strawberry.type(description="The governing version of a certification as the producer stated it (CERT-05).")
class CertificationStatement:
    """A form; null where it is left blank."""

    lines: strawberry.Private[tuple[forms.ExpenditureLine, ...]]
    notice_published_on: Date | None = strawberry.field(description="Date of the Federal Register notice named.")
    case_name: str | None = strawberry.field(description="Name of the order.")
    other_names: list[str] = strawberry.field(description="Names the producer also does business under.")
    address: CertificationAddress | None = strawberry.field(description="Address.")
    tax_identifier: MaskedTaxIdentifier | None = strawberry.field(description="Tax number, masked.")
    organisation: Organisation | None = strawberry.field(description="Form of organisation.")
    contacts: list[CertificationContact] = strawberry.field(description="Contact persons.")
    expenditures: list[CategoryTotal] = strawberry.field(description="All ten categories, zero where none is stated.")
    total_expenditures: Money | None = strawberry.field(description="Total as stated.")
    prior_distributions: Money | None = strawberry.field(description="Prior distributions as stated.")
    net_claim: Money | None = strawberry.field(description="Net amount as stated.")
    shared_orders: list[SharedExpenditures] = strawberry.field(description="Expenditures shared with other orders.")
    remains_in_operation: bool | None = strawberry.field(description="It remains in operation.")
    produced_in_fiscal_year: bool | None = strawberry.field(description="It made the product in the fiscal year.")
    acquired_by_opponent_affiliate: bool | None = strawberry.field(
        description="It was acquired by a company related to an opponent."
    )
    acquirer: str | None = strawberry.field(description="By whom it was acquired.")
    predecessor_name: str | None = strawberry.field(description="The listed predecessor of a successor (PROD-04).")
    association_name: str | None = strawberry.field(description="The listed association of a member (PROD-05).")
    on_behalf_of_members: bool | None = strawberry.field(description="An association files for members (PROD-06).")
    signer: CertificationSigner | None = strawberry.field(description="Execution and date.")

    @strawberry.field(description="The expenditures one by one, in order; none where it states totals only (EXP-03).")
    def expenditure_lines(self, first: First = None, after: After = None) -> Connection[ExpenditureLine]:
        """A page of lines."""
        page = page_arguments(first, after)
        seen = cursor_number(page.after)
        numbered = list(enumerate(self.lines, start=1))[seen : seen + page.fetch]
        return connection_from(numbered, page, key=lambda each: (each[0],), node=ExpenditureLine.of)

    @classmethod
    def of(cls, form: Form) -> Self:
        """The form as the API shows it."""
        return cls(
            lines=form.lines,
            notice_published_on=form.notice_published_on,
            case_name=form.case_name,
            other_names=list(form.other_names),
            address=_address(form),
            tax_identifier=MaskedTaxIdentifier(kind=form.tax_identifier.kind, last_four=form.tax_identifier.last_four)
            if form.tax_identifier
            else None,
            organisation=form.organisation,
            contacts=[
                CertificationContact(name=each.name, phone=each.phone, fax=each.fax, email=each.email)
                for each in form.contacts
            ],
            expenditures=[
                CategoryTotal(category=Category(category), amount=Money(cents))
                for category, cents in by_category(form.expenditures).items()
            ],
            total_expenditures=_money(form.total_cents),
            prior_distributions=_money(form.prior_cents),
            net_claim=_money(form.net_cents),
            shared_orders=[
                SharedExpenditures(
                    group_id=group.group_id, case_numbers=list(group.case_numbers), amount=_money(group.amount_cents)
                )
                for group in form.shared_groups
            ],
            remains_in_operation=form.remains_in_operation,
            produced_in_fiscal_year=form.produced_in_fiscal_year,
            acquired_by_opponent_affiliate=form.acquired_by_opponent_affiliate,
            acquirer=form.acquirer,
            predecessor_name=form.succession.predecessor_name if form.succession else None,
            association_name=form.membership.association_name if form.membership else None,
            on_behalf_of_members=form.on_behalf_of_members,
            signer=_signer(form),
        )


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(cents)


def _address(form: Form) -> CertificationAddress | None:
    if form.address is None:
        return None
    return CertificationAddress(
        street=form.address.street,
        city=form.address.city,
        state=form.address.state,
        postal_code=form.address.postal_code,
        post_office_box=form.address.post_office_box,
    )


def _signer(form: Form) -> CertificationSigner | None:
    if form.signer is None:
        return None
    return CertificationSigner(
        name=form.signer.name,
        title=form.signer.title,
        authority=form.signer.authority,
        signed_on=form.signer.signed_on,
    )
