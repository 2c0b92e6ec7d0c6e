"""The life of a request for reconsideration (RECO-01 to RECO-03, 18.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.accounts.domain.law import RECONSIDERATION_PERIOD, RECONSIDERATION_TARGET
from services.accounts.domain.transitions import IllegalTransition


class RequestState(StrEnum):
    """18.5. ``HELD`` is what came before the letters and counts as filed on their day."""

    HELD = "HELD"
    FILED = "FILED"
    REFUSED = "REFUSED"
    UNDER_CONSIDERATION = "UNDER_CONSIDERATION"
    DENIED = "DENIED"
    GRANTED = "GRANTED"
    AWAITING_FUNDS = "AWAITING_FUNDS"
    PAID = "PAID"


class RequestEvent(StrEnum):
    """What happens to a request."""

    FILE = "FILE"
    REFUSE = "REFUSE"
    TAKE_UP = "TAKE_UP"
    DENY = "DENY"
    GRANT = "GRANT"
    PAY_PART = "PAY_PART"
    PAY_IN_FULL = "PAY_IN_FULL"


class Screening(StrEnum):
    """What an officer finds alleged in a request (RECO-02)."""

    CUSTOMS_ERROR_ALLEGED = "CUSTOMS_ERROR_ALLEGED"
    NO_CUSTOMS_ERROR_ALLEGED = "NO_CUSTOMS_ERROR_ALLEGED"
    PRODUCER_ERROR = "PRODUCER_ERROR"


class Outcome(StrEnum):
    """How a request is decided (RECO-03)."""

    GRANTED_IN_FULL = "GRANTED_IN_FULL"
    GRANTED_IN_PART = "GRANTED_IN_PART"
    DENIED = "DENIED"


REQUEST: Final[Mapping[tuple[RequestState, RequestEvent], RequestState]] = {
    (RequestState.HELD, RequestEvent.FILE): RequestState.FILED,
    (RequestState.HELD, RequestEvent.REFUSE): RequestState.REFUSED,
    (RequestState.FILED, RequestEvent.REFUSE): RequestState.REFUSED,
    (RequestState.FILED, RequestEvent.TAKE_UP): RequestState.UNDER_CONSIDERATION,
    (RequestState.UNDER_CONSIDERATION, RequestEvent.DENY): RequestState.DENIED,
    (RequestState.UNDER_CONSIDERATION, RequestEvent.GRANT): RequestState.GRANTED,
    (RequestState.GRANTED, RequestEvent.PAY_PART): RequestState.AWAITING_FUNDS,
    (RequestState.GRANTED, RequestEvent.PAY_IN_FULL): RequestState.PAID,
    (RequestState.AWAITING_FUNDS, RequestEvent.PAY_PART): RequestState.AWAITING_FUNDS,
    (RequestState.AWAITING_FUNDS, RequestEvent.PAY_IN_FULL): RequestState.PAID,
}
UNDECIDED: Final = frozenset({RequestState.HELD, RequestState.FILED, RequestState.UNDER_CONSIDERATION})
OWED: Final = frozenset({RequestState.GRANTED, RequestState.AWAITING_FUNDS})

_REASONS: Final = {
    "RECON_LATE": ("RECO-01", "The request was received after the 30 days for reconsideration."),
    "NOT_REDUCED": ("RECO-02", "The certification was paid in full, so nothing was reduced."),
    "NO_CUSTOMS_ERROR_ALLEGED": (
        "RECO-02",
        "The request alleges no clerical error or mistake by Customs; a pro rata shortage is none.",
    ),
    "PRODUCER_ERROR": (
        "RECO-02",
        "The error is the producer's own; the expenditures may be certified under the next notice.",
    ),
}
CITATION: Final = RECONSIDERATION_PERIOD.citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """What becomes of a request that came in.

    Attributes:
        filed_on: the day it counts as filed; None while it is held.
        reason_code: why it is refused; None otherwise.
    """

    state: RequestState
    filed_on: date | None = None
    reason_code: str | None = None


def file_by(notified_on: date) -> date:
    """Last day for a request after the date on the letter, rolled forward to a business day.

    Source: RECO-01, 19 CFR 159.64(c)(3): within 30 calendar days; the clock's start is a design choice.
    """
    return RECONSIDERATION_PERIOD.deadline(notified_on)


def decide_by(filed_on: date) -> date:
    """The target for the decision; the rule sets no limit, and it binds Customs, so it does not roll (RECO-03)."""
    return RECONSIDERATION_TARGET.deadline(filed_on)


def file(received_on: date, notified_on: date | None, certified_cents: int, paid_cents: int) -> Filing:
    """What becomes of a request received on a day; lateness is tested before anything else.

    Args:
        notified_on: date on the claimant's letter; None before it is out.
        certified_cents: N as the producer last filed it in time, US cents, not the figure Customs recorded.
        paid_cents: paid on the certification so far, US cents.

    Returns:
        Held before the letter, then refused (``RECON_LATE``, ``NOT_REDUCED``) or filed.

    Source: RECO-01, RECO-02; 19 CFR 159.64(c)(3); state table 18.5.
    """
    if notified_on is None:
        return Filing(state=RequestState.HELD)
    filed_on = max(received_on, notified_on)
    if received_on > file_by(notified_on):
        return Filing(state=RequestState.REFUSED, filed_on=filed_on, reason_code="RECON_LATE")
    if paid_cents >= certified_cents:
        return Filing(state=RequestState.REFUSED, filed_on=filed_on, reason_code="NOT_REDUCED")
    return Filing(state=RequestState.FILED, filed_on=filed_on)


def advance(state: RequestState, event: RequestEvent) -> RequestState:
    """The state after ``event``.

    Raises:
        IllegalTransition: the event is not listed for the state (18.5).
    """
    try:
        return REQUEST[state, event]
    except KeyError:
        raise IllegalTransition("request for reconsideration", state, event) from None


def refusal_text(code: str) -> tuple[str, str]:
    """The rule and the plain reason of a refused request, for its letter (section 20)."""
    return _REASONS[code]
