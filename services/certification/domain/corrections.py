"""What a correction of a returned certification may change (CERT-13)."""

from collections.abc import Callable, Iterable, Mapping

from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import Form
from shared.money import format_money
from shared.refusals import Refusal

AMOUNT_FIELDS = frozenset({"expenditures", "expenditureLines", "totalExpenditures", "priorDistributions", "netClaim"})
# Fields that decide what is claimed, by whom and on which basis. Statements, signature, contacts and the like are
# given anew with every correction.
_GUARDED: Mapping[str, Callable[[Form], object]] = {
    "claimantName": lambda form: form.claimant_name,
    "expenditures": lambda form: {code: cents for code, cents in by_category(form.expenditures).items() if cents},
    "expenditureLines": lambda form: form.lines,
    "totalExpenditures": lambda form: form.total_cents,
    "priorDistributions": lambda form: form.prior_cents,
    "netClaim": lambda form: form.net_cents,
    "sharedOrders": lambda form: frozenset(
        (group.group_id, frozenset(group.case_numbers), group.amount_cents) for group in form.shared_groups
    ),
    "succession": lambda form: form.succession,
    "membership": lambda form: form.membership,
    "onBehalfOfMembers": lambda form: bool(form.on_behalf_of_members),
}


def correction_findings(before: Form, after: Form, defect_fields: Iterable[str | None]) -> list[Refusal]:
    """Changes that do not cure a listed defect.

    A defect in any amount opens all amounts, since they depend on each other; a defect without a field opens
    everything. The net claim may rise only as far as the returned figures themselves require.

    Args:
        before: the certification as returned.
        after: the corrected certification.
        defect_fields: the fields of the defects it was returned for, None for a defect of no single field.

    Returns:
        One finding per field that may not change.

    Source:
        CERT-13; 19 CFR 159.63(c).
    """
    listed = list(defect_fields)
    roots = {field.split(".")[0] for field in listed if field is not None}
    curable = roots | (AMOUNT_FIELDS if roots & (AMOUNT_FIELDS | {"sharedOrders"}) else set())
    findings = [
        _refusal("CORRECTION_EXCEEDS_DEFECTS", field, "This may not change: no defect of the return concerns it.")
        for field, value in _GUARDED.items()
        if None not in listed and field not in curable and value(before) != value(after)
    ]
    limit = _highest_net(before)
    if limit is not None and after.net_cents is not None and after.net_cents > limit:
        message = f"The correction may raise the net claim to {format_money(limit)} at most."
        findings.append(_refusal("CORRECTION_RAISES_CLAIM", "netClaim", message))
    return findings


def _highest_net(before: Form) -> int | None:
    """The highest net claim the returned figures support, US cents; None where they support no figure at all."""
    stated = [] if before.net_cents is None else [before.net_cents]
    totals = [] if before.total_cents is None else [before.total_cents]
    if before.expenditures:
        totals.append(sum(by_category(before.expenditures).values()))
    recomputed = [total - (before.prior_cents or 0) for total in totals]
    return max(stated + recomputed, default=None)


def _refusal(code: str, field: str, message: str) -> Refusal:
    return Refusal(code=code, rule="CERT-13", citation="19 CFR 159.63(c)", message=message, field=field)
