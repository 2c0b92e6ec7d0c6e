"""Tables of reports of audits: versions, each finding as it was stated, what the copy leaves out, refunds."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.tables import METADATA

_UUID: Final = pg.UUID(as_uuid=True)
_TEXTS: Final = pg.ARRAY(sa.Text)


def _audit_id() -> sa.Column[object]:
    return sa.Column("audit_id", _UUID, sa.ForeignKey("audits.id"), primary_key=True)


def _version(name: str = "version") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


reports = sa.Table(
    "audit_reports",
    METADATA,
    _audit_id(),
    _version(),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("issued_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("scope_version", sa.Integer, nullable=False),
    sa.Column("plan_version", sa.Integer),
    sa.Column("persons", _TEXTS, nullable=False, comment="responsible for the audit"),
    sa.Column("figures", pg.JSONB, nullable=False, comment="the auditor's own, without what FP&F decides (AUD-11)"),
)

report_findings = sa.Table(
    "audit_report_findings",
    METADATA,
    sa.Column("audit_id", _UUID, primary_key=True),
    _version(),
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("entry_number", sa.Text, nullable=False),
    sa.Column("line_number", sa.Integer, nullable=False),
    sa.Column("issue", sa.Text, nullable=False),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("finding_class", sa.Text, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("within_period", sa.Boolean, nullable=False, comment="stated of every over-payment (AUD-11)"),
    sa.Column("within_scope", sa.Boolean, nullable=False, comment="stated of every over-payment (AUD-11)"),
    sa.Column("is_final", sa.Boolean, nullable=False, comment="frozen (OFF-02)"),
    sa.Column("use", sa.Text, nullable=False, comment="how it counts, or the code why it does not"),
    sa.ForeignKeyConstraint(["audit_id", "version"], ["audit_reports.audit_id", "audit_reports.version"]),
)

redactions = sa.Table(
    "audit_redactions",
    METADATA,
    _audit_id(),
    sa.Column("part", sa.Text, primary_key=True, comment="a section of the report, or the number of a finding"),
    sa.Column("exemption", sa.Integer, nullable=False, comment="paragraph of 5 USC 552(b)"),
    sa.CheckConstraint("exemption BETWEEN 1 AND 9", name="exemption"),
)

refunds = sa.Table(
    "audit_refunds",
    METADATA,
    _audit_id(),
    _version("computation_version"),
    sa.Column("allocation", sa.Text, nullable=False, comment="which over-payments the offset consumed first (OFF-13)"),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("credited_by", sa.Text, nullable=False),
    sa.Column("credited_on", sa.Date, nullable=False),
    sa.CheckConstraint("amount_cents > 0", name="amount"),
)

refunded_lines = sa.Table(
    "refunded_lines",
    METADATA,
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("line_number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("finding_class", sa.Text, primary_key=True, comment="refunded or credited otherwise (OFF-14)"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_on", sa.Date, nullable=False),
)
