"""The deadline engine: a period of law counted from a trigger day, rolled as its rule says."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from shared.calendar.business_days import add_business_days, roll_back, roll_forward


class Unit(Enum):
    """What a period counts."""

    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"


class Roll(Enum):
    """What happens when the last day is not a business day."""

    NONE = "the day stands"
    FORWARD = "the next business day"
    BACK = "the last business day before"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A period of law.

    Attributes:
        days: length; negative counts back from the trigger.
        unit: calendar or business days.
        roll: what happens when the last day is not a business day (DEF-14: a producer's deadline rolls forward, one
            that binds Customs does not).
        rule: id of the rule, for example ``CERT-02``.
        citation: where the length stands, for example ``19 CFR 159.63(a)``.
    """

    days: int
    unit: Unit = Unit.CALENDAR_DAYS
    roll: Roll = Roll.NONE
    rule: str
    citation: str

    def deadline(self, trigger: date) -> date:
        """Last day of the period. The trigger is day 0: "within N days after X" ends at the end of day X + N."""
        if self.unit is Unit.BUSINESS_DAYS:
            return add_business_days(trigger, self.days)
        last = trigger + timedelta(days=self.days)
        if self.roll is Roll.FORWARD:
            return roll_forward(last)
        if self.roll is Roll.BACK:
            return roll_back(last)
        return last


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 1 March where there is none (VERI-02)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
