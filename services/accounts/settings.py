"""Settings of the accounts service, from the environment."""

from typing import Annotated

from pydantic import Field

from services.accounts.domain.reports.content import ReportPolicy
from shared.settings import ServiceSettings


class AccountsSettings(ServiceSettings):
    """What this service reads beside what every service reads; see the README."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4002
    list_confidentiality_rejected: Annotated[
        bool, Field(description="list claimants rejected for claiming confidentiality in the annual report (REPT-02)")
    ] = False

    @property
    def report_policy(self) -> ReportPolicy:
        """What may be configured of the annual report."""
        return ReportPolicy(list_confidentiality_rejected=self.list_confidentiality_rejected)
