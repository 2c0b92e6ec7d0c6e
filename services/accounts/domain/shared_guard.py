"""No spending claimed under several orders is paid for more than once within a year (DIST-08, EXP-07)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from services.accounts.domain.distribution import UNSHARED, Allocation, Claim, Part, allocate, net_claims
from shared.money import largest_remainder

# A producer's shared group; its lineage has another id under each order, so the producer stands for it.
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderClaims:
    """One order of a product group with its frozen claims.

    Attributes:
        available_cents: DIST-02's amount, US cents.
        paid_cents: what an earlier payment of the same year allotted to each pair; such an order is not computed again.
    """

    case_number: str
    available_cents: int
    claims: Sequence[Claim]
    paid_cents: Mapping[Pair, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """A pair that the guard cut down: what its orders allotted before and after, US cents by case number."""

    producer_id: str
    group_id: str
    common_cents: int
    before_cents: Mapping[str, int]
    after_cents: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Guarded:
    """The result: an allocation per order, what was cut off each claim's weight, the pairs concerned."""

    allocations: Mapping[str, Allocation]
    cuts_cents: Mapping[str, Mapping[str, int]]
    applied: Sequence[Applied]


def attribute(paid_cents: int, parts: Sequence[Part]) -> dict[str, int]:
    """Which lines a payment pays: by largest remainder over the parts' net claims, unshared first in a last tie.

    Args:
        paid_cents: paid on the certification, US cents, at most its net claim.
        parts: its parts.

    Returns:
        Cents by group id; ``UNSHARED`` for the unshared lines. Paid in full, each part gets its net claim.

    Source: EXP-07 (design choice), DIST-05 for the cents.
    """
    weights = {part.group_id: part.net_cents for part in parts}
    if not sum(weights.values()):
        return dict.fromkeys(weights, 0)
    return largest_remainder(paid_cents, weights)


def reduce_parts(parts: Iterable[Part], reduced_cents: int) -> tuple[Part, ...]:
    """The parts of a claim that was reduced (RECO-07); the reduction is attributed as a payment is (EXP-07)."""
    before = tuple(parts)
    off = attribute(reduced_cents, before)
    return tuple(
        replace(part, net_cents=part.net_cents - off[part.group_id], reduced_cents=off[part.group_id])
        for part in before
    )


def allotted(claims: Iterable[Claim], shares_cents: Mapping[str, int]) -> Counter[Pair]:
    """What one order's shares give to each shared group, US cents."""
    found: Counter[Pair] = Counter()
    for claim in claims:
        if not claim.accepted or not claim.parts:
            continue
        for group_id, cents in attribute(shares_cents.get(claim.certification_number, 0), claim.parts).items():
            if group_id != UNSHARED:
                found[claim.producer_id, group_id] += cents
    return found


def common_claims(orders: Iterable[OrderClaims]) -> dict[Pair, int]:
    """C of every pair: its group's common net claim, less what reduced it under any order since it was filed."""
    filed: defaultdict[Pair, Counter[str]] = defaultdict(Counter)
    reduced: Counter[Pair] = Counter()
    for order in orders:
        for claim in order.claims:
            for part in claim.parts if claim.accepted else ():
                if part.group_id != UNSHARED:
                    pair = claim.producer_id, part.group_id
                    filed[pair][order.case_number] += part.net_cents + part.reduced_cents
                    reduced[pair] += part.reduced_cents
    return {pair: max(0, max(by_case.values()) - reduced[pair]) for pair, by_case in filed.items()}


def over(common_cents: Mapping[Pair, int], total_cents: Mapping[Pair, int]) -> set[Pair]:
    """Pairs whose orders together allot more than the group's common net claim."""
    return {pair for pair, cents in total_cents.items() if cents > common_cents.get(pair, 0)}


def guard(orders: Iterable[OrderClaims]) -> Guarded:
    """Compute the orders of one product group so that no group is paid more than its common net claim.

    Every order is computed independently first. While a pair is over, it is marked, and the orders are computed one
    after another in ascending case number, a marked pair's shared part claiming at most what earlier orders of the
    pass left of the common claim; unmarked claims keep their weight. The marked set only grows, so it ends.

    Source: DIST-08 (design choice implementing EXP-04 inside one cycle; 19 CFR 159.63(b)(3)(i)).
    """
    ordered = sorted(orders, key=lambda order: order.case_number)
    common = common_claims(ordered)
    marked: set[Pair] = set()
    first = result = _pass(ordered, common, marked)
    while newly := over(common, _total(result.by_pair)) - marked:
        marked |= newly
        result = _pass(ordered, common, marked)
    return Guarded(
        allocations=result.allocations,
        cuts_cents=result.cuts,
        applied=[
            Applied(
                producer_id=pair[0],
                group_id=pair[1],
                common_cents=common[pair],
                before_cents={case: pairs[pair] for case, pairs in first.by_pair.items() if pair in pairs},
                after_cents={case: pairs[pair] for case, pairs in result.by_pair.items() if pair in pairs},
            )
            for pair in sorted(marked)
        ],
    )


@dataclass(slots=True)
class _Pass:
    allocations: dict[str, Allocation]
    cuts: dict[str, dict[str, int]]
    by_pair: dict[str, Mapping[Pair, int]]


def _pass(orders: Sequence[OrderClaims], common: Mapping[Pair, int], marked: set[Pair]) -> _Pass:
    done = _Pass(allocations={}, cuts={}, by_pair={})
    # What is paid already cannot be computed again, so it comes before every order of the pass.
    taken = _total({order.case_number: order.paid_cents for order in orders if order.paid_cents is not None})
    for order in orders:
        if order.paid_cents is not None:
            done.by_pair[order.case_number] = order.paid_cents
            continue
        left = {pair: max(0, common[pair] - taken[pair]) for pair in marked}
        claims = [_cut(claim, left) for claim in order.claims]
        allocation = allocate(order.available_cents, net_claims(claims))
        pairs = allotted(claims, allocation.shares_cents)
        taken.update(pairs)
        done.allocations[order.case_number] = allocation
        done.by_pair[order.case_number] = pairs
        done.cuts[order.case_number] = {
            before.certification_number: before.net_cents - after.net_cents
            for before, after in zip(order.claims, claims, strict=True)
            if before.net_cents != after.net_cents
        }
    return done


def _cut(claim: Claim, left_cents: dict[Pair, int]) -> Claim:
    """The claim with its marked parts at what is left; several claims of a pair in one order take it in turn."""
    if not claim.accepted or not any((claim.producer_id, part.group_id) in left_cents for part in claim.parts):
        return claim
    parts = []
    for part in claim.parts:
        pair = claim.producer_id, part.group_id
        if part.group_id != UNSHARED and pair in left_cents:
            part = replace(part, net_cents=min(part.net_cents, left_cents[pair]))
            left_cents[pair] -= part.net_cents
        parts.append(part)
    return replace(claim, parts=tuple(parts), net_cents=sum(part.net_cents for part in parts))


def _total(by_case: Mapping[str, Mapping[Pair, int]]) -> Counter[Pair]:
    total: Counter[Pair] = Counter()
    for pairs in by_case.values():
        total.update(pairs)
    return total
