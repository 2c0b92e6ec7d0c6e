"""Lower an accepted claim at the producer's request or after a verification."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.arithmetic import Amounts
from services.certification.domain.expenditures import by_category, category_findings
from services.certification.domain.forms import Expenditure, ExpenditureLine, Form
from services.certification.domain.reductions import lowered, without_unsupported, zero_claim
from services.certification.domain.review import review
from services.certification.domain.sharing import Part
from services.certification.domain.states import Event, State, next_state
from services.certification.storage.queries import certifications
from services.certification.usecases.claims import OrderYear, republish_claims
from services.certification.usecases.loading import Loaded, facts_of, load_locked
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class ReduceCertification:
    """The lower amounts by category, US cents; categories not named become zero.

    A certification with lines is stated with its lines anew.
    """

    certification_id: UUID
    expenditures: tuple[Expenditure, ...]
    reason: str
    lines: tuple[ExpenditureLine, ...] = ()


async def reduce_certification(tx: Transaction, command: ReduceCertification) -> dict[str, JSON]:
    """Make a new version with lower expenditures; claims already certified get a new version too.

    Raises:
        NotFound: there is no such certification.
        Refused: it is not accepted, a distribution is frozen, a category would rise, nothing falls, or the lower
            total no longer covers the shared expenditures or what was already paid; or lines are missing or bad.

    Source:
        CERT-17, CERT-19, PUBL-01; 19 CFR 159.63(a).
    """
    loaded = await load_locked(tx, command.certification_id)
    before = loaded.certification
    state = next_state(before.state, Event.REDUCE, loaded.circumstances(tx.today))
    form = lowered(loaded.form, command.expenditures, command.lines, before.prior_cents)
    found = review(form, await facts_of(tx, loaded))
    refuse_if_any(
        [
            *category_findings(command.expenditures),
            *_not_lower(by_category(loaded.form.expenditures), by_category(command.expenditures)),
            *_lines_not_lower(loaded.form, form),
            *(finding for finding in found.material if _of_amounts(finding)),
        ]
    )
    await _store(tx, loaded, state, form, (found.amounts, found.parts), command.reason)
    # The producer claims less now: that is its claim as last filed (PUBL-01, RECO-01).
    filed = min(before.claimed_cents, found.amounts.net_cents)
    await certifications.update_certification(tx.connection, before.id, {"claimed_cents": filed})
    await republish_claims(tx, OrderYear(case_number=before.case_number, notice=loaded.notice))
    return {"certification_id": str(before.id)}


async def reduce_by_unsupported(
    tx: Transaction, loaded: Loaded, unsupported: Mapping[str, int], by_line: Mapping[int, int], reason: str
) -> None:
    """Make a new version without what records do not support, before the freeze.

    Where more was already paid than is left, the claim is zero.

    Args:
        tx: the transaction.
        loaded: the accepted certification, under its order's year's lock.
        unsupported: US cents per category.
        by_line: the same per line, where it has lines.
        reason: the verifier's conclusion.

    Raises:
        Refused: it is not accepted, or a distribution is frozen.

    Source:
        VERI-04, CERT-19; 19 CFR 159.63(d).
    """
    before = loaded.certification
    state = next_state(before.state, Event.REDUCE, loaded.circumstances(tx.today))
    form = without_unsupported(loaded.form, unsupported, before.prior_cents, by_line)
    found = review(form, await facts_of(tx, loaded))
    amounts, parts = found.amounts, found.parts
    if amounts.net_cents < 0:
        amounts, parts = zero_claim(form, before.case_number, amounts.total_cents)
    await _store(tx, loaded, state, form, (amounts, parts), reason)
    await republish_claims(tx, OrderYear(case_number=before.case_number, notice=loaded.notice))


async def _store(
    tx: Transaction,
    loaded: Loaded,
    state: State,
    form: Form,
    worked_out: tuple[Amounts, tuple[Part, ...]],
    reason: str,
) -> None:
    before = loaded.certification
    amounts, parts = worked_out
    version = before.version + 1
    await certifications.insert_version(
        tx.connection,
        certification_id=before.id,
        version=version,
        cause="REDUCED",
        received_on=tx.today,
        form=form,
        expenditures=by_category(form.expenditures),
        sealed_tax_number=await certifications.sealed_tax_number(tx.connection, before.id, before.version),
        at=tx.now,
    )
    values = {
        "total_cents": amounts.total_cents,
        "prior_cents": amounts.prior_cents,
        "net_cents": amounts.net_cents,
        "state": state.value,
        "version": version,
    }
    await certifications.update_certification(tx.connection, before.id, values)
    await certifications.insert_parts(tx.connection, before.id, version, parts)
    tx.audit(
        "reduce_certification",
        loaded.subject,
        before={"net_cents": before.net_cents, "version": before.version},
        after={"net_cents": amounts.net_cents, "version": version},
        reason=reason,
    )


def _of_amounts(finding: Refusal) -> bool:
    return finding.code in {"ARITHMETIC", "NEGATIVE_CLAIM"} or (finding.field or "").startswith("expenditureLines")


def _lines_not_lower(before: Form, after: Form) -> list[Refusal]:
    """A certification that was enumerated stays so, and no shared group rises (EXP-03, EXP-05, CERT-17)."""
    if before.lines and not after.lines:
        return [
            Refusal(
                code="LINES_MISSING",
                rule="EXP-03",
                citation="19 CFR 159.63(d)",
                message="The certification enumerates its expenditures: state the lines that remain.",
                field="expenditureLines",
            )
        ]
    held = {group.group_id: group.amount_cents or 0 for group in before.shared_groups}
    return [
        _not_a_reduction(f"sharedOrders.{index}.amount")
        for index, group in enumerate(after.shared_groups)
        if (group.amount_cents or 0) > held.get(group.group_id, 0)
    ]


def _not_lower(now: Mapping[str, int], lower: Mapping[str, int]) -> list[Refusal]:
    """No category may rise and one must fall (CERT-17: no increases after the close)."""
    raised = [category for category in now if lower[category] > now[category]]
    fields = [f"expenditures.{category}" for category in raised]
    if not raised and all(lower[category] == now[category] for category in now):
        fields = ["expenditures"]
    return [_not_a_reduction(field) for field in fields]


def _not_a_reduction(field: str) -> Refusal:
    return Refusal(
        code="NOT_A_REDUCTION",
        rule="CERT-17",
        citation="19 CFR 159.63(a)",
        message="An accepted claim may only be lowered.",
        field=field,
    )
