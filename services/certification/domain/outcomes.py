"""What a distribution came to for each certification in it (rulebook 18.1, ACCT-18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.money import largest_remainder


class Outcome(StrEnum):
    """Outcome of a settled certification."""

    PAID_FULL = "PAID_FULL"
    PAID_PART = "PAID_PART"
    PAID_ZERO = "PAID_ZERO"
    HELD = "HELD"


@dataclass(frozen=True, kw_only=True, slots=True)
class Disbursement:
    """What a completed distribution says of one certification, US cents."""

    certification_number: str
    claimed_cents: int
    disbursed_cents: int


def outcome(claimed_cents: int, paid_cents: int) -> Outcome:
    """The outcome of a claim that is not withheld; nothing paid is PAID_ZERO also on a claim of zero (CERT-06).

    Args:
        claimed_cents: net claim as distributed upon, US cents.
        paid_cents: everything paid on it so far, US cents.
    """
    if paid_cents <= 0:
        return Outcome.PAID_ZERO
    return Outcome.PAID_FULL if paid_cents >= claimed_cents else Outcome.PAID_PART


def outcomes(
    shared_cents: int, disbursements: Sequence[Disbursement], later_cents: Mapping[str, int]
) -> dict[str, Outcome]:
    """The outcome of every certification of a completed distribution.

    The distribution shared out more than it paid when shares are withheld; those whose share by the routine of DIST-05
    is positive and who were paid nothing are the ones. That a share is withheld is told to nobody by name.

    Args:
        shared_cents: what was shared out, available less carried forward, US cents.
        disbursements: claim and payment per certification.
        later_cents: paid since, out of holds or as adjustments, per certification number, US cents.

    Returns:
        The outcome per certification number.

    Source:
        Rulebook 18.1; ACCT-18, DIST-03 to DIST-05.
    """
    withheld = shared_cents - sum(each.disbursed_cents for each in disbursements)
    claims = {each.certification_number: max(0, each.claimed_cents) for each in disbursements}
    shares = {} if withheld <= 0 or not sum(claims.values()) else largest_remainder(shared_cents, claims)
    found = {}
    for each in disbursements:
        number = each.certification_number
        paid = each.disbursed_cents + later_cents.get(number, 0)
        held = paid == 0 and shares.get(number, 0) > 0
        found[number] = Outcome.HELD if held else outcome(each.claimed_cents, paid)
    return found
