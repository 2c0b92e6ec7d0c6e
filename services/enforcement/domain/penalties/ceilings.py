"""The most a recordkeeping penalty may be (PEN-03, PEN-05, PEN-13, PEN-14)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.enforcement.domain.law import (
    CERTIFICATE_PENALTY_CENTS,
    LIMITATION_YEARS,
    PENALTY_CEILINGS,
    Culpability,
)


class OriginCertificate(StrEnum):
    """Whether the record supports an exporter's or producer's certificate under a trade agreement (PEN-13)."""

    NONE = "NONE"
    TRADE_AGREEMENT = "TRADE_AGREEMENT"
    CANADIAN_AGREEMENT = "CANADIAN_AGREEMENT"


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A penalty after its release was appraised anew."""

    ceiling_cents: int
    amount_cents: int


def general_ceiling(appraised_value_cents: int, culpability: Culpability, on: date) -> int:
    """The ceiling for one release: the lesser of a sum and a part of its appraised value.

    Args:
        appraised_value_cents: appraised value of the release, US cents, >= 0.
        culpability: NEGLIGENT or WILLFUL.
        on: day of the failure.

    Returns:
        US cents, rounded down: a ceiling may never be exceeded (MON-02).

    Source: PEN-03, 19 USC 1509(g)(2), 19 CFR 163.6(b)(1).
    """
    ceiling = PENALTY_CEILINGS[culpability].on(on)
    return min(ceiling.cap_cents, appraised_value_cents * ceiling.basis_points // 10_000)


def penalty_ceiling(
    appraised_value_cents: int, culpability: Culpability, certificate: OriginCertificate, on: date
) -> int:
    """The ceiling for one release, records of origin certificates included.

    Args:
        appraised_value_cents: appraised value of the release, US cents, >= 0.
        culpability: NEGLIGENT or WILLFUL.
        certificate: for a trade agreement the greater of the sum and the general ceiling; for the Canadian agreement
            the sum.
        on: day of the failure.

    Source: PEN-03; PEN-13, 19 USC 1508(e), (l).
    """
    general = general_ceiling(appraised_value_cents, culpability, on)
    if certificate is OriginCertificate.NONE:
        return general
    certificate_penalty = CERTIFICATE_PENALTY_CENTS.on(on)
    if certificate is OriginCertificate.CANADIAN_AGREEMENT:
        return certificate_penalty
    return max(certificate_penalty, general)


def recompute(
    amount_cents: int, appraised_value_cents: int, culpability: Culpability, certificate: OriginCertificate, on: date
) -> Recomputed:
    """The ceiling at a new appraised value; a penalty above it comes down to it, one below stays.

    Args:
        amount_cents: the penalty, US cents.
        appraised_value_cents: the value now determined, US cents.
        culpability: NEGLIGENT or WILLFUL.
        certificate: see ``penalty_ceiling``.
        on: day of the failure.

    Source: PEN-05 (design choice).
    """
    ceiling = penalty_ceiling(appraised_value_cents, culpability, certificate, on)
    return Recomputed(ceiling, min(amount_cents, ceiling))


def last_day_of_suit(discovered_on: date) -> date:
    """Last day on which a recordkeeping penalty can be pursued: five years after the failure was discovered.

    Args:
        discovered_on: the due date missed. From 29 February the period ends on 28 February (CLK-05, the cautious way).

    Source: PEN-14, LIM-03, 19 USC 1621.
    """
    year = discovered_on.year + LIMITATION_YEARS.on(discovered_on)
    leap_day = (discovered_on.month, discovered_on.day) == (2, 29)
    return discovered_on.replace(year=year, day=28) if leap_day else discovered_on.replace(year=year)
