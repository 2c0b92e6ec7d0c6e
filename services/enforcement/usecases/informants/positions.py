"""What every claim of a group may be awarded, as things stand (INF-12 to INF-15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from services.enforcement.domain.informants.awards import BASIS_POINTS, Position, position
from services.enforcement.domain.informants.law import AwardLimits
from services.enforcement.domain.informants.reasons import refusal
from services.enforcement.domain.informants.recovery import Causation, RecoveryItem, net_recovery
from services.enforcement.domain.informants.states import BEFORE_HEADQUARTERS, ClaimState
from services.enforcement.storage.informants import queries, recoveries
from services.enforcement.storage.informants.recoveries import GroupRecovery
from services.enforcement.usecases.informants.acting import Row
from shared.database import Transaction
from shared.refusals import Refused

_NOT_SHARING: Final = BEFORE_HEADQUARTERS | {ClaimState.AT_HQ, ClaimState.REFUSED, ClaimState.DENIED}
Findings = Mapping[UUID, tuple[Causation, bool]]


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupPosition:
    """A group's net recovery, US cents, and where each of its claims stands; empty while shares are missing."""

    net_cents: int
    claims: Mapping[UUID, Position]

    def of(self, claim_id: UUID) -> Position:
        """A claim's position.

        Raises:
            Refused: headquarters has to assign shares first (INF-15).
        """
        if claim_id not in self.claims:
            message = "Headquarters has to assign the shares of the informants of this case (INF-15)."
            raise Refused([refusal("INF_STEP_OUT_OF_ORDER", message=message)])
        return self.claims[claim_id]


async def group_position(tx: Transaction, group_id: UUID | None, limits: AwardLimits) -> GroupPosition:
    """Compute it from every recovery, finding and award; the caller holds the group's lock."""
    if group_id is None:
        return GroupPosition(net_cents=0, claims={})
    claims = [row for row in await queries.claims_of_group(tx.connection, group_id) if row.state not in _NOT_SHARING]
    found = await recoveries.of_group(tx.connection, group_id)
    ids = [row.id for row in claims]
    findings = await recoveries.causations(tx.connection, ids)
    awards = await queries.awards_of_claims(tx.connection, ids)
    net = net_recovery(_by_any(found, list(findings.values())), tx.today)
    shares = _shares(claims)
    awarded = {str(claim_id): sum(row.amount_cents for row in awards.get(claim_id, [])) for claim_id in ids}
    return GroupPosition(
        net_cents=net,
        claims={
            row.id: position(
                str(row.id),
                net_cents=net,
                own_net_cents=net_recovery(_by_one(found, findings.get(row.id, {})), tx.today),
                shares=shares,
                awarded=awarded,
                limits=limits,
            )
            for row in claims
            if shares
        },
    )


def _shares(claims: Sequence[Row]) -> dict[str, int]:
    if len(claims) == 1:
        return {str(claims[0].id): BASIS_POINTS}
    shares = {str(row.id): row.share_basis_points or 0 for row in claims}
    assigned = all(row.share_basis_points is not None for row in claims)
    return shares if assigned and sum(shares.values()) == BASIS_POINTS else {}


def _by_one(found: Sequence[GroupRecovery], findings: Findings) -> list[RecoveryItem]:
    undetermined = (Causation.UNDETERMINED, False)
    return [
        replace(recovery.item, causation=causation, other_scheme=other)
        for recovery in found
        for causation, other in [findings.get(recovery.id, undetermined)]
    ]


def _by_any(found: Sequence[GroupRecovery], findings: Sequence[Findings]) -> list[RecoveryItem]:
    """A recovery counts for the case when the act of any of its informants led to it."""
    caused = {
        key
        for one in findings
        for key, (causation, other) in one.items()
        if causation is Causation.LED_TO and not other
    }
    return [replace(recovery.item, causation=Causation.LED_TO) for recovery in found if recovery.id in caused]
