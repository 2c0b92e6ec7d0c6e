"""What officers record on top of the Commission's list: successions, acquisitions, memberships (PROD-04, 05, 08)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.certification.domain.producers import ListedProducer, ProducerKind
from shared.refusals import Refusal


class AmendmentKind(StrEnum):
    """What an amendment records; a revocation takes an earlier one back."""

    SUCCESSION = "SUCCESSION"
    ACQUISITION = "ACQUISITION"
    MEMBERSHIP = "MEMBERSHIP"
    REVOCATION = "REVOCATION"


RULES: Mapping[AmendmentKind, tuple[str, str]] = {
    AmendmentKind.SUCCESSION: ("PROD-04", "19 CFR 159.61(b)(1)(i)"),
    AmendmentKind.MEMBERSHIP: ("PROD-05", "19 CFR 159.61(b)(1)(ii)"),
    AmendmentKind.ACQUISITION: ("PROD-08", "19 CFR 159.61(b)(2)(ii)"),
    AmendmentKind.REVOCATION: ("PROD-02", "19 CFR 159.61(b)(1)"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendment:
    """One amendment of an order's list.

    Attributes:
        version: 1 for the first of the order, one higher each time.
        kind: what it records.
        listed_producer_id: the predecessor, the producer acquired, or the association; None for a revocation.
        producer_id: the successor or the member.
        company: the acquirer.
        related_to_opponent: the officer found the acquirer to be an opponent or related to one.
        revokes: version of the amendment taken back.
    """

    version: int
    kind: AmendmentKind
    listed_producer_id: UUID | None
    producer_id: UUID | None = None
    company: str | None = None
    related_to_opponent: bool = False
    revokes: int | None = None


def in_force(amendments: Iterable[Amendment]) -> tuple[Amendment, ...]:
    """The amendments of a snapshot that are not taken back, oldest first."""
    known = sorted(amendments, key=lambda each: each.version)
    revoked = {each.revokes for each in known}
    return tuple(each for each in known if each.kind is not AmendmentKind.REVOCATION and each.version not in revoked)


def predecessor_of(producer: UUID, amendments: Sequence[Amendment]) -> UUID | None:
    """The first predecessor in the recorded line of successions that ends in this producer; None without one.

    Source:
        PROD-04; 19 CFR 159.61(b)(1)(i): the successor inherits the predecessor's lineage.
    """
    succeeded = {
        each.producer_id: each.listed_producer_id for each in amendments if each.kind is AmendmentKind.SUCCESSION
    }
    found = None
    while (earlier := succeeded.get(found or producer)) is not None:
        found = earlier
    return found


def associations_of(producer: UUID, amendments: Sequence[Amendment]) -> frozenset[UUID]:
    """The associations of which this producer is recorded as a member at petition (PROD-05)."""
    return frozenset(
        each.listed_producer_id
        for each in amendments
        if each.kind is AmendmentKind.MEMBERSHIP and each.producer_id == producer and each.listed_producer_id
    )


def acquisitions_of(producer: UUID, amendments: Sequence[Amendment]) -> tuple[Amendment, ...]:
    """The recorded acquisitions of this producer (PROD-08)."""
    return tuple(
        each for each in amendments if each.kind is AmendmentKind.ACQUISITION and each.listed_producer_id == producer
    )


def amendment_findings(
    new: Amendment, standing: Sequence[Amendment], supporters: Mapping[UUID, ListedProducer]
) -> list[Refusal]:
    """Why an amendment cannot be recorded.

    Args:
        new: the amendment.
        standing: those in force.
        supporters: petitioners and supporters of the Commission's newest list.

    Source:
        PROD-02, PROD-04, PROD-05, PROD-08; 19 CFR 159.61(b).
    """
    if new.kind is AmendmentKind.REVOCATION:
        if any(each.version == new.revokes for each in standing):
            return []
        return [_refusal(new, "AMENDMENT_NOT_IN_FORCE", "There is no such amendment in force.", "version")]
    assert new.listed_producer_id is not None, "every other amendment is of a listed producer"
    findings = _listed_findings(new, standing, supporters)
    if any(_same_fact(new, each) for each in standing):
        findings.append(
            _refusal(new, "AMENDMENT_STANDS", "An amendment in force says otherwise or the same.", "producerId")
        )
    if new.kind is AmendmentKind.SUCCESSION and _circular(new, standing):
        findings.append(_refusal(new, "SUCCESSION_NOT_SHOWN", "A producer does not succeed to itself.", "producerId"))
    return findings


def _listed_findings(
    new: Amendment, standing: Sequence[Amendment], supporters: Mapping[UUID, ListedProducer]
) -> list[Refusal]:
    assert new.listed_producer_id is not None
    root = predecessor_of(new.listed_producer_id, standing) or new.listed_producer_id
    entry = supporters.get(root if new.kind is not AmendmentKind.MEMBERSHIP else new.listed_producer_id)
    if entry is None:
        message = "It is neither a petitioner or supporter on the Commission's list nor the successor of one."
    elif new.kind is AmendmentKind.MEMBERSHIP and entry.kind is not ProducerKind.ASSOCIATION:
        message = "It is not an association on the Commission's list."
    else:
        return []
    return [_refusal(new, "NOT_ON_ITC_LIST", message, "listedProducerId")]


def _same_fact(new: Amendment, standing: Amendment) -> bool:
    """A successor has one predecessor and a predecessor one successor; a membership or acquisition stands once."""
    if new.kind is not standing.kind:
        return False
    listed = new.listed_producer_id == standing.listed_producer_id
    if new.kind is AmendmentKind.SUCCESSION:
        return listed or new.producer_id == standing.producer_id
    return listed and (new.producer_id, new.company) == (standing.producer_id, standing.company)


def _circular(new: Amendment, standing: Sequence[Amendment]) -> bool:
    line = {new.listed_producer_id}
    succeeded = {each.producer_id: each.listed_producer_id for each in standing if each.kind is new.kind}
    earlier = succeeded.get(new.listed_producer_id)
    while earlier is not None:
        line.add(earlier)
        earlier = succeeded.get(earlier)
    return new.producer_id in line


def _refusal(new: Amendment, code: str, message: str, field: str) -> Refusal:
    rule, citation = RULES[new.kind]
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
