"""Pay approved distributions, one or all of a fiscal year, in a constant number of statements (DIST-11, ACCT-16)."""

from collections.abc import Sequence
from datetime import date

from services.accounts.domain.holds import Scope
from services.accounts.domain.transitions import DistributionEvent, SpecialAccountEvent, advance_distribution
from services.accounts.events.published import AmountSequestered, ShareWithheld
from services.accounts.storage import distribution_payments as payments
from services.accounts.storage import distribution_runs, holds, sequester
from services.accounts.storage.books import Books
from services.accounts.storage.distribution_payments import Sheet
from services.accounts.storage.distributions import Distribution
from services.accounts.storage.holds import Line
from services.accounts.usecases import ledger
from services.accounts.usecases.distributions.offsets import offset
from shared.calendar import FiscalYear
from shared.database import Transaction


async def pay(tx: Transaction, locked: Books, found: Sequence[Distribution]) -> None:
    """Post every share of locked, approved distributions of one fiscal year to its producer, gross.

    A share under a hold goes to the hold, the sequestered amount to the sequester account (ACCT-17, ACCT-18).
    Payments, postings, the receipts used up, the states and the events commit together, once: each journal's source is
    its distribution.

    Source: DIST-11: payment is gross, on 19 CFR 159.64(b)(3); ACCT-16 for the receipts.
    """
    ids = [run.id for run in found]
    await holds.withhold(tx.connection, ids)
    await payments.add_payments(tx.connection, ids, tx.today)
    await _post(tx, locked, found, FiscalYear(found[0].fiscal_year).last_day)
    await _sequester(tx, found)
    await distribution_runs.advance(
        tx.connection,
        ids,
        state=advance_distribution(found[0].state, DistributionEvent.PAY),
        paid_by=tx.cause.actor,
        paid_on=tx.today,
    )
    lines = await holds.open_lines(tx.connection, ids)
    for run in found:
        _tell_withheld(tx, run, [line for line in lines[run.id] if line.held_cents])
    tx.record_selected("accounts", payments.payments_issued(ids, tx.today))
    tx.record_selected("accounts", payments.distributions_completed(ids))
    await offset(tx, ids)


async def _post(tx: Transaction, locked: Books, found: Sequence[Distribution], snapshot: date) -> None:
    sheets = [Sheet(distribution_id=run.id, book=locked.by_case[run.case_number]) for run in found]
    written = await payments.post(
        tx.connection,
        sheets,
        today=tx.today,
        instant=tx.now,
        actor=tx.cause.actor,
        correlation=tx.cause.correlation_id,
    )
    await payments.use_up_receipts(tx.connection, sheets, written, snapshot)
    moved = {
        journal.case_number: ledger.Written(
            sequence=journal.sequence, hash=journal.hash, special_cents=-journal.total_cents
        )
        for journal in written
    }
    still = [sheet.book for sheet in sheets if sheet.book.order.case_number not in moved]
    await ledger.advance_heads(tx, locked.by_case, moved, SpecialAccountEvent.PAID)
    await ledger.change_states(tx, still, SpecialAccountEvent.PAID)


async def _sequester(tx: Transaction, found: Sequence[Distribution]) -> None:
    """Keep what was sequestered as percentage holds, each to be released with its supplement."""
    kept = [run for run in found if run.funds is not None and run.funds.sequester_cents]
    if not kept:
        return
    rate = await sequester.of_year(tx.connection, kept[0].fiscal_year)
    own = await holds.percentages(tx.connection, [run.case_number for run in kept], kept[0].fiscal_year)
    await holds.add_sequestered(
        tx.connection,
        [
            {
                "scope": Scope.PERCENTAGE,
                "case_number": run.case_number,
                "fiscal_year": run.fiscal_year,
                "rate_percent": run.sequester_percent,
                "legal_basis": "" if rate is None else rate.legal_basis,
                "held_cents": run.sequester_year_cents,
                "placed_by": run.prepared_by,
                "placed_on": tx.today,
            }
            for run in kept
            if run.sequester_year_cents
        ],
    )
    await holds.set_held(tx.connection, {hold.id: cents for run in kept for hold, cents in _of_order(run, own)})
    for run in kept:
        assert run.funds is not None
        tx.record(
            AmountSequestered(
                case_number=run.case_number,
                fiscal_year=run.fiscal_year,
                distribution_id=str(run.id),
                rate_percent=str(run.sequester_percent or 0),
                amount_cents=run.funds.sequester_cents,
            )
        )


def _of_order(run: Distribution, own: dict[str, list[holds.Hold]]) -> list[tuple[holds.Hold, int]]:
    """What the order's own percentage hold keeps; there is one open at a time."""
    assert run.funds is not None
    left = run.funds.sequester_cents - run.sequester_year_cents
    return [(hold, left) for hold in own.get(run.case_number, ())[:1] if left]


def _tell_withheld(tx: Transaction, run: Distribution, lines: Sequence[Line]) -> None:
    for line in lines:
        tx.record(
            ShareWithheld(
                case_number=run.case_number,
                fiscal_year=run.fiscal_year,
                distribution_id=str(run.id),
                certification_number=line.certification_number,
                hold_id=str(line.hold_id or line.id),
                court_reference=line.court_reference,
                amount_cents=line.held_cents,
            )
        )
    tx.audit(
        "pay_distribution",
        f"distributions/{run.id}",
        after={"held": len(lines), "late": tx.today > run.due_on},
    )
