"""What the commands over a whole fiscal year answer."""

from collections.abc import Mapping, Sequence

from services.accounts.storage.distributions import Distribution
from shared.canonical import JSON
from shared.refusals import Refusal


def done(changed: Sequence[Distribution], left_out: Mapping[str, Sequence[Refusal]]) -> dict[str, JSON]:
    """The orders done, and those left out with every reason."""
    return {
        "orders": [run.case_number for run in changed],
        "left_out": [
            {
                "case_number": case_number,
                "refusals": [
                    {
                        "code": refusal.code,
                        "rule": refusal.rule,
                        "citation": refusal.citation,
                        "message": refusal.message,
                        "field": refusal.field,
                    }
                    for refusal in refusals
                ],
            }
            for case_number, refusals in sorted(left_out.items())
        ],
    }
