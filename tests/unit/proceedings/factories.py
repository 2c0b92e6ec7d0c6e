"""Rates with what a test does not care about filled in."""

from decimal import Decimal

from services.proceedings.domain.rates import ANY, AllOthersMethod, RateBasis, RateRow, RateStatus


def a_rate(
    percent: str,
    *,
    exporter: str = "Alpha",
    producer: str = ANY,
    weight: int | None = None,
    basis: RateBasis = RateBasis.CALCULATED,
    status: RateStatus = RateStatus.ACTIVE,
    group: str | None = None,
) -> RateRow:
    """An individual rate."""
    return RateRow(
        exporter=exporter,
        producer=producer,
        exact_percent=Decimal(percent),
        status=status,
        basis=basis,
        export_value_cents=weight,
        rate_group=group,
    )


def everybody(percent: str, basis: RateBasis = RateBasis.ALL_OTHERS) -> RateRow:
    """An all-others or country-wide rate."""
    return RateRow(
        exporter=ANY,
        producer=ANY,
        exact_percent=Decimal(percent),
        status=RateStatus.ACTIVE,
        basis=basis,
        method=AllOthersMethod.STATED,
    )
