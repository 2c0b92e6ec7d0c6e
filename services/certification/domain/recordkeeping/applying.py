"""Applications, their review and their approval (RCP-02 to RCP-11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.certification.domain.recordkeeping.participation import (
    ApplicantCapacity,
    Certificate,
    CertifiedPeriod,
    Condition,
    Considerations,
    Demonstration,
    DemonstrationKind,
    InformationRequest,
    Participation,
    Terms,
    Track,
    Visit,
    moved_by,
)
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.recordkeeping.refusing import refusal, refuse_before, refuse_office
from services.certification.domain.recordkeeping.states import ParticipationEvent, ParticipationState, illegal
from shared.refusals import Refusal, refuse_if_any

_REQUIREMENTS: Final = "19 CFR 163.12(b)(3)"
_REVIEW: Final = "19 CFR 163.12(c)(1)"
_E: Final = ParticipationEvent

# Exporters who certify origin keep origin records; a domestic buyer and a traveller keep none of entry.
NOT_ELIGIBLE: Final = frozenset(
    {ApplicantCapacity.ORIGIN_CERTIFIER, ApplicantCapacity.DOMESTIC_BUYER, ApplicantCapacity.TRAVELLER}
)
_PARAGRAPHS: Final = dict(zip(DemonstrationKind, ("i", "ii", "iii", "iv", "v", "vi"), strict=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """What the decision office has found before it certifies (RCP-06)."""

    office: str
    in_compliance: bool
    handbook_met: bool
    terms_met: bool
    bond_number: str
    bond_valid: bool
    considerations: Considerations
    conditions: tuple[Condition, ...]


def refuse_application(
    *, capacity: ApplicantCapacity, keeps_entry_records: bool, office: str, program: Program
) -> Sequence[Refusal]:
    """What stands against an application, all at once.

    Source:
        RCP-02, 19 CFR 163.12(b)(1); RCP-03, 19 CFR 163.12(b)(2).
    """
    refusals = refuse_office(office, program.intake_office, rule="RCP-03", citation="19 CFR 163.12(b)(2)")
    if capacity in NOT_ELIGIBLE or not keeps_entry_records:
        message = "Only a person who must maintain and produce entry records may apply."
        citation = "19 CFR 163.12(b)(1), 163.2(a)"
        refusals.append(refusal("RCP_NOT_ELIGIBLE", "RCP-02", citation, message, "capacity"))
    return refusals


def demonstrations_of(evidence: Mapping[DemonstrationKind, str]) -> tuple[Demonstration, ...]:
    """The six, with what evidence was sent; what lacks is asked for in review (RCP-05, RCP-09)."""
    return tuple(Demonstration(kind=kind, evidence=evidence.get(kind, "")) for kind in DemonstrationKind)


def start_review(participation: Participation, today: date) -> Participation:
    """The intake office takes the application up (RCP-08). No time for it is set, and none passes it (RCP-11)."""
    return moved_by(participation, _E.START_REVIEW, today)


def verify(
    participation: Participation, verdicts: Mapping[DemonstrationKind, tuple[bool, str]], terms: Terms | None
) -> Participation:
    """Keep what the review made of the demonstrations, and a new version of negotiated terms.

    Args:
        participation: under review, or visited.
        verdicts: whether each was demonstrated, and further evidence the reviewer saw (may be empty).
        terms: a new version of the negotiated programme.

    Raises:
        Refused: it is not under review, or terms are negotiated on the standard track (RCP-04).

    Source:
        RCP-04, RCP-05, RCP-08; 19 CFR 163.12(b)(3), (c)(1).
    """
    if participation.state not in {ParticipationState.IN_REVIEW, ParticipationState.ON_SITE}:
        raise illegal(f"Information is verified in review, not while it is {participation.state}.", _REVIEW)
    if terms is not None and participation.track is Track.STANDARD:
        message = "Terms are negotiated only on the track NEGOTIATED."
        refuse_if_any([refusal("RCP_TRACK_STANDARD", "RCP-04", _REQUIREMENTS, message, "negotiatedTerms")])
    looked_at = tuple(
        replace(one, demonstrated=verdicts[one.kind][0], evidence=verdicts[one.kind][1] or one.evidence)
        if one.kind in verdicts
        else one
        for one in participation.demonstrations
    )
    agreed = participation.terms if terms is None else (*participation.terms, terms)
    return replace(participation, demonstrations=looked_at, terms=agreed)


def request_information(participation: Participation, text: str, today: date, *, suspends: bool) -> Participation:
    """Ask for what is missing; by default the process is suspended until it comes.

    Source:
        RCP-09; 19 CFR 163.12(c)(1).
    """
    event = _E.REQUEST_INFORMATION_AND_SUSPEND if suspends else _E.REQUEST_INFORMATION
    moved = moved_by(participation, event, today)
    asked = InformationRequest(number=len(moved.requests) + 1, text=text, requested_on=today, suspends=suspends)
    return replace(moved, requests=(*moved.requests, asked))


def open_requests(participation: Participation) -> Sequence[InformationRequest]:
    """Requests not answered yet."""
    return [request for request in participation.requests if request.received_on is None]


def receive_information(
    participation: Participation, evidence: Mapping[DemonstrationKind, str], received_on: date
) -> Participation:
    """What was asked for came: every open request is answered, and the process goes on from the day of receipt.

    Args:
        participation: with an open request.
        evidence: further evidence for the demonstrations; a verdict on one that gets some is given anew.
        received_on: day of receipt.

    Raises:
        Refused: no request is open, or the day is before one.

    Source:
        RCP-09; 19 CFR 163.12(c)(1).
    """
    moved = moved_by(participation, _E.INFORMATION_RECEIVED, received_on)
    asked = open_requests(participation)
    if not asked:
        message = "No request for information is open."
        refuse_if_any([refusal("SEC_ILLEGAL_TRANSITION", "10.9", _REVIEW, message)])
    last = max(request.requested_on for request in asked)
    refuse_if_any(refuse_before(received_on, last, "receivedOn", "The last request", _REVIEW))
    answered = tuple(
        request if request.received_on else replace(request, received_on=received_on) for request in moved.requests
    )
    added = tuple(
        replace(one, evidence="\n".join(filter(None, (one.evidence, evidence[one.kind]))), demonstrated=None)
        if evidence.get(one.kind)
        else one
        for one in moved.demonstrations
    )
    return replace(moved, requests=answered, demonstrations=added)


def announce_on_site(participation: Participation, today: date) -> Participation:
    """Tell the applicant of the visit before it is made (RCP-08, 19 CFR 163.12(c)(1))."""
    moved = moved_by(participation, _E.ANNOUNCE_ON_SITE, today)
    return replace(moved, visits=(*moved.visits, Visit(announced_on=today)))


def finish_on_site(participation: Participation, findings: str, today: date) -> Participation:
    """The visit was made (RCP-08, 19 CFR 163.12(c)(1))."""
    moved = moved_by(participation, _E.ON_SITE_DONE, today)
    return replace(moved, visits=(*moved.visits[:-1], replace(moved.visits[-1], done_on=today, findings=findings)))


def refuse_certification(participation: Participation, approval: Approval, program: Program) -> Sequence[Refusal]:
    """What stands against certifying, all at once.

    Source:
        RCP-04, RCP-05, RCP-06, RCP-10; 19 CFR 163.12(b)(3), (c)(2), 163.13(c)(1)(ii).
    """
    refusals = refuse_office(approval.office, program.decision_office, rule="RCP-10", citation="19 CFR 163.12(c)(2)")
    refusals += [
        refusal(
            "RCP_DEMONSTRATION_MISSING",
            "RCP-05",
            f"{_REQUIREMENTS}({_PARAGRAPHS[one.kind]})",
            f"Demonstration {one.kind.number} ({one.kind}) is not shown with evidence.",
            f"demonstrations[{one.kind.number}]",
        )
        for one in participation.demonstrations
        if not one.demonstrated or not one.evidence
    ]
    return [*refusals, *_unmet(participation, approval), *_open_request(participation)]


def _unmet(participation: Participation, approval: Approval) -> list[Refusal]:
    considered = approval.considerations
    all_considered = all((considered.size, considered.nature, considered.volume, considered.workload))
    found = [
        (approval.in_compliance, "a", _REQUIREMENTS, "compliance with customs laws and regulations", "inCompliance"),
        (approval.handbook_met, "b", _REQUIREMENTS, "the applicable requirements of the Handbook", "handbookMet"),
        (approval.bond_valid and approval.bond_number, "c", "19 CFR 163.13(c)(1)(ii)", "a valid bond", "bond"),
        (all_considered, "d", _REQUIREMENTS, "size, nature, volume and workload considered", "considerations"),
    ]
    refusals = [
        refusal("RCP_REQUIREMENT_NOT_MET", "RCP-06", citation, f"({item}) {what}: not shown.", field)
        for met, item, citation, what, field in found
        if not met
    ]
    if participation.track is Track.NEGOTIATED and not (participation.terms and approval.terms_met):
        message = "A negotiated programme needs its terms, and everything on their checklist met."
        refusals.append(refusal("RCP_NEGOTIATED_TERMS_MISSING", "RCP-04", _REQUIREMENTS, message, "termsMet"))
    return refusals


def _open_request(participation: Participation) -> list[Refusal]:
    if not open_requests(participation):
        return []
    message = "A request for information is open; certification waits for the answer."
    return [refusal("SEC_ILLEGAL_TRANSITION", "RCP-09", _REVIEW, message)]


def certify(participation: Participation, approval: Approval, program: Program, today: date) -> Participation:
    """Issue the certification with its conditions; the day counts as certified.

    Raises:
        Refused: it is not under review, or what ``refuse_certification`` finds.

    Source:
        RCP-10; 19 CFR 163.12(c)(2).
    """
    moved = moved_by(participation, _E.CERTIFY, today)
    refuse_if_any(refuse_certification(participation, approval, program))
    certificate = Certificate(
        certified_on=today,
        office=program.decision_office,
        bond_number=approval.bond_number,
        considerations=approval.considerations,
        conditions=approval.conditions,
    )
    return replace(moved, certificate=certificate, periods=(CertifiedPeriod(from_on=today),))


def processing_days(participation: Participation, until: date) -> int:
    """Days the application has been processed: those from a suspending request to its answer do not count.

    Args:
        participation: the application.
        until: last day of the count: the day of the decision, or today.

    Returns:
        Calendar days from the application on, never negative.

    Source:
        RCP-09, RCP-11; 19 CFR 163.12(c)(1). No length of time is set for the decision.
    """
    suspended = sum(
        (min(request.received_on or until, until) - min(request.requested_on, until)).days
        for request in participation.requests
        if request.suspends
    )
    return max(0, (until - participation.applied_on).days - suspended)
