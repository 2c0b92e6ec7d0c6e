"""The report of an audit as a file: whole for officers, for the audited person the copy it was sent (AUD-08)."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from services.enforcement.graphql.audits.report_pdf import MEDIA_TYPE
from services.enforcement.graphql.audits.report_types import pdf_of
from services.enforcement.rights import Right
from services.enforcement.storage.audits import queries
from services.enforcement.storage.audits.rows import AuditRecord
from shared.errors import ClientError, Forbidden, NotFound, Unauthenticated
from shared.graphql import Context
from shared.graphql.endpoint import ContextFactory

REPORT: Final = "/audits/{audit_id}/report.pdf"
_STATUS: Final[tuple[tuple[type[ClientError], int], ...]] = ((Unauthenticated, 401), (Forbidden, 403), (NotFound, 404))


def audit_routes(make_context: ContextFactory) -> Sequence[Route]:
    """The routes, with the same tokens and rights as the fields of the schema."""

    async def report(request: Request) -> Response:
        try:
            context = await make_context(request)
            return await _report(context, request.path_params["audit_id"])
        except ClientError as error:
            status = next((number for kind, number in _STATUS if isinstance(error, kind)), 400)
            return PlainTextResponse(f"{error.message}\n", status, {"cache-control": "no-store"})

    return (Route(REPORT, report),)


async def _report(context: Context[Any], given: str) -> Response:
    officer = context.may(Right.READ_AUDITS)
    if not officer:
        context.authorize(Right.READ_OWN_AUDITS)
    audit = await _audit(context, given)
    if audit is None or not (officer or may_see_copy(audit, context.principal.importer_numbers)):
        raise NotFound("There is no such report.")
    made = await pdf_of(context.database, audit, as_copy=not officer)
    if made is None:
        raise NotFound("There is no such report.")
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="audit-{audit.id}.pdf"',
        "x-content-type-options": "nosniff",
    }
    return Response(made, headers=headers, media_type=MEDIA_TYPE)


async def _audit(context: Context[Any], given: str) -> AuditRecord | None:
    try:
        audit_id = UUID(given)
    except ValueError:
        return None
    async with context.database.reading() as connection:
        return (await queries.audits_by_id(connection, [audit_id])).get(audit_id)


def may_see_copy(audit: AuditRecord, importer_numbers: frozenset[str]) -> bool:
    """Whether the copy was sent, and to one of these importers."""
    return audit.copy_sent_on is not None and audit.importer_number in importer_numbers
