"""Commands over a whole fiscal year: their portions, and what they answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from services.accounts.storage.distributions import Distribution
from shared.canonical import JSON
from shared.refusals import Refusal

# Each statement of a portion stays well within the database's limit on the time of a statement.
LARGEST_PORTION: Final = 200_000


def portions(units: Iterable[Sequence[str]], claims: Mapping[str, int]) -> Iterator[list[str]]:
    """Orders in portions of at most ``LARGEST_PORTION`` claims; one transaction handles them one after another.

    Args:
        units: orders that stay together; a unit larger than a portion is a portion of its own.
        claims: how many claims each order has.
    """
    portion: list[str] = []
    size = 0
    for unit in units:
        more = sum(claims.get(case, 0) for case in unit)
        if portion and size + more > LARGEST_PORTION:
            yield portion
            portion, size = [], 0
        portion += unit
        size += more
    if portion:
        yield portion


def units(cases: Iterable[str], groups: Iterable[Sequence[str]]) -> list[list[str]]:
    """``cases`` one by one, but those of a product group with shared claims together (DIST-08)."""
    wanted = set(cases)
    together = [[case for case in group if case in wanted] for group in groups]
    alone = wanted.difference(*together)
    return sorted([*(group for group in together if group), *([case] for case in alone)])


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
