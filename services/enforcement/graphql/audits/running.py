"""Run an act on an audit and show the audit as it stands, or every refusal."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from uuid import UUID

import strawberry

from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.graphql.audits.types import Audit, AuditPayload
from services.enforcement.graphql.loaders import Info
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.rows import AuditRecord
from shared.canonical import JSON
from shared.database import Transaction
from shared.graphql import Refusal, to_refusals

ACT: Final = strawberry.argument(description="The act.")
Command = TypeVar("Command")


async def act_on_audit(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> tuple[AuditRecord | None, list[Refusal]]:
    """The audit after a use case, or why it was refused.

    A use case that keeps what it refuses answers with the code that is shown, under ``refused``.
    """
    result = await info.context.command(name, key, command, use_case)
    if result.value is None:
        return None, to_refusals(result.refusals)
    if "refused" in result.value:
        return None, to_refusals([refusal(result.value["refused"])])
    audit_id = UUID(result.value["audit_id"])
    async with info.context.database.reading() as connection:
        return (await queries.audits_by_id(connection, [audit_id]))[audit_id], []


async def run_audit(
    info: Info,
    name: str,
    key: str,
    command: Command,
    use_case: Callable[[Transaction, Command], Awaitable[dict[str, JSON]]],
) -> AuditPayload:
    """Run a use case and show the audit to an officer."""
    record, refusals = await act_on_audit(info, name, key, command, use_case)
    return AuditPayload(audit=None if record is None else Audit.of(record), refusals=refusals)
