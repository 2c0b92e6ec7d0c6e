"""The review of a certification: everything that is wrong with it at once, and the amounts that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.certification.domain.amendments import Amendment
from services.certification.domain.arithmetic import (
    Amounts,
    arithmetic_findings,
    prior_distribution_findings,
    rounding_findings,
    working_amounts,
)
from services.certification.domain.attachments import Attorney, attorney_findings, attorney_missing
from services.certification.domain.elements import element_findings
from services.certification.domain.eligibility import Predicate, eligibility, ineligible
from services.certification.domain.expenditures import (
    by_category,
    category_findings,
    decreased_categories,
    disallowed_again,
    new_expenditures,
    period_findings,
)
from services.certification.domain.forms import Form
from services.certification.domain.lines import line_findings, line_period_findings
from services.certification.domain.producers import ListedProducer, ProducerKind, normalised
from services.certification.domain.sharing import (
    PaidCertification,
    Part,
    Sister,
    cross_listing_findings,
    expected_prior,
    parts_of,
    product_findings,
)
from shared.refusals import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What the review compares a certification with.

    Attributes:
        case_number: its order.
        case_name: the order's name.
        issued_on: day the order was issued.
        revoked_on: day the order ended, or None.
        product_groups: product group per case number, this order's and those it lists.
        published_on: day of the notice's publication.
        received_on: day of receipt of the version under review.
        window_closed: whether the filing window is over (CERT-10).
        shares_product: another order on the same product is noticed for the year, so a sister may still arrive.
        claimant_id: the producer that files.
        kind: what kind of claimant it is.
        listing: the Commission's list as published with the notice.
        paid: the lineage's earlier certifications with what was paid on each.
        previous: US cents per category as last certified, empty for a first certification.
        sisters: the producer's other timely, live certifications of the year.
        attorney: the power of attorney of an association that files for members (PROD-06), None for others.
        amendments: what officers recorded on top of the Commission's list and is in force.
        disallowed: US cents per category that verifications disallowed of the last certification (VERI-04).
    """

    case_number: str
    case_name: str
    issued_on: date
    revoked_on: date | None
    product_groups: Mapping[str, str]
    published_on: date
    received_on: date
    window_closed: bool
    shares_product: bool
    claimant_id: UUID
    kind: ProducerKind
    listing: Sequence[ListedProducer]
    paid: Sequence[PaidCertification]
    previous: Mapping[str, int]
    sisters: Sequence[Sister]
    attorney: Attorney | None = None
    amendments: Sequence[Amendment] = ()
    disallowed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What the review found.

    Attributes:
        material: defects that require a return (CERT-12).
        minor: errors and omissions that do not (CERT-14).
        predicates: the tests of eligibility (PROD-09).
        flags: what an officer should look at; never refusals.
        confidentiality_claimed: the certification must be rejected (CERT-16).
        amounts: the figures the system works with.
        parts: the same, per part (EXP-07).
        expected_prior_cents: what the ledger says was already paid, US cents.
        new_expenditures: US cents per category certified for the first time (CERT-08).
    """

    material: tuple[Refusal, ...]
    minor: tuple[Refusal, ...]
    predicates: tuple[Predicate, ...]
    flags: tuple[str, ...]
    confidentiality_claimed: bool
    amounts: Amounts
    parts: tuple[Part, ...]
    expected_prior_cents: int
    new_expenditures: Mapping[str, int]

    @property
    def ineligible(self) -> tuple[Refusal, ...]:
        """The refusals of the tests of eligibility that failed."""
        return ineligible(self.predicates)


def form_findings(form: Form, on: date) -> list[Refusal]:
    """Material defects that the form shows by itself; an electronic filing with one is refused at once.

    Source:
        CERT-05, CERT-06, CERT-11, EXP-01 to EXP-05; 19 CFR 159.63(b).
    """
    return [
        *element_findings(form, material=True),
        *category_findings(form.expenditures),
        *arithmetic_findings(form, on),
        *_shared_total_findings(form),
        *line_findings(form),
    ]


def review(form: Form, facts: Facts) -> Review:
    """Review a certification for completeness, correctness and eligibility.

    Args:
        form: the certification as stated.
        facts: what it is compared with.

    Returns:
        Every finding at once.

    Source:
        CERT-06 to CERT-12, EXP-01 to EXP-05, PROD-09; 19 CFR 159.63(c).
    """
    on = facts.received_on
    expected = expected_prior(form, facts.case_number, facts.paid)
    expected_total = sum(expected.values())
    understated, differs = prior_distribution_findings(form, expected_total, on)
    amounts = working_amounts(form, expected_total)
    material = [
        *form_findings(form, on),
        *_notice_findings(form, facts),
        *period_findings(form, facts.issued_on, facts.revoked_on),
        *line_period_findings(form, facts.issued_on, facts.revoked_on),
        *understated,
        *product_findings(form, facts.case_number, facts.product_groups),
        *attorney_findings(facts.attorney),
    ]
    if facts.window_closed:
        material += cross_listing_findings(form, facts.case_number, facts.sisters)
    minor = [*element_findings(form, material=False), *rounding_findings(form, on), *_case_name(form, facts), *differs]
    now = by_category(form.expenditures)
    return Review(
        material=tuple(material),
        minor=tuple(minor),
        predicates=eligibility(form, facts.claimant_id, facts.kind, facts.listing, facts.amendments),
        flags=_flags(now, facts),
        confidentiality_claimed=form.confidentiality_claimed,
        amounts=amounts,
        parts=parts_of(form, facts.case_number, amounts, expected),
        expected_prior_cents=expected_total,
        new_expenditures=new_expenditures(now, facts.previous),
    )


def _flags(now: Mapping[str, int], facts: Facts) -> tuple[str, ...]:
    """What an officer asks about before acceptance (CERT-08, VERI-04)."""
    raised = {
        "TOTAL_DECREASED": decreased_categories(now, facts.previous),
        "DISALLOWED_AGAIN": disallowed_again(now, facts.previous, facts.disallowed),
    }
    return tuple(flag for flag, categories in raised.items() if categories)


def acceptance_findings(found: Review, facts: Facts) -> tuple[Refusal, ...]:
    """Everything that stands in the way of acceptance.

    Source:
        CERT-12, CERT-16, PROD-09; CERT-10 for the wait until the window closes.
    """
    findings = [*found.material, *found.ineligible]
    if facts.attorney is not None and not (facts.attorney.in_time or facts.attorney.overdue):
        findings.append(attorney_missing(facts.attorney))
    if found.confidentiality_claimed:
        findings.append(confidentiality_refusal())
    if found.amounts.net_cents < 0 and not found.material:
        findings.append(
            Refusal(
                code="NEGATIVE_CLAIM",
                rule="CERT-06",
                citation="19 CFR 159.63(b)(2)",
                message="More was already paid than is certified.",
                field="netClaim",
            )
        )
    if facts.shares_product and not facts.window_closed:
        findings.append(
            Refusal(
                code="CROSS_LISTING_PENDING",
                rule="CERT-10",
                citation="19 CFR 159.63(b)(3)(ii)",
                message="Another order covers the same product: shared expenditures are compared after the close.",
                field="sharedOrders",
            )
        )
    return tuple(findings)


def confidentiality_refusal() -> Refusal:
    """The reason for which a certification that claims confidentiality is rejected (CERT-16, 19 CFR 159.63(e))."""
    return Refusal(
        code="CONFIDENTIALITY_CLAIMED",
        rule="CERT-16",
        citation="19 CFR 159.63(e)",
        message="It claims exemption from the disclosure of name, amount claimed and amount paid: it must be rejected.",
        field="confidentialityClaimed",
    )


def _shared_total_findings(form: Form) -> list[Refusal]:
    """Shared lines cannot exceed what is certified (EXP-05)."""
    shared = [group.amount_cents or 0 for group in form.shared_groups]
    total = sum(by_category(form.expenditures).values())
    if not shared or (min(shared) >= 0 and sum(shared) <= total):
        return []
    return [
        Refusal(
            code="ARITHMETIC",
            rule="EXP-05",
            citation="19 CFR 159.63(b)(3)(ii)",
            message="Shared expenditures are part of the total and cannot be negative or exceed it.",
            field="sharedOrders",
        )
    ]


def _notice_findings(form: Form, facts: Facts) -> list[Refusal]:
    if form.notice_published_on in {None, facts.published_on}:
        return []
    return [
        Refusal(
            code="NOTICE_NOT_NAMED",
            rule="CERT-05",
            citation="19 CFR 159.63(b)",
            message=f"The notice of {facts.published_on.isoformat()} is not the one named.",
            field="noticePublishedOn",
        )
    ]


def _case_name(form: Form, facts: Facts) -> list[Refusal]:
    if form.case_name is None or normalised(form.case_name) == normalised(facts.case_name):
        return []
    return [
        Refusal(
            code="CASE_NAME_DIFFERS",
            rule="CERT-14",
            citation="19 CFR 159.63(c)",
            message=f"The order's name is {facts.case_name}; the case number is right.",
            field="caseName",
        )
    ]
