"""Settings of the accounts service, from the environment."""

from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, SecretStr

from services.accounts.domain.bills.law import BillPolicy, InterestDestination, InterestMethod, WeightBasis
from services.accounts.domain.law import RECONSIDERATION_ADDRESS
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
    reconsideration_address: Annotated[
        str, Field(min_length=1, description="where requests for reconsideration go, stated in every letter (DIST-10)")
    ] = RECONSIDERATION_ADDRESS
    adjustments_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the job that pays adjustments when funds arrive")
    ] = 60.0
    refund_interest_source: Annotated[
        InterestSource, Field(description="who bears interest owed to an importer on its refund (REFD-05)")
    ] = InterestSource.GENERAL_FUND
    instructions_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the jobs that apply and watch instructions")
    ] = 5.0
    bills_every_seconds: Annotated[
        float, Field(gt=0, description="pause between two runs of the jobs that charge interest and watch bills")
    ] = 60.0
    bill_interest_method: Annotated[
        InterestMethod, Field(description="how overpayment bills issued from now on bear interest (BILL-05)")
    ] = InterestMethod.P30_SIMPLE
    debt_bill_interest_method: Annotated[
        InterestMethod, Field(description="how bills for errors and overclaims bear interest (BILL-11)")
    ] = InterestMethod.NONE
    bill_weight_basis: Annotated[
        WeightBasis, Field(description="what overpayment bills are in proportion to (REFD-08)")
    ] = WeightBasis.GROSS_RECEIVED
    bill_interest_destination: Annotated[
        InterestDestination, Field(description="where interest on bills issued from now on goes (BILL-08)")
    ] = InterestDestination.GENERAL_FUND
    shared_expenditure_guard: Annotated[
        bool, Field(description="pay no spending claimed under several orders more than once in a year (DIST-08)")
    ] = True
    bill_how_to_pay: Annotated[str, Field(min_length=1, description="how to pay, printed on every bill (BILL-01)")] = (
        "By wire to the account of the Revenue Division, with the bill number."
    )
    bill_dispute_contact: Annotated[
        str, Field(min_length=1, description="how to dispute a bill, printed on it (BILL-12)")
    ] = "By letter to the Revenue Division; the bill is not subject to protest."
    list_confidentiality_rejected: Annotated[
        bool, Field(description="list claimants rejected for claiming confidentiality in the annual report (REPT-02)")
    ] = False

    @property
    def report_policy(self) -> ReportPolicy:
        """What may be configured of the annual report."""
        return ReportPolicy(list_confidentiality_rejected=self.list_confidentiality_rejected)

    @property
    def bill_policy(self) -> BillPolicy:
        """The choices about bills, and what every bill says."""
        return BillPolicy(
            overpayment_method=self.bill_interest_method,
            debt_method=self.debt_bill_interest_method,
            weight_basis=self.bill_weight_basis,
            interest_destination=self.bill_interest_destination,
            how_to_pay=self.bill_how_to_pay,
            dispute_contact=self.bill_dispute_contact,
        )

    @property
    def payment_debtor(self) -> Debtor:
        """Whose account payment files pay from."""
        return Debtor(
            agency=self.payment_agency,
            account=self.payment_account,
            agent_routing_number=self.payment_agent_routing_number,
            agent_name=self.payment_agent_name,
        )
