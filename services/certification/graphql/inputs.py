"""What callers send: almost everything may be left out, so that what is missing is refused with its rule."""

from typing import Annotated, Any

import strawberry

from services.certification.domain import forms
from services.certification.domain.disclosure import tax_identifier
from services.certification.domain.forms import Authority, Channel, Form, Organisation, TaxIdentifierKind
from services.certification.domain.lines import LINES_AT_MOST
from services.certification.domain.notices import NoticeKind
from services.certification.domain.producers import ProducerKind
from services.certification.graphql import enums, filing_enums  # noqa: F401  (give the domain's enumerations their GraphQL names)
from shared.errors import BadInput
from shared.graphql import Date, Money

IdempotencyKey = Annotated[
    str,
    strawberry.argument(description="Chosen by the caller; the same key and input gives the first answer again."),
]


def _given(description: str) -> Any:
    """An input field that may be left out."""
    return strawberry.field(default=None, description=description)


@strawberry.input(description="The producer's address (CERT-05 item 4).")
class AddressInput:
    """An address."""

    street: str | None = _given("Street address; also needed beside a post office box.")
    city: str | None = _given("City.")
    state: str | None = _given("State.")
    postal_code: str | None = _given("Postal code.")
    post_office_box: str | None = _given("Post office box.")


@strawberry.input(description="The producer's tax number (CERT-05 item 5); stored encrypted, shown masked.")
class TaxIdentifierInput:
    """A tax number."""

    kind: TaxIdentifierKind | None = _given("Which number it is.")
    number: str | None = _given("The number, with or without hyphens.")


@strawberry.input(description="A person Customs may call (CERT-05 item 7).")
class ContactInput:
    """A contact."""

    name: str | None = _given("Name.")
    phone: str | None = _given("Telephone number.")
    fax: str | None = _given("Fax number.")
    email: str | None = _given("E-mail address.")


@strawberry.input(description="Qualifying expenditures of one category, cumulative since the order (CERT-05 item 9).")
class ExpenditureInput:
    """A category's total."""

    category: str | None = _given("Q01 to Q10 (EXP-01).")
    amount: Money | None = _given("Total of the category.")


@strawberry.input(
    description="One expenditure, incurred on a day or in a period inside the life of the order (EXP-02, EXP-03). The "
    "lines of a category add up to its total."
)
class ExpenditureLineInput:
    """A line."""

    category: str | None = _given("Q01 to Q10 (EXP-01).")
    amount: Money | None = _given("Amount of the expenditure.")
    incurred_on: Date | None = _given("Day on which it was incurred; or give a period.")
    incurred_from: Date | None = _given("First day of the period in which it was incurred.")
    incurred_to: Date | None = _given("Last day of that period.")
    description: str | None = _given("What it was spent on.")
    relation: str | None = _given(
        "How it was determined to relate to producing the product, for example an allocation method; for an "
        "association, to this case (EXP-03)."
    )
    shared_group_id: str | None = _given("The shared group it belongs to; left out for an unshared line (EXP-05).")


@strawberry.input(description="Expenditures also certified under other orders on the same product (EXP-05).")
class SharedGroupInput:
    """A shared group."""

    group_id: str | None = _given("Name of the group; the same in every certification that shares it.")
    case_numbers: list[str] | None = _given("All orders under which the same expenditures are certified.")
    amount: Money | None = _given("Their common total; part of totalExpenditures.")


@strawberry.input(description="Who executed the certification, by what authority, and when (CERT-11).")
class SignerInput:
    """A signer."""

    name: str | None = _given("Name.")
    title: str | None = _given("Title.")
    authority: Authority | None = _given("Why the signer may bind the producer.")
    signed_on: Date | None = _given("Day of the signature.")


@strawberry.input(description="The basis of a successor's claim (PROD-04).")
class SuccessionInput:
    """A succession."""

    predecessor_name: str | None = _given("The predecessor's name as the Commission listed it.")
    description: str | None = _given("How the company succeeded to the predecessor's operations.")
    succeeded_on: Date | None = _given("Day of the succession.")


@strawberry.input(description="The basis of an association member's claim (PROD-05).")
class MembershipInput:
    """A membership."""

    association_name: str | None = _given("The association's name as the Commission listed it.")
    member_at_petition: bool | None = _given("Whether it was a member when the association filed the petition.")
    proof: str | None = _given("The specific proof of that.")


@strawberry.input(
    description="A certification, every element of CERT-05 its own field; what is missing is refused, all at once. "
    "Filing accepts that the claimant's name, the amount claimed and the amount paid become public (PUBL-02)."
)
class FileCertificationInput:
    """A certification as filed."""

    notice_id: strawberry.ID | None = _given("The notice it answers; needed in every filing of a published notice.")
    producer_id: strawberry.ID = strawberry.field(description="The claimant.")
    case_number: str | None = _given("The one order of the notice it is for (item 2).")
    case_name: str | None = _given("The order's name (item 2).")
    notice_published_on: Date | None = _given("Date of the Federal Register notice (item 1).")
    claimant_name: str | None = _given("Name of the producer (item 3).")
    other_names: list[str] | None = _given("Names it also does business under (item 3).")
    address: AddressInput | None = _given("Address (item 4).")
    tax_identifier: TaxIdentifierInput | None = _given("Tax number (item 5).")
    organisation: Organisation | None = _given("Form of organisation (item 6).")
    contacts: list[ContactInput] | None = _given("Contact persons (item 7).")
    expenditures: list[ExpenditureInput] | None = _given("Total by category; categories left out are zero (item 9).")
    expenditure_lines: list[ExpenditureLineInput] | None = _given(
        f"The expenditures one by one, at most {LINES_AT_MOST}; may be left out, the totals by category may not."
    )
    total_expenditures: Money | None = _given("Total certified now and before (item 8).")
    prior_distributions: Money | None = _given("Part of it already the subject of any distribution (item 10).")
    net_claim: Money | None = _given("Net amount claimed: total less prior distributions (item 11).")
    desires_distribution: bool | None = _given("It desires a distribution; false claims nothing (item 12).")
    eligible_as_producer: bool | None = _given("It is eligible as an affected domestic producer (item 13).")
    no_prior_distribution_in_net: bool | None = _given(
        "The net amount holds no expenditure already distributed upon (item 14)."
    )
    shared_orders: list[SharedGroupInput] | None = _given(
        "Expenditures also certified under other orders, with all those orders (item 15)."
    )
    remains_in_operation: bool | None = _given("It remains in operation and continues to produce (item 16).")
    produced_in_fiscal_year: bool | None = _given("It made some of the product in the fiscal year (item 16, PROD-07).")
    acquired_by_opponent_affiliate: bool | None = _given(
        "It was acquired by a company related to an opponent of the petition (item 17)."
    )
    acquirer: str | None = _given("By whom it was acquired (item 17).")
    true_and_accurate: bool | None = _given("True and accurate to the best of the signer's knowledge (item 18).")
    has_supporting_records: bool | None = _given("It has records that support the expenditures (item 19).")
    signer: SignerInput | None = _given("Execution and date (item 20).")
    succession: SuccessionInput | None = _given("For a successor of a listed producer (item 21).")
    membership: MembershipInput | None = _given("For a member of a listed association (item 22).")
    on_behalf_of_members: bool | None = _given(
        "For an association: it files for members; a power of attorney is due within 10 days (item 23, PROD-06)."
    )
    confidentiality_claimed: bool | None = _given(
        "It says that name, amount claimed or amount paid are exempt from disclosure; such a certification is "
        "rejected (item 24, CERT-16)."
    )
    channel: Channel = strawberry.field(default=Channel.ELECTRONIC, description="How it reached Customs.")
    copies: int | None = _given("Copies, on paper; three are asked for (CERT-04).")
    received_on: Date | None = _given("Day a paper filing was received; today when left out.")

    def tax_number(self) -> str | None:
        """The tax number in full, for the vault alone."""
        return (self.tax_identifier.number or "").strip() or None if self.tax_identifier else None

    def form(self) -> Form:
        """The form as the rules see it."""
        return Form(
            notice_published_on=self.notice_published_on,
            case_number=self.case_number,
            case_name=self.case_name,
            claimant_name=self.claimant_name,
            other_names=tuple(self.other_names or ()),
            address=_address(self.address),
            tax_identifier=tax_identifier(self.tax_identifier.kind, self.tax_identifier.number)
            if self.tax_identifier
            else None,
            organisation=self.organisation,
            contacts=tuple(
                forms.Contact(name=each.name, phone=each.phone, fax=each.fax, email=each.email)
                for each in self.contacts or ()
            ),
            expenditures=expenditures_of(self.expenditures),
            lines=lines_of(self.expenditure_lines),
            total_cents=self.total_expenditures,
            prior_cents=self.prior_distributions,
            net_cents=self.net_claim,
            desires_distribution=self.desires_distribution,
            eligible_as_producer=self.eligible_as_producer,
            no_prior_distribution_in_net=self.no_prior_distribution_in_net,
            shared_groups=tuple(
                forms.SharedGroup(
                    group_id=each.group_id,
                    case_numbers=tuple(each.case_numbers or ()),
                    amount_cents=each.amount,
                )
                for each in self.shared_orders or ()
            ),
            remains_in_operation=self.remains_in_operation,
            produced_in_fiscal_year=self.produced_in_fiscal_year,
            acquired_by_opponent_affiliate=self.acquired_by_opponent_affiliate,
            acquirer=self.acquirer,
            true_and_accurate=self.true_and_accurate,
            has_supporting_records=self.has_supporting_records,
            signer=_signer(self.signer),
            succession=_succession(self.succession),
            membership=_membership(self.membership),
            on_behalf_of_members=self.on_behalf_of_members,
            confidentiality_claimed=bool(self.confidentiality_claimed),
            channel=self.channel,
            copies=self.copies,
        )


def expenditures_of(lines: list[ExpenditureInput] | None) -> tuple[forms.Expenditure, ...]:
    """The amounts by category as the rules see them."""
    return tuple(forms.Expenditure(category=line.category, amount_cents=line.amount) for line in lines or ())


def lines_of(lines: list[ExpenditureLineInput] | None) -> tuple[forms.ExpenditureLine, ...]:
    """The lines as the rules see them.

    Raises:
        BadInput: there are too many.
    """
    if len(lines or ()) > LINES_AT_MOST:
        raise BadInput(f"a certification has {LINES_AT_MOST} lines at most", field="expenditureLines")
    return tuple(
        forms.ExpenditureLine(
            category=line.category,
            amount_cents=line.amount,
            incurred_on=line.incurred_on,
            incurred_from=line.incurred_from,
            incurred_to=line.incurred_to,
            description=line.description,
            relation=line.relation,
            group_id=line.shared_group_id,
        )
        for line in lines or ()
    )


def _address(given: AddressInput | None) -> forms.Address | None:
    if given is None:
        return None
    return forms.Address(
        street=given.street,
        city=given.city,
        state=given.state,
        postal_code=given.postal_code,
        post_office_box=given.post_office_box,
    )


def _signer(given: SignerInput | None) -> forms.Signer | None:
    if given is None:
        return None
    return forms.Signer(name=given.name, title=given.title, authority=given.authority, signed_on=given.signed_on)


def _succession(given: SuccessionInput | None) -> forms.Succession | None:
    if given is None:
        return None
    return forms.Succession(
        predecessor_name=given.predecessor_name, description=given.description, succeeded_on=given.succeeded_on
    )


def _membership(given: MembershipInput | None) -> forms.Membership | None:
    if given is None:
        return None
    return forms.Membership(
        association_name=given.association_name, member_at_petition=given.member_at_petition, proof=given.proof
    )


@strawberry.input(description="A notice of intent to distribute (NOTE-02).")
class DraftNoticeInput:
    """A draft."""

    fiscal_year: int = strawberry.field(description="Fiscal year whose duties are to be distributed.")
    case_numbers: list[str] = strawberry.field(description="The orders it names.")
    publish_on: Date = strawberry.field(description="Day of publication in the Federal Register.")
    federal_register_citation: str | None = _given("Where it appears, for example 70 FR 31566.")
    instructions: str | None = _given("Instructions for certifying.")
    address: str | None = _given("Where certifications are to be sent.")
    kind: NoticeKind = strawberry.field(
        default=NoticeKind.ORDINARY, description="FINAL for a notice of final distribution (NOTE-06, TERM-02)."
    )
    final_decision: str | None = _given(
        "For a final notice: the recorded finding that every condition of termination is met (TERM-01)."
    )


@strawberry.input(description="A drafted notice that the Federal Register has.")
class PublishNoticeInput:
    """A publication."""

    notice_id: strawberry.ID = strawberry.field(description="The draft.")
    late_decision: str | None = _given("The recorded decision to publish after the last day (NOTE-01).")


@strawberry.input(description="A producer that stands on no list yet (PROD-02: anyone alleging eligibility may file).")
class RegisterDomesticProducerInput:
    """A producer."""

    name: str = strawberry.field(description="Its name.")
    kind: ProducerKind = strawberry.field(description="What it is.")


@strawberry.input(description="The whole certification stated anew, after a return (CERT-13).")
class CorrectCertificationInput:
    """A correction."""

    certification_id: strawberry.ID = strawberry.field(description="The returned certification.")
    certification: FileCertificationInput = strawberry.field(
        description="The corrected certification, under the same notice and of the same producer."
    )


@strawberry.input(description="A certification the producer withdraws (CERT-17).")
class WithdrawCertificationInput:
    """A withdrawal."""

    certification_id: strawberry.ID = strawberry.field(description="The certification.")
    reason: str | None = _given("Why.")


@strawberry.input(description="Lower amounts of an accepted certification (CERT-17, VERI-04).")
class ReduceCertificationInput:
    """A reduction."""

    certification_id: strawberry.ID = strawberry.field(description="The accepted certification.")
    expenditures: list[ExpenditureInput] = strawberry.field(
        description="The new total by category; categories left out become zero."
    )
    reason: str = strawberry.field(description="Why.")
    expenditure_lines: list[ExpenditureLineInput] | None = _given(
        "The lines that remain; needed where the certification has lines (EXP-03)."
    )


@strawberry.input(description="A certification to be reviewed (CERT-12).")
class StartReviewInput:
    """The start of a review."""

    certification_id: strawberry.ID = strawberry.field(description="The certification.")


@strawberry.input(description="A defect the reviewer found.")
class DefectInput:
    """A defect."""

    code: str = strawberry.field(description="Reason code, for example CROSS_LISTING_INCOMPLETE.")
    message: str = strawberry.field(description="What is wrong and how to cure it.")
    field: str | None = strawberry.field(default=None, description="Input field concerned, if there is one.")


@strawberry.input(description="A return of a materially incorrect or incomplete certification (CERT-12).")
class ReturnCertificationInput:
    """A return."""

    certification_id: strawberry.ID = strawberry.field(description="The certification under review.")
    defects: list[DefectInput] = strawberry.field(
        description="What the reviewer found beside the material findings of the review, which are always listed."
    )
    late_return_reason: str | None = _given("Reason for the override LATE_RETURN, after the return deadline.")


@strawberry.input(description="An acceptance.")
class AcceptCertificationInput:
    """An acceptance."""

    certification_id: strawberry.ID = strawberry.field(description="The certification under review.")


@strawberry.input(description="A company and those it controls (PROD-08).")
class ControlInput:
    """Control as the officer found it."""

    company: str = strawberry.field(description="The controlling company.")
    controls: list[str] = strawberry.field(description="Companies it can legally or operationally restrain or direct.")


@strawberry.input(description="A rejection.")
class RejectCertificationInput:
    """A rejection."""

    certification_id: strawberry.ID = strawberry.field(description="The certification under review.")
    code: str = strawberry.field(
        description="CONFIDENTIALITY_CLAIMED, NOT_SATISFACTORY, or the code of a failed test of eligibility."
    )
    reasons: str = strawberry.field(description="The officer's reasons, for the letter.")
    acquirer: str | None = _given("Who acquired the claimant, where the certification does not say (PROD-08).")
    controls: list[ControlInput] | None = _given("Who controls whom, as the officer found (PROD-08).")
    acts_differently: list[str] | None = _given(
        "Companies that a shared subsidiary makes act differently, as the officer found (PROD-08)."
    )


@strawberry.input(description="A minor error put right with the producer's help (CERT-14).")
class ResolveMinorErrorInput:
    """A minor error."""

    certification_id: strawberry.ID = strawberry.field(description="The certification under review.")
    field: str = strawberry.field(description="Field of the minor finding.")
    note: str = strawberry.field(description="How the reviewer learned the right value.")
    before: str | None = _given("What it says.")
    after: str | None = _given("What it should say.")


@strawberry.input(description="An order's year whose claims are complete (DIST-09).")
class CertifyClaimsInput:
    """An order's year."""

    case_number: str = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year whose duties are to be distributed.")
