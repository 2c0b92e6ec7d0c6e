"""From an eligible claim to payment: headquarters decides, nothing is paid by itself (INF-21; section 10.2)."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.informants.awards import check_award, deduct, hindrance
from services.enforcement.domain.informants.eligibility import (
    Payee,
    Standing,
    Stipulation,
    check_payee,
    check_standing,
    covered,
)
from services.enforcement.domain.informants.law import AwardLimits, CapMode
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.states import WAITING, ClaimEvent, ClaimState, check_claim
from services.enforcement.domain.text import clean_text
from services.enforcement.events.awards import AwardPaymentRequested
from services.enforcement.storage.informants import queries, recoveries
from services.enforcement.usecases.informants.acting import Row, claim_of, nothing, step_claim
from services.enforcement.usecases.informants.claims import check_decider
from services.enforcement.usecases.informants.integrity import open_referral, refuse_while_open
from services.enforcement.usecases.informants.positions import GroupPosition, group_position
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.errors import BadInput
from shared.events import PermanentFailure
from shared.refusals import Refused, refuse_if_any

NAME: Final = "review-claims"
_SYSTEM: Final = "system"


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessClaim:
    """See what can be awarded now."""

    claim_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideAward:
    """Headquarters' decision, US cents; zero is one too."""

    claim_id: UUID
    award_cents: int
    reason: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestPayment:
    """Have an award paid; the payee is known to accounts by an opaque reference."""

    claim_id: UUID
    fund_code: str
    officer_when_furnished: bool
    officer_now: bool
    payee: Payee
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseGroup:
    """No further recovery is possible."""

    claim_id: UUID
    reason: str
    role: str


async def _locked(tx: Transaction, claim_id: UUID, mode: CapMode) -> tuple[Row, GroupPosition, AwardLimits]:
    """A claim and its group's position; the group is locked first, so that no two awards pass the cap together."""
    unlocked = await claim_of(tx, claim_id)
    if unlocked.group_id is not None:
        await recoveries.lock_group(tx.connection, unlocked.group_id)
    limits = AwardLimits.on(tx.today, mode)
    return unlocked, await group_position(tx, unlocked.group_id, limits), limits


async def assess_claim(tx: Transaction, command: AssessClaim, *, mode: CapMode) -> dict[str, JSON]:
    """Move an eligible claim to awaiting recovery or ready to award; look again at one that waits (INF-05, INF-20).

    Returns:
        The claim; ``reasons`` are the codes for which it waits.

    Raises:
        Refused: not in a state to be assessed; shares are missing.
    """
    claim, group, limits = await _locked(tx, command.claim_id, mode)
    event = ClaimEvent.ASSESS if claim.state == ClaimState.ELIGIBLE else ClaimEvent.RECOVERY_CHANGED
    check_claim(ClaimState(claim.state), event)
    against = refusal("INF_NO_NET_RECOVERY") if claim.group_id is None else hindrance(group.of(claim.id), limits)
    if against is None:
        await step_claim(tx, claim, event, ClaimState.READY_TO_AWARD, command.role)
    elif event is ClaimEvent.ASSESS:
        await step_claim(tx, claim, event, ClaimState.AWAITING_RECOVERY, command.role, reason=against.code)
    return {"claim_id": str(claim.id), "reasons": [] if against is None else [against.code]}


async def decide_award(tx: Transaction, command: DecideAward, *, mode: CapMode) -> dict[str, JSON]:
    """Decide on an award: up to what is payable now, or nothing (INF-13, INF-14, INF-20, INF-21).

    Raises:
        BadInput: a negative award.
        Refused: above what is payable, below the minimum, the cap reached, or decided by who recommended.

    Source: 19 USC 1619(a), (c); 19 CFR 161.16.
    """
    if command.award_cents < 0:
        raise BadInput("An award cannot be negative.", field="award")
    reason = clean_text(command.reason, field="reason")
    claim, group, limits = await _locked(tx, command.claim_id, mode)
    following = check_claim(ClaimState(claim.state), ClaimEvent.DECIDE_AWARD)
    await check_decider(tx, claim, tx.cause.actor)
    refuse_if_any(check_award(command.award_cents, group.of(claim.id), limits))
    to = ClaimState.AWARDED
    if command.award_cents == 0:
        paid = any(row.paid_on for row in (await queries.awards_of_claims(tx.connection, [claim.id])).get(claim.id, []))
        to = ClaimState.PARTLY_PAID if paid else ClaimState.AWAITING_RECOVERY
    assert to in following
    await queries.add_award(
        tx.connection,
        {
            "claim_id": claim.id,
            "amount_cents": command.award_cents,
            "reason": reason,
            "decided_by": tx.cause.actor,
            "decided_at": tx.now,
        },
    )
    await step_claim(
        tx,
        claim,
        ClaimEvent.DECIDE_AWARD,
        to,
        command.role,
        reason=reason,
        decided_net_cents=group.net_cents,
        decider=claim.decider or tx.cause.actor,
    )
    return {"claim_id": str(claim.id)}


async def request_payment(tx: Transaction, command: RequestPayment) -> dict[str, JSON]:
    """Ask accounts to pay what the award leaves after purchase money (INF-01, INF-07, INF-19, INF-23).

    Published as ``award-payment.requested``: an opaque reference and an amount, nothing of the person, the case or the
    fund, which is kept here alone. A payee who must not have the money stops the payment and opens an integrity
    referral; until that is closed nothing of the claim is paid.

    Returns:
        The claim; ``reasons`` are the codes for which the payment was stopped.

    Raises:
        Refused: no award waits for payment, the claimant is an officer now, or the caller is the liaison.

    Source: 19 CFR 161.12, 161.14; 19 USC 1619(d), 1620.
    """
    claim = await claim_of(tx, command.claim_id)
    check_claim(ClaimState(claim.state), ClaimEvent.PAY_AWARD)
    if tx.cause.actor == claim.liaison:
        raise Refused([refusal("SEC_SAME_DECIDER")])
    fund = clean_text(command.fund_code, field="fundCode", longest=40)
    await refuse_while_open(tx, claim.id)
    decided = (await queries.awards_of_claims(tx.connection, [claim.id]))[claim.id]
    award = next((one for one in decided if one.amount_cents and one.requested_on is None), None)
    if award is None:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message="This award's payment is requested.")])
    standing = Standing(officer_when_furnished=command.officer_when_furnished, officer_now=command.officer_now)
    refuse_if_any(check_standing(standing))
    stopped = check_payee(command.payee)
    if stopped:
        await queries.update_award(tx.connection, award.id, stopped_on=tx.today)
        await open_referral(tx, claim.id, stopped[0].code)
        tx.audit("stop_payment", f"restricted/{claim.id}")
        return {"claim_id": str(claim.id), "reasons": [stopped[0].code]}
    payout = await _payout(tx, claim, award.amount_cents)
    await queries.update_award(
        tx.connection,
        award.id,
        payout_cents=payout,
        fund_code=fund,
        requested_on=tx.today,
        paid_on=None if payout else tx.today,
    )
    if payout:
        tx.record(
            AwardPaymentRequested(
                request_id=str(award.id),
                payee_reference=str(claim.payee_reference),
                amount_cents=payout,
                requested_on=tx.today,
            )
        )
        tx.audit("request_payment", f"restricted/{claim.id}")
    else:
        await step_claim(tx, claim, ClaimEvent.PAY_AWARD, ClaimState.PARTLY_PAID, command.role)
    return {"claim_id": str(claim.id), "reasons": []}


async def _payout(tx: Transaction, claim: Row, award_cents: int) -> int:
    """What is left of an award; each dollar of purchase money is deducted once in the case (INF-19)."""
    stipulation = None
    if claim.stipulated_on is not None:
        stipulation = Stipulation(signed_on=claim.stipulated_on, covers_earlier=claim.covers_earlier)
    paid = await queries.purchases(tx.connection, claim.contact_id)
    purchase = sum(row.amount_cents for row in paid if covered(row.paid_on, stipulation))
    claims = [row.id for row in await queries.claims_of_contact(tx.connection, claim.contact_id)]
    earlier = [row for rows in (await queries.awards_of_claims(tx.connection, claims)).values() for row in rows]
    deducted = sum(row.amount_cents - row.payout_cents for row in earlier if row.payout_cents is not None)
    return deduct(award_cents, purchase, deducted)


async def award_paid(tx: Transaction, request_id: str, amount_cents: int, paid_on: date) -> None:
    """Accounts paid an award (10.2). Told twice, it counts once.

    Raises:
        PermanentFailure: no such request, or another amount.
    """
    try:
        award = await queries.lock_award(tx.connection, UUID(request_id))
    except ValueError:
        award = None
    if award is None or award.payout_cents != amount_cents:
        raise PermanentFailure("no payment of this amount was requested", code="UNKNOWN_REQUEST")
    if award.paid_on is not None:
        return
    await queries.update_award(tx.connection, award.id, paid_on=paid_on)
    claim = await claim_of(tx, award.claim_id)
    await step_claim(tx, claim, ClaimEvent.PAY_AWARD, ClaimState.PARTLY_PAID, _SYSTEM)


async def close_group(tx: Transaction, command: CloseGroup) -> dict[str, JSON]:
    """Close the claims of a case in which nothing more can be recovered (10.2).

    Raises:
        Refused: a claim of the case is still being decided or paid (INF_STEP_OUT_OF_ORDER).
    """
    claim = await claim_of(tx, command.claim_id)
    if claim.group_id is None:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER")])
    if await recoveries.lock_group(tx.connection, claim.group_id) is None:
        raise nothing()
    check_claim(ClaimState(claim.state), ClaimEvent.CLOSE_RECOVERY_GROUP)
    reason = clean_text(command.reason, field="reason")
    for row in await queries.claims_of_group(tx.connection, claim.group_id):
        if row.state in WAITING:
            await step_claim(tx, row, ClaimEvent.CLOSE_RECOVERY_GROUP, ClaimState.CLOSED, command.role, reason=reason)
    await recoveries.close_group(tx.connection, claim.group_id, tx.today)
    return {"claim_id": str(claim.id)}


async def review_group(tx: Transaction, group_id: UUID, mode: CapMode) -> None:
    """Let a changed recovery, or a cap that is reached, act on the claims that wait (INF-14, INF-22).

    Headquarters' last decision stands until the net recovery is another than it was then.
    """
    await recoveries.lock_group(tx.connection, group_id)
    limits = AwardLimits.on(tx.today, mode)
    group = await group_position(tx, group_id, limits)
    for row in await queries.claims_of_group(tx.connection, group_id):
        where = group.claims.get(row.id)
        if row.state not in WAITING or where is None:
            continue
        if where.cap_reached:
            await step_claim(
                tx, row, ClaimEvent.CAP_REACHED, ClaimState.CLOSED_CAP, _SYSTEM, reason_code="INF_CASE_CAP_REACHED"
            )
        elif row.decided_net_cents != group.net_cents and hindrance(where, limits) is None:
            await step_claim(tx, row, ClaimEvent.RECOVERY_CHANGED, ClaimState.READY_TO_AWARD, _SYSTEM)


async def review_claims(uow: UnitOfWork, *, mode: CapMode) -> None:
    """The job: each group in which a claim waits, in a transaction of its own."""
    cause = Cause(actor=f"job:{NAME}", correlation_id=NAME)
    async with uow.begin(cause) as tx:
        groups = await queries.waiting_groups(tx.connection)
    for group_id in groups:
        async with uow.begin(cause) as tx:
            await review_group(tx, group_id, mode)
