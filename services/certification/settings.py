"""Settings of the certification service, from the environment."""

from pathlib import Path
from typing import Annotated, Literal

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo

from services.certification.domain.recordkeeping.program import Program
from shared.settings import ServiceSettings


def _fernet_key(key: SecretStr) -> SecretStr:
    try:
        Fernet(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 bytes in url-safe base64 (44 characters)") from None
    return key


def _directory_given(directory: Path | None, info: ValidationInfo) -> Path | None:
    if info.data.get("attachment_store") == "directory" and (directory is None or not directory.is_absolute()):
        raise ValueError("must be an absolute path when ATTACHMENT_STORE is directory")
    return directory


def _number(given: object) -> object:
    return int(given) if isinstance(given, str) and given.isdigit() else given


class CertificationSettings(ServiceSettings):
    """What this service reads beside what every service reads; see the README."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4001
    certification_encryption_key: Annotated[
        SecretStr, AfterValidator(_fernet_key), Field(description="key that tax numbers are encrypted with at rest")
    ]
    attachment_store: Annotated[
        Literal["database", "directory"], Field(description="where the contents of attachments lie")
    ] = "database"
    attachment_directory: Annotated[
        Path | None,
        AfterValidator(_directory_given),
        Field(description="the directory, for ATTACHMENT_STORE=directory", validate_default=True),
    ] = None
    lapse_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the job that lapses overdue corrections")
    ] = 60.0
    lapse_keying_days: Annotated[
        int, Field(ge=0, le=30, description="days to key in paper corrections received in time, before they lapse")
    ] = 5
    final_claim_window_days: Annotated[
        Literal[60, 90],
        BeforeValidator(_number),
        Field(description="days to file under a notice of final distribution (TERM-03)"),
    ] = 60
    rcp_deadlines_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the job that lets recordkeepers' deadlines pass")
    ] = 60.0
    rcp_keying_days: Annotated[
        int, Field(ge=0, le=30, description="days to key in a recordkeeper's paper that was received in time")
    ] = 5
    rcp_intake_office: Annotated[str, Field(description="office that receives applications of recordkeepers")] = (
        Program().intake_office
    )
    rcp_intake_address: Annotated[str, Field(description="address for applications of recordkeepers")] = (
        Program().intake_address
    )
    rcp_decision_office: Annotated[str, Field(description="office that certifies, denies and removes")] = (
        Program().decision_office
    )
    rcp_handbook_version: Annotated[str, Field(description="Recordkeeping Compliance Handbook that applies")] = (
        Program().handbook_version
    )
    rcp_handbook_sources: Annotated[str, Field(description="where that Handbook can be had")] = (
        Program().handbook_sources
    )

    @property
    def recordkeeping_program(self) -> Program:
        """The offices and the Handbook."""
        return Program(
            intake_office=self.rcp_intake_office,
            intake_address=self.rcp_intake_address,
            decision_office=self.rcp_decision_office,
            handbook_version=self.rcp_handbook_version,
            handbook_sources=self.rcp_handbook_sources,
        )
