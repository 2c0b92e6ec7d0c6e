"""Keep what other services tell: orders, lists, Special Accounts, distributions, payments, repayments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.certification.domain.producers import ListedProducer
from services.certification.domain.states import State
from services.certification.storage.queries import certifications, learned, notices, prior
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a completed distribution paid on one certification, US cents."""

    certification_number: str
    claimed_cents: int
    disbursed_cents: int


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
    """Keep a payment: it lowers the net claim of later years (CERT-07)."""
    await learned.put_payment(tx.connection, payment)


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
    tx: Transaction, distribution_id: str, case_number: str, fiscal_year: int, outcomes: Sequence[Outcome]
) -> None:
    """A distribution was paid: its certifications are settled, each with its outcome (18.1).

    Raises:
        NotYetKnown: the freeze itself has not arrived.
    """
    if await learned.distribution_state(tx.connection, distribution_id) is None:
        raise NotYetKnown(f"distribution {distribution_id} is not known yet")
    await learned.put_distribution(tx.connection, distribution_id, case_number, fiscal_year, "COMPLETED")
    settled = {outcome.certification_number: _paid(outcome) for outcome in outcomes}
    await certifications.settle(tx.connection, case_number, fiscal_year, settled)
    tx.audit("receive_completion", f"orders/{case_number}/{fiscal_year}", after={"settled": [*sorted(settled)]})


def _paid(outcome: Outcome) -> str:
    if outcome.disbursed_cents == 0:
        return "PAID_ZERO"
    return "PAID_FULL" if outcome.disbursed_cents >= outcome.claimed_cents else "PAID_PART"
