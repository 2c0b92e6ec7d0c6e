"""Settings come from the environment, typed, and what is missing or wrong is named all at once."""

from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Settings = TypeVar("Settings", bound=BaseSettings)


class SettingsError(Exception):
    """One or more environment variables are missing or invalid; the message has a line for each."""


class ProcessSettings(BaseSettings):
    """What every process reads: where it listens, the broker, who issues tokens."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")]
    nats_url: Annotated[str, Field(description="NATS server, for example nats://127.0.0.1:4222")]
    nats_user: Annotated[str | None, Field(description="NATS user of this process")] = None
    nats_password: Annotated[SecretStr | None, Field(description="password of the NATS user")] = None
    oidc_issuer: Annotated[str, Field(description="issuer that tokens must name (claim iss)")]
    oidc_audience: Annotated[str, Field(description="audience that tokens must name (claim aud)")] = "countervail"
    oidc_jwks_url: Annotated[str | None, Field(description="key set; default: found through the issuer")] = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="least level logged")] = "INFO"
    shutdown_grace_seconds: Annotated[float, Field(gt=0, description="time to finish requests and handlers")] = 10.0
    drain_lag_seconds: Annotated[float, Field(ge=0, description="time between not-ready and refusing connections")] = (
        0.5
    )


class ServiceSettings(ProcessSettings):
    """What every service with a database reads beside that."""

    database_url: Annotated[SecretStr, Field(description="this service's own PostgreSQL database")]
    database_pool_size: Annotated[int, Field(ge=1, le=100, description="most connections this process opens")] = 8
    service_url: Annotated[str | None, Field(description="GraphQL address published to the gateway")] = None
    clock: Annotated[
        Literal["system", "simulated"], Field(description="simulated: the operator sets the day, for demos and tests")
    ] = "system"

    @model_validator(mode="after")
    def _postgres_only(self) -> Self:
        if not self.database_url.get_secret_value().startswith(("postgresql://", "postgresql+asyncpg://")):
            raise ValueError("DATABASE_URL must be a postgresql:// address")
        return self

    @property
    def published_url(self) -> str:
        """The address under which the gateway reaches this service's GraphQL endpoint."""
        return self.service_url or f"http://{self.host}:{self.port}/graphql"


def load_settings(kind: type[Settings]) -> Settings:
    """Read ``kind`` from the environment.

    Raises:
        SettingsError: one line for every variable that is missing or invalid.
    """
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError(
            "\n".join(_problem(kind, problem["loc"], problem["msg"]) for problem in error.errors())
        ) from None


def _problem(kind: type[BaseSettings], location: tuple[int | str, ...], message: str) -> str:
    if not location:
        return message.removeprefix("Value error, ")
    name = str(location[0])
    field = kind.model_fields.get(name)
    meaning = f" ({field.description})" if field is not None and field.description else ""
    said = "is required" if message == "Field required" else f"is invalid: {message}"
    return f"{name.upper()}{meaning} {said}"
