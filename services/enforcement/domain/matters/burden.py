"""Who must prove what when a section 1592 penalty goes to court (CUL-14): information, never a decision."""

from dataclasses import dataclass
from typing import Final

from services.enforcement.domain.matters.law import Culpability


@dataclass(frozen=True, slots=True)
class Burden:
    """The burden of proof at a level of culpability; trial is de novo, so administrative amounts do not bind."""

    government_proves: str
    standard: str
    violator_proves: str | None


_ELEMENTS: Final = "all elements of the alleged violation"
_PREPONDERANCE: Final = "preponderance of the evidence"
_BURDENS: Final = {
    Culpability.FRAUD: Burden("the alleged violation", "clear and convincing evidence", None),
    Culpability.GROSS_NEGLIGENCE: Burden(_ELEMENTS, _PREPONDERANCE, None),
    Culpability.NEGLIGENCE: Burden(
        "the act or omission constituting the violation",
        _PREPONDERANCE,
        "that the act or omission did not occur as a result of negligence",
    ),
}


def burden_in_court(culpability: Culpability) -> Burden:
    """Who must prove what.

    Source: CUL-14, 19 USC 1592(e)(1)-(4), which leaves the ordinary civil standard below fraud as it is.
    """
    return _BURDENS[culpability]
