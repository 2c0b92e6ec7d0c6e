"""Whose certifications a caller may see and file: all of them for an officer, its own producers' for a claimant."""

from uuid import UUID

from services.certification.domain.forms import Channel
from services.certification.graphql.loaders import Info
from services.certification.rights import Right
from services.certification.storage.queries.certifications import CertificationRow
from shared.errors import BadInput, Forbidden, NotFound


def parse_id(given: str, field: str) -> UUID:
    """An id as it was given out.

    Raises:
        BadInput: it is no id of ours.
    """
    try:
        return UUID(given)
    except ValueError:
        raise BadInput(f"{field} is not an id; pass it as it was given", field=field) from None


def own_producers(info: Info) -> frozenset[UUID]:
    """The producers the caller's token names; names that are no ids are nobody's."""
    found = set()
    for each in info.context.principal.producer_ids:
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return frozenset(found)


def visible_producers(info: Info) -> frozenset[UUID] | None:
    """The producers whose certifications the caller may read; None for all."""
    return None if info.context.may(Right.READ_ALL_CERTIFICATIONS) else own_producers(info)


def may_see(info: Info, producer_id: UUID) -> bool:
    """Whether the caller may read this producer's certifications."""
    visible = visible_producers(info)
    return visible is None or producer_id in visible


async def visible_certification(info: Info, certification_id: UUID) -> CertificationRow:
    """A certification the caller may see.

    Raises:
        NotFound: there is none, or it is somebody else's: a claimant is not told which.
    """
    found = await info.context.loaders.certification.load(certification_id)
    if found is None or not may_see(info, found.producer_id):
        raise NotFound("there is no such certification", field="certificationId")
    return found


def authorize_filing(info: Info, channel: Channel, producer_id: UUID) -> None:
    """Let a claimant file electronically for its own producers, and a reviewer key in paper.

    Raises:
        Forbidden: the caller may not file this way, or not for this producer.
    """
    if channel is Channel.PAPER:
        info.context.authorize(Right.FILE_ON_PAPER)
        return
    info.context.authorize(Right.FILE_ELECTRONICALLY)
    if producer_id not in own_producers(info):
        raise Forbidden("the token does not name this producer", field="producerId")
