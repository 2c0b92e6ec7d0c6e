"""Keep what other services tell: orders, lists, Special Accounts, distributions, payments, repayments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.certification.domain.outcomes import Disbursement, outcome, outcomes
from services.certification.domain.producers import ListedProducer
from services.certification.domain.states import State
from services.certification.storage.queries import certifications, learned, notices, prior, settlement
from services.certification.storage.queries.learned import OrderRow, PaymentRow, ProducerRow
from services.certification.storage.queries.prior import RepaymentRow
from shared.database import Transaction


class NotYetKnown(Exception):
    """Another event must come first; the same one is tried again later."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProducerList:
    """A version of the Commission's list, complete."""

    case_number: str
    list_version: int
    received_on: date
    entries: Sequence[ListedProducer]


async def receive_order(tx: Transaction, order: OrderRow) -> None:
    """Keep an order (DEF-01)."""
    await learned.put_order(tx.connection, order)


async def receive_revocation(tx: Transaction, case_number: str, revoked_on: date) -> None:
    """Keep the day an order ended; it bounds the expenditures that qualify (EXP-02).

    Raises:
        NotYetKnown: the order itself has not arrived.
    """
    if not await learned.revoke_order(tx.connection, case_number, revoked_on):
        raise NotYetKnown(f"order {case_number} is not known yet")


async def receive_producer_list(tx: Transaction, listing: ProducerList) -> None:
    """Keep a version of the list and register the producers it names (PROD-02)."""
    found = {
        entry.producer_id: ProducerRow(id=entry.producer_id, name=entry.name, kind=entry.kind)
        for entry in listing.entries
    }
    await learned.put_producers(tx.connection, list(found.values()), tx.now)
    await learned.put_producer_list(
        tx.connection, listing.case_number, listing.list_version, listing.received_on, listing.entries
    )


async def receive_special_account(
    tx: Transaction, case_number: str, fiscal_year: int, as_of: date, balance_cents: int
) -> None:
    """Keep the amount a notice states (NOTE-02)."""
    await learned.put_special_account(tx.connection, case_number, fiscal_year, as_of, balance_cents)


async def receive_payment(tx: Transaction, payment: PaymentRow) -> None:
    """Keep a payment: it lowers the net claim of later years (CERT-07).

    What is paid later, out of a hold or as an adjustment, changes the outcome of a settled certification: one whose
    share was withheld is paid now (18.1, ACCT-18).
    """
    if payment.kind == "DISTRIBUTION":
        await learned.put_payment(tx.connection, payment)
        return
    # The completion comes on another stream: whoever is second sees the other's work.
    await notices.lock_order_year(tx.connection, payment.case_number, payment.fiscal_year)
    await learned.put_payment(tx.connection, payment)
    await _settle_anew(tx, payment.certification_number)


async def receive_lost_hold(tx: Transaction, case_number: str, fiscal_year: int, number: str) -> None:
    """A claimant lost: its share is withheld no more, so its outcome is what it was paid (18.1, ACCT-18).

    Raises:
        NotYetKnown: the completion, which settles the certification, has not arrived.
    """
    await notices.lock_order_year(tx.connection, case_number, fiscal_year)
    if not await _settle_anew(tx, number):
        raise NotYetKnown(f"certification {number} is not settled yet")


async def _settle_anew(tx: Transaction, number: str) -> bool:
    """Set the outcome of a settled certification by what was paid on it so far; False while it is not settled."""
    claimed = await settlement.lock_settled(tx.connection, number)
    if claimed is None:
        return False
    paid = (await certifications.paid_by_number(tx.connection, [number])).get(number, 0)
    before, after = claimed.outcome, outcome(claimed.net_cents, paid)
    if after != before:
        await settlement.set_outcome(tx.connection, number, after)
        tx.audit("settle_later", f"certifications/{number}", before={"outcome": before}, after={"outcome": after.value})
    return True


async def receive_repayment(tx: Transaction, repayment: RepaymentRow) -> None:
    """Keep principal of a bill that came in, or was given back: it is no distribution kept any more (BILL-09)."""
    await prior.put_repayment(tx.connection, repayment)


async def receive_freeze(tx: Transaction, distribution_id: str, case_number: str, fiscal_year: int) -> None:
    """A distribution was frozen: accepted certifications are in it, none may be withdrawn any more (CERT-17)."""
    if await learned.distribution_state(tx.connection, distribution_id) is not None:
        return
    await notices.lock_order_year(tx.connection, case_number, fiscal_year)
    await learned.put_distribution(tx.connection, distribution_id, case_number, fiscal_year, "FROZEN")
    moved = await certifications.move_states(tx.connection, case_number, fiscal_year, State.ACCEPTED, State.ALLOCATED)
    tx.audit("receive_freeze", f"orders/{case_number}/{fiscal_year}", after={"allocated": list(moved)})


async def receive_cancellation(tx: Transaction, distribution_id: str, case_number: str, fiscal_year: int) -> None:
    """A frozen distribution was cancelled: its certifications are accepted ones again (18.3).

    Raises:
        NotYetKnown: the freeze itself has not arrived.
    """
    state = await learned.distribution_state(tx.connection, distribution_id)
    if state is None:
        raise NotYetKnown(f"distribution {distribution_id} is not known yet")
    if state == "CANCELLED":
        return
    await notices.lock_order_year(tx.connection, case_number, fiscal_year)
    await learned.put_distribution(tx.connection, distribution_id, case_number, fiscal_year, "CANCELLED")
    moved = await certifications.move_states(tx.connection, case_number, fiscal_year, State.ALLOCATED, State.ACCEPTED)
    tx.audit("receive_cancellation", f"orders/{case_number}/{fiscal_year}", after={"accepted": list(moved)})


async def receive_completion(
    tx: Transaction,
    distribution_id: str,
    order_year: tuple[str, int],
    shared_cents: int,
    disbursements: Sequence[Disbursement],
) -> None:
    """A distribution was paid: its certifications are settled, each with its outcome (18.1).

    Args:
        tx: the transaction.
        distribution_id: the distribution.
        order_year: its order and fiscal year.
        shared_cents: what was shared out, withheld shares included, US cents.
        disbursements: claim and payment per certification.

    Raises:
        NotYetKnown: the freeze itself has not arrived.
    """
    if await learned.distribution_state(tx.connection, distribution_id) is None:
        raise NotYetKnown(f"distribution {distribution_id} is not known yet")
    case_number, fiscal_year = order_year
    await notices.lock_order_year(tx.connection, case_number, fiscal_year)
    await learned.put_distribution(tx.connection, distribution_id, case_number, fiscal_year, "COMPLETED")
    await settlement.put_shared(tx.connection, distribution_id, shared_cents)
    later = await settlement.paid_later(tx.connection, [each.certification_number for each in disbursements])
    settled = outcomes(shared_cents, disbursements, later)
    await certifications.settle(tx.connection, case_number, fiscal_year, settled)
    tx.audit("receive_completion", f"orders/{case_number}/{fiscal_year}", after={"settled": [*sorted(settled)]})
