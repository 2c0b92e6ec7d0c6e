"""Legal days: business days, fiscal years and the one engine for deadlines."""

from shared.calendar.business_days import add_business_days, federal_holidays, is_business_day, roll_back, roll_forward
from shared.calendar.deadlines import Period, Roll, Unit, add_years
from shared.calendar.fiscal_year import FiscalYear

__all__ = [
    "FiscalYear",
    "Period",
    "Roll",
    "Unit",
    "add_business_days",
    "add_years",
    "federal_holidays",
    "is_business_day",
    "roll_back",
    "roll_forward",
]
