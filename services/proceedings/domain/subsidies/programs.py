"""Subsidy programs of a case: what is countervailable and how much (IMP-05 to IMP-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from services.proceedings.domain.petition.acts import PetitionAmended, PetitionFiled
from services.proceedings.domain.record.acts import Act, Authority, Visibility
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case
from services.proceedings.domain.record.rules import ActRule, Family, refusal
from services.proceedings.domain.subsidies.amounts import (
    Offsets,
    UpstreamInput,
    consortium_percent,
    net_percent,
    upstream_percent,
)
from services.proceedings.domain.text import comparable
from shared.law import LawTable, LawValue
from shared.refusals import Refusal

_SUBSIDY: Final = "19 USC 1677(5), (5A)"
# Research, disadvantaged regions and environment were not countervailable for 66 months (19 USC 1677(5B)(G)).
GREEN_LIGHT: Final = LawTable(
    "green-light subsidies",
    [
        LawValue(date(1995, 1, 1), True, "19 USC 1677(5B)(B) to (E)"),
        LawValue(date(2000, 7, 1), False, "19 USC 1677(5B)(G)"),
    ],
)


class ProgramKind(StrEnum):
    """What a program is (IMP-08)."""

    EXPORT = "EXPORT"
    IMPORT_SUBSTITUTION = "IMPORT_SUBSTITUTION"
    DOMESTIC = "DOMESTIC"
    UPSTREAM = "UPSTREAM"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgramExamined(Act):
    """Commerce examined a program; a newer examination takes the place of an older one (IMP-08).

    Attributes:
        gross_percent: percent ad valorem, before the offsets (IMP-07).
        contribution, benefit: a financial contribution by an authority, or price support; and a benefit.
        specific: limited to an enterprise, industry or region; export and import-substitution subsidies always are.
        measurable: False where the economy is essentially a single entity (IMP-06).
        green_light: of a category that was once not countervailable.
        upstream: of an input, for a program of that kind (IMP-05); ``members`` of a consortium, in percent (IMP-04).
    """

    name = "ProgramExamined"
    authority = Authority.COMMERCE
    visibility = Visibility.RESTRICTED
    rules = ("IMP-05", "IMP-06", "IMP-07", "IMP-08")

    program: str
    kind: ProgramKind
    gross_percent: Decimal
    countervailable: bool
    contribution: bool
    benefit: bool
    specific: bool
    measurable: bool = True
    green_light: bool = False
    offsets: Offsets = field(default_factory=Offsets)
    upstream: UpstreamInput | None = None
    members: tuple[Decimal, ...] = ()
    direct_percent: Decimal = Decimal(0)


class _ProgramExamined(ActRule[ProgramExamined]):
    act = ProgramExamined
    source = frozenset({Case.INVESTIGATING, Case.SUSPENDED, Case.CONTINUED_UNDER_AGREEMENT, Case.ORDER_IN_FORCE})

    def refuse(self, state: Proceeding, act: ProgramExamined) -> Sequence[Refusal]:
        impossible = _amounts_refusals(act)
        return impossible or [*_gross_refusals(act), *_countervailable_refusals(act)]


def stated_percent(act: ProgramExamined) -> Decimal | None:
    """What an input's or a consortium's figures make the gross subsidy; None where there are none."""
    if act.upstream is not None:
        return upstream_percent(act.upstream)
    return consortium_percent(act.members, act.direct_percent) if act.members else None


def programs(state: Proceeding) -> Mapping[str, ProgramExamined]:
    """Each program as examined last."""
    return {comparable(step.act.program): step.act for step in state.every(ProgramExamined)}


def net_subsidy(state: Proceeding) -> Decimal:
    """The net countervailable subsidy of all programs, percent ad valorem, unrounded (IMP-01, IMP-07)."""
    counted = [one for one in programs(state).values() if one.countervailable]
    return sum((net_percent(one.gross_percent, one.offsets) for one in counted), Decimal(0))


def discovered(state: Proceeding, program: str) -> bool:
    """Whether a program was neither alleged nor added by amendment: it was found on the way (IMP-08, 19 USC 1677d)."""
    petition = state.last(PetitionFiled)
    alleged = () if petition is None else petition.act.programs
    added = (name for step in state.every(PetitionAmended) for name in step.act.programs)
    return comparable(program) not in {comparable(name) for name in (*alleged, *added)}


def _amounts_refusals(act: ProgramExamined) -> list[Refusal]:
    offsets = (act.offsets.fees, act.offsets.deferral, act.offsets.export_taxes)
    amounts = [act.gross_percent, *offsets, *act.members, act.direct_percent]
    given = act.upstream
    if given is not None:
        amounts += [given.arms_length_price, given.price_paid, given.input_subsidy, given.unit_value]
    if all(amount.is_finite() and amount >= 0 for amount in amounts) and (given is None or given.unit_value > 0):
        return []
    message = "Rates and prices are amounts of zero or more, and the merchandise has a value."
    return [refusal("AMOUNT_IMPOSSIBLE", "IMP-07", "19 USC 1677(6)", message, "grossPercent")]


def _gross_refusals(act: ProgramExamined) -> list[Refusal]:
    found = []
    if (act.kind is ProgramKind.UPSTREAM) is not (act.upstream is not None):
        message = "An upstream subsidy, and only one, is given by the prices and the subsidy of its input."
        found.append(refusal("UPSTREAM_FIGURES", "IMP-05", "19 USC 1677-1", message, "upstream"))
    stated = stated_percent(act)
    if stated is not None and stated != act.gross_percent:
        rule, law = ("IMP-04", "19 USC 1671(d)") if act.upstream is None else ("IMP-05", "19 USC 1677-1")
        found.append(refusal("GROSS_CONTRADICTS_FIGURES", rule, law, f"The figures make {stated}.", "grossPercent"))
    return found


def _countervailable_refusals(act: ProgramExamined) -> list[Refusal]:
    specific = act.specific or act.kind in {ProgramKind.EXPORT, ProgramKind.IMPORT_SUBSTITUTION}
    subsidy = act.contribution and act.benefit and specific
    free = act.green_light and GREEN_LIGHT.on(act.occurred_on)
    if act.countervailable is (subsidy and act.measurable and not free):
        return []
    message = (
        "Countervailable is a financial contribution with a benefit that is specific and can be identified and "
        f"measured{', and not of a green-light category at that time' if free else ''}; nothing else is."
    )
    rule = "IMP-08" if act.measurable else "IMP-06"
    return [refusal("NOT_WHAT_IS_COUNTERVAILABLE", rule, _SUBSIDY, message, "countervailable")]


FAMILY: Final = Family(acts=(_ProgramExamined(),))
