"""Whether a claimant is an affected domestic producer for one order and year (PROD-01 to PROD-05, 07 to 09)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.certification.domain.amendments import Amendment, acquisitions_of, associations_of, predecessor_of
from services.certification.domain.forms import Form
from services.certification.domain.producers import ListedProducer, ListRole, ProducerKind, normalised, producer_id
from shared.refusals import Refusal

SUPPORTING = frozenset({ListRole.PETITIONER, ListRole.SUPPORTER})
LISTED_CITATION = "19 CFR 159.61(b)(1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Predicate:
    """One test of eligibility with its evidence (PROD-09)."""

    rule: str
    passed: bool
    evidence: str
    refusal: Refusal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ownership:
    """What is known of who controls whom (PROD-08).

    Attributes:
        controls: for each company, those it can legally or operationally restrain or direct.
        acts_differently: companies of which an officer found that a shared subsidiary makes them act differently.
    """

    controls: Mapping[str, frozenset[str]] = field(default_factory=dict)
    acts_differently: frozenset[str] = frozenset()

    def controlled_by(self, company: str) -> frozenset[str]:
        """Everything the company controls, directly or through others."""
        found: set[str] = set()
        open_ = [company]
        while open_:
            for controlled in self.controls.get(open_.pop(), frozenset()):
                if controlled not in found:
                    found.add(controlled)
                    open_.append(controlled)
        return frozenset(found - {company})

    def related(self, one: str, other: str) -> bool:
        """Whether two companies are related: control, a common parent, or a shared subsidiary that matters."""
        if other in self.controlled_by(one) or one in self.controlled_by(other):
            return True
        companies = {normalised_ for pair in self.controls.items() for normalised_ in ({pair[0]} | pair[1])}
        if any({one, other} <= self.controlled_by(parent) for parent in companies):
            return True
        return one in self.acts_differently and bool(self.controlled_by(one) & self.controlled_by(other))


def excluded_by_acquisition(acquirer: str, opponents: frozenset[str], ownership: Ownership) -> bool:
    """Whether a producer acquired by ``acquirer`` is excluded: the acquirer opposed, or is related to one that did.

    Names are compared without regard to case and blanks by the caller.

    Source:
        PROD-08; 19 CFR 159.61(b)(2)(ii).
    """
    return acquirer in opponents or any(ownership.related(acquirer, opponent) for opponent in opponents)


def opponents_of(listing: Sequence[ListedProducer]) -> frozenset[str]:
    """Normalised names of those that opposed the petition."""
    return frozenset(normalised(entry.name) for entry in listing if entry.role is ListRole.OPPONENT)


def eligibility(
    form: Form,
    claimant_id: UUID,
    kind: ProducerKind,
    listing: Sequence[ListedProducer],
    amendments: Sequence[Amendment] = (),
) -> tuple[Predicate, ...]:
    """Evaluate every predicate; all must pass for acceptance.

    Missing paper (a succession or membership not shown) is a material defect, not ineligibility; it is found with the
    elements of the form. Here only facts decide.

    Args:
        form: the certification as stated.
        claimant_id: the producer that files.
        kind: what kind of claimant it is.
        listing: the Commission's list as published with the notice.
        amendments: what officers recorded on top of it and is in force.

    Returns:
        The predicates in the order of their rules.

    Source:
        PROD-09; 19 CFR 159.61(b).
    """
    return (
        _kind(kind),
        _listed(form, claimant_id, listing, amendments),
        _produced(form),
        _not_acquired(form, claimant_id, listing, amendments),
    )


def lineage_root(form: Form, claimant_id: UUID, supporters: Collection[UUID], amendments: Sequence[Amendment]) -> UUID:
    """The producer whose lineage a claimant continues under an order.

    Args:
        form: the certification as stated; a succession it names counts when the predecessor is listed.
        claimant_id: the producer that files.
        supporters: petitioners and supporters on the list published with the notice.
        amendments: what officers recorded on top of it; counts for a claimant that is not itself listed.

    Source:
        PROD-04: one lineage per listed producer and order; 19 CFR 159.61(b)(1)(i).
    """
    candidates = [] if claimant_id in supporters else [predecessor_of(claimant_id, amendments)]
    if form.succession is not None and form.succession.predecessor_name:
        named = producer_id(form.succession.predecessor_name)
        candidates += [named, predecessor_of(named, amendments)]
    return next((each for each in candidates if each is not None and each in supporters), claimant_id)


def ineligible(predicates: Sequence[Predicate]) -> tuple[Refusal, ...]:
    """The refusals of the predicates that failed."""
    return tuple(predicate.refusal for predicate in predicates if predicate.refusal is not None)


def _kind(kind: ProducerKind) -> Predicate:
    if kind is not ProducerKind.OTHER:
        return Predicate(rule="PROD-01", passed=True, evidence=f"The claimant is of the kind {kind.value}.")
    refusal = Refusal(
        code="NOT_A_PRODUCER",
        rule="PROD-01",
        citation=LISTED_CITATION,
        message="Only manufacturers, producers, farmers, ranchers, worker representatives and associations may claim.",
        field="producerId",
    )
    return Predicate(rule="PROD-01", passed=False, evidence=refusal.message, refusal=refusal)


def _listed(
    form: Form, claimant_id: UUID, listing: Sequence[ListedProducer], amendments: Sequence[Amendment]
) -> Predicate:
    """PROD-02, or PROD-04 for a successor, or PROD-05 for a member of a listed association."""
    supporters = {entry.producer_id: entry for entry in listing if entry.role in SUPPORTING}
    if claimant_id in supporters:
        return Predicate(rule="PROD-02", passed=True, evidence=f"Listed as {supporters[claimant_id].role.value}.")
    recorded = _recorded(claimant_id, supporters, amendments)
    if recorded is not None:
        return recorded
    if form.succession is not None:
        return _successor(form.succession.predecessor_name, supporters, amendments)
    if form.membership is not None:
        return _member(form, supporters)
    if any(entry.producer_id == claimant_id for entry in listing):
        return _fails(
            "PROD-03", "NOT_ON_ITC_LIST", "The claimant opposed the petition that led to this order.", "producerId"
        )
    return _not_listed("PROD-02", "The claimant is not on the Commission's list published with the notice.")


def _recorded(
    claimant_id: UUID, supporters: Mapping[UUID, ListedProducer], amendments: Sequence[Amendment]
) -> Predicate | None:
    """What officers recorded with evidence needs no further showing (PROD-04, PROD-05)."""
    predecessor = supporters.get(predecessor_of(claimant_id, amendments) or claimant_id)
    if predecessor is not None:
        return Predicate(
            rule="PROD-04", passed=True, evidence=f"Recorded as successor to the operations of {predecessor.name}."
        )
    for association in (supporters.get(each) for each in associations_of(claimant_id, amendments)):
        if association is not None and association.kind is ProducerKind.ASSOCIATION:
            return Predicate(
                rule="PROD-05", passed=True, evidence=f"Recorded as member of {association.name} at petition."
            )
    return None


def _successor(
    predecessor: str | None, supporters: Mapping[UUID, ListedProducer], amendments: Sequence[Amendment]
) -> Predicate:
    if not predecessor:
        return Predicate(rule="PROD-04", passed=True, evidence="The predecessor is not named; see the defects.")
    named = producer_id(predecessor)
    if (predecessor_of(named, amendments) or named) in supporters:
        return Predicate(rule="PROD-04", passed=True, evidence=f"Succeeded to the operations of {predecessor}, listed.")
    return _not_listed("PROD-04", f"The predecessor {predecessor} is not on the Commission's list.")


def _member(form: Form, supporters: Mapping[UUID, ListedProducer]) -> Predicate:
    assert form.membership is not None
    association = form.membership.association_name
    if association:
        entry = supporters.get(producer_id(association))
        if entry is None or entry.kind is not ProducerKind.ASSOCIATION:
            return _not_listed("PROD-05", f"{association} is not an association on the Commission's list.")
    if form.membership.member_at_petition is False:
        return _fails(
            "PROD-05",
            "NOT_MEMBER_AT_PETITION",
            "The claimant was not a member of the association when the association filed the petition.",
            "membership.memberAtPetition",
            citation="19 CFR 159.61(b)(1)(ii)",
        )
    return Predicate(rule="PROD-05", passed=True, evidence=f"Member of {association or 'an association'} at petition.")


def _produced(form: Form) -> Predicate:
    if form.produced_in_fiscal_year is not False:
        return Predicate(rule="PROD-07", passed=True, evidence="Made the product during the fiscal year disbursed.")
    return _fails(
        "PROD-07",
        "CEASED_PRODUCTION",
        "The claimant made none of the product in the fiscal year disbursed.",
        "producedInFiscalYear",
        citation="19 CFR 159.61(b)(2)(i)",
    )


def _not_acquired(
    form: Form, claimant_id: UUID, listing: Sequence[ListedProducer], amendments: Sequence[Amendment]
) -> Predicate:
    acquirer = normalised(form.acquirer or "")
    opponents = opponents_of(listing)
    opposed = (bool(acquirer) and excluded_by_acquisition(acquirer, opponents, Ownership())) or any(
        each.related_to_opponent or excluded_by_acquisition(normalised(each.company or ""), opponents, Ownership())
        for each in acquisitions_of(claimant_id, amendments)
    )
    if not form.acquired_by_opponent_affiliate and not opposed:
        return Predicate(rule="PROD-08", passed=True, evidence="Not acquired by a company related to an opponent.")
    return _fails(
        "PROD-08",
        "ACQUIRED_BY_OPPONENT_AFFILIATE",
        "The claimant was acquired by a company that opposed the petition or is related to one that did.",
        "acquiredByOpponentAffiliate",
        citation="19 CFR 159.61(b)(2)(ii)",
    )


def _not_listed(rule: str, message: str) -> Predicate:
    remedy = " The remedy lies with the Commission, which keeps the list."
    return _fails(rule, "NOT_ON_ITC_LIST", message + remedy, "producerId")


def _fails(rule: str, code: str, message: str, field_: str, citation: str = LISTED_CITATION) -> Predicate:
    refusal = Refusal(code=code, rule=rule, citation=citation, message=message, field=field_)
    return Predicate(rule=rule, passed=False, evidence=message, refusal=refusal)
