"""Keep the certified claims of an order and year, as certification tells of them."""

from dataclasses import dataclass
from datetime import date

from services.accounts.domain.distribution import UNSHARED
from services.accounts.storage import claims
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedPart:
    """One part of a claim: its unshared lines, or a group shared with other orders (EXP-07), US cents."""

    group_id: str
    case_numbers: tuple[str, ...]
    net_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedClaim:
    """One claim of a certified list, US cents."""

    certification_number: str
    certification_id: str
    lineage_id: str
    producer_id: str
    claimant_name: str
    state: str
    reason_code: str | None
    net_cents: int
    claimed_cents: int
    prior_cents: int = 0
    received_on: date | None = None
    parts: tuple[CertifiedPart, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepClaims:
    """A complete list."""

    case_number: str
    fiscal_year: int
    version: int
    notice_id: str
    certified_on: date
    claims: tuple[CertifiedClaim, ...]


async def keep_claims(tx: Transaction, command: KeepClaims) -> bool:
    """Keep the list in place of an older one.

    Returns:
        False when the list kept is as new or newer: nothing changed.
    """
    kept = await claims.replace_list(
        tx.connection,
        case_number=command.case_number,
        fiscal_year=command.fiscal_year,
        version=command.version,
        notice_id=command.notice_id,
        certified_on=command.certified_on,
        claims=[
            (
                claim.certification_number,
                claim.certification_id,
                claim.lineage_id,
                claim.producer_id,
                claim.claimant_name,
                claim.state,
                claim.reason_code,
                claim.net_cents,
                claim.claimed_cents,
                claim.prior_cents,
                claim.received_on,
            )
            for claim in command.claims
        ],
        parts=[
            (claim.certification_number, part.group_id, list(part.case_numbers), part.net_cents)
            for claim in command.claims
            # A claim that shares nothing is its unshared part.
            if any(part.group_id != UNSHARED for part in claim.parts)
            for part in claim.parts
        ],
    )
    if kept:
        tx.audit(
            "keep_claims",
            f"orders/{command.case_number}/fiscal-years/{command.fiscal_year}",
            after={"version": command.version, "claims": len(command.claims)},
        )
    return kept
