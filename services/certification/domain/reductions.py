"""A certification with lower expenditures: at the producer's request (CERT-17), or after a verification (VERI-04)."""

from collections.abc import Mapping
from dataclasses import replace

from services.certification.domain.arithmetic import Amounts
from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import Expenditure, ExpenditureLine, Form, SharedGroup
from services.certification.domain.lines import by_group, without_unsupported_lines
from services.certification.domain.sharing import Part, parts_of


def lowered(
    form: Form, expenditures: tuple[Expenditure, ...], lines: tuple[ExpenditureLine, ...], prior_cents: int
) -> Form:
    """The certification with these amounts by category; total and net claim follow, shared groups follow their lines.

    Args:
        form: as it stands.
        expenditures: the lower amounts, US cents.
        lines: the lower lines; none where the certification has none.
        prior_cents: what was already paid for these expenditures, US cents.

    Source:
        CERT-06, CERT-17; 19 CFR 159.63(b)(2).
    """
    total = sum(by_category(expenditures).values())
    grouped = by_group(lines)
    groups = form.shared_groups
    if lines:
        groups = tuple(replace(group, amount_cents=grouped.get(group.group_id or "", 0)) for group in groups)
    return replace(
        form,
        expenditures=expenditures,
        lines=lines,
        shared_groups=groups,
        total_cents=total,
        prior_cents=prior_cents,
        net_cents=total - prior_cents,
    )


def without_unsupported(
    form: Form, unsupported: Mapping[str, int], prior_cents: int, by_line: Mapping[int, int] | None = None
) -> Form:
    """The certification without what records do not support; T falls by exactly that.

    Without lines, what the unshared part cannot bear is taken from the shared groups in the order of their ids, as
    EXP-07 does with a surplus; a line lowers its own group. The part already paid for cannot exceed what is left.

    Args:
        form: as it stands.
        unsupported: US cents per category.
        by_line: the same per line number from 1, where the certification has lines.
        prior_cents: what was already paid for these expenditures, US cents.

    Source:
        VERI-04, EXP-07; 19 CFR 159.63(d).
    """
    amounts = {code: cents - unsupported.get(code, 0) for code, cents in by_category(form.expenditures).items()}
    total = sum(amounts.values())
    lines = tuple(Expenditure(category=code, amount_cents=cents) for code, cents in sorted(amounts.items()))
    left = without_unsupported_lines(form.lines, by_line or {})
    fitting = form if left else replace(form, shared_groups=_fitting(form.shared_groups, total))
    return lowered(fitting, lines, left, min(prior_cents, total))


def zero_claim(form: Form, case_number: str, total_cents: int) -> tuple[Amounts, tuple[Part, ...]]:
    """Amounts and parts of a claim on which more was paid than is left of it: nothing more is due (CERT-06, VERI-04).

    Args:
        form: the lowered certification.
        case_number: its order.
        total_cents: what is left of the expenditures, US cents.
    """
    amounts = Amounts(total_cents=total_cents, prior_cents=total_cents)
    return amounts, parts_of(form, case_number, amounts, {})


def _fitting(groups: tuple[SharedGroup, ...], total_cents: int) -> tuple[SharedGroup, ...]:
    excess = sum(group.amount_cents or 0 for group in groups) - total_cents
    lower = {}
    for group in sorted(groups, key=lambda each: each.group_id or ""):
        taken = min(max(0, excess), group.amount_cents or 0)
        lower[group.group_id] = (group.amount_cents or 0) - taken
        excess -= taken
    return tuple(replace(group, amount_cents=lower[group.group_id]) for group in groups)
