"""What stands against setting deposit rates (RATE-01 to RATE-06, ORD-03)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.orders import Order, no_order
from services.proceedings.domain.rates import RateBasis, RateRow, RateStage, RateStatus
from shared.refusals import Refusal

_RATES = "19 USC 1677f-1(e)"
_DEPOSITS = "19 USC 1671e(a)(3)"

STAGES_AFTER_ORDER: Final = frozenset({RateStage.ORDER, RateStage.REVIEW, RateStage.NEW_SHIPPER})
_BASES_FOR_EVERYBODY: Final = frozenset({RateBasis.ALL_OTHERS, RateBasis.COUNTRY_WIDE})


def tier_of(kind: CaseKind, stage: RateStage, country_tier: DeMinimisTier) -> DeMinimisTier:
    """The de minimis test a determination is put to.

    Args:
        kind: reviews of every kind take the review test; antidumping investigations have their own.
        stage: the determination.
        country_tier: the test for countervailing-duty investigations of the country (IMP-02, D-10).

    Source: PRE-08.
    """
    if stage in (RateStage.REVIEW, RateStage.NEW_SHIPPER):
        return DeMinimisTier.REVIEW
    return country_tier if kind is CaseKind.CVD else DeMinimisTier.ANTIDUMPING


def refuse_rates(
    order: Order | None, *, stage: RateStage, effective_from: date, rows: Sequence[RateRow], compute_all_others: bool
) -> Sequence[Refusal]:
    """What stands against setting rates, all at once.

    Args:
        order: the order of the case, if it has one.
        stage: the determination the rates come from.
        effective_from: first day of entry.
        rows: the rates.
        compute_all_others: whether the all-others rate is to be computed from them.

    Source: RATE-01, RATE-02, RATE-04, RATE-06; ORD-03; invariant 15.3(3).
    """
    return [
        *_refuse_dates(order, stage, effective_from),
        *_refuse_rows(rows),
        *_refuse_groups(rows),
        *_refuse_everybody(rows, compute_all_others=compute_all_others),
    ]


def _refuse_dates(order: Order | None, stage: RateStage, effective_from: date) -> list[Refusal]:
    if order is None:
        return [no_order(rule="ORD-03", citation=_DEPOSITS)] if stage in STAGES_AFTER_ORDER else []
    if order.revoked_on is not None and effective_from >= order.revoked_on:
        return [
            Refusal(
                code="ORDER_REVOKED",
                rule="ORD-03",
                citation=_DEPOSITS,
                message=f"The order was revoked as of {order.revoked_on.isoformat()}; later entries take no rate.",
                field="effectiveFrom",
            )
        ]
    return []


def _refuse_rows(rows: Sequence[RateRow]) -> list[Refusal]:
    if not rows:
        return [_refusal("RATE_ROWS_MISSING", "RATE-01", "Give at least one rate.", "rows")]
    refusals = []
    times = Counter(row.combination for row in rows)
    for position, row in enumerate(rows):
        field = f"rows[{position}]"
        if times[row.combination] > 1:
            message = f"Exporter {row.exporter} and producer {row.producer} stand twice; one rate per combination."
            refusals.append(_refusal("RATE_COMBINATION_TWICE", "RATE-06", message, field))
        if row.is_for_everybody and row.status is RateStatus.EXCLUDED:
            message = "Only a named exporter or producer can be excluded."
            refusals.append(_refusal("EXCLUSION_NOT_NAMED", "RATE-06", message, f"{field}.status"))
        if row.is_for_everybody != (row.basis in _BASES_FOR_EVERYBODY):
            message = (
                "ALL_OTHERS and COUNTRY_WIDE are the bases of the row for any exporter and any producer, of no other."
            )
            refusals.append(_refusal("RATE_BASIS_MISMATCH", "RATE-03", message, f"{field}.basis"))
    return refusals


def _refuse_groups(rows: Sequence[RateRow]) -> list[Refusal]:
    rates: defaultdict[str, set[Decimal]] = defaultdict(set)
    for row in rows:
        if row.rate_group is not None:
            rates[row.rate_group].add(row.exact_percent)
    return [
        _refusal("RATE_GROUP_DIFFERS", "RATE-06", f"The firms of group {group} share one joint rate.", "rows")
        for group, found in sorted(rates.items())
        if len(found) > 1
    ]


def _refuse_everybody(rows: Sequence[RateRow], *, compute_all_others: bool) -> list[Refusal]:
    everybody = [row for row in rows if row.is_for_everybody]
    individual = [row for row in rows if not row.is_for_everybody]
    refusals = []
    country_wide = any(row.basis is RateBasis.COUNTRY_WIDE for row in everybody)
    if country_wide and any(row.status is RateStatus.ACTIVE for row in individual):
        message = "With a country-wide rate there are no individual rates; set one or the other."
        refusals.append(_refusal("COUNTRY_WIDE_WITH_INDIVIDUAL", "RATE-02", message, "rows"))
    if compute_all_others and everybody:
        message = "The all-others rate is either computed or stated; leave one out."
        refusals.append(_refusal("ALL_OTHERS_TWICE", "RATE-04", message, "computeAllOthers"))
    if compute_all_others and rows and not individual:
        message = "The all-others rate is an average of individual rates; give at least one."
        refusals.append(_refusal("RATE_ROWS_MISSING", "RATE-04", message, "rows"))
    return refusals


def _refusal(code: str, rule: str, message: str, field: str) -> Refusal:
    citation = "19 USC 1671d(c)(5)(A)" if rule == "RATE-04" else _RATES
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
