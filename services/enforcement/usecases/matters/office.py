"""Which FP&F office issues notices in a matter of an audit (OFF-15, OFF-22)."""

from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from shared.database import Transaction
from shared.refusals import Refusal, Refused


async def check_office(tx: Transaction, matter: Row, office: str | None) -> None:
    """In a matter referred from an audit that office alone issues, and never who referred it (OFF-15, OFF-22).

    Raises:
        Refused: another office (SEC_ROLE_FORBIDDEN), or the auditor (SEC_SAME_DECIDER).
    """
    referral = await queries.audit_referral(tx.connection, matter.id)
    if referral is None:
        return
    citation = "19 CFR 163.11(d)(8)"
    if office != referral.fpf_office:
        message = "Only the FP&F office to which the issue was referred issues notices."
        raise Refused([refusal("SEC_ROLE_FORBIDDEN", "OFF-22", citation, message, "office")])
    if tx.cause.actor == referral.referred_by:
        message = "Whoever referred the audit does not decide for FP&F."
        raise Refused([refusal("SEC_SAME_DECIDER", "OFF-22", citation, message, None)])


def refusal(code: str, rule: str, citation: str, message: str, field: str | None) -> Refusal:
    """A refusal of a notice."""
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
