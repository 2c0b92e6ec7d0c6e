"""Who may claim, for what, and what Form 4623 must say (INF-01 to INF-04, INF-06, INF-07, INF-09, INF-10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.recovery import Causation
from shared.refusals import Refusal


class Route(StrEnum):
    """The two ways to qualify (INF-02)."""

    INFORMATION = "INFORMATION"
    DETECTION_SEIZURE = "DETECTION_SEIZURE"


class AllegationKind(StrEnum):
    """What the information is about."""

    FRAUD = "FRAUD"
    VIOLATION = "VIOLATION"
    NONE = "NONE"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """What the person did.

    Attributes:
        allegations: kinds of what was alleged, on the information route.
        detected: personally detected what is subject to seizure and forfeiture.
        seized: and seized it.
        reported: and reported it to a customs officer.
        own_violation: the violation was the person's own.
    """

    route: Route
    allegations: Sequence[AllegationKind] = ()
    detected: bool = False
    seized: bool = False
    reported: bool = False
    own_violation: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is known of the claimant.

    Attributes:
        officer_when_furnished: was an officer or employee of the United States on the day of the act.
        officer_now: is one today.
        other_scheme: the recovery arose under a law with its own informer scheme.
        shared_with_officer: an officer or employee receives or contracts for any part.
    """

    officer_when_furnished: bool = False
    officer_now: bool = False
    other_scheme: bool = False
    shared_with_officer: bool = False


def check_act(act: Act) -> list[Refusal]:
    """Why the act does not qualify (INF-02).

    Source: 19 CFR 161.12; 19 USC 1619(a)(1)(A)-(B).
    """
    if act.own_violation:
        return [refusal("INF_OWN_VIOLATION")]
    if act.route is Route.INFORMATION:
        qualifies = any(kind is not AllegationKind.NONE for kind in act.allegations)
    else:
        qualifies = act.detected and act.seized and act.reported
    return [] if qualifies else [refusal("INF_NO_QUALIFYING_ACT")]


def check_standing(standing: Standing) -> list[Refusal]:
    """Why the person cannot claim: status on the day of the act and now (INF-01, INF-06, INF-07).

    Source: 19 CFR 161.12; 19 USC 1619(a)(1), 1620.
    """
    found = []
    if standing.officer_when_furnished or standing.officer_now:
        found.append(refusal("INF_GOV_EMPLOYEE"))
    if standing.other_scheme:
        found.append(refusal("INF_OTHER_SCHEME"))
    if standing.shared_with_officer:
        found.append(refusal("INF_PROHIBITED_SHARING"))
    return found


def is_original(received_at: datetime, first_known_at: datetime | None) -> bool:
    """What the system proposes: received before the Government knew, to the second (INF-03)."""
    return first_known_at is None or received_at.replace(microsecond=0) < first_known_at.replace(microsecond=0)


def check_eligibility(route: Route, originals: Collection[bool], causations: Collection[Causation]) -> list[Refusal]:
    """Why headquarters' findings deny a claim (INF-03, INF-04).

    Args:
        route: a detection needs no original information.
        originals: the finding on each allegation; one original allegation is enough, for the recoveries it led to.
        causations: the finding on each recovery so far; without any, the claim waits.
    """
    found = []
    if route is Route.INFORMATION and not any(originals):
        found.append(refusal("INF_NOT_ORIGINAL"))
    if causations and all(causation is Causation.NOT_CAUSED for causation in causations):
        found.append(refusal("INF_NOT_CAUSED"))
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Payee:
    """To whom a payment would go (INF-07).

    Attributes:
        is_claimant: the account is the claimant's own.
        linked_to_officer: it is, or is linked to, an officer's or employee's.
        is_split: somebody else is to get a part.
    """

    is_claimant: bool
    linked_to_officer: bool
    is_split: bool


def check_payee(payee: Payee) -> list[Refusal]:
    """Why the payment is stopped (INF-07).

    Source: 19 USC 1620; 19 CFR 161.12.
    """
    if payee.is_claimant and not payee.linked_to_officer and not payee.is_split:
        return []
    return [refusal("INF_PROHIBITED_SHARING", field="payee")]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form4623:
    """The claim form as it was filed.

    Attributes:
        claimant_name: as on the form.
        claimant_address: as on the form.
        statement: what was furnished or detected.
        furnished_on: when.
        furnished_to: the officer or office that received it.
        signed_on: day of the signature.
        duplicate: filed in duplicate; an electronic filing is.
        not_an_officer: the certification that the claimant is no officer or employee of the United States.
    """

    claimant_name: str
    claimant_address: str
    statement: str
    furnished_on: date | None
    furnished_to: str
    signed_on: date | None
    duplicate: bool
    not_an_officer: bool | None


def check_form(form: Form4623) -> list[Refusal]:
    """Elements that Form 4623 lacks, all at once (INF-10).

    Source: 19 CFR 161.16(b).
    """
    elements = {
        "claimantName": form.claimant_name.strip(),
        "claimantAddress": form.claimant_address.strip(),
        "statement": form.statement.strip(),
        "furnishedOn": form.furnished_on,
        "furnishedTo": form.furnished_to.strip(),
        "signedOn": form.signed_on,
        "inDuplicate": form.duplicate,
        "notAnOfficer": form.not_an_officer is not None,
    }
    return [refusal("INF_FORM_INCOMPLETE", field=f"form.{name}") for name, given in elements.items() if not given]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stipulation:
    """The informant's agreement to the deduction of purchase money (INF-09)."""

    signed_on: date
    covers_earlier: bool


def covered(paid_on: date, stipulation: Stipulation | None) -> bool:
    """Whether purchase money paid on a day is deducted (INF-09).

    Source: 19 CFR 161.14. A later stipulation covers earlier payments only if its wording does.
    """
    return stipulation is not None and (stipulation.covers_earlier or paid_on >= stipulation.signed_on)
