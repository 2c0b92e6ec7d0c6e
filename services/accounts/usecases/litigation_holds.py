"""Withhold a share while eligibility is in litigation, and release it by the outcome (ACCT-18)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain import holds as rules
from services.accounts.domain.distribution import PaymentKind
from services.accounts.domain.holds import Outcome, Receiver
from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.domain.transitions import PAID_STATES
from services.accounts.events.published import PaymentIssued
from services.accounts.storage import books, claims, distributions
from services.accounts.storage.distributions import Distribution, Hold, Share
from services.accounts.usecases import ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

_CITATION = "19 CFR 159.64(b)"


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
    """A hold and how the litigation ended."""

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
    await books.lock_books(tx.connection, [command.case_number])
    found = await distributions.lock_current(tx.connection, command.case_number, command.fiscal_year)
    if found is None:
        raise NotFound(f"no distribution of {command.case_number} for FY{command.fiscal_year}", field="caseNumber")
    listed = await claims.certified(tx.connection, command.case_number, command.fiscal_year)
    if command.certification_number not in {claim.certification_number for claim in listed}:
        raise NotFound(f"no certified claim {command.certification_number}", field="certificationNumber")
    open_holds = await distributions.open_holds(tx.connection, command.case_number, command.fiscal_year)
    if found.state in PAID_STATES:
        raise Refused([_refusal("ALREADY_PAID", "The distribution is paid; nothing is left to withhold.")])
    if command.certification_number in open_holds:
        raise Refused([_refusal("ALREADY_HELD", "This share is withheld already.")])
    hold_id = await distributions.add_hold(
        tx.connection,
        {
            "case_number": command.case_number,
            "fiscal_year": command.fiscal_year,
            "certification_number": command.certification_number,
            "court_reference": command.court_reference,
            "legal_basis": command.legal_basis,
            "placed_by": tx.cause.actor,
            "placed_on": tx.today,
        },
    )
    tx.audit("place_litigation_hold", f"holds/{hold_id}", reason=command.legal_basis)
    return {"hold_id": str(hold_id)}


async def release_litigation_hold(tx: Transaction, command: ReleaseLitigationHold) -> dict[str, JSON]:
    """Pay the hold to a claimant that won; share a lost one among the others of that year, the rest to the account.

    Before payment nothing is withheld yet, so a claimant that won is simply paid with the others.

    Raises:
        NotFound: no such hold.
        Refused: it was released already, the caller placed it, or it was lost before payment (cancel and certify anew
            instead).
    """
    hold = await _found(tx, command.hold_id)
    locked = await books.lock_books(tx.connection, [hold.case_number])
    found = await distributions.lock_current(tx.connection, hold.case_number, hold.fiscal_year)
    hold = await _found(tx, command.hold_id)
    paid = found is not None and found.state in PAID_STATES
    refuse_if_any(_not_releasable(hold, paid, command.outcome, tx.cause.actor))
    if found is not None and hold.held_cents:
        lines = await _release(tx, found, hold, command.outcome)
        await ledger.post(tx, locked, [Draft(case_number=hold.case_number, postings=lines, source=f"hold:{hold.id}")])
    await distributions.update_hold(
        tx.connection, hold.id, outcome=command.outcome, released_by=tx.cause.actor, released_on=tx.today
    )
    tx.audit("release_litigation_hold", f"holds/{hold.id}", after={"outcome": command.outcome})
    return {"hold_id": str(hold.id)}


async def _release(tx: Transaction, found: Distribution, hold: Hold, outcome: Outcome) -> list[Posting]:
    shares = {
        share.claim.certification_number: share
        for share in await distributions.shares(tx.connection, found.id)
        if share.claim.accepted
    }
    if outcome is Outcome.WON:
        extras, returned = {hold.certification_number: hold.held_cents}, 0
    else:
        received = await distributions.paid_by_certification(tx.connection, found.id)
        others = {
            number: Receiver(net_cents=share.claim.net_cents, received_cents=received.get(number, 0))
            for number, share in shares.items()
            if number != hold.certification_number
        }
        release = rules.share_lost_hold(hold.held_cents, others)
        extras, returned = dict(release.extras_cents), release.returned_cents
    payees = [(shares[number], cents) for number, cents in extras.items() if cents]
    await _pay(tx, found, payees)
    lines = [
        move(Movement.HOLD_PAID, cents, tx.today, certification_number=share.claim.certification_number)
        for share, cents in payees
    ]
    if returned:
        lines.append(move(Movement.HOLD_RETURNED, returned, tx.today, certification_number=hold.certification_number))
    return lines


async def _pay(tx: Transaction, found: Distribution, payees: list[tuple[Share, int]]) -> None:
    kind = PaymentKind.HOLD_RELEASE
    await distributions.add_payments(
        tx.connection,
        [
            (
                found.id,
                share.claim.certification_number,
                share.claim.producer_id,
                share.claim.lineage_id,
                kind.value,
                cents,
                tx.today,
            )
            for share, cents in payees
        ],
    )
    for share, cents in payees:
        tx.record(
            PaymentIssued(
                case_number=found.case_number,
                fiscal_year=found.fiscal_year,
                distribution_id=str(found.id),
                certification_number=share.claim.certification_number,
                lineage_id=share.claim.lineage_id,
                producer_id=share.claim.producer_id,
                amount_cents=cents,
                paid_on=tx.today,
                kind="HOLD_RELEASE",
            )
        )


async def _found(tx: Transaction, hold_id: UUID) -> Hold:
    hold = await distributions.find_hold(tx.connection, hold_id)
    if hold is None:
        raise NotFound(f"no litigation hold {hold_id}", field="holdId")
    return hold


def _not_releasable(hold: Hold, paid: bool, outcome: Outcome, actor: str) -> list[Refusal]:
    if not hold.open:
        return [_refusal("ILLEGAL_TRANSITION", "The hold was released already.")]
    if hold.placed_by == actor:
        return [_refusal("SAME_PERSON", "Whoever placed a hold cannot release it: money moves by two people.")]
    if not paid and outcome is Outcome.LOST:
        message = "The distribution is not paid yet: cancel it, have the claims certified anew without this one."
        return [_refusal("NOT_PAID_YET", message)]
    return []


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="ACCT-18", citation=_CITATION, message=message, field="holdId")
