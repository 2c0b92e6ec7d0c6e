"""Pay an approved distribution, tell the claimants, close it (DIST-10, DIST-11, ACCT-16, ACCT-18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.law import RECONSIDERATION_ADDRESS, RECONSIDERATION_PERIOD
from services.accounts.domain.transitions import DistributionEvent, DistributionState
from services.accounts.storage import books, distribution_inputs, distributions
from services.accounts.storage import distribution_payments as payments
from services.accounts.storage.reconsideration import queries as reconsideration
from services.accounts.usecases.decide_distribution import lock_with_book, step
from services.accounts.usecases.distributions.batches import done, portions
from services.accounts.usecases.distributions.pay import pay
from services.accounts.usecases.reconsideration.file_request import file_held
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class PayDistribution:
    """The distribution to pay."""

    distribution_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class PayDistributions:
    """The fiscal year whose approved distributions are paid."""

    fiscal_year: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NotifyDistribution:
    """The distribution whose letters are out, and where requests for reconsideration go."""

    distribution_id: UUID
    reconsideration_address: str = RECONSIDERATION_ADDRESS


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseDistribution:
    """The distribution to close."""

    distribution_id: UUID


async def pay_distribution(tx: Transaction, command: PayDistribution) -> dict[str, JSON]:
    """Post every share to its producer, gross; a share under a hold goes to the hold instead.

    Raises:
        NotFound: no such distribution.
        Refused: it is not approved.
    """
    case_number = await distributions.case_of(tx.connection, command.distribution_id)
    debtors = await payments.debtors_orders(tx.connection, [command.distribution_id])
    locked = await books.lock_books(tx.connection, [*([case_number] if case_number else ()), *debtors])
    found = await distributions.lock(tx.connection, command.distribution_id)
    if found is None:
        raise NotFound(f"no distribution {command.distribution_id}", field="distributionId")
    step(found, DistributionEvent.PAY)
    await pay(tx, locked, [found])
    return {"distribution_id": str(found.id)}


async def pay_distributions(tx: Transaction, command: PayDistributions) -> dict[str, JSON]:
    """Pay every approved distribution of a fiscal year.

    Raises:
        NotFound: no distribution of the year waits to be paid.
    """
    cases = await distribution_inputs.cases_in(tx.connection, command.fiscal_year, [DistributionState.APPROVED])
    ids = await distribution_inputs.ids_of(tx.connection, command.fiscal_year, cases)
    debtors = await payments.debtors_orders(tx.connection, ids)
    locked = await books.lock_books(tx.connection, {*cases, *debtors})
    current = await distribution_inputs.lock_current(tx.connection, command.fiscal_year, cases)
    found = [run for run in current if run.state is DistributionState.APPROVED]
    if not found:
        raise NotFound(f"no distribution of FY{command.fiscal_year} waits to be paid", field="fiscalYear")
    claims = await distribution_inputs.claim_counts(tx.connection, command.fiscal_year)
    by_case = {run.case_number: run for run in found}
    for portion in portions([[case] for case in by_case], claims):
        await pay(tx, locked, [by_case[case] for case in portion])
    return done(found, {})


async def notify_distribution(tx: Transaction, command: NotifyDistribution) -> dict[str, JSON]:
    """Keep the letter to everyone that filed, dated today; the 30 days for reconsideration run from it.

    Raises:
        NotFound: no such distribution.
        Refused: it is not paid.

    Source: DIST-10, 19 CFR 159.64(c)(3); RECO-01 for the clock.
    """
    _, found = await lock_with_book(tx, command.distribution_id)
    state = step(found, DistributionEvent.NOTIFY)
    written = await payments.letters(
        tx.connection,
        found.id,
        today=tx.today,
        reconsideration_by=RECONSIDERATION_PERIOD.deadline(tx.today),
        address=command.reconsideration_address,
    )
    await distributions.update(tx.connection, found.id, state=state, notified_on=tx.today)
    await file_held(tx, found, tx.today)
    tx.audit("notify_distribution", f"distributions/{found.id}", after={"letters": written})
    return {"distribution_id": str(found.id)}


async def close_distribution(tx: Transaction, command: CloseDistribution) -> dict[str, JSON]:
    """Close a distribution whose claimants can no longer ask for reconsideration (18.3).

    Raises:
        NotFound: no such distribution.
        Refused: it is not notified, the time for reconsideration still runs, or a request is not decided.
    """
    _, found = await lock_with_book(tx, command.distribution_id)
    state = step(found, DistributionEvent.CLOSE)
    assert found.notified_on is not None, "a notified distribution keeps the date of its letters"
    last = RECONSIDERATION_PERIOD.deadline(found.notified_on)
    if tx.today <= last:
        raise Refused([_still_open(last)])
    undecided = await reconsideration.undecided(tx.connection, found.case_number, found.fiscal_year)
    if undecided:
        raise Refused([_undecided(undecided)])
    await distributions.update(tx.connection, found.id, state=state)
    tx.audit("close_distribution", f"distributions/{found.id}")
    return {"distribution_id": str(found.id)}


def _still_open(last: date) -> Refusal:
    return Refusal(
        code="RECONSIDERATION_OPEN",
        rule=RECONSIDERATION_PERIOD.rule,
        citation=RECONSIDERATION_PERIOD.citation,
        message=f"Claimants may ask for reconsideration until {last.isoformat()}.",
        field="distributionId",
    )


def _undecided(numbers: Sequence[int]) -> Refusal:
    return Refusal(
        code="RECONSIDERATION_UNDECIDED",
        rule="RECO-03",
        citation=RECONSIDERATION_PERIOD.citation,
        message=f"Requests for reconsideration are not decided: {', '.join(map(str, numbers))}.",
        field="distributionId",
    )
