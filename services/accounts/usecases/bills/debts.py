"""Debts of one producer alone: paid by Customs' mistake, or claimed too much (BILL-11, VERI-04)."""

from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.bills.kinds import BillKind
from services.accounts.domain.bills.overclaim import VerifiedClaim, overclaim
from services.accounts.storage.bills import debts, queries
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.money import format_money
from shared.refusals import Refusal, Refused

_BASIS = "31 USC 3711(a)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeDebt:
    """A payment that Customs made by mistake, to the wrong producer or in a wrong amount; US cents too much."""

    payment_id: UUID
    amount_cents: int
    reason: str


async def propose_debt(tx: Transaction, command: ProposeDebt) -> dict[str, JSON]:
    """Draft a bill for the excess, to the producer that got it and to nobody else.

    Raises:
        BadInput: no reason, or an amount of zero or less.
        NotFound: no such payment.
        Refused: more than the payment came to, less what was billed of it before.

    Source: BILL-11 (agency practice; general debt-collection law, for counsel to confirm).
    """
    if not command.reason.strip():
        raise BadInput("give a reason", field="reason")
    if command.amount_cents <= 0:
        raise BadInput("the excess is more than zero", field="amount")
    paid = await debts.lock_payment(tx.connection, command.payment_id)
    if paid is None:
        raise NotFound(f"no payment {command.payment_id}", field="paymentId")
    left = paid.amount_cents - await debts.billed_of_payment(tx.connection, command.payment_id)
    if command.amount_cents > left:
        message = f"At most {format_money(left)} of this payment is left to be billed."
        raise Refused(
            [Refusal(code="DEBT_TOO_LARGE", rule="BILL-11", citation=_BASIS, message=message, field="amount")]
        )
    (bill_id,) = await queries.add_bills(
        tx.connection,
        [
            {
                "kind": BillKind.ADMIN_ERROR.value,
                "case_number": paid.case_number,
                "payment_id": command.payment_id,
                "lineage_id": paid.lineage_id,
                "producer_id": paid.producer_id,
                "principal_cents": command.amount_cents,
                "original_cents": command.amount_cents,
                "reason": command.reason,
                "legal_basis": _BASIS,
                "proposed_by": tx.cause.actor,
                "proposed_on": tx.today,
            }
        ],
    )
    tx.audit("propose_debt", f"bills/{bill_id}", after={"amount_cents": command.amount_cents}, reason=command.reason)
    return {"bill_id": str(bill_id)}


async def bill_overclaim(tx: Transaction, command: VerifiedClaim) -> None:
    """Compute what the claimant would have received without the unsupported amount, and draft a bill for the rest.

    The distribution is run again from its frozen claims with this claim lowered; the others keep what they got. Several
    verifications of one claim add up, and what an earlier one billed is not billed again. A repeat changes nothing.

    Source: VERI-04, BILL-11; DIST-12: finality binds the producer, not Customs.
    """
    run = await debts.distribution_of(tx.connection, command.case_number, command.fiscal_year)
    if run is None or not await debts.keep_overclaim(tx.connection, command):
        return
    claims = await debts.frozen_claims(tx.connection, run.id)
    number = command.certification_number
    claim = next((one for one in claims if one.accepted and one.certification_number == number), None)
    if claim is None:
        return
    before = await debts.earlier_overclaims(tx.connection, command)
    found = overclaim(
        run.available_cents,
        {one.certification_number: one.net_cents - one.guarded_cents for one in claims if one.accepted},
        command.certification_number,
        unsupported_cents=before.unsupported_cents + command.unsupported_cents,
        paid_cents=await debts.paid_on_claim(tx.connection, run.id, command.certification_number),
    )
    excess = found.excess_cents - before.billed_cents
    bill_id = None
    if excess > 0:
        (bill_id,) = await queries.add_bills(
            tx.connection,
            [
                {
                    "kind": BillKind.OVERCLAIM.value,
                    "case_number": command.case_number,
                    "verification_id": command.verification_id,
                    "lineage_id": claim.lineage_id,
                    "producer_id": claim.producer_id,
                    "principal_cents": excess,
                    "original_cents": excess,
                    "reason": f"Verification of {command.certification_number}: "
                    f"{format_money(command.unsupported_cents)} is not supported by records.",
                    "legal_basis": _BASIS,
                    "proposed_by": tx.cause.actor,
                    "proposed_on": tx.today,
                }
            ],
        )
    await debts.set_overclaim(tx.connection, command.verification_id, found.corrected_cents, found.paid_cents, bill_id)
    tx.audit("bill_overclaim", f"verifications/{command.verification_id}", after={"excess_cents": max(0, excess)})
