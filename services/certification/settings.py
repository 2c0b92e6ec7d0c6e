"""Settings of the certification service, from the environment."""

from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, SecretStr

from shared.settings import ServiceSettings


def _fernet_key(key: SecretStr) -> SecretStr:
    try:
        Fernet(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 bytes in url-safe base64 (44 characters)") from None
    return key


class CertificationSettings(ServiceSettings):
    """What this service reads beside what every service reads; see the README."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4001
    certification_encryption_key: Annotated[
        SecretStr, AfterValidator(_fernet_key), Field(description="key that tax numbers are encrypted with at rest")
    ]
    lapse_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the job that lapses overdue corrections")
    ] = 60.0
    lapse_keying_days: Annotated[
        int, Field(ge=0, le=30, description="days to key in paper corrections received in time, before they lapse")
    ] = 5
