"""A filing as the API takes it, made into the command of its use case; the tax number goes to the vault alone."""

from uuid import UUID

from services.certification.graphql.access import authorize_filing, parse_id
from services.certification.graphql.inputs import FileCertificationInput
from services.certification.graphql.loaders import Info
from services.certification.usecases.file_certification import FileCertification
from shared.errors import BadInput


def filing_of(info: Info, filed: FileCertificationInput) -> FileCertification:
    """The command that files it, for a caller who may.

    Raises:
        BadInput: an id is none, or the notice is left out.
        Forbidden: the caller may not file this way, or not for this producer.
    """
    producer_id = own_filing(info, filed)
    return FileCertification(
        notice_id=notice_id_of(filed),
        producer_id=producer_id,
        form=filed.form(),
        tax_fingerprint=fingerprint(info, filed),
        received_on=filed.received_on,
    )


def own_filing(info: Info, filed: FileCertificationInput) -> UUID:
    """The producer a caller files for, if it may.

    Raises:
        BadInput: the producer's id is none.
        Forbidden: the caller may not file this way, or not for this producer.
    """
    producer_id = parse_id(filed.producer_id, "producerId")
    authorize_filing(info, filed.channel, producer_id)
    return producer_id


def notice_id_of(filed: FileCertificationInput) -> UUID:
    """The notice a filing answers.

    Raises:
        BadInput: it is left out.
    """
    if filed.notice_id is None:
        raise BadInput("a filing names the notice it answers", field="noticeId")
    return parse_id(filed.notice_id, "noticeId")


def fingerprint(info: Info, filed: FileCertificationInput) -> str | None:
    """Tells the tax number from another one without showing it."""
    number = filed.tax_number()
    return info.context.loaders.vault.fingerprint(number) if number else None


def sealed(info: Info, filed: FileCertificationInput) -> bytes | None:
    """The tax number, encrypted."""
    number = filed.tax_number()
    return info.context.loaders.vault.seal(number) if number else None
