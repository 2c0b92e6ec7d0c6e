"""Refusals of this function."""

from shared.refusals import Refusal

_CITATION = "19 CFR 159.64(b)"


def refusal(code: str, message: str, *, rule: str = "ACCT-18") -> Refusal:
    """A refusal of a hold."""
    return Refusal(code=code, rule=rule, citation=_CITATION, message=message, field="holdId")
