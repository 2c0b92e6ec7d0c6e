"""What the law refuses: an answer with its rule and citation, never a crash."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """One deficiency.

    Attributes:
        code: stable reason code, for example ``ARITHMETIC``.
        rule: id of the rule that refuses, for example ``CERT-06``.
        citation: where the rule stands in law, for example ``19 CFR 159.63(b)(2)``.
        message: what is wrong and how to mend it, for people.
        field: path of the input concerned as the API names it, or None when no single field is at fault.
    """

    code: str
    rule: str
    citation: str
    message: str
    field: str | None = None


class Refused(Exception):
    """Raised by a use case to refuse: all its effects are rolled back, the caller gets every refusal at once."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        assert self.refusals, "a refusal needs at least one reason"
        super().__init__(", ".join(refusal.code for refusal in self.refusals))


def refuse_if_any(refusals: Iterable[Refusal]) -> None:
    """Raise ``Refused`` with all of ``refusals`` when there are any."""
    found = tuple(refusals)
    if found:
        raise Refused(found)
