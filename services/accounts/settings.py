"""Settings of the accounts service, from the environment."""

from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, SecretStr

from services.accounts.domain.payment_files.files import Debtor
from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.reports.content import ReportPolicy
from shared.settings import ServiceSettings


def _fernet_key(key: SecretStr) -> SecretStr:
    try:
        Fernet(key.get_secret_value())
    except ValueError:
        raise ValueError("must be 32 bytes in url-safe base64 (44 characters)") from None
    return key


class AccountsSettings(ServiceSettings):
    """What this service reads beside what every service reads; see the README."""

    port: Annotated[int, Field(ge=0, le=65535, description="port to listen on")] = 4002
    accounts_encryption_key: Annotated[
        SecretStr, AfterValidator(_fernet_key), Field(description="key that payees' account data are encrypted with")
    ]
    payment_agency: Annotated[
        str, Field(min_length=1, max_length=140, description="agency that payment files name as whoever pays")
    ] = "U.S. Customs and Border Protection"
    payment_account: Annotated[
        str, Field(min_length=1, max_length=34, description="account that payment files pay from")
    ] = "CDSOA"
    payment_agent_routing_number: Annotated[
        str, Field(pattern=r"^[0-9]{9}$", description="routing number of the office that disburses payment files")
    ] = "000000000"
    payment_agent_name: Annotated[
        str, Field(min_length=1, max_length=140, description="office that disburses payment files")
    ] = "U.S. Treasury"
    adjustments_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the job that pays adjustments when funds arrive")
    ] = 60.0
    refund_interest_source: Annotated[
        InterestSource, Field(description="who bears interest owed to an importer on its refund (REFD-05)")
    ] = InterestSource.GENERAL_FUND
    list_confidentiality_rejected: Annotated[
        bool, Field(description="list claimants rejected for claiming confidentiality in the annual report (REPT-02)")
    ] = False

    @property
    def report_policy(self) -> ReportPolicy:
        """What may be configured of the annual report."""
        return ReportPolicy(list_confidentiality_rejected=self.list_confidentiality_rejected)

    @property
    def payment_debtor(self) -> Debtor:
        """Whose account payment files pay from."""
        return Debtor(
            agency=self.payment_agency,
            account=self.payment_account,
            agent_routing_number=self.payment_agent_routing_number,
            agent_name=self.payment_agent_name,
        )
