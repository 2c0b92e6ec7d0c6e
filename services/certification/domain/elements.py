"""The required elements of a certification (CERT-05): each as data, with its citation and whether it is material."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.certification.domain import law
from services.certification.domain.forms import Channel, Contact, Form
from shared.refusals import Refusal

Missing = Callable[[Form], Iterator[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """One required element.

    Attributes:
        number: its number in CERT-05.
        name: what it is, for letters.
        citation: where it stands.
        material: whether its absence is a ground for return (CERT-12) or only a minor omission (CERT-14).
        missing: the input fields that lack it.
        code: reason code when it is missing.
        rule: the rule that asks for it.
    """

    number: int
    name: str
    citation: str
    material: bool
    missing: Missing
    code: str = "ELEMENT_MISSING"
    rule: str = "CERT-05"


def _empty(text: str | None) -> bool:
    return not (text or "").strip()


def _blank(field: str, value: Callable[[Form], object]) -> Missing:
    """The field is missing when its value is None or an empty text or list; a stated zero or "no" is not missing."""

    def missing(form: Form) -> Iterator[str]:
        found = value(form)
        if found is None or (isinstance(found, str) and not found.strip()) or found == ():
            yield field

    return missing


def _not_affirmed(field: str, value: Callable[[Form], bool | None]) -> Missing:
    """The statement is missing unless it is made: a "no" is no statement."""

    def missing(form: Form) -> Iterator[str]:
        if value(form) is not True:
            yield field

    return missing


def _street(form: Form) -> Iterator[str]:
    if form.address is not None and _empty(form.address.street):
        yield "address.street"


def _tax_identifier(form: Form) -> Iterator[str]:
    if form.tax_identifier is None or form.tax_identifier.kind is None or not form.tax_identifier.well_formed:
        yield "taxIdentifier"


def _contacts(form: Form) -> Iterator[str]:
    if not form.contacts:
        yield "contacts"
    for index, contact in enumerate(form.contacts):
        if not _reachable(contact):
            yield f"contacts.{index}"


def _reachable(contact: Contact) -> bool:
    return bool(contact.name and (contact.phone or contact.fax) and contact.email)


def _categories(form: Form) -> Iterator[str]:
    if not form.expenditures:
        yield "expenditures"
    for index, line in enumerate(form.expenditures):
        if line.category is None:
            yield f"expenditures.{index}"
        elif line.amount_cents is None:
            yield f"expenditures.{line.category}"


def _shared_orders(form: Form) -> Iterator[str]:
    seen: set[str] = set()
    for index, group in enumerate(form.shared_groups):
        if _empty(group.group_id) or group.group_id in seen:
            yield f"sharedOrders.{index}.groupId"
        if not set(group.case_numbers) - {form.case_number}:
            yield f"sharedOrders.{index}.caseNumbers"
        if group.amount_cents is None:
            yield f"sharedOrders.{index}.amount"
        seen.add(group.group_id or "")


def _acquired(form: Form) -> Iterator[str]:
    if form.acquired_by_opponent_affiliate is None:
        yield "acquiredByOpponentAffiliate"
    elif form.acquired_by_opponent_affiliate and _empty(form.acquirer):
        yield "acquirer"


def _operation(form: Form) -> Iterator[str]:
    if form.remains_in_operation is None:
        yield "remainsInOperation"
    if form.produced_in_fiscal_year is None:
        yield "producedInFiscalYear"


def _execution(form: Form) -> Iterator[str]:
    signer = form.signer
    if signer is None or _empty(signer.name):
        yield "signer.name"
    if signer is None or signer.authority is None:
        yield "signer.authority"
    if signer is None or signer.signed_on is None:
        yield "signer.signedOn"


def _signer_title(form: Form) -> Iterator[str]:
    if form.signer is not None and _empty(form.signer.title):
        yield "signer.title"


def _succession(form: Form) -> Iterator[str]:
    if form.succession is not None and _empty(form.succession.predecessor_name):
        yield "succession.predecessorName"
    if form.succession is not None and _empty(form.succession.description):
        yield "succession.description"


def _succession_day(form: Form) -> Iterator[str]:
    if form.succession is not None and form.succession.succeeded_on is None:
        yield "succession.succeededOn"


def _membership(form: Form) -> Iterator[str]:
    if form.membership is None:
        return
    if _empty(form.membership.association_name):
        yield "membership.associationName"
    if form.membership.member_at_petition is None:
        yield "membership.memberAtPetition"
    if _empty(form.membership.proof):
        yield "membership.proof"


def _copies(form: Form) -> Iterator[str]:
    signed_on = form.signer.signed_on if form.signer and form.signer.signed_on else law.PROGRAM_BEGINS
    wanted = law.PAPER_COPIES.on(max(signed_on, law.PROGRAM_BEGINS))
    if form.channel is Channel.PAPER and (form.copies or 1) < wanted:
        yield "copies"


# Item 23 (power of attorney of an association) is found with its attachments (PROD-06), item 24 is CERT-16.
ELEMENTS: tuple[Element, ...] = (
    Element(
        number=1,
        name="date of the Federal Register notice",
        citation="19 CFR 159.63(b)",
        material=True,
        missing=_blank("noticePublishedOn", lambda form: form.notice_published_on),
    ),
    Element(
        number=2,
        name="case number",
        citation="19 CFR 159.63(b)",
        material=True,
        missing=_blank("caseNumber", lambda form: form.case_number),
    ),
    Element(
        number=2,
        name="case name",
        citation="19 CFR 159.63(b)",
        material=True,
        missing=_blank("caseName", lambda form: form.case_name),
    ),
    Element(
        number=3,
        name="name of the producer",
        citation="19 CFR 159.63(b)(1)(i)",
        material=True,
        missing=_blank("claimantName", lambda form: form.claimant_name),
    ),
    Element(
        number=4,
        name="address",
        citation="19 CFR 159.63(b)(1)(ii)",
        material=True,
        missing=_blank("address", lambda form: form.address),
    ),
    Element(
        number=4,
        name="street address",
        citation="19 CFR 159.63(b)(1)(ii)",
        material=False,
        missing=_street,
    ),
    Element(
        number=5,
        name="IRS number with suffix, employer identification number or social security number",
        citation="19 CFR 159.63(b)(1)(iii)",
        material=True,
        missing=_tax_identifier,
    ),
    Element(
        number=6,
        name="form of organisation",
        citation="19 CFR 159.63(b)(1)(iv)",
        material=False,
        missing=_blank("organisation", lambda form: form.organisation),
    ),
    Element(
        number=7,
        name="contact person with telephone or fax, and e-mail",
        citation="19 CFR 159.63(b)(1)(v)",
        material=False,
        missing=_contacts,
    ),
    Element(
        number=8,
        name="total qualifying expenditures",
        citation="19 CFR 159.63(b)(2)(i)",
        material=True,
        missing=_blank("totalExpenditures", lambda form: form.total_cents),
    ),
    Element(
        number=9,
        name="qualifying expenditures by category",
        citation="19 CFR 159.63(b)(2)(i)",
        material=True,
        missing=_categories,
    ),
    Element(
        number=10,
        name="expenditures that were the subject of a prior distribution",
        citation="19 CFR 159.63(b)(2)(ii)",
        material=True,
        missing=_blank("priorDistributions", lambda form: form.prior_cents),
    ),
    Element(
        number=11,
        name="net amount claimed",
        citation="19 CFR 159.63(b)(2)(iii)",
        material=True,
        missing=_blank("netClaim", lambda form: form.net_cents),
    ),
    Element(
        number=12,
        name="statement that it desires a distribution",
        citation="19 CFR 159.63(b)(3)",
        material=True,
        missing=_blank("desiresDistribution", lambda form: form.desires_distribution),
    ),
    Element(
        number=13,
        name="statement that it is eligible as an affected domestic producer",
        citation="19 CFR 159.63(b)(3)",
        material=True,
        missing=_not_affirmed("eligibleAsProducer", lambda form: form.eligible_as_producer),
    ),
    Element(
        number=14,
        name="affirmation that the net amount holds nothing already distributed upon",
        citation="19 CFR 159.63(b)(3)(i)",
        material=True,
        missing=_not_affirmed("noPriorDistributionInNet", lambda form: form.no_prior_distribution_in_net),
    ),
    Element(
        number=15,
        name="all other orders under which the same expenditures are certified",
        citation="19 CFR 159.63(b)(3)(ii)",
        material=True,
        missing=_shared_orders,
    ),
    Element(
        number=16,
        name="whether it remains in operation and continues to produce",
        citation="19 CFR 159.63(b)(3)(iii)",
        material=True,
        missing=_operation,
    ),
    Element(
        number=17,
        name="whether it was acquired by a company related to an opponent of the petition, and by whom",
        citation="19 CFR 159.63(b)(3)(iii)",
        material=True,
        missing=_acquired,
    ),
    Element(
        number=18,
        name="statement that the certification is true and accurate, under penalty of law",
        citation="19 CFR 159.63(b)",
        material=True,
        missing=_not_affirmed("trueAndAccurate", lambda form: form.true_and_accurate),
    ),
    Element(
        number=19,
        name="statement that records support the expenditures",
        citation="19 CFR 159.63(b)",
        material=True,
        missing=_not_affirmed("hasSupportingRecords", lambda form: form.has_supporting_records),
    ),
    Element(
        number=20,
        name="execution and date by a person authorised to bind the producer",
        citation="19 CFR 159.63(b)",
        material=True,
        missing=_execution,
        code="NOT_EXECUTED",
        rule="CERT-11",
    ),
    Element(
        number=20,
        name="title of the signer",
        citation="19 CFR 159.63(b)",
        material=False,
        missing=_signer_title,
        rule="CERT-11",
    ),
    Element(
        number=21,
        name="predecessor as listed and the succession to its operations",
        citation="19 CFR 159.61(b)(1)(i)",
        material=True,
        missing=_succession,
        code="SUCCESSION_NOT_SHOWN",
        rule="PROD-04",
    ),
    Element(
        number=21,
        name="day of the succession",
        citation="19 CFR 159.61(b)(1)(i)",
        material=False,
        missing=_succession_day,
        rule="PROD-04",
    ),
    Element(
        number=22,
        name="association and proof of membership when it filed the petition",
        citation="19 CFR 159.61(b)(1)(ii)",
        material=True,
        missing=_membership,
        rule="PROD-05",
    ),
    Element(
        number=0,
        name="three copies of a paper filing",
        citation="19 CFR 159.63(a)",
        material=False,
        missing=_copies,
        rule="CERT-04",
    ),
)


def element_findings(form: Form, *, material: bool) -> list[Refusal]:
    """The elements the form lacks.

    Args:
        form: the certification as stated.
        material: True for the elements whose absence is a ground for return, False for minor omissions.

    Source:
        CERT-05, CERT-12, CERT-14; 19 CFR 159.63(b), (c).
    """
    return [
        Refusal(
            code=element.code,
            rule=element.rule,
            citation=element.citation,
            message=f"Missing or not in the required form: {element.name}.",
            field=field,
        )
        for element in ELEMENTS
        if element.material is material
        for field in element.missing(form)
    ]
