"""Customs' own keying error in an accepted certification that came on paper (CERT-19)."""

from enum import StrEnum

from services.certification.domain.forms import Channel, Form
from services.certification.domain.states import State
from shared.refusals import Refusal

CITATION = "19 CFR 159.63(c)"


class KeyingState(StrEnum):
    """What became of a correction; one that raises the net claim waits for a second officer."""

    PENDING = "PENDING"
    MADE = "MADE"
    REFUSED = "REFUSED"


def keying_findings(
    state: State, before: Form, after: Form, *, case_number: str, frozen: bool, reason: str
) -> list[Refusal]:
    """What stands against putting a keying error right, all at once.

    Args:
        state: of the certification.
        before: as Customs keyed it in.
        after: as the paper says.
        case_number: the order it stands under.
        frozen: whether a distribution of the order's year is frozen or paid.
        reason: how the error came to light.

    Source:
        CERT-19, CERT-01; after payment 19 CFR 159.64(c)(3): the producer asks for reconsideration (RECO-01).
    """
    findings = []
    if state is State.SETTLED:
        message = "It is paid: the producer asks for reconsideration of the payment (RECO-01)."
        findings.append(_refusal("ALREADY_PAID", message, "certificationId", rule="RECO-01"))
    elif frozen or state is State.ALLOCATED:
        message = "A distribution is frozen; cancel it before the certification is changed."
        findings.append(_refusal("DISTRIBUTION_FROZEN", message, "certificationId", rule="DIST-09"))
    elif state is not State.ACCEPTED:
        message = f"Only an accepted certification is corrected this way; it is {state}."
        findings.append(_refusal("ILLEGAL_TRANSITION", message, "certificationId", rule="18.1"))
    if before.channel is not Channel.PAPER or after.channel is not Channel.PAPER:
        message = "Customs keys in what comes on paper alone; an electronic filing is the producer's own."
        findings.append(_refusal("NOT_KEYED_IN", message, "certification.channel"))
    if after.case_number != case_number:
        message = f"The certification stands under {case_number}."
        findings.append(_refusal("ORDER_NOT_IN_NOTICE", message, "certification.caseNumber", rule="CERT-01"))
    if after == before:
        findings.append(_refusal("NOTHING_CHANGES", "It says the same as before.", "certification"))
    if not reason.strip():
        findings.append(_refusal("REASONS_MISSING", "Say how the error came about.", "reason"))
    return findings


def _refusal(code: str, message: str, field: str, *, rule: str = "CERT-19") -> Refusal:
    return Refusal(code=code, rule=rule, citation=CITATION, message=message, field=field)
