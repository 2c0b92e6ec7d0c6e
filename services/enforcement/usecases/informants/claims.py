"""A claim up to headquarters' finding on eligibility (section 10.2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.enforcement.domain.informants.access import IdentityField
from services.enforcement.domain.informants.awards import BASIS_POINTS
from services.enforcement.domain.informants.eligibility import (
    Act,
    AllegationKind,
    Form4623,
    Route,
    Standing,
    check_act,
    check_eligibility,
    check_form,
    check_standing,
    is_original,
)
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.recovery import Causation
from services.enforcement.domain.informants.states import (
    BEFORE_HEADQUARTERS,
    OVER,
    ClaimEvent,
    ClaimState,
    ContactState,
    check_claim,
)
from services.enforcement.domain.text import clean_text
from services.enforcement.storage.informants import queries, recoveries
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.usecases.informants.acting import Row, claim_of, contact_of, nothing, step_claim
from services.enforcement.usecases.informants.integrity import open_referral
from services.enforcement.usecases.informants.leaks import mark
from shared.canonical import JSON, canonical_bytes
from shared.database import Transaction
from shared.errors import BadInput, Conflict
from shared.refusals import Refused, refuse_if_any


class Step(StrEnum):
    """Whose recommendation it is (INF-10)."""

    SAC = "SAC"
    DIRECTOR = "DIRECTOR"


_STEPS: Final = {
    Step.SAC: (ClaimState.FILED_SAC, ClaimEvent.SAC_RECOMMEND, ClaimState.AT_DIRECTOR),
    Step.DIRECTOR: (ClaimState.AT_DIRECTOR, ClaimEvent.DIRECTOR_RECOMMEND, ClaimState.AT_HQ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FileClaim:
    """Form 4623; its words stand apart, here only their fingerprint."""

    contact_id: UUID
    standing: Standing
    fingerprint: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommend:
    """A recommendation: approve or deny, and an amount in US cents."""

    claim_id: UUID
    step: Step
    approve: bool
    amount_cents: int
    reason: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplyDirect:
    """The claimant applies straight to headquarters."""

    claim_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NameDecider:
    """The headquarters official who decides on a claim."""

    claim_id: UUID
    decider: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OriginalityFinding:
    """The finding on an allegation (INF-03)."""

    allegation_id: UUID
    first_known_at: datetime | None
    original: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CausationFinding:
    """The finding on a recovery (INF-04, INF-06)."""

    recovery_id: UUID
    causation: Causation
    other_scheme: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessEligibility:
    """Headquarters' findings."""

    claim_id: UUID
    originality: tuple[OriginalityFinding, ...]
    causation: tuple[CausationFinding, ...]
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecideCausation:
    """Findings on recoveries that came in later."""

    claim_id: UUID
    causation: tuple[CausationFinding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AssignShares:
    """Basis points of each claim of a group (INF-15)."""

    group_id: UUID
    shares: tuple[tuple[UUID, int], ...]


async def file_claim(tx: Transaction, command: FileClaim, *, vault: IdentityVault, form: Form4623) -> dict[str, JSON]:
    """File Form 4623 for the informant; the form is kept sealed (INF-05, INF-10, INF-26).

    A claim by whom or for what the law gives nothing is kept as refused, with its reasons; an incomplete form is not
    kept. An officer's share opens an integrity referral (INF-07).

    Returns:
        The claim; ``reasons`` are the codes it was refused for.

    Raises:
        Refused: the informant is not advised, there is no information yet, or the form is incomplete.
        Conflict: a claim of this contact is open.

    Source: 19 CFR 161.12, 161.16(b); 19 USC 1619(a), 1620. No deadline stands there.
    """
    contact = await contact_of(tx, command.contact_id)
    if contact.state == ContactState.DRAFT:
        raise Refused([refusal("INF_NOT_ADVISED")])
    if contact.state not in {ContactState.ACTIVE, ContactState.LINKED}:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER")])
    refuse_if_any(check_form(form))
    if form.signed_on is not None and form.signed_on > tx.today:
        raise BadInput("A form cannot be signed in the future.", field="form.signedOn")
    if await queries.has_open_claim(tx.connection, contact.id):
        raise Conflict("A claim of this contact is open.", field="contactId")
    alleged = await queries.allegations(tx.connection, contact.id)
    act = Act(
        route=Route(contact.route),
        allegations=tuple(AllegationKind(row.kind) for row in alleged),
        detected=contact.detected,
        seized=contact.seized,
        reported=contact.reported,
        own_violation=contact.own_violation,
    )
    against = [*check_standing(command.standing), *check_act(act)]
    if form.not_an_officer is False and not any(found.code == "INF_GOV_EMPLOYEE" for found in against):
        against.insert(0, refusal("INF_GOV_EMPLOYEE"))
    state = ClaimState.REFUSED if against else ClaimState.FILED_SAC
    assert state in check_claim(None, ClaimEvent.FILE_CLAIM)
    claim_id = await queries.add_claim(
        tx.connection,
        {
            "contact_id": contact.id,
            "state": state,
            "reason_code": against[0].code if against else None,
            "filed_on": tx.today,
        },
    )
    key = await queries.key_of(tx.connection, contact.pseudonym)
    assert key is not None, "the key of an open contact is kept"
    text = canonical_bytes(form).decode()
    sealed = vault.seal(key, contact.pseudonym, IdentityField.CLAIM_FORM, text)
    await queries.keep_secrets(tx.connection, contact.pseudonym, {IdentityField.CLAIM_FORM: sealed})
    await mark(tx, vault, contact.pseudonym, [form.claimant_name, form.claimant_address, form.statement])
    if any(found.code == "INF_PROHIBITED_SHARING" for found in against):
        await open_referral(tx, claim_id, "INF_PROHIBITED_SHARING")
    await queries.note(
        tx.connection,
        claim_id,
        ClaimEvent.FILE_CLAIM,
        (None, state),
        at=tx.now,
        actor=tx.cause.actor,
        role=command.role,
        reason=", ".join(found.code for found in against) or None,
    )
    tx.audit("file_claim", f"restricted/{claim_id}")
    return {"claim_id": str(claim_id), "reasons": [found.code for found in against]}


async def recommend(tx: Transaction, command: Recommend) -> dict[str, JSON]:
    """Keep a recommendation and hand the claim on; after a direct application it may come late (INF-10, INF-11).

    Raises:
        Refused: the step before it is missing, or the officer is the liaison or gave the other recommendation.
    """
    claim = await claim_of(tx, command.claim_id)
    if command.amount_cents < 0:
        raise BadInput("An amount cannot be negative.", field="amount")
    expected, event, following = _STEPS[command.step]
    late = claim.direct and claim.state == ClaimState.AT_HQ
    if not late:
        if command.step is Step.DIRECTOR and claim.state == ClaimState.FILED_SAC:
            raise Refused([refusal("INF_STEP_OUT_OF_ORDER")])
        check_claim(ClaimState(claim.state), event)
        assert claim.state == expected
    given = (await queries.recommendations(tx.connection, [claim.id])).get(claim.id, [])
    if tx.cause.actor in {claim.liaison, *(row.officer for row in given)}:
        raise Refused([refusal("SEC_SAME_DECIDER")])
    kept = await queries.keep_recommendation(
        tx.connection,
        {
            "claim_id": claim.id,
            "step": command.step,
            "approve": command.approve,
            "amount_cents": command.amount_cents,
            "reason": clean_text(command.reason, field="reason"),
            "late": late,
            "officer": tx.cause.actor,
            "given_on": tx.today,
        },
    )
    if not kept:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message="This recommendation is given.")])
    if late:
        tx.audit("late_recommendation", f"restricted/{claim.id}")
    else:
        await step_claim(tx, claim, event, following, command.role, reason=command.reason)
    return {"claim_id": str(claim.id)}


async def apply_direct(tx: Transaction, command: ApplyDirect) -> dict[str, JSON]:
    """Take the claim to headquarters without the port's transmittal, for any reason, at once (INF-11).

    Source: 19 CFR 161.16(b).
    """
    claim = await claim_of(tx, command.claim_id)
    if claim.liaison != tx.cause.actor:
        raise nothing()
    await step_claim(tx, claim, ClaimEvent.APPLY_DIRECT_TO_HQ, ClaimState.AT_HQ, command.role, direct=True)
    return {"claim_id": str(claim.id)}


async def name_decider(tx: Transaction, command: NameDecider) -> dict[str, JSON]:
    """Name the official who decides; from then on that official may read what deciding needs (INF-25).

    Raises:
        Refused: the claim is not at headquarters, or the official recommended on it or is its liaison.
    """
    claim = await claim_of(tx, command.claim_id)
    if claim.state in BEFORE_HEADQUARTERS | OVER:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER")])
    decider = clean_text(command.decider, field="decider", longest=200)
    await check_decider(tx, claim, decider)
    await queries.update_claim(tx.connection, claim.id, decider=decider)
    tx.audit("name_decider", f"restricted/{claim.id}")
    return {"claim_id": str(claim.id)}


async def check_decider(tx: Transaction, claim: Row, official: str) -> None:
    """Whoever recommended or keeps the contact does not decide.

    Raises:
        Refused: it is one of them (SEC_SAME_DECIDER).
    """
    given = (await queries.recommendations(tx.connection, [claim.id])).get(claim.id, [])
    if official in {claim.liaison, *(row.officer for row in given)}:
        raise Refused([refusal("SEC_SAME_DECIDER")])


async def assess_eligibility(tx: Transaction, command: AssessEligibility) -> dict[str, JSON]:
    """Decide on originality and causation: eligible or denied (INF-03, INF-04).

    Returns:
        The claim; ``reasons`` are the codes it was denied for.

    Raises:
        BadInput: a finding of originality against the dates without a reason.
        Refused: a recommendation is missing (INF-10), or an allegation has no finding.
    """
    claim = await claim_of(tx, command.claim_id)
    if claim.state in BEFORE_HEADQUARTERS:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER")])
    check_claim(ClaimState(claim.state), ClaimEvent.ASSESS_ELIGIBILITY)
    await check_decider(tx, claim, tx.cause.actor)
    alleged = {row.id: row for row in await queries.allegations(tx.connection, claim.contact_id)}
    if set(alleged) != {finding.allegation_id for finding in command.originality}:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message="Every allegation needs a finding.")])
    for finding in command.originality:
        proposed = is_original(alleged[finding.allegation_id].received_at, finding.first_known_at)
        if finding.original is not proposed and not finding.reason.strip():
            raise BadInput("A finding against the dates needs a reason.", field="originality.reason")
        await queries.update_allegation(
            tx.connection,
            claim.contact_id,
            finding.allegation_id,
            first_known_at=finding.first_known_at,
            original=finding.original,
            reason=finding.reason,
        )
    await _keep_causation(tx, claim, command.causation)
    against = check_eligibility(
        Route(claim.route),
        [finding.original for finding in command.originality],
        [finding.causation for finding in command.causation],
    )
    await step_claim(
        tx,
        claim,
        ClaimEvent.ASSESS_ELIGIBILITY,
        ClaimState.DENIED if against else ClaimState.ELIGIBLE,
        command.role,
        reason=", ".join(found.code for found in against) or None,
        reason_code=against[0].code if against else None,
        decider=claim.decider or tx.cause.actor,
    )
    return {"claim_id": str(claim.id), "reasons": [found.code for found in against]}


async def decide_causation(tx: Transaction, command: DecideCausation) -> dict[str, JSON]:
    """Decide whether the act led to recoveries that came in later (INF-04)."""
    claim = await claim_of(tx, command.claim_id)
    if claim.state in BEFORE_HEADQUARTERS | OVER | {ClaimState.AT_HQ}:
        raise Refused([refusal("INF_STEP_OUT_OF_ORDER")])
    await check_decider(tx, claim, tx.cause.actor)
    await _keep_causation(tx, claim, command.causation)
    tx.audit("decide_causation", f"restricted/{claim.id}")
    return {"claim_id": str(claim.id)}


async def assign_shares(tx: Transaction, command: AssignShares) -> dict[str, JSON]:
    """Assign the shares of several informants of one case; they add up to 10,000 basis points (INF-15)."""
    if await recoveries.lock_group(tx.connection, command.group_id) is None:
        raise nothing()
    shares = dict(command.shares)
    sharing = {
        row.id
        for row in await queries.claims_of_group(tx.connection, command.group_id)
        if row.state not in BEFORE_HEADQUARTERS | {ClaimState.REFUSED, ClaimState.DENIED, ClaimState.AT_HQ}
    }
    if not sharing or set(shares) != sharing or sum(shares.values()) != BASIS_POINTS or min(shares.values()) < 0:
        raise BadInput("Every eligible claim needs a share; together they are 10,000.", field="shares")
    for claim_id, points in shares.items():
        await queries.update_claim(tx.connection, claim_id, share_basis_points=points)
    tx.audit("assign_shares", f"restricted/{command.group_id}")
    return {"claim_id": str(command.shares[0][0])}


async def _keep_causation(tx: Transaction, claim: Row, findings: tuple[CausationFinding, ...]) -> None:
    known = {}
    if claim.group_id is not None:
        known = {found.id: found for found in await recoveries.of_group(tx.connection, claim.group_id)}
    if any(finding.recovery_id not in known for finding in findings):
        raise BadInput("A recovery is not of this informant's cases.", field="causation.recoveryId")
    await recoveries.keep_causation(
        tx.connection,
        [
            {
                "claim_id": claim.id,
                "recovery_id": finding.recovery_id,
                "causation": finding.causation,
                "other_scheme": finding.other_scheme,
                "reason": clean_text(finding.reason, field="causation.reason"),
            }
            for finding in findings
        ],
    )
