"""A claimant's share withheld while its eligibility is in litigation: a hold of one claim (ACCT-18)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.holds import Outcome, Scope
from services.accounts.storage import holds
from services.accounts.usecases.holds.place import HeldClaim, PlaceHold, place_hold
from services.accounts.usecases.holds.release import ReleaseHold, release_hold
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceLitigationHold:
    """A claimant whose eligibility for an order and year is before a court."""

    case_number: str
    fiscal_year: int
    certification_number: str
    court_reference: str
    legal_basis: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseLitigationHold:
    """A withheld share and how the litigation ended."""

    hold_id: UUID
    outcome: Outcome


async def place_litigation_hold(tx: Transaction, command: PlaceLitigationHold) -> dict[str, JSON]:
    """Have the claimant's share withheld when the distribution is paid; it stays in the pro rata base.

    Possible before the freeze and after it, until payment (DIST-09).

    Raises:
        BadInput: no court reference or legal basis.
        NotFound: no such distribution, or no such certification in it.
        Refused: the distribution is paid, or the share is withheld already.
    """
    if not command.court_reference.strip() or not command.legal_basis.strip():
        raise BadInput("name the court's reference and the legal basis", field="courtReference")
    claim = HeldClaim(
        case_number=command.case_number,
        fiscal_year=command.fiscal_year,
        certification_number=command.certification_number,
    )
    placed = await place_hold(
        tx,
        PlaceHold(
            scope=Scope.CLAIMANT,
            claims=(claim,),
            court_reference=command.court_reference,
            legal_basis=command.legal_basis,
        ),
    )
    (line,) = await holds.lines_of(tx.connection, UUID(str(placed["hold_id"])))
    return {"hold_id": str(line.id)}


async def release_litigation_hold(tx: Transaction, command: ReleaseLitigationHold) -> dict[str, JSON]:
    """Release the hold that withholds a share.

    Raises:
        NotFound: no such share is withheld.
        Refused: as ``release_hold`` says; or others are withheld by the same hold, which is released as a whole.
    """
    hold_id = await holds.hold_of_line(tx.connection, command.hold_id)
    if hold_id is None:
        raise NotFound(f"no litigation hold {command.hold_id}", field="holdId")
    basis = "outcome of the litigation"
    await release_hold(tx, ReleaseHold(hold_id=hold_id, outcome=command.outcome, release_basis=basis))
    return {"hold_id": str(command.hold_id)}
