"""Record demands, their releases, records, productions and extensions; failures, findings and penalties."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from shared.database import NAMING

METADATA: Final = sa.MetaData(naming_convention=NAMING)

_INSTANT: Final = sa.DateTime(timezone=True)
_UUID: Final = pg.UUID(as_uuid=True)

record_demands = sa.Table(
    "record_demands",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("importer_number", sa.Text, nullable=False),
    sa.Column("capacity", sa.Text, nullable=False, comment="why the person must keep the records (REC-01)"),
    sa.Column("channel", sa.Text, nullable=False, comment="ORAL until a written or electronic demand follows (REC-09)"),
    sa.Column("oral_on", sa.Date),
    sa.Column("issued_on", sa.Date, comment="day of the written or electronic demand"),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("production_days", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date),
    sa.Column("proof", sa.Text),
    sa.Column("proof_reference", sa.Text),
    sa.Column("original_due_on", sa.Date),
    sa.Column("due_on", sa.Date, comment="as extended"),
    sa.Column("requested_days", sa.Integer, comment="days of the request waiting for a decision"),
    sa.Column("overdue", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("failed_as_of", sa.Date),
    sa.Column("withdrawal_reason", sa.Text),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.CheckConstraint("oral_on IS NOT NULL OR issued_on IS NOT NULL", name="demanded"),
    sa.CheckConstraint("(channel = 'ORAL') = (issued_on IS NULL)", name="oral_until_followed"),
    sa.CheckConstraint(
        "received_on IS NULL OR (issued_on <= received_on AND proof IS NOT NULL)", name="receipt_proved"
    ),
    sa.CheckConstraint("(received_on IS NULL) = (due_on IS NULL)", name="due_from_receipt"),
    sa.CheckConstraint("(state = 'FAILED') = (failed_as_of IS NOT NULL)", name="failed_as_of_a_day"),
    sa.CheckConstraint("(state = 'EXTENSION_PENDING') = (requested_days IS NOT NULL)", name="pending_request"),
    sa.CheckConstraint("production_days BETWEEN 1 AND 30", name="production_days_allowed"),
    sa.Index("ix_record_demands_importer_number_id", "importer_number", "id"),
    sa.Index(
        "ix_record_demands_due_on",
        "due_on",
        postgresql_where=sa.text("state = 'RUNNING' OR (state = 'EXTENSION_PENDING' AND NOT overdue)"),
    ),
)

demanded_releases = sa.Table(
    "demanded_releases",
    METADATA,
    sa.Column("demand_id", _UUID, sa.ForeignKey("record_demands.id"), primary_key=True),
    sa.Column("release_number", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("entry_date", sa.Date, nullable=False),
    sa.Column("release_period_ends_on", sa.Date, comment="release, conditional release or redelivery, the latest"),
    sa.Index("ix_demanded_releases_entry_number_demand_id", "entry_number", "demand_id"),
)

demanded_records = sa.Table(
    "demanded_records",
    METADATA,
    sa.Column("demand_id", _UUID, primary_key=True),
    sa.Column("release_number", sa.Text, primary_key=True),
    sa.Column("record_code", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("is_entry_record", sa.Boolean, nullable=False, comment="on the (a)(1)(A) list and applicable (REC-03)"),
    sa.Column("retention", sa.Text, nullable=False),
    sa.Column("keep_until", sa.Date, nullable=False, comment="REC-04"),
    sa.Column("activity", sa.Text, nullable=False, server_default="IMPORTING", comment="REC-02"),
    sa.Column("ordinary_course", sa.Boolean, nullable=False, server_default=sa.true(), comment="REC-02"),
    sa.ForeignKeyConstraint(
        ["demand_id", "release_number"], ["demanded_releases.demand_id", "demanded_releases.release_number"]
    ),
)

productions = sa.Table(
    "productions",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("demand_id", _UUID, nullable=False),
    sa.Column("release_number", sa.Text, nullable=False),
    sa.Column("record_code", sa.Text, nullable=False),
    sa.Column("produced_on", sa.Date, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.ForeignKeyConstraint(
        ["demand_id", "release_number", "record_code"],
        ["demanded_records.demand_id", "demanded_records.release_number", "demanded_records.record_code"],
        name="fk_productions_demanded_records",
    ),
    sa.CheckConstraint("outcome <> 'REJECTED' OR reason <> ''", name="rejection_explained"),
    sa.Index("ix_productions_demand_id", "demand_id"),
)

extension_requests = sa.Table(
    "extension_requests",
    METADATA,
    sa.Column("demand_id", _UUID, sa.ForeignKey("record_demands.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, comment="counts the requests, from 1"),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date),
    sa.Column("approved_days", sa.Integer, comment="0: denied"),
    sa.Column("decision_reason", sa.Text),
    sa.CheckConstraint("days >= 1", name="days_positive"),
    sa.CheckConstraint("approved_days BETWEEN 0 AND days", name="approved_within_request"),
    sa.CheckConstraint("(decided_on IS NULL) = (approved_days IS NULL)", name="decided_at_once"),
)

storage_notices = sa.Table(
    "storage_notices",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("importer_number", sa.Text, nullable=False, index=True),
    sa.Column("noticed_on", sa.Date, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("is_change", sa.Boolean, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
)

failures = sa.Table(
    "recordkeeping_failures",
    METADATA,
    sa.Column("demand_id", _UUID, primary_key=True),
    sa.Column("release_number", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("failed_as_of", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, comment="reason code of the decision"),
    sa.Column("decided_on", sa.Date),
    sa.ForeignKeyConstraint(
        ["demand_id", "release_number"],
        ["demanded_releases.demand_id", "demanded_releases.release_number"],
        name="fk_recordkeeping_failures_demanded_releases",
    ),
)

findings = sa.Table(
    "recordkeeping_findings",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("demand_id", _UUID, nullable=False),
    sa.Column("release_number", sa.Text, nullable=False),
    sa.Column("record_code", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("culpability", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("defence", sa.Text),
    sa.Column("evidence", sa.Text),
    sa.Column("penalised_under_1592", sa.Boolean, nullable=False),
    sa.ForeignKeyConstraint(
        ["demand_id", "release_number", "record_code"],
        ["demanded_records.demand_id", "demanded_records.release_number", "demanded_records.record_code"],
        name="fk_recordkeeping_findings_demanded_records",
    ),
    sa.Index("ix_recordkeeping_findings_demand_id", "demand_id"),
)

penalties = sa.Table(
    "recordkeeping_penalties",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("demand_id", _UUID, nullable=False),
    sa.Column("release_number", sa.Text, nullable=False, unique=True, comment="one penalty per release (PEN-04)"),
    sa.Column("importer_number", sa.Text, nullable=False),
    sa.Column("culpability", sa.Text, nullable=False),
    sa.Column("certificate", sa.Text, nullable=False),
    sa.Column("appraised_value_cents", sa.BigInteger, nullable=False),
    sa.Column("value_is_provisional", sa.Boolean, nullable=False, comment="PEN-05"),
    sa.Column("ceiling_cents", sa.BigInteger, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("assessed_on", sa.Date, nullable=False),
    sa.Column("petition_by", sa.Date, nullable=False, comment="RLF-02"),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("importations", sa.Integer, nullable=False),
    sa.Column("nature_of_records", sa.Text, nullable=False),
    sa.Column("cooperation", sa.Text, nullable=False),
    sa.Column("owed_cents", sa.BigInteger, nullable=False, comment="after mitigation (RLF-06)"),
    sa.Column("collected_cents", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("pay_by", sa.Date, comment="RLF-06"),
    sa.Column("supplemental_by", sa.Date, comment="RLF-07"),
    sa.ForeignKeyConstraint(
        ["demand_id", "release_number"],
        ["recordkeeping_failures.demand_id", "recordkeeping_failures.release_number"],
        name="fk_recordkeeping_penalties_recordkeeping_failures",
    ),
    sa.CheckConstraint("amount_cents BETWEEN 0 AND ceiling_cents", name="within_ceiling"),
    sa.CheckConstraint("culpability IN ('NEGLIGENT', 'WILLFUL')", name="culpable"),
    sa.CheckConstraint("owed_cents BETWEEN 0 AND amount_cents AND collected_cents >= 0", name="owed_up_to_amount"),
    sa.Index("ix_recordkeeping_penalties_demand_id", "demand_id"),
)

recordkeeping_petitions = sa.Table(
    "recordkeeping_petitions",
    METADATA,
    sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True),
    sa.Column("penalty_id", _UUID, sa.ForeignKey("recordkeeping_penalties.id"), nullable=False, index=True),
    sa.Column("supplemental", sa.Boolean, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False),
    sa.Column("grounds", sa.Text, nullable=False),
    sa.Column("notified_on", sa.Date),
    sa.Column("mitigated_cents", sa.BigInteger),
    sa.Column("decided_by", sa.Text),
    sa.Column("at_headquarters", sa.Boolean),
    sa.Column("reasons", sa.Text),
    sa.CheckConstraint(
        "(notified_on IS NULL) = (mitigated_cents IS NULL) AND (notified_on IS NULL) = (decided_by IS NULL)",
        name="decided_whole",
    ),
)

liquidation_holds = sa.Table(
    "liquidation_holds",
    METADATA,
    sa.Column("demand_id", _UUID, sa.ForeignKey("record_demands.id"), primary_key=True),
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("held_on", sa.Date, nullable=False),
    sa.Column("released_on", sa.Date),
    sa.CheckConstraint("released_on >= held_on", name="in_order"),
)
