"""The roles a token may carry. What each role may do is every service's own table of rights."""

from enum import StrEnum


class Role(StrEnum):
    """One office, held by a person or a system; named as the agencies name it."""

    ORDER_REGISTRAR = "order_registrar"
    ITC_LIAISON = "itc_liaison"
    COMMERCE_ANALYST = "commerce_analyst"
    NOTICE_OFFICER = "notice_officer"
    CLAIMANT = "claimant"
    CERTIFICATION_REVIEWER = "certification_reviewer"
    VERIFIER = "verifier"
    FUND_ACCOUNTANT = "fund_accountant"
    DISTRIBUTION_PREPARER = "distribution_preparer"
    DISTRIBUTION_APPROVER = "distribution_approver"
    RECONSIDERATION_OFFICER = "reconsideration_officer"
    COLLECTIONS_OFFICER = "collections_officer"
    RECORDKEEPING_OFFICER = "recordkeeping_officer"
    FPF_OFFICER = "fpf_officer"
    INFORMANT_LIAISON = "informant_liaison"
    SPECIAL_AGENT_IN_CHARGE = "special_agent_in_charge"
    PORT_DIRECTOR = "port_director"
    AWARD_OFFICER = "award_officer"
    PENALTIES_BRANCH = "penalties_branch"
    CUSTOMS_COUNSEL = "customs_counsel"
    RECORDKEEPER = "recordkeeper"
    RCP_OFFICER = "rcp_officer"
    RCP_APPEALS_OFFICER = "rcp_appeals_officer"
    AUDITOR = "auditor"
    OPERATOR = "operator"


DESCRIPTIONS: dict[Role, str] = {
    Role.ORDER_REGISTRAR: "Registers cases, orders and revocations for the administering authority.",
    Role.ITC_LIAISON: "Hands over the Commission's list of affected domestic producers.",
    Role.COMMERCE_ANALYST: "Sets deposit rates and issues liquidation instructions.",
    Role.NOTICE_OFFICER: "Drafts and publishes notices of intent to distribute.",
    Role.CLAIMANT: "Files certifications for the producers its token names.",
    Role.CERTIFICATION_REVIEWER: "Reviews certifications and certifies the complete list of claims.",
    Role.VERIFIER: "Verifies certifications against the producer's records.",
    Role.FUND_ACCOUNTANT: "Keeps entries, liquidations, collections and the accounts.",
    Role.DISTRIBUTION_PREPARER: "Prepares distributions; may not approve them.",
    Role.DISTRIBUTION_APPROVER: "Approves distributions somebody else prepared.",
    Role.RECONSIDERATION_OFFICER: "Decides requests for reconsideration.",
    Role.COLLECTIONS_OFFICER: "Bills and collects overpayments.",
    Role.RECORDKEEPING_OFFICER: "Issues record demands and follows them up.",
    Role.FPF_OFFICER: "Assesses and mitigates fines, penalties and forfeitures.",
    Role.INFORMANT_LIAISON: "Keeps contacts with informants and files their claims.",
    Role.SPECIAL_AGENT_IN_CHARGE: "Receives informants' claims and recommends on them first.",
    Role.PORT_DIRECTOR: "Directs a port or Center; recommends on claims under a pseudonym.",
    Role.AWARD_OFFICER: "Decides for headquarters on awards of compensation.",
    Role.PENALTIES_BRANCH: "Decides for headquarters on petitions, disclosures and compromises.",
    Role.CUSTOMS_COUNSEL: "Recommends for the General Counsel on offers in compromise.",
    Role.RECORDKEEPER: "Acts in the Recordkeeping Compliance Program for the importers its token names.",
    Role.RCP_OFFICER: "Reviews, certifies, denies and removes recordkeepers in the Recordkeeping Compliance Program.",
    Role.RCP_APPEALS_OFFICER: "Decides appeals in the Recordkeeping Compliance Program for headquarters.",
    Role.AUDITOR: "Reads everything and verifies the ledger; changes nothing.",
    Role.OPERATOR: "Runs the services.",
}
