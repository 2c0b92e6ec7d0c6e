"""Check computed distributions before they are approved: another person, and the same cents again (DIST-09)."""

from collections.abc import Sequence

from services.accounts.domain.transitions import DistributionEvent, IllegalTransition, advance_distribution
from services.accounts.storage import distribution_runs
from services.accounts.storage.distributions import Distribution
from services.accounts.usecases.distributions import shared_claims
from shared.database import Transaction
from shared.refusals import Refusal

_CITATION = "19 CFR 159.64(b)(1)(i)"


async def approve(tx: Transaction, found: Sequence[Distribution]) -> dict[str, list[Refusal]]:
    """Approve locked distributions, those frozen together only together; a constant number of statements.

    Returns:
        Refusals by case number of those that are not approved; no refusal, no entry.

    Source: DIST-09 (5): second-person approval; a recompute from the frozen inputs must give identical cents.
    """
    refused = {run.case_number: list(_refusals(tx, run)) for run in found}
    computed = [run for run in found if not refused[run.case_number]]
    sealed = await distribution_runs.check(tx.connection, computed) if computed else {}
    wrong = await shared_claims.disagreeing(tx, [run.id for run in computed])
    for run in computed:
        again = sealed[run.id]
        same = (again.input_hash, again.result_hash) == (run.input_hash, run.result_hash)
        if not same or not again.shares_agree or run.id in wrong:
            refused[run.case_number].append(
                refusal("RESULT_DIFFERS", "Computed again from the frozen inputs, the result differs.")
            )
    _refuse_together(found, refused)
    approved = [run for run in found if not refused[run.case_number]]
    if approved:
        await distribution_runs.advance(
            tx.connection,
            [run.id for run in approved],
            state=advance_distribution(approved[0].state, DistributionEvent.APPROVE),
            approved_by=tx.cause.actor,
            approved_at=tx.now,
        )
    for run in approved:
        tx.audit("approve_distribution", f"distributions/{run.id}", after={"result_hash": run.result_hash})
    return {case: reasons for case, reasons in refused.items() if reasons}


def refusal(code: str, message: str, *, rule: str = "DIST-09") -> Refusal:
    """A refusal of a distribution."""
    return Refusal(code=code, rule=rule, citation=_CITATION, message=message, field="distributionId")


def _refusals(tx: Transaction, run: Distribution) -> list[Refusal]:
    try:
        advance_distribution(run.state, DistributionEvent.APPROVE)
    except IllegalTransition as illegal:
        return [illegal.refusal]
    if run.prepared_by == tx.cause.actor:
        return [refusal("SAME_PERSON", "Whoever prepared a distribution cannot approve it.")]
    return []


def _refuse_together(found: Sequence[Distribution], refused: dict[str, list[Refusal]]) -> None:
    """Orders with shared claims are approved together: one that is refused keeps back the others (DIST-08)."""
    kept_back = {run.run_id: run.case_number for run in found if refused[run.case_number]}
    for run in found:
        cause = kept_back.get(run.run_id)
        if run.run_id is not None and cause is not None and not refused[run.case_number]:
            message = f"{cause} shares expenditures with it and is not approved."
            refused[run.case_number].append(refusal("SHARED_ORDER_REFUSED", message, rule="DIST-08"))
