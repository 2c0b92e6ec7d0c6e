"""The GraphQL documents of the main job, as a frontend team would write them."""

from typing import Final

_INPUTS: Final = dict.fromkeys(("approveDistribution", "payDistribution", "notifyDistribution"), "DistributionInput")
_REFUSALS: Final = "refusals { rule code message field citation }"


def mutation(name: str, selection: str) -> str:
    """A document for one mutation: ``$input`` and ``$key`` in, ``selection`` and the refusals out."""
    kind = _INPUTS.get(name, f"{name[0].upper()}{name[1:]}Input")
    return (
        f"mutation {name[0].upper()}{name[1:]}($input: {kind}!, $key: String!) "
        f"{{ {name}(input: $input, idempotencyKey: $key) {{ {selection} {_REFUSALS} }} }}"
    )


REGISTER_CASE: Final = mutation("registerCase", "case { caseNumber }")
REGISTER_ORDER: Final = mutation("registerOrder", "order { caseNumber issuedOn }")
SET_DEPOSIT_RATES: Final = mutation("setDepositRates", "case { caseNumber }")
RECEIVE_PRODUCER_LIST: Final = mutation("receiveProducerList", "order { caseNumber }")

IMPORT_ENTRIES: Final = mutation("importEntries", "entriesImported depositsImported")
RECORD_LIQUIDATIONS: Final = mutation("recordLiquidations", "liquidationsRecorded toSpecialAccounts")
STATE_SPECIAL_ACCOUNTS: Final = mutation("stateSpecialAccounts", "statements { asOf balance }")
CLOSE_FISCAL_YEAR: Final = mutation("closeFiscalYear", "fiscalYear { year }")
PLACE_LITIGATION_HOLD: Final = mutation("placeLitigationHold", "litigationHold { id }")
PREPARE_DISTRIBUTION: Final = mutation("prepareDistribution", "distribution { id state available }")
APPROVE_DISTRIBUTION: Final = mutation("approveDistribution", "distribution { id state }")
PAY_DISTRIBUTION: Final = mutation("payDistribution", "distribution { id state }")
NOTIFY_DISTRIBUTION: Final = mutation("notifyDistribution", "distribution { id state }")
ISSUE_ANNUAL_REPORT: Final = mutation("issueAnnualReport", "annualReport { fiscalYear version }")

DRAFT_NOTICE: Final = mutation("draftNotice", "notice { id }")
PUBLISH_NOTICE: Final = mutation("publishNotice", "notice { id publishedOn closeOn returnBy }")
FILE_CERTIFICATION: Final = mutation("fileCertification", "certification { id certificationNumber state }")
CORRECT_CERTIFICATION: Final = mutation("correctCertification", "certification { id state }")
START_REVIEW: Final = mutation("startReview", "certification { id state findings { code message material } }")
RETURN_CERTIFICATION: Final = mutation("returnCertification", "certification { id state correctBy }")
ACCEPT_CERTIFICATION: Final = mutation("acceptCertification", "certification { id state }")
CERTIFY_CLAIMS: Final = mutation("certifyClaims", "certifiedList { version }")

PRODUCERS: Final = """
query Producers($caseNumber: ID!, $after: String) {
  domesticProducers(caseNumber: $caseNumber, first: 100, after: $after) {
    edges { node { id name } } pageInfo { hasNextPage endCursor }
  }
}"""
ACCOUNTS_OPEN: Final = "query Open($caseNumber: ID!) { order(caseNumber: $caseNumber) { specialAccount { balance } } }"
NOTICE_READY: Final = (
    "query Ready($caseNumber: ID!) { order(caseNumber: $caseNumber) { specialAccountStatement { asOf } } }"
)
"""One query over two services: the report from accounts, the order's name and country from proceedings."""
ANNUAL_REPORT: Final = """
query Report($year: Int!) {
  annualReport(fiscalYear: $year) {
    fiscalYear version asOf
    disbursements {
      caseNumber certificationNumber claimantName amountClaimed allocationPercentage amountDisbursed amountWithheld
      order { caseName country }
    }
    caseTotals { caseNumber available disbursed withheld carriedForward }
    uncollected { caseNumber amount }
    clearingBalances { caseNumber entries amount }
  }
}"""
LEDGER: Final = "query Ledger { ledgerVerification { balanced journalCount postingCount controlTotal problems } }"
CLAIMS_KNOWN: Final = """
query Claims($caseNumber: ID!, $year: Int!) {
  distributions(caseNumber: $caseNumber, fiscalYear: $year, first: 1) { edges { node { claimsVersion } } }
}"""
