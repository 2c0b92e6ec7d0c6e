"""Whose participations a caller may see and act for: all for an officer, those of its own importers otherwise."""

from uuid import UUID

from services.certification.domain.recordkeeping.text import parse_importer_number
from services.certification.graphql.access import parse_id
from services.certification.graphql.loaders import Info
from services.certification.rights import Right
from services.certification.storage.recordkeeping import ParticipationRecord
from shared.errors import Forbidden, NotFound
from shared.graphql import Date


def visible_importers(info: Info) -> frozenset[str] | None:
    """The importers whose participations the caller may read; None for all."""
    return None if info.context.may(Right.READ_ALL_RECORDKEEPING) else info.context.principal.importer_numbers


def may_see_importer(info: Info, importer_number: str) -> bool:
    """Whether the caller may read this importer's participations."""
    visible = visible_importers(info)
    return visible is None or importer_number in visible


async def visible_participation(info: Info, given: str) -> ParticipationRecord:
    """A participation the caller may see.

    Raises:
        NotFound: there is none, or it is somebody else's: a recordkeeper is not told which.
    """
    found = await info.context.loaders.participation.load(parse_id(given, "participationId"))
    if found is None or not may_see_importer(info, found.file.importer_number):
        raise NotFound("there is no such participation", field="participationId")
    return found


async def own_participation(info: Info, given: str, received_on: Date | None = None) -> UUID:
    """The id of a participation the caller may act for, and whether it may key in an earlier day of receipt."""
    authorize_receipt(info, received_on)
    return (await visible_participation(info, given)).id


def authorize_importer(info: Info, importer_number: str) -> str:
    """Let a recordkeeper act for its own importers, and an officer key in for all.

    Raises:
        Forbidden: the token does not name this importer.
    """
    number = parse_importer_number(importer_number)
    if not info.context.may(Right.KEY_IN_FOR_RECORDKEEPERS) and number not in info.context.principal.importer_numbers:
        raise Forbidden("the token does not name this importer", field="importerNumber")
    return number


def authorize_receipt(info: Info, received_on: Date | None) -> None:
    """Let only an officer state a day of receipt: what comes electronically is received now.

    Raises:
        Forbidden: the caller may not key in paper.
    """
    if received_on is not None:
        info.context.authorize(Right.KEY_IN_FOR_RECORDKEEPERS)
