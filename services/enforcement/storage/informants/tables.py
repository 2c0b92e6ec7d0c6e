"""Tables of the restricted zone, and recoveries, which hold nothing of it (INF-12, INF-26).

Sealed texts know a pseudonym only, and no foreign key leads there.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.tables import METADATA

_INSTANT: Final = sa.DateTime(timezone=True)
_UUID: Final = pg.UUID(as_uuid=True)
_ID: Final = sa.text("uuidv7()")
# A version 4 id tells nothing of the time at which it was made.
_OPAQUE: Final = sa.text("gen_random_uuid()")

recoveries = sa.Table(
    "recoveries",
    METADATA,
    sa.Column("id", _UUID, server_default=_ID, primary_key=True),
    sa.Column("source_id", sa.Text, unique=True, comment="the collection, as accounts names it"),
    sa.Column("case_reference", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("collected_cents", sa.BigInteger, nullable=False),
    sa.Column("refunded_cents", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("expenses_cents", sa.BigInteger, nullable=False),
    sa.Column("liens_cents", sa.BigInteger, nullable=False),
    sa.Column("appraised_cents", sa.BigInteger, nullable=False),
    sa.Column("disposition", sa.Text),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("sold_on", sa.Date, comment="proceeds can be claimed back for three months (INF-22)"),
    sa.CheckConstraint(
        "collected_cents >= 0 AND expenses_cents >= 0 AND liens_cents >= 0 AND appraised_cents >= 0", name="amounts"
    ),
    sa.CheckConstraint("refunded_cents BETWEEN 0 AND collected_cents", name="refunded_within_collected"),
)

recovery_adjustments = sa.Table(
    "recovery_adjustments",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("recovery_id", _UUID, sa.ForeignKey("recoveries.id"), nullable=False, index=True),
    sa.Column("refunded_cents", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("adjusted_on", sa.Date, nullable=False),
)

recovery_holds = sa.Table(
    "recovery_holds",
    METADATA,
    sa.Column("id", _UUID, server_default=_ID, primary_key=True),
    sa.Column("recovery_id", _UUID, sa.ForeignKey("recoveries.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False, comment="petition, protest or refund claim"),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
)

recovery_groups = sa.Table(
    "recovery_groups",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("closed_on", sa.Date),
)

recovery_group_cases = sa.Table(
    "recovery_group_cases",
    METADATA,
    sa.Column("case_reference", sa.Text, primary_key=True, comment="a case belongs to one group (INF-14)"),
    sa.Column("group_id", _UUID, sa.ForeignKey("recovery_groups.id"), nullable=False, index=True),
)

informant_contacts = sa.Table(
    "informant_contacts",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("pseudonym", sa.Text, nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("receiving_officer", sa.Text, nullable=False),
    sa.Column("liaison", sa.Text, nullable=False, index=True, comment="the officer it is assigned to"),
    sa.Column("advised_entitlement_at", _INSTANT),
    sa.Column("advised_deduction_at", _INSTANT),
    sa.Column("route", sa.Text),
    sa.Column("detected", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("seized", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reported", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("own_violation", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("stipulated_on", sa.Date),
    sa.Column("stipulation_hash", sa.Text, comment="SHA-256 of the signed paper"),
    sa.Column("covers_earlier", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("group_id", _UUID, sa.ForeignKey("recovery_groups.id"), index=True),
    sa.Column("closed_on", sa.Date),
    sa.Column("handed_over_on", sa.Date, comment="INF-25"),
    sa.CheckConstraint(
        "state = 'DRAFT' OR (advised_entitlement_at IS NOT NULL AND advised_deduction_at IS NOT NULL)", name="advised"
    ),
    sa.CheckConstraint("state <> 'LINKED' OR group_id IS NOT NULL", name="linked_to_a_group"),
    sa.CheckConstraint("(stipulated_on IS NULL) = (stipulation_hash IS NULL)", name="stipulation_whole"),
)

informant_keys = sa.Table(
    "informant_keys",
    METADATA,
    sa.Column("pseudonym", sa.Text, primary_key=True),
    sa.Column("key_id", sa.Text, nullable=False, index=True, comment="the service's key that seals this one"),
    sa.Column("sealed_key", pg.BYTEA, nullable=False),
)

informant_secrets = sa.Table(
    "informant_secrets",
    METADATA,
    sa.Column("pseudonym", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("sealed", pg.BYTEA, nullable=False),
)

informant_marks = sa.Table(
    "informant_marks",
    METADATA,
    sa.Column("pseudonym", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, primary_key=True, index=True, comment="keyed fingerprint of a sealed text (INF-28 (d))"),
)

informant_allegations = sa.Table(
    "informant_allegations",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("contact_id", _UUID, sa.ForeignKey("informant_contacts.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("received_at", _INSTANT, nullable=False),
    sa.Column("first_known_at", _INSTANT, comment="when Government files first knew it (INF-03)"),
    sa.Column("original", sa.Boolean),
    sa.Column("reason", sa.Text),
)

informant_purchases = sa.Table(
    "informant_purchases",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("contact_id", _UUID, sa.ForeignKey("informant_contacts.id"), nullable=False, index=True),
    sa.Column("paid_on", sa.Date, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.CheckConstraint("amount_cents > 0", name="positive"),
)

informant_claims = sa.Table(
    "informant_claims",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("contact_id", _UUID, sa.ForeignKey("informant_contacts.id"), nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("reason_code", sa.Text),
    sa.Column("filed_on", sa.Date, nullable=False),
    sa.Column("direct", sa.Boolean, nullable=False, server_default=sa.false(), comment="INF-11"),
    sa.Column("decider", sa.Text, comment="the headquarters official named on it"),
    sa.Column("share_basis_points", sa.Integer, comment="INF-15"),
    sa.Column("decided_net_cents", sa.BigInteger, comment="net recovery at the last decision"),
    sa.Column("payee_reference", _UUID, server_default=_OPAQUE, nullable=False, unique=True),
    sa.CheckConstraint("share_basis_points BETWEEN 0 AND 10000", name="share"),
)

informant_recommendations = sa.Table(
    "informant_recommendations",
    METADATA,
    sa.Column("claim_id", _UUID, sa.ForeignKey("informant_claims.id"), primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("approve", sa.Boolean, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("officer", sa.Text, nullable=False),
    sa.Column("given_on", sa.Date, nullable=False),
    sa.CheckConstraint("amount_cents >= 0", name="not_negative"),
)

informant_causations = sa.Table(
    "informant_causations",
    METADATA,
    sa.Column("claim_id", _UUID, sa.ForeignKey("informant_claims.id"), primary_key=True),
    sa.Column("recovery_id", _UUID, sa.ForeignKey("recoveries.id"), primary_key=True),
    sa.Column("causation", sa.Text, nullable=False),
    sa.Column("other_scheme", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

informant_awards = sa.Table(
    "informant_awards",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("claim_id", _UUID, sa.ForeignKey("informant_claims.id"), nullable=False, index=True),
    sa.Column("amount_cents", sa.BigInteger, nullable=False, comment="gross; uses up the cap (INF-19)"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", _INSTANT, nullable=False),
    sa.Column("payout_cents", sa.BigInteger),
    sa.Column("fund_code", sa.Text, comment="INF-23"),
    sa.Column("requested_on", sa.Date),
    sa.Column("stopped_on", sa.Date, comment="INF-07"),
    sa.Column("paid_on", sa.Date),
    sa.CheckConstraint("amount_cents >= 0", name="not_negative"),
    sa.CheckConstraint("payout_cents BETWEEN 0 AND amount_cents", name="payout_within_award"),
    sa.CheckConstraint("(payout_cents IS NULL) = (requested_on IS NULL)", name="payout_when_requested"),
)

integrity_referrals = sa.Table(
    "integrity_referrals",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("claim_id", _UUID, sa.ForeignKey("informant_claims.id"), nullable=False, index=True),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("closed_by", sa.Text),
    sa.Column("finding", sa.Text),
    sa.CheckConstraint(
        "(closed_on IS NULL) = (closed_by IS NULL) AND (closed_on IS NULL) = (finding IS NULL)", name="closed_whole"
    ),
    sa.CheckConstraint("closed_by <> opened_by", name="another_closes"),
)

informant_disclosures = sa.Table(
    "informant_disclosures",
    METADATA,
    sa.Column("id", _UUID, server_default=_OPAQUE, primary_key=True),
    sa.Column("contact_id", _UUID, sa.ForeignKey("informant_contacts.id"), nullable=False, index=True),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("fields", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("expires_on", sa.Date, nullable=False),
    sa.Column("counsel_concurred_on", sa.Date, nullable=False),
    sa.Column("authorised_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

informant_history = sa.Table(
    "informant_history",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("subject_id", _UUID, nullable=False, index=True, comment="the contact or the claim"),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
)

informant_reads = sa.Table(
    "informant_reads",
    METADATA,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("roles", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("pseudonym", sa.Text, comment="as asked for; null of a list"),
    sa.Column("group_id", _UUID),
    sa.Column("fields_requested", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("fields_returned", pg.ARRAY(sa.Text), nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)

informant_read_reviews = sa.Table(
    "informant_read_reviews",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("through_read", sa.BigInteger, nullable=False, comment="the last read that was reviewed"),
    sa.Column("chain_intact", sa.Boolean, nullable=False),
    sa.Column("remarks", sa.Text, nullable=False),
    sa.Column("reviewed_by", sa.Text, nullable=False),
    sa.Column("reviewed_at", _INSTANT, nullable=False),
    sa.Column("reviewed_on", sa.Date, nullable=False),
)
