"""What Customs may determine as overpaid, and how the producers that received it share the bill (REFD-07, REFD-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain.bills.law import CITATION
from shared.money import format_money, largest_remainder
from shared.refusals import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Deficit:
    """A Special Account and what is known of its recovery, US cents.

    Attributes:
        balance_cents: of the Special Account; negative in deficit.
        refunds_cents: Σ refunds of distributed money (ACCT-16).
        determined_cents: Σ earlier determinations, without what of them was cancelled.
        clearing_cents, importer_bills_cents, bills_cents: on deposit, open importer bills, unpaid principal of earlier
            overpayment bills; what the officer's estimate of expected receipts starts from.
    """

    balance_cents: int
    refunds_cents: int
    determined_cents: int
    clearing_cents: int
    importer_bills_cents: int
    bills_cents: int

    @property
    def deficit_cents(self) -> int:
        """What the account is short of."""
        return max(0, -self.balance_cents)

    @property
    def limit_cents(self) -> int:
        """The most that may be determined now, apart from the caps of each lineage."""
        return max(0, min(self.deficit_cents, self.refunds_cents - self.determined_cents))

    def suggested_cents(self, expected_receipts_cents: int) -> int:
        """``max(0, deficit - expected receipts)``, within the limit (REFD-07, design choice)."""
        return min(self.limit_cents, max(0, self.deficit_cents - expected_receipts_cents))


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """A lineage that received offsets from the account, US cents.

    Attributes:
        producer_id: who answers for the lineage today.
        received_cents: Σ offsets received, gross, all fiscal years (w_i).
        weight_cents: what its share is in proportion to; w_i, unless the policy takes off what was repaid.
        billed_cents: its overpayment bills so far, without cancelled parts.
    """

    lineage_id: str
    producer_id: str
    received_cents: int
    weight_cents: int
    billed_cents: int


def split(amount_cents: int, weights_cents: Mapping[str, int]) -> dict[str, int]:
    """Share a determination among lineages in proportion to all they ever received; a share of zero makes no bill.

    Args:
        amount_cents: the determination, US cents, >= 0.
        weights_cents: weight by lineage, US cents, each >= 0.

    Returns:
        Cents by lineage; they add up to the determination exactly.

    Source: REFD-08, 19 CFR 159.64(b)(3): directly proportional to the total offset previously received under the
        related Special Account; cents by largest remainder, the last tie to the lower lineage id.
    """
    return largest_remainder(amount_cents, weights_cents)


def reductions_of(reversed_cents: int, left_cents: Mapping[UUID, int]) -> dict[UUID, int]:
    """What a reversed refund takes off the determinations that rested on it.

    Args:
        reversed_cents: the part of the refund that had hit distributed money, US cents.
        left_cents: determinations made since the refund with what is left of each, the newest first.

    Returns:
        US cents to take off, by determination, each > 0 and at most what is left: without the refund the deficit, and
        so the last determination, would have been lower by it.

    Source: BILL-10 (design choice: the newest first).
    """
    cuts: dict[UUID, int] = {}
    for determination_id, left in left_cents.items():
        cut = min(left, reversed_cents - sum(cuts.values()))
        if cut > 0:
            cuts[determination_id] = cut
    return cuts


def determination_refusals(
    amount_cents: int, deficit: Deficit, recipients: Mapping[str, Recipient]
) -> tuple[dict[str, int], list[Refusal]]:
    """The split of a determination, or why it cannot be made.

    Args:
        amount_cents: determined as overpaid, US cents.
        deficit: the account.
        recipients: every lineage that received from it, by lineage id.

    Returns:
        Cents by lineage, and refusals: ``DETERMINATION_TOO_LARGE`` above a limit or a lineage's cap.

    Source: REFD-07, 19 CFR 159.64(b)(2)-(3); REFD-08 for the cap: bills of a lineage never exceed what it received.
    """
    if not 0 < amount_cents <= deficit.limit_cents:
        message = (
            f"The determination must be more than zero and at most {format_money(deficit.limit_cents)}: the deficit is "
            f"{format_money(deficit.deficit_cents)}, refunds of distributed money not yet determined are "
            f"{format_money(deficit.refunds_cents - deficit.determined_cents)}."
        )
        return {}, [_too_large(message)]
    weights = {lineage: one.weight_cents for lineage, one in recipients.items()}
    if not any(weights.values()):
        return {}, [_too_large("Nobody received an offset from this account that is left to be recovered.")]
    shares = split(amount_cents, weights)
    over = [
        _too_large(
            f"The bills of lineage {lineage} would come to {format_money(one.billed_cents + shares[lineage])}, above "
            f"the {format_money(one.received_cents)} it received; lower the amount."
        )
        for lineage, one in sorted(recipients.items())
        if one.billed_cents + shares[lineage] > one.received_cents
    ]
    return shares, over


def _too_large(message: str) -> Refusal:
    return Refusal(code="DETERMINATION_TOO_LARGE", rule="REFD-07", citation=CITATION, message=message, field="amount")
