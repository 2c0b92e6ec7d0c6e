"""What bulk commands check alike: size, repeated rows, days, unknown orders."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from shared.errors import BadInput
from shared.refusals import Refusal

LARGEST_BATCH: Final = 10_000


def check_size(rows: int, field: str) -> None:
    """Refuse an empty batch and one too large to be one transaction.

    Raises:
        BadInput: none, or more than ``LARGEST_BATCH`` rows.
    """
    if not 0 < rows <= LARGEST_BATCH:
        raise BadInput(f"{field} must hold 1 to {LARGEST_BATCH} rows, not {rows}; split the batch", field=field)


def refusal(
    code: str, message: str, field: str, rule: str = "ACCT-02", citation: str = "19 CFR 159.64(a)(2)"
) -> Refusal:
    """A row's refusal; by default one of the rule on deposits."""
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)


def repeated(keys: Sequence[object], path: Callable[[int], str], rule: str) -> Iterator[Refusal]:
    """A refusal for every row that names what an earlier row of the batch named."""
    seen: set[object] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield refusal("REPEATED_IN_BATCH", "Another row of this batch is about the same.", path(position), rule)
        seen.add(key)


def not_in_future(day: date, today: date, field: str) -> Iterator[Refusal]:
    """A refusal of a day that is still to come."""
    if day > today:
        yield refusal("DATE_IN_FUTURE", f"{day.isoformat()} is after today, {today.isoformat()}.", field)


def unknown_order(case_number: str, field: str) -> Refusal:
    """The refusal of an order that has no accounts here (ACCT-01)."""
    return refusal(
        "ORDER_NOT_REGISTERED",
        f"No order {case_number} is registered, so it has no Clearing and no Special Account.",
        field,
        "ACCT-01",
        "19 CFR 159.64(a)",
    )
