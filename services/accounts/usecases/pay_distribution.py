"""Pay an approved distribution, tell the claimants, close it (DIST-10, DIST-11, ACCT-16, ACCT-18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.distribution import PaymentKind
from services.accounts.domain.law import RECONSIDERATION_PERIOD
from services.accounts.domain.ledger import Draft, Movement, move
from services.accounts.domain.transitions import DistributionEvent, SpecialAccountEvent
from services.accounts.domain.vintage import use_first_in_first_out
from services.accounts.events.published import ClaimantPaid, DistributionCompleted, PaymentIssued
from services.accounts.storage import distributions
from services.accounts.storage.distributions import Distribution, Share
from services.accounts.usecases import ledger
from services.accounts.usecases.decide_distribution import lock_with_book, step
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class PayDistribution:
    """The distribution to pay."""

    distribution_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class NotifyDistribution:
    """The distribution whose letters are out."""

    distribution_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseDistribution:
    """The distribution to close."""

    distribution_id: UUID


async def pay_distribution(tx: Transaction, command: PayDistribution) -> dict[str, JSON]:
    """Post every share to its producer, gross; a share under litigation hold goes to the hold instead.

    Postings, payments, the receipts used up, the state and the events commit together, once: the journal's source is
    the distribution.

    Raises:
        NotFound: no such distribution.
        Refused: it is not approved.
    """
    locked, found = await lock_with_book(tx, command.distribution_id)
    state = step(found, DistributionEvent.PAY)
    all_shares = await distributions.shares(tx.connection, found.id)
    holds = await distributions.open_holds(tx.connection, found.case_number, found.fiscal_year)
    due = [share for share in all_shares if share.share_cents]
    paid = [share for share in due if share.claim.certification_number not in holds]
    held = [share for share in due if share.claim.certification_number in holds]

    await _mark_receipts(tx, found, sum(share.share_cents for share in due))
    lines = [
        move(movement, share.share_cents, tx.today, certification_number=share.claim.certification_number)
        for movement, some in ((Movement.DISTRIBUTION, paid), (Movement.HOLD, held))
        for share in some
    ]
    draft = Draft(case_number=found.case_number, postings=lines, source=f"distribution:{found.id}")
    if lines:
        await ledger.post(tx, locked, [draft], states={found.case_number: SpecialAccountEvent.RELEASE})
    else:
        await ledger.change_state(tx, locked.by_case[found.case_number], SpecialAccountEvent.RELEASE)
    await distributions.add_payments(tx.connection, [_payment(tx, found, share) for share in paid])
    await distributions.set_held(
        tx.connection, {holds[share.claim.certification_number].id: share.share_cents for share in held}
    )
    await distributions.update(tx.connection, found.id, state=state, paid_by=tx.cause.actor, paid_on=tx.today)
    _tell(tx, found, all_shares, paid)
    tx.audit(
        "pay_distribution",
        f"distributions/{found.id}",
        after={"paid": len(paid), "held": len(held), "late": tx.today > found.due_on},
    )
    return {"distribution_id": str(found.id)}


async def notify_distribution(tx: Transaction, command: NotifyDistribution) -> dict[str, JSON]:
    """Record that every letter is out today; the 30 days for reconsideration run from it (DIST-10, RECO-01).

    Raises:
        NotFound: no such distribution.
        Refused: it is not paid.
    """
    _, found = await lock_with_book(tx, command.distribution_id)
    state = step(found, DistributionEvent.NOTIFY)
    await distributions.update(tx.connection, found.id, state=state, notified_on=tx.today)
    tx.audit("notify_distribution", f"distributions/{found.id}")
    return {"distribution_id": str(found.id)}


async def close_distribution(tx: Transaction, command: CloseDistribution) -> dict[str, JSON]:
    """Close a distribution whose claimants can no longer ask for reconsideration (18.3).

    Raises:
        NotFound: no such distribution.
        Refused: it is not notified, or the time for reconsideration still runs.
    """
    _, found = await lock_with_book(tx, command.distribution_id)
    state = step(found, DistributionEvent.CLOSE)
    assert found.notified_on is not None, "a notified distribution keeps the date of its letters"
    last = RECONSIDERATION_PERIOD.deadline(found.notified_on)
    if tx.today <= last:
        raise Refused([_still_open(last)])
    await distributions.update(tx.connection, found.id, state=state)
    tx.audit("close_distribution", f"distributions/{found.id}")
    return {"distribution_id": str(found.id)}


def _still_open(last: date) -> Refusal:
    return Refusal(
        code="RECONSIDERATION_OPEN",
        rule=RECONSIDERATION_PERIOD.rule,
        citation=RECONSIDERATION_PERIOD.citation,
        message=f"Claimants may ask for reconsideration until {last.isoformat()}.",
        field="distributionId",
    )


async def _mark_receipts(tx: Transaction, found: Distribution, amount_cents: int) -> None:
    snapshot = FiscalYear(found.fiscal_year).last_day
    lots = await distributions.undistributed(tx.connection, found.case_number, snapshot)
    await distributions.add_uses(tx.connection, found.id, use_first_in_first_out(lots, amount_cents))


def _payment(tx: Transaction, found: Distribution, share: Share) -> tuple[object, ...]:
    claim = share.claim
    return (
        found.id,
        claim.certification_number,
        claim.producer_id,
        claim.lineage_id,
        PaymentKind.DISTRIBUTION.value,
        share.share_cents,
        tx.today,
    )


def _tell(tx: Transaction, found: Distribution, all_shares: Sequence[Share], paid: Sequence[Share]) -> None:
    for share in paid:
        tx.record(
            PaymentIssued(
                case_number=found.case_number,
                fiscal_year=found.fiscal_year,
                distribution_id=str(found.id),
                certification_number=share.claim.certification_number,
                lineage_id=share.claim.lineage_id,
                producer_id=share.claim.producer_id,
                amount_cents=share.share_cents,
                paid_on=tx.today,
                kind="DISTRIBUTION",
            )
        )
    disbursed = {share.claim.certification_number: share.share_cents for share in paid}
    tx.record(
        DistributionCompleted.model_validate(
            {
                "case_number": found.case_number,
                "fiscal_year": found.fiscal_year,
                "distribution_id": str(found.id),
                "available_cents": found.available_cents,
                "method": found.method,
                "carry_forward_cents": found.carry_forward_cents,
                "payments": tuple(
                    ClaimantPaid(
                        certification_number=share.claim.certification_number,
                        claimant_name=share.claim.claimant_name,
                        claimed_cents=share.claim.net_cents,
                        disbursed_cents=disbursed.get(share.claim.certification_number, 0),
                    )
                    for share in all_shares
                    if share.claim.accepted
                ),
            }
        )
    )
