"""End a verification: with its results, or without."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.certification.domain.expenditures import by_category
from services.certification.domain.reductions import without_unsupported
from services.certification.domain.verification import (
    PaymentStand,
    VerificationEvent,
    VerificationState,
    conclusion_findings,
    needs_text,
    next_verification_state,
    overclaim_cents,
    payment_stand,
)
from services.certification.events.published import VerificationConcluded
from services.certification.storage.queries import certifications, settlement, verification
from services.certification.storage.queries.verification import ResultRow
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.reduce_certification import reduce_by_unsupported
from services.certification.usecases.verification.loading import Opened, open_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcludeVerification:
    """The verifier's conclusion in words; the figures are the results per category."""

    verification_id: UUID
    conclusion: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseVerification:
    """Why the verification ends without a result."""

    verification_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Disallowed:
    """What earlier verifications of a paid certification came to, US cents."""

    unsupported_cents: int = 0
    overclaim_cents: int = 0


async def conclude_verification(tx: Transaction, command: ConcludeVerification) -> dict[str, JSON]:
    """Let the results take effect: a lower claim before payment, an overclaim told after it.

    Raises:
        NotFound: there is no such verification.
        Refused: a category claimed has no result, the records are still due, the conclusion says nothing; or
            something is unsupported and the certification changed since, is undecided, or stands in a frozen
            distribution.

    Source:
        VERI-04; 19 CFR 159.63(d).
    """
    opened = await open_locked(tx, command.verification_id)
    certification = opened.certification.certification
    state = next_verification_state(opened.verification.state, VerificationEvent.CONCLUDE, opened.circumstances(tx))
    unsupported = opened.unsupported
    total = sum(unsupported.values())
    own_paid = (await certifications.paid_by_number(tx.connection, [certification.certification_number])).get(
        certification.certification_number, 0
    )
    stand = payment_stand(certification.state, frozen=opened.certification.frozen, paid=own_paid > 0)
    refuse_if_any(
        [
            *needs_text(command.conclusion, "REASONS_MISSING", "Say what was concluded.", "conclusion"),
            *conclusion_findings(stand, total),
            *await _changed_since(tx, opened, total),
        ]
    )
    paid_already = stand is PaymentStand.PAID
    before = await _disallowed_before(tx, opened) if paid_already else Disallowed()
    overclaim = await _overclaim(tx, opened, total, before, own_paid) if paid_already else 0
    if opened.stated_lines:
        await _sum_up(tx, opened, unsupported)
    await _end(
        tx,
        opened,
        {
            "state": state.value,
            "conclusion": command.conclusion,
            "unsupported_cents": total,
            "overclaim_cents": overclaim,
            "paid_already": paid_already,
        },
    )
    if total and stand is PaymentStand.PAYABLE:
        by_line = opened.unsupported_lines
        await reduce_by_unsupported(tx, opened.certification, unsupported, by_line, command.conclusion)
    else:
        if total and paid_already:
            await _keep_for_later_years(tx, opened, unsupported)
        await _republish(tx, opened)
    tx.record(
        VerificationConcluded(
            verification_id=opened.verification.id,
            case_number=certification.case_number,
            fiscal_year=certification.fiscal_year,
            certification_number=certification.certification_number,
            certification_id=certification.id,
            lineage_id=certification.lineage_id,
            producer_id=certification.producer_id,
            unsupported_cents=total,
            disallowed_cents=total,
            corrected_net_cents=max(0, certification.net_cents - before.unsupported_cents - total),
            overclaim_cents=overclaim,
            paid_already=paid_already,
            concluded_on=tx.today,
        )
    )
    return {"verification_id": str(opened.verification.id)}


async def close_verification(tx: Transaction, command: CloseVerification) -> dict[str, JSON]:
    """End a verification without a result; nothing follows from it, a hold ends with it.

    Raises:
        NotFound: there is no such verification.
        Refused: it is over already, or no reason.

    Source:
        VERI-01.
    """
    opened = await open_locked(tx, command.verification_id)
    state = next_verification_state(opened.verification.state, VerificationEvent.CLOSE, opened.circumstances(tx))
    refuse_if_any(needs_text(command.reason, "REASONS_MISSING", "Say why it is closed.", "reason"))
    await _end(tx, opened, {"state": state.value, "conclusion": command.reason})
    await _republish(tx, opened)
    return {"verification_id": str(opened.verification.id)}


async def _end(tx: Transaction, opened: Opened, values: dict[str, Any]) -> None:
    ended = {**values, "ended_by": tx.cause.actor, "ended_on": tx.today}
    await verification.update_verification(tx.connection, opened.verification.id, ended)
    tx.audit(
        f"{values['state'].lower()}_verification",
        opened.subject,
        before={"state": opened.verification.state.value},
        after={name: value for name, value in values.items() if name != "conclusion"},
        reason=values["conclusion"],
    )


async def _sum_up(tx: Transaction, opened: Opened, unsupported: dict[str, int]) -> None:
    """Results by category out of those by line, for who compares later years with them."""
    for category in sorted({result.category for result in opened.line_results}):
        await verification.put_result(
            tx.connection,
            ResultRow(
                verification_id=opened.verification.id,
                category=category,
                stated_cents=opened.stated[category],
                unsupported_cents=unsupported.get(category, 0),
                note="Sum of the results by line.",
                recorded_by=tx.cause.actor,
                recorded_on=tx.today,
            ),
        )


async def _keep_for_later_years(tx: Transaction, opened: Opened, unsupported: dict[str, int]) -> None:
    """A version with the lower total, with which later certifications are compared (CERT-08).

    What was distributed upon stays as it was: its net claim is public and others were paid beside it (DIST-12).
    """
    certification = opened.certification.certification
    latest = opened.verification.version
    form = await verification.version_form(tx.connection, certification.id, latest)
    lower = without_unsupported(form, unsupported, form.prior_cents or 0, opened.unsupported_lines)
    await certifications.insert_version(
        tx.connection,
        certification_id=certification.id,
        version=latest + 1,
        cause="VERIFIED",
        received_on=tx.today,
        form=lower,
        expenditures=by_category(lower.expenditures),
        sealed_tax_number=await certifications.sealed_tax_number(tx.connection, certification.id, latest),
        at=tx.now,
    )
    await verification.put_verified_version(tx.connection, certification.id, latest + 1)


async def _republish(tx: Transaction, opened: Opened) -> None:
    """A hold that ended with the verification may let the next list go."""
    year = OrderYear(case_number=opened.certification.certification.case_number, notice=opened.certification.notice)
    await republish_claims(tx, year)


async def _disallowed_before(tx: Transaction, opened: Opened) -> Disallowed:
    """What verifications after the payment disallowed and billed before this one."""
    certification_id = opened.verification.certification_id
    earlier = (await verification.verifications_of(tx.connection, [certification_id])).get(certification_id, [])
    paid = [each for each in earlier if each.state is VerificationState.CONCLUDED and each.paid_already]
    return Disallowed(
        unsupported_cents=sum(each.unsupported_cents or 0 for each in paid),
        overclaim_cents=sum(each.overclaim_cents or 0 for each in paid),
    )


async def _overclaim(
    tx: Transaction, opened: Opened, unsupported_cents: int, before: Disallowed, own_paid_cents: int
) -> int:
    """What is owed beyond earlier verifications' debts; nobody owes more than it was paid, nor for a share withheld."""
    certification = opened.certification.certification
    net, shared = await settlement.distributed(tx.connection, certification.case_number, certification.fiscal_year)
    own = certification.certification_number
    disallowed = before.unsupported_cents + unsupported_cents
    owed = overclaim_cents(own, disallowed, net | {own: certification.net_cents}, shared)
    return max(0, min(owed, own_paid_cents) - before.overclaim_cents)


async def _changed_since(tx: Transaction, opened: Opened, unsupported_cents: int) -> list[Refusal]:
    latest = await verification.latest_version(tx.connection, opened.verification.certification_id)
    if unsupported_cents == 0 or opened.verification.version == latest:
        return []
    return [
        Refusal(
            code="VERSION_CHANGED",
            rule="CERT-19",
            citation="19 CFR 159.63(c)",
            message=(
                f"Version {opened.verification.version} was verified, version {latest} governs: close this verification"
                " and open another."
            ),
            field="verificationId",
        )
    ]
