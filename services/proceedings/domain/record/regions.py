"""The parallel regions of a proceeding and their states (15.1)."""

from enum import StrEnum
from typing import Final


class Case(StrEnum):
    """Where the case stands."""

    DRAFT_CONFIDENTIAL = "DRAFT_CONFIDENTIAL"
    FILING_DEFECT = "FILING_DEFECT"
    FILED = "FILED"
    POLLING = "POLLING"
    DISMISSED = "DISMISSED"
    INVESTIGATING = "INVESTIGATING"
    SUSPENDED = "SUSPENDED"
    CONTINUED_UNDER_AGREEMENT = "CONTINUED_UNDER_AGREEMENT"
    COMPLETED_ORDER_WITHHELD = "COMPLETED_ORDER_WITHHELD"
    ORDER_IN_FORCE = "ORDER_IN_FORCE"
    TERMINATED = "TERMINATED"
    REVOKED = "REVOKED"
    RESCINDED = "RESCINDED"


TERMINAL: Final = frozenset({Case.DISMISSED, Case.TERMINATED, Case.REVOKED, Case.RESCINDED})
UNDER_INVESTIGATION: Final = frozenset({Case.INVESTIGATING, Case.CONTINUED_UNDER_AGREEMENT})


class Commerce(StrEnum):
    """Commerce's track."""

    NONE = "NONE"
    PRELIM_PENDING = "PRELIM_PENDING"
    PRELIM_AFF = "PRELIM_AFF"
    PRELIM_NEG = "PRELIM_NEG"
    FINAL_AFF = "FINAL_AFF"
    FINAL_NEG = "FINAL_NEG"


class Itc(StrEnum):
    """The Commission's track; the kind of an affirmative final stands with its act (FIN-05)."""

    NONE = "NONE"
    NOT_REQUIRED = "NOT_REQUIRED"
    PRELIM_PENDING = "PRELIM_PENDING"
    PRELIM_AFF = "PRELIM_AFF"
    PRELIM_NEG = "PRELIM_NEG"
    FINAL_PENDING = "FINAL_PENDING"
    FINAL_AFF = "FINAL_AFF"
    FINAL_NEG = "FINAL_NEG"
    SUSPENDED = "SUSPENDED"


class Liquidation(StrEnum):
    """Whether customs may liquidate the entries concerned."""

    NORMAL = "NORMAL"
    SUSPENDED_PROVISIONAL = "SUSPENDED_PROVISIONAL"
    LAPSED = "LAPSED"
    SUSPENDED_DEFINITIVE = "SUSPENDED_DEFINITIVE"
    SUSPENDED_AGREEMENT = "SUSPENDED_AGREEMENT"
    LIFTED = "LIFTED"


class Critical(StrEnum):
    """Critical circumstances."""

    NOT_ALLEGED = "NOT_ALLEGED"
    ALLEGED = "ALLEGED"
    PRELIM_AFF = "PRELIM_AFF"
    PRELIM_NEG = "PRELIM_NEG"
    FINAL_AFF = "FINAL_AFF"
    FINAL_NEG = "FINAL_NEG"
    ITC_AFF = "ITC_AFF"
    ITC_NEG = "ITC_NEG"


class Agreement(StrEnum):
    """A suspension agreement."""

    NONE = "NONE"
    PROPOSED = "PROPOSED"
    NOTIFIED = "NOTIFIED"
    IN_FORCE = "IN_FORCE"
    UNDER_ITC_REVIEW = "UNDER_ITC_REVIEW"
    VIOLATED = "VIOLATED"
    VOID = "VOID"
    ENDED = "ENDED"


class Segment(StrEnum):
    """A review after the order."""

    REQUESTED = "REQUESTED"
    INITIATED = "INITIATED"
    PRELIM = "PRELIM"
    FINAL = "FINAL"
    RESCINDED = "RESCINDED"
