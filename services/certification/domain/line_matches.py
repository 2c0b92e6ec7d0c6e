"""Expenses that an association and its member both enumerate (EXP-06)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.risk import Figure, Risk, RiskKind, Severity

_NAMED_AT_MOST = 10  # lines named in the words of a flag; the figures hold as many


@dataclass(frozen=True, kw_only=True, slots=True)
class LineMatch:
    """A line of a member and one of an association with the same category, amount (US cents) and days."""

    member_id: UUID
    member_number: str
    association_id: UUID
    association_number: str
    member_line: int
    association_line: int
    category: str
    amount_cents: int


def line_duplicates(matches: Sequence[LineMatch]) -> list[Risk]:
    """A flag for the member and one for the association, per pair of certifications; never an automatic refusal.

    Args:
        matches: lines that agree, in order of the certifications and lines.

    Source:
        EXP-06, EXP-04; 19 CFR 159.63(a), (b)(2).
    """
    pairs: defaultdict[tuple[UUID, UUID], list[LineMatch]] = defaultdict(list)
    for match in matches:
        pairs[match.member_id, match.association_id].append(match)
    risks = []
    for (member_id, association_id), found in pairs.items():
        first = found[0]
        own = [(each.member_line, each.association_line) for each in found]
        its = [(there, here) for here, there in own]
        risks.append(_risk(member_id, association_id, first.association_number, own, found))
        risks.append(_risk(association_id, member_id, first.member_number, its, found))
    return risks


def _risk(
    certification_id: UUID, other_id: UUID, other_number: str, numbers: list[tuple[int, int]], found: list[LineMatch]
) -> Risk:
    named = ", ".join(f"{own} (there {other})" for own, other in numbers[:_NAMED_AT_MOST])
    more = f" and {len(numbers) - _NAMED_AT_MOST} more" if len(numbers) > _NAMED_AT_MOST else ""
    figures = [
        Figure(label=f"line {own}, {match.category}", cents=match.amount_cents)
        for (own, _), match in zip(numbers, found, strict=True)
    ]
    basis = ";".join(f"{own}={match.amount_cents}" for (own, _), match in zip(numbers, found, strict=True))
    return Risk(
        certification_id=certification_id,
        kind=RiskKind.DUPLICATE_WITH_ASSOCIATION,
        severity=Severity.MEDIUM,
        message=f"It cites expenses that certification {other_number} cites too: line {named}{more}.",
        figures=tuple(figures[:_NAMED_AT_MOST]),
        others=(other_id,),
        basis=f"lines|{other_id}|{basis}",
    )
