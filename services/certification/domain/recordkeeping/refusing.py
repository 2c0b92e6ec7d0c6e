"""Refusals of this function, made in one way."""

from datetime import date
from typing import Final

from shared.refusals import Refusal

PROGRAM: Final = "19 CFR 163.12"


def refusal(code: str, rule: str, citation: str, message: str, field: str | None = None) -> Refusal:
    """One deficiency."""
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)


def refuse_office(office: str, wanted: str, *, rule: str, citation: str) -> list[Refusal]:
    """What stands against an office: it is not the one the program names (RCP-03, RCP-10, RCP-17)."""
    if office.strip().casefold() == wanted.casefold():
        return []
    return [refusal("RCP_WRONG_OFFICE", rule, citation, f"This is for the office {wanted}.", "office")]


def refuse_future(day: date, today: date, field: str, citation: str = PROGRAM) -> list[Refusal]:
    """What stands against a day on which something is said to have happened (CLK-04)."""
    if day <= today:
        return []
    return [refusal("DATE_IN_FUTURE", "CLK-04", citation, f"{day.isoformat()} has not come yet.", field)]


def refuse_before(day: date, earlier: date, field: str, what: str, citation: str = PROGRAM) -> list[Refusal]:
    """What stands against a day before the fact it follows (CLK-04)."""
    if day >= earlier:
        return []
    message = f"{what} was on {earlier.isoformat()}; this cannot have come before."
    return [refusal("DATE_OUT_OF_ORDER", "CLK-04", citation, message, field)]
