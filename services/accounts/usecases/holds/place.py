"""Withhold money from distributions that are not paid yet: by claimant, case, court matter or percentage (ACCT-18)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.accounts.domain.holds import Scope
from services.accounts.domain.transitions import PAID_STATES, DistributionState
from services.accounts.storage import books, claims, distribution_inputs, holds
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases.holds.refusals import refusal
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class HeldClaim:
    """A claim whose share is withheld."""

    case_number: str
    fiscal_year: int
    certification_number: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceHold:
    """What to withhold, and why.

    Attributes:
        claims: whose shares, for CLAIMANT (one) and COURT_MATTER (one or more).
        case_number, fiscal_year: the order's year, for CASE and PERCENTAGE.
        rate_percent: of the order's gross amount, for PERCENTAGE.
        court_reference: court and docket; needed where claimants are withheld.
    """

    scope: Scope
    legal_basis: str
    court_reference: str | None = None
    claims: tuple[HeldClaim, ...] = ()
    case_number: str | None = None
    fiscal_year: int | None = None
    rate_percent: Decimal | None = None


async def place_hold(tx: Transaction, command: PlaceHold) -> dict[str, JSON]:
    """Have money withheld when its distribution is paid.

    A claimant, a case or a court matter may be held until payment, after the freeze too (DIST-09): the shares stay in
    the pro rata base. A percentage is taken off the gross amount, so it is placed before the freeze.

    Raises:
        BadInput: the scope's own fields are missing, or others are given.
        NotFound: no such distribution, or no such certification in it.
        Refused: a distribution is paid (or frozen, for a percentage), or the money is withheld already; all at once.

    Source: ACCT-18, ACCT-17 (agency practice); each hold keeps its legal basis.
    """
    _check(command)
    if command.scope in (Scope.CASE, Scope.PERCENTAGE):
        assert command.case_number is not None, "checked"
        assert command.fiscal_year is not None, "checked"
        await _check_case(tx, command, command.case_number, command.fiscal_year)
    else:
        await _check_claims(tx, command.claims)
    hold_id = await holds.add(
        tx.connection,
        {
            "scope": command.scope,
            "case_number": command.case_number,
            "fiscal_year": command.fiscal_year,
            "court_reference": command.court_reference,
            "rate_percent": command.rate_percent,
            "legal_basis": command.legal_basis,
            "placed_by": tx.cause.actor,
            "placed_on": tx.today,
        },
    )
    await holds.add_lines(tx.connection, [_line(tx, command, hold_id, claim) for claim in sorted(command.claims)])
    tx.audit("place_hold", f"holds/{hold_id}", after={"scope": command.scope}, reason=command.legal_basis)
    return {"hold_id": str(hold_id)}


def _check(command: PlaceHold) -> None:
    by_claim = command.scope in (Scope.CLAIMANT, Scope.COURT_MATTER)
    if not command.legal_basis.strip():
        raise BadInput("name the legal basis", field="legalBasis")
    if by_claim and not (command.court_reference or "").strip():
        raise BadInput("name the court's reference", field="courtReference")
    if by_claim != bool(command.claims) or len(set(command.claims)) != len(command.claims):
        raise BadInput("claims are named, once each, for a claimant or a court matter only", field="claims")
    if command.scope is Scope.CLAIMANT and len(command.claims) != 1:
        raise BadInput("a claimant's hold names one claim; use a court matter for several", field="claims")
    if by_claim == (command.case_number is not None) or by_claim == (command.fiscal_year is not None):
        raise BadInput("an order and its year are named for a case or a percentage only", field="caseNumber")
    if (command.scope is Scope.PERCENTAGE) != (command.rate_percent is not None):
        raise BadInput("a rate is given for a percentage only", field="ratePercent")
    if command.rate_percent is not None and not 0 < command.rate_percent <= 100:
        raise BadInput("the rate is above 0 and at most 100 percent", field="ratePercent")


async def _check_case(tx: Transaction, command: PlaceHold, case_number: str, fiscal_year: int) -> None:
    await books.lock_books(tx.connection, [case_number])
    found = await _current(tx, [case_number], fiscal_year)
    run = found[case_number, fiscal_year]
    reasons = list(_too_late(run))
    if command.scope is Scope.PERCENTAGE and run.state is not DistributionState.PLANNED and not reasons:
        message = "A percentage is taken off the gross amount: cancel the distribution, place the hold, freeze anew."
        reasons.append(refusal("ALREADY_FROZEN", message, rule="ACCT-17"))
    if await holds.open_on_case(tx.connection, case_number, fiscal_year, command.scope):
        reasons.append(refusal("ALREADY_HELD", f"{case_number} has an open hold of this kind for the year."))
    refuse_if_any(reasons)


async def _check_claims(tx: Transaction, named: Collection[HeldClaim]) -> None:
    cases = {claim.case_number for claim in named}
    await books.lock_books(tx.connection, cases)
    found: dict[tuple[str, int], Distribution] = {}
    reasons: list[Refusal] = []
    for year in sorted({claim.fiscal_year for claim in named}):
        found |= await _current(tx, {claim.case_number for claim in named if claim.fiscal_year == year}, year)
    lines = await holds.open_lines(tx.connection, [run.id for run in found.values()])
    for (case_number, year), run in found.items():
        wanted = {
            claim.certification_number
            for claim in named
            if (claim.case_number, claim.fiscal_year) == (case_number, year)
        }
        known = await claims.certification_numbers(tx.connection, case_number, year)
        if unknown := sorted(wanted - known):
            raise NotFound(f"no certified claim {unknown[0]}", field="certificationNumber")
        reasons += _too_late(run)
        held = wanted & {line.certification_number for line in lines[run.id]}
        reasons += [refusal("ALREADY_HELD", f"The share of {number} is withheld already.") for number in sorted(held)]
    refuse_if_any(reasons)


async def _current(
    tx: Transaction, case_numbers: Collection[str], fiscal_year: int
) -> dict[tuple[str, int], Distribution]:
    found = {
        (run.case_number, fiscal_year): run
        for run in await distribution_inputs.lock_current(tx.connection, fiscal_year, case_numbers)
    }
    for case_number in sorted(case_numbers):
        if (case_number, fiscal_year) not in found:
            raise NotFound(f"no distribution of {case_number} for FY{fiscal_year}", field="caseNumber")
    return found


def _too_late(run: Distribution) -> Iterator[Refusal]:
    if run.state in PAID_STATES:
        yield refusal("ALREADY_PAID", "The distribution is paid; nothing is left to withhold.")


def _line(tx: Transaction, command: PlaceHold, hold_id: UUID, claim: HeldClaim) -> dict[str, object]:
    return {
        "case_number": claim.case_number,
        "fiscal_year": claim.fiscal_year,
        "certification_number": claim.certification_number,
        "court_reference": command.court_reference,
        "legal_basis": command.legal_basis,
        "placed_by": tx.cause.actor,
        "placed_on": tx.today,
        "hold_id": hold_id,
    }
