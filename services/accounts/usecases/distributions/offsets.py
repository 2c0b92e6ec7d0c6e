"""What is kept of payments against the payees' overdue bills (DIST-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.distribution import Claim, PaymentKind
from services.accounts.storage import distribution_payments, distributions
from services.accounts.storage.bills.queries import new_ids
from services.accounts.storage.distributions import Distribution
from services.accounts.storage.payment_files.queries import set_offsets
from services.accounts.usecases.bills.offsets import take_offsets
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class LaterPayment:
    """A payment on a claim after its distribution, gross, US cents."""

    run: Distribution
    claim: Claim
    cents: int
    kind: PaymentKind


async def offset(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Keep what the payees of distributions paid today owe on bills of any order; files pay the rest.

    The gross amount stays the distribution: it counts in D, in bill weights and in the public report.

    Source: DIST-11 (19 CFR 159.64(b)(3)); BILL-07 for when a bill is ready.
    """
    owing = await distribution_payments.owing(tx.connection, ids)
    if not owing:
        return
    payees = [(row.case_number, row.producer_id, row.lineage_id, row.amount_cents) for row in owing]
    kept = await take_offsets(tx, payees, tx.today)
    await set_offsets(tx.connection, {owing[place].id: cents for place, cents in kept.items()})


async def pay_later(tx: Transaction, payments: Sequence[LaterPayment]) -> None:
    """Keep payments whose gross amounts are posted, and keep of each what its payee owes on bills of any order.

    Call it after the last posting with the books locked before: what is kept is posted with the books locked again.

    Source: DIST-11 (19 CFR 159.64(b)(3)): hold releases and supplements are offsets paid as the yearly ones are.
    """
    if not payments:
        return
    ids = await new_ids(tx.connection, len(payments))
    await distributions.add_payments(
        tx.connection,
        [
            (
                payment_id,
                one.run.id,
                one.claim.certification_number,
                one.claim.producer_id,
                one.claim.lineage_id,
                one.kind.value,
                one.cents,
                tx.today,
            )
            for payment_id, one in zip(ids, payments, strict=True)
        ],
    )
    payees = [(one.run.case_number, one.claim.producer_id, one.claim.lineage_id, one.cents) for one in payments]
    kept = await take_offsets(tx, payees, tx.today)
    await set_offsets(tx.connection, {ids[place]: cents for place, cents in kept.items()})
