"""What other rules ask of an agreement."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from services.proceedings.domain.agreement.acts import AgreementAccepted, AgreementType, ExportsReported
from services.proceedings.domain.record.acts import Step
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement

EIGHTY_FIVE: Final = Decimal(85)
# Agreements under (c), and regional ones in that form: liquidation is suspended, the Commission may review (9.2).
TYPE_C: Final = frozenset({AgreementType.INJURY, AgreementType.QR, AgreementType.REGIONAL})
SAC_ONLY: Final = TYPE_C


def accepted(state: Proceeding) -> Step[AgreementAccepted] | None:
    """The agreement accepted last."""
    return state.last(AgreementAccepted)


def withholding(state: Proceeding) -> bool:
    """Whether an agreement in force keeps an order from being issued (ORD-11, SUS-14)."""
    return state.agreement in {Agreement.IN_FORCE, Agreement.UNDER_ITC_REVIEW}


def is_type_c(state: Proceeding) -> bool:
    """Whether the agreement is one that the Commission may review (SUS-15)."""
    step = accepted(state)
    return step is not None and step.act.type in TYPE_C


def offset_share(net_subsidy_percent: Decimal, offset_percent: Decimal) -> Decimal:
    """Share of the net subsidy that is offset, percent with two places (SUS-06)."""
    return (offset_percent * 100 / net_subsidy_percent).quantize(Decimal("0.01"), ROUND_HALF_UP)


def offsets_enough(net_subsidy_percent: Decimal, offset_percent: Decimal) -> bool:
    """Whether at least 85 % of the net subsidy is offset, tested unrounded (SUS-06, 19 USC 1671c(c)(2)(B))."""
    return offset_percent * 100 >= net_subsidy_percent * EIGHTY_FIVE


def over_cap(state: Proceeding) -> bool:
    """Whether exports since the suspension exceed the cap agreed for the meantime (SUS-02)."""
    step = accepted(state)
    if step is None or step.published_on is None or step.act.interim_cap is None:
        return False
    exported = sum(
        (report.act.quantity for report in state.every(ExportsReported) if report.act.occurred_on >= step.published_on),
        Decimal(0),
    )
    return exported > step.act.interim_cap
