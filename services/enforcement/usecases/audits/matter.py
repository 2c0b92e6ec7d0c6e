"""Section 1592 matters that an audit opens and feeds: losses by entry, the offset's decision (10.3, OFF-17, OFF-19)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from uuid import UUID

from services.enforcement.domain.audits.offsets import Computation, fit, net
from services.enforcement.domain.audits.states import DETERMINED, OffsetState
from services.enforcement.domain.matters.culpability import Excuse, Violation
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset
from services.enforcement.storage.audits import findings, matters
from services.enforcement.storage.audits.findings import EntryLoss
from services.enforcement.storage.audits.rows import AuditRecord
from services.enforcement.usecases.audits.figures import Outcome
from services.enforcement.usecases.matters.keeping import refresh_limits, write_history
from services.enforcement.usecases.matters.open_matter import EntryInput, OpenMatter, Source, open_matter
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the auditor proposes for the matter; values in US cents."""

    issues: tuple[str, ...]
    culpability: Culpability
    fraud_discovered_on: date | None
    domestic_value_cents: int
    dutiable_value_cents: int


_FOUND: Final = Violation(
    false_or_omitted=True, material=True, excuse=Excuse.NONE, pattern=False, electronic_repetition=False
)


async def open_audit_matter(tx: Transaction, audit: AuditRecord, outcome: Outcome, proposal: Proposal) -> UUID | None:
    """Open the matter of a referral, with the loss of each entry after offset; None without an under-payment (AUD-12).

    Raises:
        BadInput: fraud without the day of its discovery.
    """
    losses = await findings.losses(tx.connection, audit, tx.today, outcome.uses)
    computed = net(outcome.sums, with_offset=audit.offset_state is not OffsetState.DISALLOWED_ENTIRELY)
    entries = _entries(losses, computed, proposal.issues)
    if not entries:
        return None
    opened = await open_matter(
        tx,
        OpenMatter(
            importer_number=audit.importer_number,
            source=Source.AUDIT,
            source_reference=str(audit.id),
            audit_offset=_decision(audit.offset_state),
            commercial=True,
            violation=_FOUND,
            culpability=proposal.culpability,
            fraud_discovered_on=proposal.fraud_discovered_on,
            affects_duties=any(one.final_cents or one.potential_cents for one in losses),
            domestic_value_cents=proposal.domestic_value_cents,
            dutiable_value_cents=proposal.dutiable_value_cents,
            entries=entries,
        ),
    )
    return UUID(str(opened["matter_id"]))


async def update_matters(tx: Transaction, audit: AuditRecord, outcome: Outcome, state: OffsetState) -> None:
    """Feed the open matters of the audit with its decision on offset and the losses of its last computation.

    A matter on an issue under investigation keeps what it was fed before: FP&F picks with or without offset (AUD-09).

    Args:
        tx: the transaction.
        audit: the audit.
        outcome: its figures.
        state: of the offset from now on.
    """
    opened = [
        one for one in await matters.open_matters(tx.connection, audit.id) if audit.investigated.isdisjoint(one.issues)
    ]
    if not opened:
        return
    losses = await findings.losses(tx.connection, audit, tx.today, outcome.uses)
    computed = net(outcome.sums, with_offset=state is not OffsetState.DISALLOWED_ENTIRELY)
    decision = _decision(state)
    for one in opened:
        entries = _entries(losses, computed, one.issues)
        await matters.feed_matter(tx.connection, one.matter_id, decision, [asdict(entry) for entry in entries])
        await refresh_limits(tx, one.matter_id)
        await write_history(
            tx, one.matter_id, "AUDIT_COMPUTED", before=one.state, after=one.state, on=tx.today, reason=decision
        )


async def release_matters(tx: Transaction, audit: AuditRecord, investigated: Collection[str]) -> None:
    """Free the matters whose every issue is under investigation from the audit's decision on offset (AUD-09, OFF-08).

    Args:
        tx: the transaction.
        audit: the audit.
        investigated: all issues under investigation from now on.
    """
    for one in await matters.open_matters(tx.connection, audit.id):
        if set(one.issues) <= set(investigated):
            await matters.set_offset(tx.connection, one.matter_id, AuditOffset.NONE)


def _entries(losses: list[EntryLoss], computed: Computation, issues: tuple[str, ...]) -> tuple[EntryInput, ...]:
    """The loss of each entry on some issues, out of the loss of the whole audit."""
    spread = share_losses(losses, computed)
    by_entry: defaultdict[str, list[EntryLoss]] = defaultdict(list)
    for one in spread:
        if one.issue in issues:
            by_entry[one.entry_number].append(one)
    return tuple(_entry(entry, parts) for entry, parts in by_entry.items())


def share_losses(losses: list[EntryLoss], computed: Computation) -> list[EntryLoss]:
    """What is lost by entry and issue after offset and projection (OFF-19)."""
    keys = [f"{one.entry_number} {one.issue}" for one in losses]
    actual = fit(computed.actual_loss_cents, {key: one.final_cents for key, one in zip(keys, losses, strict=True)})
    potential = fit(
        computed.potential_loss_cents, {key: one.potential_cents for key, one in zip(keys, losses, strict=True)}
    )
    return [
        EntryLoss(one.entry_number, one.issue, one.violated_on, one.liquidated_on, actual[key], potential[key])
        for key, one in zip(keys, losses, strict=True)
    ]


def _entry(entry_number: str, parts: list[EntryLoss]) -> EntryInput:
    liquidated = [one.liquidated_on for one in parts if one.liquidated_on is not None]
    return EntryInput(
        entry_number=entry_number,
        violated_on=min(one.violated_on for one in parts),
        liquidated_on=max(liquidated, default=None),
        actual_loss_cents=sum(one.final_cents for one in parts),
        potential_loss_cents=sum(one.potential_cents for one in parts),
    )


def _decision(state: OffsetState | None) -> AuditOffset:
    return AuditOffset(state.value) if state in DETERMINED and state is not None else AuditOffset.PROVISIONAL
