"""Deadlines of notices and certifications (NOTE-01, CERT-02, CERT-12, CERT-13, VERI-02)."""

from datetime import date, timedelta

from services.certification.domain import law
from shared.calendar import FiscalYear, Period, Roll, add_years, roll_back


def latest_notice_date(fiscal_year: int) -> date:
    """Last business day on which the notice for a fiscal year can be published in time.

    Both leads are tested and the earlier day binds; Customs' own deadlines roll back.

    Args:
        fiscal_year: the fiscal year whose duties are distributed.

    Returns:
        A business day, e.g. 2005-07-01 for fiscal year 2005.

    Source:
        NOTE-01, DEF-14; 19 CFR 159.62(a), 19 USC 1675c(d)(2).
    """
    year_end = FiscalYear(fiscal_year).last_day
    distribution = year_end + timedelta(days=law.DISTRIBUTION_DAYS.on(year_end))
    before_year_end = year_end - timedelta(days=law.NOTICE_LEAD_DAYS_BEFORE_FISCAL_YEAR_END.on(year_end))
    before_distribution = distribution - timedelta(days=law.NOTICE_LEAD_DAYS_BEFORE_DISTRIBUTION.on(year_end))
    return roll_back(min(before_year_end, before_distribution))


def close_date(published_on: date) -> date:
    """Last day on which a certification may be received.

    Source:
        CERT-02; 19 CFR 159.63(a): 60 days after publication, rolled forward to a business day.
    """
    period = Period(
        days=law.FILING_WINDOW_DAYS.on(published_on), roll=Roll.FORWARD, rule="CERT-02", citation="19 CFR 159.63(a)"
    )
    return period.deadline(published_on)


def final_close_date(published_on: date, window_days: int | None = None) -> date:
    """Last day on which a certification under a notice of final distribution may be received.

    Args:
        published_on: day of the notice.
        window_days: another window than FINAL_CLAIM_WINDOW_DAYS of that day, calendar days.

    Source:
        TERM-02, TERM-03, CERT-02; 19 CFR 159.63(a), 159.64(d)(2)-(3).
    """
    days = law.FINAL_CLAIM_WINDOW_DAYS.on(published_on) if window_days is None else window_days
    return Period(days=days, roll=Roll.FORWARD, rule="TERM-03", citation="19 CFR 159.64(d)(3)").deadline(published_on)


def sweep_after(published_on: date, window_days: int | None = None) -> date:
    """Last day before what was not claimed under a final notice may go to the General Fund.

    It does not roll; but where the filing window is as long and rolls, nothing is swept while claims are still in time.

    Args:
        published_on: day of the notice.
        window_days: see ``final_close_date``.

    Source:
        TERM-03; 19 USC 1675c(e)(4): 90 days from the notice.
    """
    days = law.FINAL_CLAIM_MIN_DAYS.on(published_on)
    period = Period(days=days, roll=Roll.NONE, rule="TERM-03", citation="19 USC 1675c(e)(4)")
    return max(period.deadline(published_on), final_close_date(published_on, window_days))


def return_by(close_on: date) -> date:
    """Last day for Customs to return a certification; it binds Customs and does not roll.

    Source:
        CERT-12; 19 CFR 159.63(c): 15 days after the (rolled) close of the filing window.
    """
    period = Period(days=law.RETURN_DAYS.on(close_on), roll=Roll.NONE, rule="CERT-12", citation="19 CFR 159.63(c)")
    return period.deadline(close_on)


def correct_by(returned_on: date) -> date:
    """Last day on which Customs must receive the corrected certification.

    Source:
        CERT-13; 19 CFR 159.63(c): 10 days after the date of return, rolled forward to a business day.
    """
    period = Period(
        days=law.CORRECTION_DAYS.on(returned_on), roll=Roll.FORWARD, rule="CERT-13", citation="19 CFR 159.63(c)"
    )
    return period.deadline(returned_on)


def power_of_attorney_by(filed_on: date) -> date:
    """Last day on which the power of attorney of an association that files for members may be received.

    Source:
        PROD-06, CERT-05 item 23; 19 CFR 159.61(b)(1): 10 days after the filing, rolled forward to a business day.
    """
    period = Period(
        days=law.POWER_OF_ATTORNEY_DAYS.on(filed_on), roll=Roll.FORWARD, rule="PROD-06", citation="19 CFR 159.61(b)(1)"
    )
    return period.deadline(filed_on)


def retain_until(filed_on: date) -> date:
    """Day through which the producer keeps the records behind its claim.

    Args:
        filed_on: day of receipt of the latest version.

    Source:
        VERI-02; 19 CFR 159.63(d): five years; 29 February plus five years is 1 March.
    """
    return add_years(filed_on, law.RECORD_RETENTION_YEARS.on(filed_on))


def registered_on(received_on: date, published_on: date) -> date:
    """Day on which a filing counts as received: never before the notice's publication.

    Source:
        CERT-02: a filing received before publication is held and registered on day 0.
    """
    return max(received_on, published_on)
