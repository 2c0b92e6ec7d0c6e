"""Which money moves when a bill's statement changes (BILL-06, BILL-08, BILL-10)."""

from dataclasses import dataclass

from services.accounts.domain.ledger import Movement


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """Where all payments on a bill went, US cents."""

    interest_cents: int
    principal_cents: int
    excess_cents: int

    @property
    def total_cents(self) -> int:
        """All that was paid."""
        return self.interest_cents + self.principal_cents + self.excess_cents


def flows(before: Settled, after: Settled) -> list[tuple[Movement, int]]:
    """The movements that bring the books from one statement of a bill to the next.

    New money comes from cash: interest to the General Fund, principal to the Special Account, excess to whoever paid.
    When less interest turns out to be due, what was paid of it becomes principal or goes back; principal paid beyond a
    reduced share goes back out of the Special Account.

    Returns:
        Movements with their US cents, each > 0.

    Source: BILL-06, BILL-08, BILL-10; ACCT-19 for the accounts.
    """
    cash = after.total_cents - before.total_cents
    interest = after.interest_cents - before.interest_cents
    principal = after.principal_cents - before.principal_cents
    excess = after.excess_cents - before.excess_cents
    assert cash >= 0, "payments are never taken off a bill"
    assert excess >= 0, "what was given back stays given back"

    released = max(0, -interest)
    reclassified = min(released, max(0, principal))
    moved = [
        (Movement.BILL_INTEREST_RECLASSIFIED, reclassified),
        (Movement.BILL_INTEREST_RETURNED, released - reclassified),
        (Movement.BILL_PRINCIPAL_RETURNED, max(0, -principal)),
        (Movement.BILL_INTEREST, max(0, interest)),
        (Movement.BILL_PRINCIPAL, max(0, principal) - reclassified),
        (Movement.BILL_EXCESS, excess - (released - reclassified) - max(0, -principal)),
    ]
    assert all(cents >= 0 for _, cents in moved)
    return [(movement, cents) for movement, cents in moved if cents]
