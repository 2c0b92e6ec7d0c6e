"""Settings of the accounts service, from the environment."""

from typing import Annotated

from pydantic import Field

from shared.settings import ServiceSettings


class AccountsSettings(ServiceSettings):
    """Nothing beside what every service reads; see the README."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4002
