"""Settings of the enforcement service, from the environment."""

from typing import Annotated

from pydantic import Field

from shared.settings import ServiceSettings


class EnforcementSettings(ServiceSettings):
    """What every service reads, and how often the calendar acts on demands."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4003
    due_dates_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two looks for demands past their due date")
    ] = 60.0
