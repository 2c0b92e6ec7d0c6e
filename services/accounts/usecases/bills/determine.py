"""Determine what is overpaid out of a Special Account, and draft the bills that recover it (REFD-07, REFD-08)."""

from dataclasses import dataclass

from services.accounts.domain.bills.kinds import BillKind
from services.accounts.domain.bills.law import CITATION, WeightBasis
from services.accounts.domain.bills.overpayment import determination_refusals
from services.accounts.domain.ledger import Account
from services.accounts.domain.transitions import IllegalTransition, SpecialAccountEvent, advance_special_account
from services.accounts.events.bills import OverpaymentDetermined
from services.accounts.storage import books
from services.accounts.storage.bills import determinations, queries
from services.accounts.storage.books import Book
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class DetermineOverpayment:
    """An officer's determination, US cents.

    Attributes:
        expected_receipts_cents: the officer's estimate of what the account will still receive.
        weight_basis: what bills are in proportion to; a named policy.
    """

    case_number: str
    amount_cents: int
    expected_receipts_cents: int
    reason: str
    evidence: str
    weight_basis: WeightBasis = WeightBasis.GROSS_RECEIVED


async def determine_overpayment(tx: Transaction, command: DetermineOverpayment) -> dict[str, JSON]:
    """Record a determination with every input of its split, and draft a bill for each lineage with a share.

    The determination, its split and the drafts commit together; another person issues the drafts. No importer waits
    for it: refunds were paid at once (REFD-03).

    Raises:
        BadInput: no reason, no evidence, or a negative estimate.
        NotFound: no such order.
        Refused: ``DETERMINATION_TOO_LARGE`` above the deficit, the refunds of distributed money or a lineage's cap;
            ``ILLEGAL_TRANSITION`` where the account is not in deficit or a distribution is under way.

    Source: REFD-07, REFD-08; 19 CFR 159.64(b)(2)-(3).
    """
    if not command.reason.strip() or not command.evidence.strip():
        raise BadInput("give the reason and the evidence", field="reason")
    if command.expected_receipts_cents < 0:
        raise BadInput("expected receipts are not negative", field="expectedReceipts")
    locked = await books.lock_books(tx.connection, [command.case_number])
    book = locked.by_case.get(command.case_number)
    if book is None:
        raise NotFound(f"no order {command.case_number}", field="caseNumber")
    deficit = await determinations.deficit(tx.connection, command.case_number)
    recipients = await determinations.recipients(tx.connection, command.case_number, command.weight_basis)
    shares, refusals = determination_refusals(command.amount_cents, deficit, recipients)
    refuse_if_any(refusals)
    _check_state(book)
    determination_id = await determinations.add(
        tx.connection,
        {
            "case_number": command.case_number,
            "amount_cents": command.amount_cents,
            "original_cents": command.amount_cents,
            "deficit_cents": deficit.deficit_cents,
            "refunds_cents": deficit.refunds_cents,
            "expected_receipts_cents": command.expected_receipts_cents,
            "suggested_cents": deficit.suggested_cents(command.expected_receipts_cents),
            "weight_basis": command.weight_basis.value,
            "reason": command.reason,
            "evidence": command.evidence,
            "determined_on": tx.today,
            "determined_by": tx.cause.actor,
        },
        recipients,
        shares,
    )
    await queries.add_bills(
        tx.connection,
        [
            {
                "kind": BillKind.OVERPAYMENT.value,
                "case_number": command.case_number,
                "determination_id": determination_id,
                "lineage_id": lineage,
                "producer_id": recipients[lineage].producer_id,
                "principal_cents": cents,
                "original_cents": cents,
                "reason": command.reason,
                "legal_basis": CITATION,
                "proposed_by": tx.cause.actor,
                "proposed_on": tx.today,
            }
            for lineage, cents in sorted(shares.items())
            if cents
        ],
    )
    tx.record(
        OverpaymentDetermined(
            case_number=command.case_number,
            determination_id=str(determination_id),
            amount_cents=command.amount_cents,
            deficit_cents=deficit.deficit_cents,
            reason=command.reason,
        )
    )
    tx.audit(
        "determine_overpayment",
        f"overpayments/{determination_id}",
        after={"amount_cents": command.amount_cents, "deficit_cents": deficit.deficit_cents},
        reason=command.reason,
    )
    return {"determination_id": str(determination_id)}


def _check_state(book: Book) -> None:
    try:
        advance_special_account(book.state, SpecialAccountEvent.DETERMINE, book.balances[Account.SPECIAL])
    except IllegalTransition as error:
        raise Refused([error.refusal]) from None
