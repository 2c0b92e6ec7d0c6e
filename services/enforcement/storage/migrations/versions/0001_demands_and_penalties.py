"""Record demands, productions, extensions, storage notices, failures, findings and penalties."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

from shared.database import platform

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT: Final = sa.DateTime(timezone=True)
_UUID: Final = pg.UUID(as_uuid=True)


def upgrade() -> None:
    """Create the platform's tables and the first tables of this service."""
    platform.create_v1()
    _demands()
    _what_follows()
    _penalties()
    for history in ("productions", "recordkeeping_findings", "storage_notices"):
        platform.append_only(history)


def _demands() -> None:
    op.create_table(
        "record_demands",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("importer_number", sa.Text, nullable=False),
        sa.Column("capacity", sa.Text, nullable=False, comment="why the person must keep the records (REC-01)"),
        sa.Column(
            "channel", sa.Text, nullable=False, comment="ORAL until a written or electronic demand follows (REC-09)"
        ),
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
        sa.Column("overdue", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("failed_as_of", sa.Date),
        sa.Column("withdrawal_reason", sa.Text),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("(channel = 'ORAL') = (issued_on IS NULL)", name="ck_record_demands_oral_until_followed"),
        sa.CheckConstraint(
            "(state = 'EXTENSION_PENDING') = (requested_days IS NOT NULL)", name="ck_record_demands_pending_request"
        ),
        sa.CheckConstraint(
            "(state = 'FAILED') = (failed_as_of IS NOT NULL)", name="ck_record_demands_failed_as_of_a_day"
        ),
        sa.CheckConstraint("(received_on IS NULL) = (due_on IS NULL)", name="ck_record_demands_due_from_receipt"),
        sa.CheckConstraint("oral_on IS NOT NULL OR issued_on IS NOT NULL", name="ck_record_demands_demanded"),
        sa.CheckConstraint("production_days BETWEEN 1 AND 30", name="ck_record_demands_production_days_allowed"),
        sa.CheckConstraint(
            "received_on IS NULL OR (issued_on <= received_on AND proof IS NOT NULL)",
            name="ck_record_demands_receipt_proved",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record_demands"),
    )
    op.create_index(
        "ix_record_demands_due_on",
        "record_demands",
        ["due_on"],
        postgresql_where=sa.text("state = 'RUNNING' OR (state = 'EXTENSION_PENDING' AND NOT overdue)"),
    )
    op.create_index("ix_record_demands_importer_number_id", "record_demands", ["importer_number", "id"])
    op.create_table(
        "demanded_releases",
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("release_number", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("entry_number", sa.Text, nullable=False),
        sa.Column("entry_date", sa.Date, nullable=False),
        sa.Column("release_period_ends_on", sa.Date, comment="release, conditional release or redelivery, the latest"),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["record_demands.id"], name="fk_demanded_releases_demand_id_record_demands"
        ),
        sa.PrimaryKeyConstraint("demand_id", "release_number", name="pk_demanded_releases"),
    )
    op.create_index("ix_demanded_releases_entry_number_demand_id", "demanded_releases", ["entry_number", "demand_id"])
    op.create_table(
        "demanded_records",
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("release_number", sa.Text, nullable=False),
        sa.Column("record_code", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column(
            "is_entry_record", sa.Boolean, nullable=False, comment="on the (a)(1)(A) list and applicable (REC-03)"
        ),
        sa.Column("retention", sa.Text, nullable=False),
        sa.Column("keep_until", sa.Date, nullable=False, comment="REC-04"),
        sa.ForeignKeyConstraint(
            ["demand_id", "release_number"],
            ["demanded_releases.demand_id", "demanded_releases.release_number"],
            name="fk_demanded_records_demand_id_release_number_demanded_releases",
        ),
        sa.PrimaryKeyConstraint("demand_id", "release_number", "record_code", name="pk_demanded_records"),
    )


def _what_follows() -> None:
    op.create_table(
        "productions",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("release_number", sa.Text, nullable=False),
        sa.Column("record_code", sa.Text, nullable=False),
        sa.Column("produced_on", sa.Date, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint("outcome <> 'REJECTED' OR reason <> ''", name="ck_productions_rejection_explained"),
        sa.ForeignKeyConstraint(
            ["demand_id", "release_number", "record_code"],
            ["demanded_records.demand_id", "demanded_records.release_number", "demanded_records.record_code"],
            name="fk_productions_demanded_records",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_productions"),
    )
    op.create_index("ix_productions_demand_id", "productions", ["demand_id"])
    op.create_table(
        "extension_requests",
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False, comment="counts the requests, from 1"),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_on", sa.Date),
        sa.Column("approved_days", sa.Integer, comment="0: denied"),
        sa.Column("decision_reason", sa.Text),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (approved_days IS NULL)", name="ck_extension_requests_decided_at_once"
        ),
        sa.CheckConstraint("approved_days BETWEEN 0 AND days", name="ck_extension_requests_approved_within_request"),
        sa.CheckConstraint("days >= 1", name="ck_extension_requests_days_positive"),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["record_demands.id"], name="fk_extension_requests_demand_id_record_demands"
        ),
        sa.PrimaryKeyConstraint("demand_id", "number", name="pk_extension_requests"),
    )
    op.create_table(
        "storage_notices",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("importer_number", sa.Text, nullable=False),
        sa.Column("noticed_on", sa.Date, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("is_change", sa.Boolean, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_storage_notices"),
    )
    op.create_index("ix_storage_notices_importer_number", "storage_notices", ["importer_number"])


def _penalties() -> None:
    op.create_table(
        "recordkeeping_failures",
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("release_number", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("failed_as_of", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, comment="reason code of the decision"),
        sa.Column("decided_on", sa.Date),
        sa.ForeignKeyConstraint(
            ["demand_id", "release_number"],
            ["demanded_releases.demand_id", "demanded_releases.release_number"],
            name="fk_recordkeeping_failures_demanded_releases",
        ),
        sa.PrimaryKeyConstraint("demand_id", "release_number", name="pk_recordkeeping_failures"),
    )
    op.create_table(
        "recordkeeping_findings",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
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
        sa.PrimaryKeyConstraint("id", name="pk_recordkeeping_findings"),
    )
    op.create_index("ix_recordkeeping_findings_demand_id", "recordkeeping_findings", ["demand_id"])
    op.create_table(
        "recordkeeping_penalties",
        sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("demand_id", _UUID, nullable=False),
        sa.Column("release_number", sa.Text, nullable=False, comment="one penalty per release (PEN-04)"),
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
        sa.CheckConstraint("culpability IN ('NEGLIGENT', 'WILLFUL')", name="ck_recordkeeping_penalties_culpable"),
        sa.CheckConstraint(
            "amount_cents BETWEEN 0 AND ceiling_cents", name="ck_recordkeeping_penalties_within_ceiling"
        ),
        sa.ForeignKeyConstraint(
            ["demand_id", "release_number"],
            ["recordkeeping_failures.demand_id", "recordkeeping_failures.release_number"],
            name="fk_recordkeeping_penalties_recordkeeping_failures",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recordkeeping_penalties"),
        sa.UniqueConstraint("release_number", name="uq_recordkeeping_penalties_release_number"),
    )
    op.create_index("ix_recordkeeping_penalties_demand_id", "recordkeeping_penalties", ["demand_id"])
