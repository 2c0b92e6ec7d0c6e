"""How long a record is kept, and where (REC-04, REC-05, REC-06)."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from services.enforcement.domain.law import (
    DRAWBACK_YEARS,
    ORIGINALS,
    PACKING_LIST,
    RETENTION_YEARS,
    SHORT_RETENTION_YEARS,
    STORAGE_NOTICE,
)
from shared.calendar import add_years
from shared.errors import BadInput
from shared.refusals import Refusal


class RetentionCategory(StrEnum):
    """Which retention period a record has (REC-04)."""

    ENTRY = "ENTRY"
    OTHER_ACTIVITY = "OTHER_ACTIVITY"
    DRAWBACK_CLAIM = "DRAWBACK_CLAIM"
    PACKING_LIST = "PACKING_LIST"
    INFORMAL_ENTRY_BY_BROKER = "INFORMAL_ENTRY_BY_BROKER"
    LOW_VALUE = "LOW_VALUE"
    ORIGIN_CERTIFICATE = "ORIGIN_CERTIFICATE"
    SET_ELSEWHERE = "SET_ELSEWHERE"


_YEARS = {
    RetentionCategory.ENTRY: RETENTION_YEARS,
    RetentionCategory.OTHER_ACTIVITY: RETENTION_YEARS,
    RetentionCategory.ORIGIN_CERTIFICATE: RETENTION_YEARS,
    RetentionCategory.DRAWBACK_CLAIM: DRAWBACK_YEARS,
    RetentionCategory.INFORMAL_ENTRY_BY_BROKER: SHORT_RETENTION_YEARS,
    RetentionCategory.LOW_VALUE: SHORT_RETENTION_YEARS,
}


def keep_until(category: RetentionCategory, starts: Sequence[date]) -> date:
    """Last day on which a record must be kept.

    Args:
        category: the kind of record.
        starts: the days that count, the latest decides: date of entry or of the activity; payment and liquidation of a
            drawback claim (the law names both: the later, section 13 Q6); end of the release and of the conditional
            release period of a packing list, or its redelivery or the latest redelivery date in the demand; completion
            of a certificate; for SET_ELSEWHERE the last day itself.

    Returns:
        The day; 29 February gives 1 March after years without one (CLK-05, the cautious way for retention).

    Raises:
        BadInput: no day is given.

    Source: REC-04, 19 CFR 163.4, 19 USC 1508(b), (c).
    """
    if not starts:
        raise BadInput("Give at least one day from which the retention period counts.", field="retentionStartsOn")
    start = max(starts)
    if category is RetentionCategory.SET_ELSEWHERE:
        return start
    if category is RetentionCategory.PACKING_LIST:
        return PACKING_LIST.on(start).deadline(start)
    return add_years(start, _YEARS[category].on(start))


def originals_until(release_period_ends_on: date) -> date:
    """Last day on which entry records (packing lists aside) stay in their original format under alternative storage.

    Args:
        release_period_ends_on: end of the release or the conditional release period, whichever is later; the
            redelivery, or the latest redelivery date in the demand, where there was one.

    Source: REC-05, 19 CFR 163.5(b)(2)(iii).
    """
    return ORIGINALS.on(release_period_ends_on).deadline(release_period_ends_on)


def latest_storage_notice(starts_on: date) -> date:
    """Last day for the notice of an alternative storage that starts or changes on a day.

    Source: REC-06, 19 CFR 163.5(b): at least 30 calendar days before.
    """
    return starts_on - timedelta(days=STORAGE_NOTICE.on(starts_on).days)


def refuse_storage_notice(*, noticed_on: date, starts_on: date) -> Sequence[Refusal]:
    """What stands against a notice of alternative storage.

    Args:
        noticed_on: day the written notice came.
        starts_on: day on which the storage starts or changes.

    Source: REC-06, 19 CFR 163.5(b).
    """
    latest = latest_storage_notice(starts_on)
    if noticed_on <= latest:
        return []
    return [
        Refusal(
            code="REC_ALT_NOTICE_SHORT",
            rule="REC-06",
            citation="19 CFR 163.5(b)",
            message=f"A start or change on {starts_on.isoformat()} needs written notice by {latest.isoformat()}.",
            field="startsOn",
        )
    ]
