"""When those who prepare distributions are warned of the 60-day limit (DIST-01)."""

from datetime import date

from services.accounts.domain.law import DISTRIBUTION_WARNING_DAYS


def warning_due(work_by: date, today: date) -> int | None:
    """The warning that is due: the smallest number of days before ``work_by`` that has come; None before the first.

    Source: DIST-01, 19 CFR 159.64(b)(1)(i), for the limit; when to warn is a design choice.
    """
    left = (work_by - today).days
    return min((days for days in DISTRIBUTION_WARNING_DAYS if left <= days), default=None)
