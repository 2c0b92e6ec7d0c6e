"""What withdrawals and agreements need and do (TRM, SUS; 15.2, transitions 19 to 31)."""

from typing import Final

from services.proceedings.domain.agreement import expiry, regional, review, suspension, termination, violation
from services.proceedings.domain.agreement.clocks import clocks
from services.proceedings.domain.record.rules import Family

FAMILY: Final = Family(
    acts=(
        *termination.ACTS,
        *suspension.ACTS,
        *review.ACTS,
        *violation.ACTS,
        *regional.ACTS,
        *expiry.ACTS,
    ),
    times=review.TIMES,
    clocks=(clocks,),
)
