"""Prepare the distribution of an order, or of every order of a fiscal year (DIST-09, 18.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.accounts.domain.transitions import DistributionState
from services.accounts.storage import books, distribution_inputs, distributions
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases.distributions.batches import done, portions, units
from services.accounts.usecases.distributions.prepare import HoldBack, illegal, prepare, together
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class PrepareDistribution:
    """Which distribution to prepare.

    Attributes:
        hold_back_cents: documented hold-back for a large refund that is imminent or was just posted (DIST-02).
        shared_guard: SHARED_EXPENDITURE_GUARD, a named policy kept with what is frozen (DIST-08).
    """

    case_number: str
    fiscal_year: int
    hold_back_cents: int = 0
    hold_back_reason: str | None = None
    shared_guard: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class PrepareDistributions:
    """The fiscal year whose planned distributions are prepared; ``shared_guard`` as with one."""

    fiscal_year: int
    shared_guard: bool = True


async def prepare_distribution(tx: Transaction, command: PrepareDistribution) -> dict[str, JSON]:
    """Freeze the money and the certified claims of an order and year with their hash, and compute the shares.

    Orders of its product group whose claims share expenditures with its own are frozen and computed with it (DIST-08).
    A distribution whose result was rejected is computed again from what was frozen. Freeze, shares and the events
    commit together.

    Raises:
        NotFound: no notice named the order for this year.
        Refused: the year is not over or not closed, claims are not certified, another year is under way, an order that
            goes with it is not ready, or the distribution is past this step.
    """
    if command.hold_back_cents < 0 or bool(command.hold_back_cents) != bool(command.hold_back_reason):
        raise BadInput("a hold-back is an amount above zero with its reason, or neither", field="holdBack")
    cases = await together(tx, command.case_number, command.fiscal_year)
    locked = await books.lock_books(tx.connection, cases)
    found = await distributions.lock_current(tx.connection, command.case_number, command.fiscal_year)
    if found is None or command.case_number not in locked.by_case:
        raise NotFound(f"no notice names order {command.case_number} for FY{command.fiscal_year}", field="caseNumber")
    if refusal := illegal(found):
        raise Refused([refusal])
    hold_backs = {}
    if command.hold_back_reason is not None:
        hold_backs[command.case_number] = HoldBack(cents=command.hold_back_cents, reason=command.hold_back_reason)
    prepared = await prepare(tx, command.fiscal_year, cases, hold_backs, guard=command.shared_guard)
    if reasons := prepared.left_out.get(command.case_number):
        raise Refused(reasons)
    return {"distribution_id": str(found.id)}


async def prepare_distributions(tx: Transaction, command: PrepareDistributions) -> dict[str, JSON]:
    """Prepare every planned distribution of a fiscal year that is ready, and name the others with their reasons.

    Raises:
        NotFound: no distribution of the year waits to be prepared.
    """
    waiting = await distribution_inputs.cases_in(
        tx.connection, command.fiscal_year, [DistributionState.PLANNED, DistributionState.FROZEN]
    )
    if not waiting:
        raise NotFound(f"no distribution of FY{command.fiscal_year} waits to be prepared", field="fiscalYear")
    groups = await distribution_inputs.shared_orders(tx.connection, command.fiscal_year)
    partners = {case for cases in groups.values() if set(cases) & set(waiting) for case in cases}
    cases = partners | set(waiting)
    await books.lock_books(tx.connection, cases)
    claims = await distribution_inputs.claim_counts(tx.connection, command.fiscal_year)
    computed: list[Distribution] = []
    left_out: dict[str, Sequence[Refusal]] = {}
    for portion in portions(units(cases, groups.values()), claims):
        prepared = await prepare(tx, command.fiscal_year, portion, {}, guard=command.shared_guard)
        computed += prepared.computed
        left_out |= prepared.left_out
    return done(computed, left_out)
