"""Section 1592 matters: entries, history, tolling, warnings, petitions, disclosures, offers, rates and set-offs."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from services.enforcement.storage.tables import METADATA

_UUID: Final = pg.UUID(as_uuid=True)
_INSTANT: Final = sa.DateTime(timezone=True)


def _id() -> sa.Column[object]:
    return sa.Column("id", _UUID, server_default=sa.text("uuidv7()"), primary_key=True)


def _matter() -> sa.Column[object]:
    return sa.Column("matter_id", _UUID, sa.ForeignKey("matters.id"), nullable=False, index=True)


def _cents(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


matters = sa.Table(
    "matters",
    METADATA,
    _id(),
    sa.Column("importer_number", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_reference", sa.Text, nullable=False),
    sa.Column("audit_offset", sa.Text, nullable=False, comment="decision of the audit (OFF-15); NONE without one"),
    sa.Column("commercial", sa.Boolean, nullable=False),
    sa.Column("culpability", sa.Text, nullable=False),
    sa.Column("affects_duties", sa.Boolean, nullable=False),
    sa.Column("domestic_value_cents", sa.BigInteger, nullable=False),
    sa.Column("dutiable_value_cents", sa.BigInteger, nullable=False),
    sa.Column("fraud_discovered_on", sa.Date),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False, comment="earliest of its entries, tolling included (LIM-06)"),
    sa.Column("final_day", sa.Date, nullable=False, comment="latest of its entries: afterwards all is barred (LIM-06)"),
    sa.Column("waived_until", sa.Date, comment="limitation waived until (LIM-07, RLF-08)"),
    sa.Column("respond_by", sa.Date),
    _cents("proposed_penalty_cents"),
    _cents("claimed_cents"),
    _cents("penalty_owed_cents"),
    _cents("penalty_collected_cents"),
    sa.Column("penalty_on", sa.Date, comment="day of mailing of the notice of penalty"),
    sa.Column("petition_by", sa.Date),
    sa.Column("pay_by", sa.Date),
    sa.Column("supplemental_by", sa.Date),
    sa.Column("duties_on", sa.Date),
    sa.Column("duties_by", sa.Date),
    _cents("duties_owed_cents"),
    _cents("duties_collected_cents"),
    sa.Column("review_open", sa.Boolean, nullable=False, server_default=sa.false(), comment="of the demanded duties"),
    sa.Column("investigation_recorded_on", sa.Date, comment="commencement, recorded in writing (CUL-09)"),
    sa.Column("final_statement", sa.Text),
    sa.Column("closed_on", sa.Date),
    sa.CheckConstraint("penalty_owed_cents BETWEEN 0 AND claimed_cents", name="owed_up_to_claimed"),
    sa.CheckConstraint("penalty_collected_cents >= 0 AND duties_collected_cents >= 0", name="collected"),
    sa.CheckConstraint("culpability <> 'FRAUD' OR fraud_discovered_on IS NOT NULL", name="fraud_discovered"),
    sa.CheckConstraint("(state LIKE 'CLOSED%') = (closed_on IS NOT NULL)", name="closed_on_a_day"),
    sa.CheckConstraint("last_day <= final_day", name="days_in_order"),
    sa.Index("ix_matters_importer_number_id", "importer_number", "id"),
    sa.Index("ix_matters_open", "last_day", postgresql_where=sa.text("closed_on IS NULL")),
)

matter_entries = sa.Table(
    "matter_entries",
    METADATA,
    sa.Column("matter_id", _UUID, sa.ForeignKey("matters.id"), primary_key=True),
    sa.Column("entry_number", sa.Text, primary_key=True),
    sa.Column("violated_on", sa.Date, nullable=False),
    sa.Column("liquidated_on", sa.Date),
    sa.Column("actual_loss_cents", sa.BigInteger, nullable=False),
    sa.Column("potential_loss_cents", sa.BigInteger, nullable=False),
    sa.CheckConstraint("actual_loss_cents >= 0 AND potential_loss_cents >= 0", name="losses"),
    sa.CheckConstraint("actual_loss_cents = 0 OR liquidated_on IS NOT NULL", name="actual_is_liquidated"),
)

matter_history = sa.Table(
    "matter_history",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    _matter(),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("on_day", sa.Date, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

matter_pauses = sa.Table(
    "matter_pauses",
    METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    _matter(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("first_on", sa.Date, nullable=False),
    sa.Column("last_on", sa.Date, nullable=False),
    sa.CheckConstraint("first_on <= last_on", name="in_order"),
)

limitation_warnings = sa.Table(
    "limitation_warnings",
    METADATA,
    sa.Column("matter_id", _UUID, sa.ForeignKey("matters.id"), primary_key=True),
    sa.Column("months_left", sa.Integer, primary_key=True),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("raised_on", sa.Date, nullable=False),
)

petitions = sa.Table(
    "petitions",
    METADATA,
    _id(),
    _matter(),
    sa.Column("supplemental", sa.Boolean, nullable=False),
    sa.Column("filed_on", sa.Date, nullable=False),
    sa.Column("grounds", sa.Text, nullable=False),
    sa.Column("petitioner", sa.Text, nullable=False, server_default="", comment="who asks (RLF-01)"),
    sa.Column("interest", sa.Text, nullable=False, server_default="PENALTY", comment="why that person may (RLF-01)"),
    sa.Column("notified_on", sa.Date),
    sa.Column("mitigated_cents", sa.BigInteger),
    sa.Column("decided_by", sa.Text),
    sa.Column("at_headquarters", sa.Boolean),
    sa.Column("reasons", sa.Text),
    sa.Column("relief_ground", sa.Text, comment="why relief may be given; null when none is (RLF-01)"),
    sa.CheckConstraint(
        "(notified_on IS NULL) = (mitigated_cents IS NULL) AND (notified_on IS NULL) = (decided_by IS NULL)",
        name="decided_whole",
    ),
)

interest_rates = sa.Table(
    "interest_rates",
    METADATA,
    sa.Column("from_date", sa.Date, primary_key=True),
    sa.Column("basis_points", sa.Integer, nullable=False),
    sa.Column("citation", sa.Text, nullable=False),
    sa.CheckConstraint("basis_points >= 0", name="rate"),
)

disclosures = sa.Table(
    "disclosures",
    METADATA,
    _id(),
    sa.Column("matter_id", _UUID, sa.ForeignKey("matters.id"), nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("disclosed_on", sa.Date, nullable=False),
    sa.Column("circumstances", sa.Text, nullable=False),
    sa.Column("data_by", sa.Date, comment="missing data follow by this day (CUL-09)"),
    sa.Column("verification_held_on", sa.Date, comment="investigators were asked to hold verification (CUL-09)"),
    sa.Column("self_review_approved_on", sa.Date),
    _cents("loss_cents"),
    _cents("tendered_cents"),
    sa.Column("notified_on", sa.Date),
    sa.Column("tender_by", sa.Date),
    sa.Column("tendered_on", sa.Date, comment="day the tender was whole; interest runs to it"),
    _cents("refunded_cents"),
    sa.Column("review_subject", sa.Text, comment="what headquarters reviews (CUL-12)"),
    sa.Column("headquarters_decided_on", sa.Date, comment="its calculation is final from this day (CUL-12)"),
    sa.Column("penalty_cents", sa.BigInteger, comment="most the penalty may be, once the benefit is granted"),
    sa.CheckConstraint("(state = 'GRANTED') = (penalty_cents IS NOT NULL)", name="granted"),
)

offers = sa.Table(
    "compromise_offers",
    METADATA,
    _id(),
    _matter(),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("offered_on", sa.Date, nullable=False),
    sa.Column("offered_cents", sa.BigInteger, nullable=False),
    sa.Column("terms", sa.Text, nullable=False),
    _cents("deposited_cents"),
    sa.Column("facts", sa.Text),
    sa.Column("report_terms", sa.Text),
    sa.Column("probability_basis_points", sa.Integer),
    sa.Column("cost_cents", sa.BigInteger, comment="remaining cost, as the report has it (CMP-04)"),
    sa.Column("value_cents", sa.BigInteger, comment="shown beside the offer; never decides (CMP-04)"),
    sa.Column("recommended_by", sa.Text),
    sa.Column("decided_by", sa.Text),
    sa.Column("notified_on", sa.Date),
    _cents("to_duties_cents"),
    _cents("to_penalty_cents"),
    _cents("released_cents"),
    _cents("returned_cents"),
    sa.Column("conditions", sa.Text, comment="collateral agreement or security (CMP-05)"),
    sa.Column("state_before", sa.Text, comment="state of the matter before acceptance, to reopen it (CMP-07)"),
    sa.Column("reopened_on", sa.Date),
    sa.Column("reopening_ground", sa.Text),
    sa.CheckConstraint("(reopened_on IS NULL) = (reopening_ground IS NULL)", name="reopened_on_a_ground"),
    sa.CheckConstraint("state <> 'ACCEPTED' OR notified_on IS NOT NULL", name="accepted_in_writing"),
)

set_offs = sa.Table(
    "set_offs",
    METADATA,
    _id(),
    _matter(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("refund_reference", sa.Text, nullable=False, unique=True),
    sa.Column("applied_cents", sa.BigInteger, nullable=False),
    sa.Column("set_off_on", sa.Date, nullable=False),
    sa.CheckConstraint("applied_cents > 0", name="applied"),
)

matter_notices = sa.Table(
    "matter_notices",
    METADATA,
    _id(),
    _matter(),
    sa.Column("kind", sa.Text, nullable=False, comment="PREPENALTY, PENALTY or DUTY"),
    sa.Column("culpability", sa.Text, comment="null in a duty notice"),
    sa.Column("loss_cents", sa.BigInteger, nullable=False),
    sa.Column("penalty_cents", sa.BigInteger, nullable=False),
    sa.Column("mailed_on", sa.Date, nullable=False),
    sa.Column("respond_by", sa.Date, nullable=False),
    sa.Column("merchandise", sa.Text),
    sa.Column("entry_details", sa.Text),
    sa.Column("laws_violated", sa.Text),
    sa.Column("facts", sa.Text, nullable=False, comment="material facts, changes from them, or the calculation"),
)

seizures = sa.Table(
    "matter_seizures",
    METADATA,
    _id(),
    _matter(),
    sa.Column("grounds", pg.ARRAY(sa.Text), nullable=False, comment="19 USC 1592(c)(14)"),
    sa.Column("goods", sa.Text, nullable=False),
    sa.Column("authority", sa.Text, nullable=False, comment="the law it rests on (AGY-05)"),
    sa.Column("seized_on", sa.Date, nullable=False),
    sa.Column("seized_by", sa.Text, nullable=False),
    sa.Column("petition_by", sa.Date, nullable=False, comment="last day to petition against the seizure (RLF-02)"),
    sa.Column("sold_on", sa.Date),
    sa.Column("proceeds_cents", sa.BigInteger),
    sa.Column("costs_cents", sa.BigInteger),
    sa.Column("applied_cents", sa.BigInteger, comment="to the penalty"),
    sa.Column("returned_cents", sa.BigInteger, comment="to the person (CUL-15)"),
    sa.CheckConstraint(
        "(sold_on IS NULL) = (proceeds_cents IS NULL) AND (sold_on IS NULL) = (returned_cents IS NULL)"
        " AND (sold_on IS NULL) = (costs_cents IS NULL) AND (sold_on IS NULL) = (applied_cents IS NULL)",
        name="sold_whole",
    ),
)
