"""The guard on spending claimed under several orders, over frozen distributions (DIST-08)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.accounts.domain import shared_guard
from services.accounts.domain.distribution import Claim
from services.accounts.domain.shared_guard import Guarded, OrderClaims, Pair
from services.accounts.events.published import GroupAllotment, SharedGuardApplied
from services.accounts.storage import distribution_inputs, distribution_runs
from services.accounts.storage.distribution_inputs import GuardOrder
from shared.database import Transaction

Frozen = dict[UUID, list[tuple[Claim, int]]]


@dataclass(frozen=True, slots=True)
class _Group:
    orders: Sequence[GuardOrder]
    result: Guarded


async def apply_guard(tx: Transaction, ids: Sequence[UUID], fiscal_year: int) -> None:
    """Compute the product groups again in which a shared group would be paid more than its common net claim.

    Called once every order is computed on its own; where no group is over, nothing is touched.
    """
    groups = await distribution_inputs.guard_orders(tx.connection, ids)
    if not groups:
        return
    shared = await distribution_runs.shared_claims(tx.connection, _ids(groups.values()))
    over = [orders for orders in groups.values() if _is_over(orders, shared)]
    for group in await _computed(tx, over):
        await distribution_runs.set_guarded(tx.connection, _rows(group))
        _tell(tx, group, fiscal_year)


async def disagreeing(tx: Transaction, ids: Sequence[UUID]) -> set[UUID]:
    """Those of ``ids`` whose stored shares and cuts are not what the guard gives from the frozen inputs."""
    groups = await distribution_inputs.guard_orders(tx.connection, ids)
    if not groups:
        return set()
    stored = await distribution_runs.guarded_rows(tx.connection, _ids(groups.values()))
    wrong: set[UUID] = set()
    for group in await _computed(tx, list(groups.values())):
        expected = set(_rows(group))
        for order in group.orders:
            own = {row for row in expected if row[0] == order.distribution_id}
            if not order.paid and own != stored[order.distribution_id]:
                wrong.add(order.distribution_id)
    return wrong


async def _computed(tx: Transaction, groups: Sequence[Sequence[GuardOrder]]) -> list[_Group]:
    if not groups:
        return []
    claims = await distribution_runs.all_claims(tx.connection, _ids(groups))
    return [_Group(orders, shared_guard.guard(_order_claims(order, claims) for order in orders)) for orders in groups]


def _order_claims(order: GuardOrder, frozen: Frozen) -> OrderClaims:
    claims = frozen[order.distribution_id]
    return OrderClaims(
        case_number=order.case_number,
        available_cents=order.available_cents,
        claims=[claim for claim, _ in claims],
        paid_cents=_allotted(claims) if order.paid else None,
    )


def _is_over(orders: Sequence[GuardOrder], shared: Frozen) -> bool:
    common = shared_guard.common_claims(_order_claims(order, shared) for order in orders)
    total: Counter[Pair] = Counter()
    for order in orders:
        total.update(_allotted(shared[order.distribution_id]))
    return bool(shared_guard.over(common, total))


def _allotted(claims: Sequence[tuple[Claim, int]]) -> Counter[Pair]:
    return shared_guard.allotted(
        (claim for claim, _ in claims), {claim.certification_number: cents for claim, cents in claims}
    )


def _rows(group: _Group) -> list[tuple[UUID, str, int, int]]:
    return [
        (order.distribution_id, number, cents, group.result.cuts_cents[order.case_number].get(number, 0))
        for order in group.orders
        if not order.paid
        for number, cents in group.result.allocations[order.case_number].shares_cents.items()
    ]


def _tell(tx: Transaction, group: _Group, fiscal_year: int) -> None:
    first = next(order.case_number for order in group.orders if not order.paid)
    for applied in group.result.applied:
        event = SharedGuardApplied(
            case_number=first,
            fiscal_year=fiscal_year,
            producer_id=applied.producer_id,
            group_id=applied.group_id,
            common_cents=applied.common_cents,
            orders=tuple(
                GroupAllotment(case_number=case, before_cents=before, after_cents=applied.after_cents.get(case, 0))
                for case, before in sorted(applied.before_cents.items())
            ),
        )
        tx.record(event)
        tx.audit(
            "apply_shared_guard",
            f"producers/{applied.producer_id}/groups/{applied.group_id}",
            before=dict(applied.before_cents),
            after=dict(applied.after_cents),
        )


def _ids(groups: Iterable[Sequence[GuardOrder]]) -> list[UUID]:
    return [order.distribution_id for orders in groups for order in orders]
