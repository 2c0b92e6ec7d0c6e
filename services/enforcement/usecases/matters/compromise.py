"""Compromise of a matter's claim: offer, deposit, report, recommendation, decision, return (CMP-01 to CMP-07)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.compromise.offers import (
    CLOCKS_RUN,
    Allocation,
    Claim,
    ReopeningGround,
    allocate,
    claim_value,
    refuse_amount,
    refuse_deposit,
    refuse_offer,
    refuse_reopening,
)
from services.enforcement.domain.compromise.states import OfferEvent, OfferState, move
from services.enforcement.domain.matters.culpability import maximum_penalty
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.states import MatterEvent, MatterState, illegal
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import (
    CompromiseAccepted,
    CompromiseDepositConfirmed,
    CompromiseOffered,
    CompromiseRejected,
    DepositReturned,
)
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import matters, offers
from services.enforcement.usecases.matters.collect import settle
from services.enforcement.usecases.matters.keeping import (
    act,
    check_day,
    exposure_of,
    locked_matter,
    not_negative,
    tell_duties,
    tell_duties_now,
    tell_penalty,
    tell_penalty_now,
    unpaid,
    write_history,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused, refuse_if_any

_E = OfferEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitOffer:
    """An offer in compromise under 19 USC 1617, US cents."""

    matter_id: UUID
    offered_on: date
    offered_cents: int
    terms: str
    in_writing: bool
    civil_only: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmDeposit:
    """Due notice of all that is deposited, US cents."""

    offer_id: UUID
    deposited_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FileReport:
    """The report of the officer in charge of the claim."""

    offer_id: UUID
    facts: str
    terms: str
    probability_basis_points: int
    cost_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommend:
    """Counsel's recommendation."""

    offer_id: UUID
    favourable: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideOffer:
    """Headquarters' decision; acceptance holds only once notified in writing."""

    offer_id: UUID
    accept: bool
    notified_on: date
    reason: str
    conditions: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenCompromise:
    """What headquarters found about an accepted compromise."""

    offer_id: UUID
    ground: ReopeningGround
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferOnly:
    """An offer to withdraw, or whose deposit goes back."""

    offer_id: UUID
    reason: str


async def submit_offer(tx: Transaction, command: SubmitOffer) -> dict[str, JSON]:
    """Record an offer; it waits for its deposit and pauses no clock (CMP-01, CMP-06)."""
    check_day(tx, command.offered_on, "offeredOn")
    matter = await locked_matter(tx, command.matter_id)
    refuse_if_any(
        [
            *refuse_offer(in_writing=command.in_writing, terms=command.terms, civil_only=command.civil_only),
            *refuse_amount(command.offered_cents, (await _claim(tx, matter)).total_cents),
        ]
    )
    await act(tx, matter, MatterEvent.OFFER_COMPROMISE, on=command.offered_on, reason=CLOCKS_RUN)
    offer_id = await queries.insert_row(
        tx.connection,
        offers,
        {
            "matter_id": matter.id,
            "state": move(None, _E.SUBMIT_OFFER),
            "offered_on": command.offered_on,
            "offered_cents": command.offered_cents,
            "terms": clean_text(command.terms, field="terms"),
        },
    )
    tx.record(
        CompromiseOffered(
            importer_number=matter.importer_number,
            acted_on=command.offered_on,
            offer_id=offer_id,
            matter_id=matter.id,
            amount_cents=command.offered_cents,
        )
    )
    return {"matter_id": str(matter.id), "offer_id": str(offer_id)}


async def confirm_deposit(tx: Transaction, command: ConfirmDeposit) -> dict[str, JSON]:
    """Take the offer into consideration: exactly the sum offered is deposited (CMP-02)."""
    not_negative(deposited=command.deposited_cents)
    matter, offer = await _locked(tx, command.offer_id)
    state = move(OfferState(offer.state), _E.DEPOSIT_CONFIRMED)
    refuse_if_any(refuse_deposit(offer.offered_cents, command.deposited_cents))
    await _keep(tx, matter, offer, _E.DEPOSIT_CONFIRMED, state, "deposit", deposited_cents=command.deposited_cents)
    tx.record(
        CompromiseDepositConfirmed(
            importer_number=matter.importer_number,
            acted_on=tx.today,
            offer_id=offer.id,
            matter_id=matter.id,
            amount_cents=command.deposited_cents,
        )
    )
    return _answer(matter, offer)


async def file_report(tx: Transaction, command: FileReport) -> dict[str, JSON]:
    """File the report: facts, probability of recovery, terms; the value it gives never decides (CMP-03, CMP-04)."""
    if not 0 <= command.probability_basis_points <= 10_000:
        raise BadInput("A probability is 0 to 100 percent.", field="probabilityBasisPoints")
    not_negative(cost=command.cost_cents)
    matter, offer = await _locked(tx, command.offer_id)
    state = move(OfferState(offer.state), _E.FILE_OFFICER_REPORT)
    facts = clean_text(command.facts, field="facts")
    claimed = (await _claim(tx, matter)).total_cents
    report = {
        "facts": facts,
        "report_terms": clean_text(command.terms, field="terms"),
        "probability_basis_points": command.probability_basis_points,
        "cost_cents": command.cost_cents,
        "value_cents": claim_value(claimed, command.probability_basis_points, command.cost_cents),
    }
    await _keep(tx, matter, offer, _E.FILE_OFFICER_REPORT, state, facts, **report)
    return _answer(matter, offer)


async def recommend(tx: Transaction, command: Recommend) -> dict[str, JSON]:
    """Keep counsel's recommendation; against acceptance it ends the offer (CMP-03)."""
    event = _E.COUNSEL_RECOMMENDS_YES if command.favourable else _E.COUNSEL_RECOMMENDS_NO
    matter, offer = await _locked(tx, command.offer_id)
    state = move(OfferState(offer.state), event)
    reason = clean_text(command.reason, field="reason")
    await _keep(tx, matter, offer, event, state, reason, recommended_by=tx.cause.actor)
    if state is OfferState.REJECTED:
        _tell_rejected(tx, matter, offer, tx.today)
    return _answer(matter, offer)


async def decide_offer(tx: Transaction, command: DecideOffer) -> dict[str, JSON]:
    """Accept or reject; acceptance holds by written notice and may rest on conditions (CMP-05).

    Raises:
        Refused: no favourable recommendation, or who recommended decides (SEC_SAME_DECIDER).
    """
    check_day(tx, command.notified_on, "notifiedOn")
    reason = clean_text(command.reason, field="reason")
    conditions = None if command.conditions is None else clean_text(command.conditions, field="conditions")
    event = _E.ACCEPT if command.accept else _E.REJECT
    matter, offer = await _locked(tx, command.offer_id)
    state = move(OfferState(offer.state), event)
    if offer.recommended_by == tx.cause.actor:
        raise Refused([_same_decider()])
    decided: dict[str, object] = {"decided_by": tx.cause.actor, "notified_on": command.notified_on}
    if command.accept:
        decided |= await _accept(tx, matter, offer, command.notified_on, reason) | {"conditions": conditions}
    else:
        _tell_rejected(tx, matter, offer, command.notified_on)
    await _keep(tx, matter, offer, event, state, reason, **decided)
    return _answer(matter, offer)


async def reopen_compromise(tx: Transaction, command: ReopenCompromise) -> dict[str, JSON]:
    """Reopen the claim an accepted compromise closed: it was got by fraud or the like (CMP-07).

    The matter stands where it stood before, with what was released owed again; accounts is told.

    Raises:
        Refused: the offer is not accepted, or the claim was reopened before.

    Source: 31 USC 3711(c).
    """
    reason = clean_text(command.reason, field="reason")
    refuse_if_any(refuse_reopening(headquarters=True, ground=command.ground))
    matter, offer = await _locked(tx, command.offer_id)
    if offer.state != OfferState.ACCEPTED or offer.reopened_on is not None or offer.state_before is None:
        raise illegal("REOPEN", offer.state, rule="CMP-07", citation="31 USC 3711(c)")
    back = {"state": offer.state_before, "closed_on": None, "final_statement": None}
    await queries.save(tx.connection, matters, matter.id, back)
    opened = {"reopened_on": tx.today, "reopening_ground": command.ground}
    await queries.save(tx.connection, offers, offer.id, opened)
    before, after = matter.state, offer.state_before
    await write_history(tx, matter.id, "COMPROMISE_REOPENED", before=before, after=after, on=tx.today, reason=reason)
    _tell_owed(tx, matter, matter.duties_owed_cents, matter.penalty_owed_cents, tx.today)
    return _answer(matter, offer)


async def withdraw_offer(tx: Transaction, command: OfferOnly) -> dict[str, JSON]:
    """Withdraw a pending offer (CMP-06)."""
    matter, offer = await _locked(tx, command.offer_id)
    state = move(OfferState(offer.state), _E.WITHDRAW_OFFER)
    await _keep(tx, matter, offer, _E.WITHDRAW_OFFER, state, clean_text(command.reason, field="reason"))
    return _answer(matter, offer)


async def return_deposit(tx: Transaction, command: OfferOnly) -> dict[str, JSON]:
    """Return the deposit of a rejected or withdrawn offer, in full (CMP-06)."""
    matter, offer = await _locked(tx, command.offer_id)
    state = move(OfferState(offer.state), _E.RETURN_DEPOSIT)
    reason = clean_text(command.reason, field="reason")
    await _keep(tx, matter, offer, _E.RETURN_DEPOSIT, state, reason, returned_cents=offer.deposited_cents)
    tx.record(
        DepositReturned(
            importer_number=matter.importer_number,
            acted_on=tx.today,
            offer_id=offer.id,
            matter_id=matter.id,
            amount_cents=offer.deposited_cents,
        )
    )
    return _answer(matter, offer)


async def _accept(tx: Transaction, matter: Row, offer: Row, on: date, reason: str) -> dict[str, object]:
    """Close the matter: the deposit pays duties first, then the penalty; accounts enters that and the release."""
    claim = await _claim(tx, matter)
    parts = allocate(offer.offered_cents, claim.duties_cents, claim.penalty_cents)
    await act(
        tx,
        matter,
        MatterEvent.COMPROMISE_ACCEPTED,
        on=on,
        reason=reason,
        duties_collected_cents=matter.duties_collected_cents + parts.duties_cents,
        penalty_collected_cents=matter.penalty_collected_cents + parts.penalty_cents,
        final_statement=reason,
    )
    _bill_what_was_not(tx, matter, parts, on)
    await settle(tx, matter, "DUTIES", parts.duties_cents, means="COMPROMISE", source=offer.id, on=on)
    await settle(tx, matter, "PENALTY", parts.penalty_cents, means="COMPROMISE", source=offer.id, on=on)
    duties, penalty = (
        matter.duties_collected_cents + parts.duties_cents,
        matter.penalty_collected_cents + parts.penalty_cents,
    )
    _tell_owed(tx, matter, duties, penalty, on)
    tx.record(
        CompromiseAccepted(
            importer_number=matter.importer_number,
            acted_on=on,
            offer_id=offer.id,
            matter_id=matter.id,
            amount_cents=offer.offered_cents,
            released_cents=parts.released_cents,
        )
    )
    return {
        "to_duties_cents": parts.duties_cents,
        "to_penalty_cents": parts.penalty_cents,
        "released_cents": parts.released_cents,
        "state_before": matter.state,
    }


def _bill_what_was_not(tx: Transaction, matter: Row, parts: Allocation, on: date) -> None:
    """Have accounts know what the settlement itself makes due: no notice came before it."""
    if matter.duties_on is None and parts.duties_cents:
        tell_duties(tx, matter, parts.duties_cents, on)
    if matter.penalty_on is None and parts.penalty_cents:
        tell_penalty(tx, matter, parts.penalty_cents, on)


async def _claim(tx: Transaction, matter: Row) -> Claim:
    """What is claimed and unpaid; before any notice, what the law allows to be claimed (CMP-01).

    Duties not demanded yet are the actual loss less what was tendered; a penalty not claimed yet is the one proposed,
    or else the most that may be.
    """
    claim = unpaid(matter)
    duties, penalty = claim.duties_cents, claim.penalty_cents
    exposure, violated_on = await exposure_of(tx, matter)
    if matter.duties_on is None:
        disclosure = await queries.disclosure_of(tx.connection, matter.id)
        tendered = 0 if disclosure is None else disclosure.tendered_cents
        duties = max(0, exposure.actual_loss_cents - tendered)
    if matter.penalty_on is None and matter.state != MatterState.DUTY_DEMANDED:
        most = maximum_penalty(Culpability(matter.culpability), exposure, violated_on)
        penalty = matter.proposed_penalty_cents or most
    return Claim(duties, penalty)


def _tell_owed(tx: Transaction, matter: Row, duties_cents: int, penalty_cents: int, on: date) -> None:
    """Tell accounts what is owed in all of whatever it was told of."""
    if matter.duties_on is not None:
        tell_duties_now(tx, matter, duties_cents, on)
    if matter.penalty_on is not None:
        tell_penalty_now(tx, matter, penalty_cents, on)


def _tell_rejected(tx: Transaction, matter: Row, offer: Row, on: date) -> None:
    tx.record(
        CompromiseRejected(
            importer_number=matter.importer_number,
            acted_on=on,
            offer_id=offer.id,
            matter_id=matter.id,
            amount_cents=offer.offered_cents,
        )
    )


async def _locked(tx: Transaction, offer_id: UUID) -> tuple[Row, Row]:
    offer = await queries.lock(tx.connection, offers, offer_id)
    if offer is None:
        raise NotFound(f"There is no offer {offer_id}.", field="offerId")
    return await locked_matter(tx, offer.matter_id), offer


async def _keep(
    tx: Transaction, matter: Row, offer: Row, event: OfferEvent, state: OfferState, why: str, **values: object
) -> None:
    await queries.save(tx.connection, offers, offer.id, {"state": state, **values})
    await write_history(tx, matter.id, f"COMPROMISE_{event}", before=offer.state, after=state, on=tx.today, reason=why)


def _answer(matter: Row, offer: Row) -> dict[str, JSON]:
    return {"matter_id": str(matter.id), "offer_id": str(offer.id)}


def _same_decider() -> Refusal:
    return Refusal(
        code="SEC_SAME_DECIDER",
        rule="CMP-03",
        citation="19 USC 1617",
        message="Whoever recommended does not decide.",
    )
