"""The same expenditure under several orders on one product (EXP-05, CERT-10) and what a payment pays (EXP-07)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.certification.domain import law
from services.certification.domain.arithmetic import Amounts
from services.certification.domain.forms import Form, SharedGroup
from services.certification.domain.law import PriorDistributionBasis
from shared.money import format_money, largest_remainder
from shared.refusals import Refusal

SHARED_CITATION = "19 CFR 159.63(b)(3)(ii)"
UNSHARED = ""  # the part of the unshared lines; sorts before every group id, as EXP-07's last tie requires


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a certification: its unshared lines, or one shared group. Amounts in US cents."""

    group_id: str
    case_numbers: tuple[str, ...]
    total_cents: int
    prior_cents: int

    @property
    def net_cents(self) -> int:
        """The part's own N = T - D."""
        return self.total_cents - self.prior_cents


@dataclass(frozen=True, kw_only=True, slots=True)
class PaidCertification:
    """An earlier certification of the lineage, or of one linked to it, with everything paid on it.

    Attributes:
        case_number: its order.
        paid_cents: US cents.
        net_by_part: N per part, US cents; the key of the unshared part is "".
        orders_by_part: the orders each part was certified under.
        same_lineage: False for another lineage of the same filer: only what it shared with this order counts.
        number: its certification number.
        lineage_id: its lineage under its order, to which repayments are told.
    """

    case_number: str
    paid_cents: int
    net_by_part: Mapping[str, int]
    orders_by_part: Mapping[str, frozenset[str]] = field(default_factory=dict)
    same_lineage: bool = True
    number: str = ""
    lineage_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sister:
    """A timely, live certification of the same producer for the same fiscal year under another order."""

    case_number: str
    groups: tuple[SharedGroup, ...]


def orders_of(group: SharedGroup, own_case_number: str) -> frozenset[str]:
    """All orders of a shared group, the certification's own included."""
    return frozenset(group.case_numbers) | {own_case_number}


def product_findings(form: Form, case_number: str, product_groups: Mapping[str, str]) -> list[Refusal]:
    """Shared groups that reach orders on another product (EXP-05 (a), 19 CFR 159.63(b)(3)(ii))."""
    own = product_groups.get(case_number)
    findings = []
    for index, group in enumerate(form.shared_groups):
        foreign = sorted(case for case in group.case_numbers if own is None or product_groups.get(case) != own)
        if foreign:
            findings.append(
                Refusal(
                    code="SHARED_DIFFERENT_PRODUCT",
                    rule="EXP-05",
                    citation=SHARED_CITATION,
                    message=f"{', '.join(foreign)} does not cover the same product as {case_number}.",
                    field=f"sharedOrders.{index}.caseNumbers",
                )
            )
    return findings


def cross_listing_findings(form: Form, case_number: str, sisters: Sequence[Sister]) -> list[Refusal]:
    """What this certification lacks compared with its sisters; tested at the close of the window.

    Args:
        form: this certification.
        case_number: its order.
        sisters: the producer's other timely certifications of the year.

    Returns:
        A finding per sister's group that this certification does not list whole, or states with another total.

    Source:
        EXP-05 (b), (c), CERT-10; 19 CFR 159.63(b)(3)(ii).
    """
    own = {group.group_id: (index, group) for index, group in enumerate(form.shared_groups)}
    findings = []
    for sister in sorted(sisters, key=lambda each: each.case_number):
        for theirs in sister.groups:
            cases = orders_of(theirs, sister.case_number)
            index, group = own.get(theirs.group_id, (None, None))
            if case_number in cases and (group is None or not cases <= orders_of(group, case_number)):
                findings.append(_incomplete(sister.case_number, index))
            elif _totals_differ(group, theirs, sister.case_number):
                findings.append(_different_total(sister.case_number, theirs, index))
    return findings


def parts_of(form: Form, case_number: str, amounts: Amounts, expected_prior: Mapping[str, int]) -> tuple[Part, ...]:
    """Split a certification into its parts, each with its own T, D and N.

    A stated D above the expected one is taken from the unshared part first, then from the groups in id order.

    Args:
        form: the certification as stated.
        case_number: its order.
        amounts: the working T and D of the whole certification.
        expected_prior: US cents already paid per part; the key of the unshared part is "".

    Returns:
        The parts in the order unshared, then group ids ascending; their figures add up to ``amounts``.

    Source:
        EXP-07, CERT-07.
    """
    groups = sorted(form.shared_groups, key=lambda group: group.group_id or "")
    totals = {group.group_id or "": group.amount_cents or 0 for group in groups}
    orders = {group.group_id or "": tuple(sorted(orders_of(group, case_number))) for group in groups}
    totals = {UNSHARED: amounts.total_cents - sum(totals.values()), **totals}
    orders = {UNSHARED: (case_number,), **orders}
    priors = {part: expected_prior.get(part, 0) for part in totals}
    surplus = amounts.prior_cents - sum(priors.values())
    for part in totals:
        taken = min(max(0, surplus), max(0, totals[part] - priors[part]))
        priors[part] += taken
        surplus -= taken
    # What no part can bear stays with the unshared one, so that the parts still add up to the certification.
    priors[UNSHARED] += surplus
    return tuple(
        Part(group_id=part, case_numbers=orders[part], total_cents=totals[part], prior_cents=priors[part])
        for part in totals
    )


def attribute_payment(paid_cents: int, net_by_part: Mapping[str, int]) -> dict[str, int]:
    """Which parts a payment on a certification pays.

    Args:
        paid_cents: everything paid on the certification, US cents.
        net_by_part: N per part; the key of the unshared part is "".

    Returns:
        Cents per part; they add up to ``paid_cents``; paid in full, each part gets its N.

    Source:
        EXP-07 by the routine of DIST-05.
    """
    weights = {part: max(0, net) for part, net in net_by_part.items()}
    if sum(weights.values()) == 0:
        return {part: (paid_cents if part == UNSHARED else 0) for part in {UNSHARED, *net_by_part}}
    return largest_remainder(paid_cents, weights)


def less_repaid(paid: Sequence[PaidCertification], repaid: Mapping[UUID, int], on: date) -> list[PaidCertification]:
    """What was paid on each certification and is still kept.

    Principal repaid by a lineage under an order lowers what was paid on that lineage's certifications, in proportion to
    what each was paid (last tie: lower number first). Bill weights stay gross; they are no concern here.

    Args:
        paid: certifications with everything paid on each.
        repaid: principal repaid per lineage, US cents; amounts given back are already taken off (BILL-10).
        on: the day whose policy holds.

    Returns:
        The same certifications with what was not repaid, never below zero.

    Source:
        BILL-09 (PRIOR_DISTRIBUTION_BASIS), BILL-10, CERT-07.
    """
    if law.PRIOR_DISTRIBUTION_BASIS.on(on) is not PriorDistributionBasis.PAID_MINUS_REPAID:
        return list(paid)
    of_lineage: defaultdict[UUID | None, dict[str, int]] = defaultdict(dict)
    for each in paid:
        of_lineage[each.lineage_id][each.number] = each.paid_cents
    given_back: dict[str, int] = {}
    for lineage_id, amounts in of_lineage.items():
        cents = min(max(0, repaid.get(lineage_id, 0) if lineage_id else 0), sum(amounts.values()))
        if cents:
            given_back |= largest_remainder(cents, amounts)
    return [replace(each, paid_cents=each.paid_cents - given_back.get(each.number, 0)) for each in paid]


def expected_prior(form: Form, case_number: str, paid_certifications: Sequence[PaidCertification]) -> dict[str, int]:
    """What was already paid for the expenditures now certified, per part.

    Args:
        form: the certification as stated; its shared groups decide which payments under other orders count.
        case_number: its order.
        paid_certifications: earlier certifications of the lineage and of those linked to it, under all orders, with
            what was paid on each by the day this one was received.

    Returns:
        US cents per part: the unshared part counts payments under this order, a shared group those under all its
        orders. A payment for a group that named this order counts whatever the group is called now: against the group
        that shares most of its orders, or, where none does, against the unshared part.

    Source:
        CERT-07, EXP-04; 19 CFR 159.63(b)(2)(ii), (b)(3)(i), (c).
    """
    groups = {group.group_id or "": orders_of(group, case_number) for group in form.shared_groups}
    expected = {UNSHARED: 0, **dict.fromkeys(groups, 0)}
    for earlier in paid_certifications:
        for part, cents in attribute_payment(earlier.paid_cents, earlier.net_by_part).items():
            target = _paid_part(earlier, part, groups, case_number)
            if target is not None:
                expected[target] += cents
    return expected


def _paid_part(
    earlier: PaidCertification, part: str, groups: Mapping[str, frozenset[str]], case_number: str
) -> str | None:
    """The part of this certification whose expenditures a part of an earlier one already paid; None for neither."""
    if part != UNSHARED and earlier.case_number in groups.get(part, frozenset()):
        return part
    if earlier.case_number == case_number and not earlier.same_lineage:
        return None  # the filer's other lineage under this very order: only a group of the same name is the same
    orders = earlier.orders_by_part.get(part, frozenset()) | {earlier.case_number}
    if case_number not in orders:
        return None
    common = {group_id: len((orders & cases) - {case_number}) for group_id, cases in groups.items()}
    best = min(common, key=lambda group_id: (-common[group_id], group_id), default=UNSHARED)
    return best if common.get(best) else UNSHARED


def _totals_differ(own: SharedGroup | None, theirs: SharedGroup, sister_case: str) -> bool:
    return own is not None and sister_case in own.case_numbers and own.amount_cents != theirs.amount_cents


def _incomplete(sister_case: str, index: int | None) -> Refusal:
    return Refusal(
        code="CROSS_LISTING_INCOMPLETE",
        rule="EXP-05",
        citation=SHARED_CITATION,
        message=f"The certification under {sister_case} shares expenditures with this one, which does not list it.",
        field="sharedOrders" if index is None else f"sharedOrders.{index}.caseNumbers",
    )


def _different_total(sister_case: str, theirs: SharedGroup, index: int | None) -> Refusal:
    return Refusal(
        code="ARITHMETIC",
        rule="EXP-05",
        citation=SHARED_CITATION,
        message=f"The common total differs from {format_money(theirs.amount_cents or 0)} stated under {sister_case}.",
        field=f"sharedOrders.{index}.amount",
    )
