"""Compare the claims of an order's year with their past and each other, and keep what is raised."""

from collections import defaultdict
from dataclasses import asdict
from uuid import UUID

from services.certification.domain.flags import FlagEvent, FlagState, flag_stands, next_flag_state
from services.certification.domain.line_matches import line_duplicates
from services.certification.domain.risk import Risk, assess
from services.certification.domain.verification import hold_stands
from services.certification.storage.queries import lines, risk, verification
from services.certification.storage.queries.risk import FlagRow
from shared.canonical import digest
from shared.database import Transaction
from shared.refusals import Refusal


async def assess_order_year(tx: Transaction, case_number: str, fiscal_year: int) -> None:
    """Raise, keep and drop the flags of an order's year, which the caller has locked.

    Figures an officer has decided upon are not raised again. The number of statements does not depend on the number
    of claims.

    Source:
        VERI-01, EXP-06; policy of this system.
    """
    raised = [
        *assess(await risk.claims_of_year(tx.connection, case_number, fiscal_year), tx.today),
        *line_duplicates(await lines.association_matches(tx.connection, case_number, fiscal_year)),
    ]
    known = {
        (flag.certification_id, flag.kind.value, flag.basis_digest): flag
        for flag in await risk.flags_of_year(tx.connection, case_number, fiscal_year)
    }
    found = {(each.certification_id, each.kind.value, digest(each.basis)): each for each in raised}
    new = [_row(tx, case_number, fiscal_year, key[2], each) for key, each in found.items() if key not in known]
    moved: defaultdict[FlagState, list[UUID]] = defaultdict(list)
    for key, flag in known.items():
        state = next_flag_state(flag.state, FlagEvent.RAISE if key in found else FlagEvent.VANISH)
        if state is not flag.state:
            moved[state].append(flag.id)
    if not new and not moved:
        return
    await risk.insert_flags(tx.connection, new)
    await risk.move_flags(tx.connection, moved)
    tx.audit(
        "assess_risk",
        f"orders/{case_number}/{fiscal_year}",
        after={
            "raised": [f"{each['certification_id']} {each['kind']} {each['severity']}" for each in new],
            **{state.value.lower(): [str(flag_id) for flag_id in ids] for state, ids in moved.items()},
        },
    )


async def standing_flags(
    tx: Transaction, case_number: str, fiscal_year: int, certification_id: UUID | None = None
) -> list[Refusal]:
    """A refusal per HIGH flag that nobody cleared, for an order's year or one certification of it (VERI-01)."""
    found = await risk.standing_high_flags(tx.connection, case_number, fiscal_year, certification_id)
    return [flag_stands(each.certification_number, each.kind, each.state, each.message) for each in found]


async def holds(tx: Transaction, case_number: str, fiscal_year: int) -> list[Refusal]:
    """A refusal per claim of an order's year that is held back while it is verified (VERI-01)."""
    found = await verification.held_numbers(tx.connection, case_number, fiscal_year)
    return [hold_stands(number) for number in found]


def _row(tx: Transaction, case_number: str, fiscal_year: int, basis_digest: str, found: Risk) -> dict[str, object]:
    return {
        "certification_id": found.certification_id,
        "case_number": case_number,
        "fiscal_year": fiscal_year,
        "kind": found.kind.value,
        "severity": found.severity.value,
        "state": FlagState.OPEN.value,
        "message": found.message,
        "figures": [asdict(figure) for figure in found.figures],
        "others": list(found.others),
        "basis_digest": basis_digest,
        "raised_on": tx.today,
    }


def subject_of(flag: FlagRow) -> str:
    """How the audit log names a flag."""
    return f"risk-flags/{flag.id}"
