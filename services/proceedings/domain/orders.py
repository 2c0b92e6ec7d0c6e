"""Cases and the orders they end in: registering and revoking (DEF-01, ORD-01 to ORD-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.case_number import CaseKind, CaseNumber
from services.proceedings.domain.law import ORDER_AFTER_ITC_NOTICE
from shared.refusals import Refusal

_DEF_01 = "19 CFR 159.61(a)"
_REVOCATION = "19 USC 1675(d)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order or finding as far as a later decision needs it."""

    issued_on: date
    revoked_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeliness:
    """When an order was due and whether it kept to it; both None and False where no clock runs.

    Attributes:
        due_on: last day for issuing the order.
        late: issued after that day. A flag, never a refusal (CAL-11).
    """

    due_on: date | None
    late: bool


def refuse_case(number: CaseNumber, kind: CaseKind, *, registered: bool) -> Sequence[Refusal]:
    """What stands against registering a case.

    Args:
        number: its case number.
        kind: what it can end in.
        registered: whether a case of that number is there already.

    Source: DEF-01, 19 CFR 159.61(a)-(b): one case number, one order.
    """
    refusals = []
    if kind not in number.kinds:
        wanted = " or ".join(sorted(number.kinds))
        refusals.append(
            Refusal(
                code="CASE_NUMBER_KIND_MISMATCH",
                rule="DEF-01",
                citation=_DEF_01,
                message=f"A case number with the letter {number.letter} is of kind {wanted}, not {kind}.",
                field="kind",
            )
        )
    if registered:
        refusals.append(
            Refusal(
                code="CASE_ALREADY_REGISTERED",
                rule="DEF-01",
                citation=_DEF_01,
                message=f"Case {number} is registered already; a case number is given once.",
                field="caseNumber",
            )
        )
    return refusals


def timeliness(kind: CaseKind, *, issued_on: date, itc_notified_on: date | None) -> Timeliness:
    """Whether an order was issued within 7 days after Commerce was notified of the Commission's affirmative final.

    Args:
        kind: findings of 1921 know no such clock.
        issued_on: day the order was published.
        itc_notified_on: day Commerce was notified; None where no injury test applies (ORD-02) or it is not known.

    Returns:
        The due day, rolled forward to a business day (CAL-02), and the flag.

    Source: ORD-01, 19 USC 1671e(a), 1673e(a).
    """
    if itc_notified_on is None or kind is CaseKind.FINDING_1921:
        return Timeliness(due_on=None, late=False)
    period = ORDER_AFTER_ITC_NOTICE.on(itc_notified_on)
    if period is None:
        return Timeliness(due_on=None, late=False)
    due_on = period.deadline(itc_notified_on)
    return Timeliness(due_on=due_on, late=issued_on > due_on)


def refuse_order(
    existing: Order | None, *, issued_on: date, itc_notified_on: date | None, today: date
) -> Sequence[Refusal]:
    """What stands against registering the order of a case.

    Args:
        existing: the order the case has already, if any.
        issued_on: day of publication.
        itc_notified_on: day Commerce was notified by the Commission, if that applies.
        today: the legal day of the command.

    Source: DEF-01 (one order a case), ORD-01 and invariant 15.3(2) (no order before the Commission's notice),
        proceedings 0.2 (published means published).
    """
    refusals = []
    if existing is not None:
        refusals.append(
            Refusal(
                code="ORDER_ALREADY_ISSUED",
                rule="DEF-01",
                citation=_DEF_01,
                message=f"The case has an order issued on {existing.issued_on.isoformat()}; a case ends in one order.",
                field="caseNumber",
            )
        )
    if issued_on > today:
        refusals.append(_not_yet("issuedOn", issued_on, rule="ORD-01", citation="19 USC 1671e(a)"))
    if itc_notified_on is not None and issued_on < itc_notified_on:
        refusals.append(
            Refusal(
                code="ORDER_BEFORE_ITC_NOTICE",
                rule="ORD-01",
                citation="19 USC 1671e(a)",
                message="An order follows the notice of the Commission's affirmative final; it cannot come before it.",
                field="issuedOn",
            )
        )
    return refusals


def refuse_revocation(order: Order | None, *, revoked_on: date, today: date) -> Sequence[Refusal]:
    """What stands against revoking an order.

    Args:
        order: the order of the case, if it has one.
        revoked_on: first day on which the order no longer applies.
        today: the legal day of the command.

    Source: DEF-01 (termination date), REV-10, 19 USC 1675(d).
    """
    if order is None:
        return [no_order(rule="REV-10", citation=_REVOCATION)]
    refusals = []
    if order.revoked_on is not None:
        refusals.append(
            Refusal(
                code="ORDER_ALREADY_REVOKED",
                rule="REV-10",
                citation=_REVOCATION,
                message=f"The order was revoked as of {order.revoked_on.isoformat()}.",
                field="caseNumber",
            )
        )
    if revoked_on < order.issued_on:
        refusals.append(
            Refusal(
                code="REVOKED_BEFORE_ISSUED",
                rule="REV-10",
                citation=_REVOCATION,
                message=f"The order was issued on {order.issued_on.isoformat()}; it cannot be revoked before that day.",
                field="revokedOn",
            )
        )
    if revoked_on > today:
        refusals.append(_not_yet("revokedOn", revoked_on, rule="REV-10", citation=_REVOCATION))
    return refusals


def no_order(*, rule: str, citation: str) -> Refusal:
    """The refusal of anything that needs an order where the case has none."""
    return Refusal(
        code="NO_ORDER",
        rule=rule,
        citation=citation,
        message="The case has no order; register the order first.",
        field="caseNumber",
    )


def _not_yet(field: str, day: date, *, rule: str, citation: str) -> Refusal:
    return Refusal(
        code="DATE_IN_FUTURE",
        rule=rule,
        citation=citation,
        message=f"{day.isoformat()} has not come yet; record what has happened.",
        field=field,
    )
