"""Settings of the enforcement service, from the environment."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from services.enforcement.domain.audits.offsets import RefundAllocation
from services.enforcement.domain.informants.law import CapMode
from services.enforcement.storage.informants.vault import IdentityVault, parse_key
from shared.settings import ServiceSettings


def _key(key: SecretStr) -> SecretStr:
    try:
        parse_key(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 bytes in url-safe base64 (44 characters)") from None
    return key


def _keys(keys: SecretStr) -> SecretStr:
    for key in keys.get_secret_value().split(","):
        if key:
            _key(SecretStr(key))
    return keys


class EnforcementSettings(ServiceSettings):
    """What every service reads, and how often the calendar acts on demands."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4003
    due_dates_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two looks for demands past their due date")
    ] = 60.0
    enforcement_identity_key: Annotated[
        SecretStr, AfterValidator(_key), Field(description="key that seals the keys of informants' identities")
    ]
    enforcement_identity_previous_keys: Annotated[
        SecretStr,
        AfterValidator(_keys),
        Field(description="keys it replaced, separated by commas, until rotate-identity-key has run"),
    ] = SecretStr("")
    informant_cap_mode: Annotated[
        CapMode, Field(description="whether the cap of 19 USC 1619(c) is the case's or each person's (INF-15)")
    ] = CapMode.CASE_TOTAL
    informant_review_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two looks for recoveries that changed")
    ] = 30.0
    informant_retention_years: Annotated[
        int, Field(ge=0, le=100, description="years for which an identity is kept after its contact closed (INF-29)")
    ] = 5
    informant_retention_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two looks for identities to destroy")
    ] = 3600.0
    refund_allocation: Annotated[
        RefundAllocation, Field(description="which over-payments an offset consumes first (OFF-13)")
    ] = RefundAllocation.NON_REFUNDABLE_FIRST

    petition_authority_cents: Annotated[
        int,
        Field(ge=0, description="largest section 1592 penalty, US cents, whose petition FP&F decides (RLF-05)"),
    ] = 100_000_00

    @property
    def identity_vault(self) -> IdentityVault:
        """The vault with the present key and those before it."""
        previous = self.enforcement_identity_previous_keys.get_secret_value().split(",")
        return IdentityVault(self.enforcement_identity_key.get_secret_value(), [key for key in previous if key])
