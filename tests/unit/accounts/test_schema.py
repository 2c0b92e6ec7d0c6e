"""The subgraph: described, guarded, and committed as it is; the events named as the contract says."""

from pathlib import Path

import services.accounts.graphql
from services.accounts.events.consumed import SUBSCRIPTIONS
from services.accounts.events.published import PUBLISHED
from services.accounts.graphql.schema import schema
from shared.graphql.checks import undescribed, unguarded

COMMITTED = Path(services.accounts.graphql.__file__).with_name("schema.graphql")


def test_every_member_is_described() -> None:
    assert undescribed(schema) == []


def test_every_root_field_has_a_rule_for_who_may_use_it() -> None:
    assert unguarded(schema) == []


def test_the_committed_schema_is_the_schema() -> None:
    assert COMMITTED.read_text() == schema.as_str() + "\n"


def test_what_is_published() -> None:
    assert {event.subject_prefix() for event in PUBLISHED} == {
        "customs.internal.accounts.v1.special-account.stated",
        "customs.internal.accounts.v1.distribution.frozen",
        "customs.internal.accounts.v1.distribution.cancelled",
        "customs.internal.accounts.v1.payment.issued",
        "customs.public.accounts.v1.distribution.completed",
        "customs.internal.accounts.v1.distribution.due",
        "customs.internal.accounts.v1.distribution.late",
        "customs.internal.accounts.v1.distribution.recalled",
        "customs.internal.accounts.v1.shared-guard.applied",
        "customs.internal.accounts.v1.share.withheld",
        "customs.internal.accounts.v1.hold.lost",
        "customs.internal.accounts.v1.debt.proposed",
        "customs.public.accounts.v1.sequester.applied",
        "customs.public.accounts.v1.sequester.released",
        "customs.public.accounts.v1.annual-report.issued",
        "customs.internal.accounts.v1.reliquidation.recorded",
        "customs.internal.accounts.v1.refund.charged",
        "customs.internal.accounts.v1.refund.reversed",
        "customs.internal.accounts.v1.special-account.went-negative",
        "customs.public.accounts.v1.final-distribution.reopened",
        "customs.public.accounts.v1.special-account.swept",
        "customs.public.accounts.v1.special-account.terminated",
        "customs.internal.accounts.v1.reconsideration.filed",
        "customs.internal.accounts.v1.reconsideration.refused",
        "customs.internal.accounts.v1.reconsideration.decided",
        "customs.internal.accounts.v1.reconsideration.adjustment-paid",
        "customs.internal.accounts.v1.reconsideration.overdue",
        "customs.internal.accounts.v1.payment-file.released",
        "customs.internal.accounts.v1.payment.returned",
        "customs.internal.accounts.v1.overpayment.determined",
        "customs.internal.accounts.v1.overpayment.reduced",
        "customs.internal.accounts.v1.deficit.review-due",
        "customs.internal.accounts.v1.bill.issued",
        "customs.internal.accounts.v1.bill.interest-charged",
        "customs.internal.accounts.v1.bill.principal-recovered",
        "customs.internal.accounts.v1.bill.paid",
        "customs.internal.accounts.v1.bill.closed",
        "customs.internal.accounts.v1.bill.offset-notified",
        "customs.internal.accounts.v1.bill.offset-taken",
        "customs.internal.accounts.v1.bill.deadline-near",
        "customs.internal.accounts.v1.money.recovered",
        "customs.internal.accounts.v1.award.paid",
        "customs.internal.accounts.v1.instruction.applied",
        "customs.internal.accounts.v1.liquidation-target.near",
    }


def test_publ_01_what_is_public_of_a_claimant_and_nothing_more() -> None:
    (completed,) = [event for event in PUBLISHED if event.event == "completed"]
    claimant = completed.model_json_schema()["$defs"]["ClaimantPaid"]["properties"]
    assert set(claimant) == {"certification_number", "claimant_name", "claimed_cents", "disbursed_cents"}


def test_what_is_listened_to() -> None:
    assert {subscription.model.subject for subscription in SUBSCRIPTIONS} == {
        "customs.public.proceedings.v1.order.issued.*",
        "customs.public.proceedings.v1.order.revoked.*",
        "customs.public.proceedings.v1.deposit-rates.set.*",
        "customs.public.proceedings.v1.instruction.suspension-ordered.*",
        "customs.public.proceedings.v1.instruction.suspension-amended.*",
        "customs.public.proceedings.v1.instruction.provisional-measures-lapsed.*",
        "customs.public.proceedings.v1.instruction.suspension-reinstated.*",
        "customs.public.proceedings.v1.instruction.suspension-terminated.*",
        "customs.public.proceedings.v1.instruction.deposit-rates.*",
        "customs.public.proceedings.v1.instruction.order-terms.*",
        "customs.public.proceedings.v1.instruction.order-ended.*",
        "customs.public.proceedings.v1.instruction.liquidate.*",
        "customs.public.proceedings.v1.instruction.security-refund.*",
        "customs.public.proceedings.v1.instruction.investigation-resumed.*",
        "customs.public.proceedings.v1.instruction.conditional-delivery.*",
        "customs.internal.proceedings.v1.instruction.entry-hold.*",
        "customs.public.certification.v1.notice.published.*",
        "customs.internal.certification.v1.claims.certified.*",
        "customs.internal.certification.v1.verification.concluded.*",
        "customs.internal.enforcement.v1.penalty.assessed.*",
        "customs.internal.enforcement.v1.penalty.reduced.*",
        "customs.internal.enforcement.v1.duties.demanded.*",
        "customs.internal.enforcement.v1.duties.reduced.*",
        "customs.internal.enforcement.v1.liquidation-hold.placed.*",
        "customs.internal.enforcement.v1.liquidation-hold.released.*",
        "customs.internal.enforcement.v1.debt.settled.*",
        "customs.internal.enforcement.v1.tender.received.*",
        "customs.internal.enforcement.v1.tender.reduced.*",
        "customs.internal.enforcement.v1.award-payment.requested.*",
    }
