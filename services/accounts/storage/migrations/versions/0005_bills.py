"""Overpayment determinations, bills and interest rates; receivables and awards of enforcement."""

import csv
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import op

from services.accounts.storage.migrations.constraints import add_values
from shared.database import platform

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RATES: Final = Path(__file__).parents[3] / "reference" / "interest_rates.csv"
_MOVEMENTS: Final = (
    "AWARD_PAID",
    "BILL_EXCESS",
    "BILL_INTEREST",
    "BILL_INTEREST_RECLASSIFIED",
    "BILL_INTEREST_RETURNED",
    "BILL_PRINCIPAL",
    "BILL_PRINCIPAL_RETURNED",
    "OFFSET",
    "RECEIVABLE_COLLECTED",
)
_TABLES: Final = (
    "CREATE SEQUENCE bill_numbers",
    """
    CREATE TABLE interest_rates (
        begin_on DATE NOT NULL,
        end_on DATE NOT NULL,
        underpayment_percent NUMERIC(7, 4) NOT NULL,
        overpayment_percent NUMERIC(7, 4) NOT NULL,
        corporate_percent NUMERIC(7, 4),
        source TEXT NOT NULL,
        loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        loaded_by TEXT NOT NULL,
        CONSTRAINT pk_interest_rates PRIMARY KEY (begin_on),
        CONSTRAINT ck_interest_rates_in_order CHECK (end_on >= begin_on)
    )
    """,
    "COMMENT ON TABLE interest_rates IS 'Append-only; quarterly rates of 26 USC 6621 as published by Customs "
    "(BILL-04)'",
    """
    CREATE TABLE overpayment_determinations (
        id UUID DEFAULT uuidv7() NOT NULL,
        case_number TEXT NOT NULL,
        amount_cents BIGINT NOT NULL,
        original_cents BIGINT NOT NULL,
        deficit_cents BIGINT NOT NULL,
        refunds_cents BIGINT NOT NULL,
        expected_receipts_cents BIGINT NOT NULL,
        suggested_cents BIGINT NOT NULL,
        weight_basis TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL,
        determined_on DATE NOT NULL,
        determined_by TEXT NOT NULL,
        reduced_on DATE,
        reduced_by TEXT,
        CONSTRAINT pk_overpayment_determinations PRIMARY KEY (id),
        CONSTRAINT ck_overpayment_determinations_only_reduced
            CHECK (original_cents > 0 AND amount_cents BETWEEN 0 AND original_cents),
        CONSTRAINT ck_overpayment_determinations_two_people
            CHECK (reduced_by IS DISTINCT FROM determined_by OR reduced_by IS NULL),
        CONSTRAINT ck_overpayment_determinations_weight_basis_known
            CHECK (weight_basis IN ('GROSS_RECEIVED', 'RECEIVED_MINUS_REPAID')),
        CONSTRAINT fk_overpayment_determinations_case_number_orders FOREIGN KEY(case_number)
            REFERENCES orders (case_number)
    )
    """,
    "COMMENT ON TABLE overpayment_determinations IS 'What an officer determined as overpaid out of a Special "
    "Account (REFD-07)'",
    "CREATE INDEX ix_overpayment_determinations_case ON overpayment_determinations (case_number, id)",
    """
    CREATE TABLE determination_shares (
        determination_id UUID NOT NULL,
        lineage_id TEXT NOT NULL,
        producer_id TEXT NOT NULL,
        received_cents BIGINT NOT NULL,
        weight_cents BIGINT NOT NULL,
        share_cents BIGINT NOT NULL,
        CONSTRAINT pk_determination_shares PRIMARY KEY (determination_id, lineage_id),
        CONSTRAINT ck_determination_shares_within_received CHECK (share_cents BETWEEN 0 AND received_cents),
        CONSTRAINT fk_determination_shares_determination_id_overpayment_de_2f1f FOREIGN KEY(determination_id)
            REFERENCES overpayment_determinations (id)
    )
    """,
    "COMMENT ON TABLE determination_shares IS 'Every input and result of the split (REFD-08, BILL-12)'",
    """
    CREATE TABLE bills (
        id UUID DEFAULT uuidv7() NOT NULL,
        number TEXT DEFAULT 'B-' || lpad(nextval('bill_numbers')::text, 7, '0') NOT NULL,
        kind TEXT NOT NULL,
        case_number TEXT NOT NULL,
        determination_id UUID,
        payment_id UUID,
        verification_id TEXT,
        lineage_id TEXT NOT NULL,
        producer_id TEXT NOT NULL,
        principal_cents BIGINT NOT NULL,
        original_cents BIGINT NOT NULL,
        method TEXT DEFAULT 'NONE' NOT NULL,
        state TEXT DEFAULT 'DRAFT' NOT NULL,
        reason TEXT NOT NULL,
        legal_basis TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        proposed_on DATE NOT NULL,
        issued_by TEXT,
        bill_on DATE,
        due_on DATE,
        pay_by DATE,
        charged_cents BIGINT DEFAULT '0' NOT NULL,
        interest_paid_cents BIGINT DEFAULT '0' NOT NULL,
        principal_paid_cents BIGINT DEFAULT '0' NOT NULL,
        excess_cents BIGINT DEFAULT '0' NOT NULL,
        notice_on DATE,
        response_by DATE,
        next_on DATE,
        warned TEXT[] DEFAULT '{}' NOT NULL,
        closed_on DATE,
        closed_reason TEXT,
        CONSTRAINT pk_bills PRIMARY KEY (id),
        CONSTRAINT ck_bills_two_people CHECK (issued_by IS DISTINCT FROM proposed_by OR issued_by IS NULL),
        CONSTRAINT ck_bills_only_reduced CHECK (principal_cents BETWEEN 0 AND original_cents AND original_cents > 0),
        CONSTRAINT ck_bills_principal_within CHECK (principal_paid_cents BETWEEN 0 AND principal_cents),
        CONSTRAINT ck_bills_interest_within CHECK (interest_paid_cents BETWEEN 0 AND charged_cents),
        CONSTRAINT ck_bills_excess_not_negative CHECK (excess_cents >= 0),
        CONSTRAINT ck_bills_determined CHECK ((kind = 'OVERPAYMENT') = (determination_id IS NOT NULL)),
        CONSTRAINT ck_bills_dated
            CHECK (state = 'DRAFT' OR bill_on IS NOT NULL OR state IN ('CANCELLED', 'WRITTEN_OFF')),
        CONSTRAINT ck_bills_kind_known CHECK (kind IN ('ADMIN_ERROR', 'OVERCLAIM', 'OVERPAYMENT')),
        CONSTRAINT ck_bills_state_known
            CHECK (state IN ('AGREEMENT', 'CANCELLED', 'DRAFT', 'IN_REVIEW', 'ISSUED', 'OFFSET_READY', 'PAID',
                'PAST_DUE', 'WRITTEN_OFF')),
        CONSTRAINT ck_bills_method_known CHECK (method IN ('DAILY_COMPOUND', 'NONE', 'P30_SIMPLE')),
        CONSTRAINT uq_bills_number UNIQUE (number),
        CONSTRAINT fk_bills_case_number_orders FOREIGN KEY(case_number) REFERENCES orders (case_number),
        CONSTRAINT fk_bills_determination_id_overpayment_determinations FOREIGN KEY(determination_id)
            REFERENCES overpayment_determinations (id),
        CONSTRAINT fk_bills_payment_id_payments FOREIGN KEY(payment_id) REFERENCES payments (id)
    )
    """,
    "COMMENT ON TABLE bills IS 'Bills to producers (BILL-01); sums follow payments and charges'",
    "COMMENT ON COLUMN bills.payment_id IS 'payment made in error (BILL-11)'",
    "COMMENT ON COLUMN bills.verification_id IS 'verification that found an overclaim (VERI-04)'",
    "COMMENT ON COLUMN bills.notice_on IS 'day of the offset notice (BILL-07)'",
    "COMMENT ON COLUMN bills.next_on IS 'first day on which a date changes the bill'",
    "COMMENT ON COLUMN bills.warned IS 'warnings raised'",
    "CREATE INDEX ix_bills_case ON bills (case_number, id)",
    "CREATE INDEX ix_bills_determination ON bills (determination_id)",
    "CREATE INDEX ix_bills_lineage ON bills (lineage_id)",
    "CREATE INDEX ix_bills_next ON bills (next_on, id) WHERE next_on IS NOT NULL",
    "CREATE INDEX ix_bills_payment ON bills (payment_id) WHERE payment_id IS NOT NULL",
    "CREATE INDEX ix_bills_producer ON bills (producer_id, id)",
    """
    CREATE TABLE bill_charges (
        bill_id UUID NOT NULL,
        number INTEGER NOT NULL,
        period INTEGER NOT NULL,
        first_on DATE NOT NULL,
        last_on DATE NOT NULL,
        principal_cents BIGINT NOT NULL,
        amount_cents BIGINT NOT NULL,
        charged_on DATE NOT NULL,
        reverses INTEGER,
        CONSTRAINT pk_bill_charges PRIMARY KEY (bill_id, number),
        CONSTRAINT ck_bill_charges_signed CHECK ((reverses IS NULL) = (amount_cents > 0) AND amount_cents <> 0),
        CONSTRAINT uq_bill_charges_bill_id_reverses UNIQUE (bill_id, reverses),
        CONSTRAINT fk_bill_charges_bill_id_bills FOREIGN KEY(bill_id) REFERENCES bills (id)
    )
    """,
    "COMMENT ON TABLE bill_charges IS 'Append-only; interest charged for a period, or a charge taken back (BILL-05)'",
    "COMMENT ON COLUMN bill_charges.reverses IS 'number of the charge taken back'",
    """
    CREATE TABLE bill_payments (
        id UUID DEFAULT uuidv7() NOT NULL,
        bill_id UUID NOT NULL,
        paid_by TEXT NOT NULL,
        received_on DATE NOT NULL,
        amount_cents BIGINT NOT NULL,
        interest_cents BIGINT NOT NULL,
        principal_cents BIGINT NOT NULL,
        excess_cents BIGINT NOT NULL,
        from_case_number TEXT,
        recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        recorded_by TEXT NOT NULL,
        CONSTRAINT pk_bill_payments PRIMARY KEY (id),
        CONSTRAINT ck_bill_payments_positive CHECK (amount_cents > 0),
        CONSTRAINT ck_bill_payments_conserved CHECK (interest_cents + principal_cents + excess_cents = amount_cents),
        CONSTRAINT ck_bill_payments_not_negative
            CHECK (interest_cents >= 0 AND principal_cents >= 0 AND excess_cents >= 0),
        CONSTRAINT ck_bill_payments_paid_by_known CHECK (paid_by IN ('CREDIT', 'OFFSET', 'PAYMENT')),
        CONSTRAINT fk_bill_payments_bill_id_bills FOREIGN KEY(bill_id) REFERENCES bills (id)
    )
    """,
    "COMMENT ON COLUMN bill_payments.from_case_number IS 'order whose payment an offset was taken from (DIST-11)'",
    "CREATE INDEX ix_bill_payments_bill ON bill_payments (bill_id, id)",
    """
    CREATE TABLE bill_reviews (
        id UUID DEFAULT uuidv7() NOT NULL,
        bill_id UUID NOT NULL,
        received_on DATE NOT NULL,
        grounds TEXT NOT NULL,
        late_reason TEXT,
        opened_by TEXT NOT NULL,
        outcome TEXT,
        reasons TEXT,
        decided_on DATE,
        decided_by TEXT,
        CONSTRAINT pk_bill_reviews PRIMARY KEY (id),
        CONSTRAINT ck_bill_reviews_outcome_known CHECK (outcome IN ('CHANGED', 'UPHELD')),
        CONSTRAINT fk_bill_reviews_bill_id_bills FOREIGN KEY(bill_id) REFERENCES bills (id)
    )
    """,
    "COMMENT ON COLUMN bill_reviews.late_reason IS 'why a late request was admitted'",
    "CREATE UNIQUE INDEX uq_bill_reviews_open ON bill_reviews (bill_id) WHERE outcome IS NULL",
    """
    CREATE TABLE repayment_agreements (
        id UUID DEFAULT uuidv7() NOT NULL,
        bill_id UUID NOT NULL,
        reference TEXT NOT NULL,
        signed_on DATE NOT NULL,
        signed_by TEXT NOT NULL,
        paid_before_cents BIGINT NOT NULL,
        ended_on DATE,
        CONSTRAINT pk_repayment_agreements PRIMARY KEY (id),
        CONSTRAINT fk_repayment_agreements_bill_id_bills FOREIGN KEY(bill_id) REFERENCES bills (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_repayment_agreements_open ON repayment_agreements (bill_id) WHERE ended_on IS NULL",
    """
    CREATE TABLE repayment_instalments (
        agreement_id UUID NOT NULL,
        number INTEGER NOT NULL,
        due_on DATE NOT NULL,
        amount_cents BIGINT NOT NULL,
        CONSTRAINT pk_repayment_instalments PRIMARY KEY (agreement_id, number),
        CONSTRAINT ck_repayment_instalments_positive CHECK (amount_cents > 0),
        CONSTRAINT fk_repayment_instalments_agreement_id_repayment_agreements FOREIGN KEY(agreement_id)
            REFERENCES repayment_agreements (id)
    )
    """,
    """
    CREATE TABLE bill_write_offs (
        id UUID DEFAULT uuidv7() NOT NULL,
        bill_id UUID NOT NULL,
        kind TEXT NOT NULL,
        accepted_cents BIGINT NOT NULL,
        paid_before_cents BIGINT NOT NULL,
        reason TEXT NOT NULL,
        proposed_by TEXT NOT NULL,
        proposed_on DATE NOT NULL,
        approved_by TEXT,
        approved_on DATE,
        written_off_cents BIGINT,
        CONSTRAINT pk_bill_write_offs PRIMARY KEY (id),
        CONSTRAINT ck_bill_write_offs_two_people
            CHECK (approved_by IS DISTINCT FROM proposed_by OR approved_by IS NULL),
        CONSTRAINT ck_bill_write_offs_kind_known CHECK (kind IN ('COMPROMISE', 'WRITE_OFF')),
        CONSTRAINT fk_bill_write_offs_bill_id_bills FOREIGN KEY(bill_id) REFERENCES bills (id)
    )
    """,
    "COMMENT ON TABLE bill_write_offs IS 'Write-offs and compromises; the deficit remains (BILL-10)'",
    "CREATE UNIQUE INDEX uq_bill_write_offs_open ON bill_write_offs (bill_id) WHERE approved_by IS NULL",
    """
    CREATE TABLE deficit_reviews (
        case_number TEXT NOT NULL,
        fiscal_year INTEGER NOT NULL,
        deficit_cents BIGINT NOT NULL,
        raised_on DATE NOT NULL,
        reviewed_on DATE,
        reviewed_by TEXT,
        expected_receipts_cents BIGINT,
        suggested_cents BIGINT,
        conclusion TEXT,
        CONSTRAINT pk_deficit_reviews PRIMARY KEY (case_number, fiscal_year),
        CONSTRAINT fk_deficit_reviews_case_number_orders FOREIGN KEY(case_number) REFERENCES orders (case_number)
    )
    """,
    "COMMENT ON TABLE deficit_reviews IS 'A deficit is reviewed at each fiscal year end while it lasts (REFD-07)'",
    """
    CREATE TABLE overclaims (
        verification_id TEXT NOT NULL,
        case_number TEXT NOT NULL,
        fiscal_year INTEGER NOT NULL,
        certification_number TEXT NOT NULL,
        unsupported_cents BIGINT NOT NULL,
        corrected_cents BIGINT NOT NULL,
        paid_cents BIGINT NOT NULL,
        bill_id UUID,
        concluded_on DATE NOT NULL,
        CONSTRAINT pk_overclaims PRIMARY KEY (verification_id),
        CONSTRAINT fk_overclaims_bill_id_bills FOREIGN KEY(bill_id) REFERENCES bills (id)
    )
    """,
    "COMMENT ON TABLE overclaims IS 'What verifications found after payment, and the share computed again "
    "without it (VERI-04)'",
    "CREATE INDEX ix_overclaims_claim ON overclaims (case_number, fiscal_year, certification_number)",
    """
    CREATE TABLE receivables (
        id UUID DEFAULT uuidv7() NOT NULL,
        kind TEXT NOT NULL,
        reference TEXT NOT NULL,
        case_reference TEXT NOT NULL,
        debtor TEXT NOT NULL,
        amount_cents BIGINT NOT NULL,
        collected_cents BIGINT DEFAULT '0' NOT NULL,
        demanded_on DATE NOT NULL,
        due_on DATE NOT NULL,
        recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_receivables PRIMARY KEY (id),
        CONSTRAINT uq_receivables_kind_reference UNIQUE (kind, reference),
        CONSTRAINT ck_receivables_kind_known CHECK (kind IN ('DUTIES', 'PENALTY')),
        CONSTRAINT ck_receivables_not_negative CHECK (amount_cents >= 0 AND collected_cents >= 0)
    )
    """,
    "COMMENT ON COLUMN receivables.reference IS 'the penalty or demand, as enforcement names it'",
    "COMMENT ON COLUMN receivables.debtor IS 'importer number'",
    "CREATE INDEX ix_receivables_due ON receivables (due_on, id)",
    """
    CREATE TABLE receivable_collections (
        id UUID DEFAULT uuidv7() NOT NULL,
        receivable_id UUID NOT NULL,
        received_on DATE NOT NULL,
        amount_cents BIGINT NOT NULL,
        recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        recorded_by TEXT NOT NULL,
        CONSTRAINT pk_receivable_collections PRIMARY KEY (id),
        CONSTRAINT ck_receivable_collections_positive CHECK (amount_cents > 0),
        CONSTRAINT fk_receivable_collections_receivable_id_receivables FOREIGN KEY(receivable_id)
            REFERENCES receivables (id)
    )
    """,
    "CREATE INDEX ix_receivable_collections_receivable_id ON receivable_collections (receivable_id)",
    """
    CREATE TABLE award_payments (
        request_id TEXT NOT NULL,
        payee_reference TEXT NOT NULL,
        amount_cents BIGINT NOT NULL,
        requested_on DATE NOT NULL,
        released_by TEXT,
        released_on DATE,
        paid_by TEXT,
        paid_on DATE,
        CONSTRAINT pk_award_payments PRIMARY KEY (request_id),
        CONSTRAINT ck_award_payments_positive CHECK (amount_cents > 0),
        CONSTRAINT ck_award_payments_two_people CHECK (paid_by IS DISTINCT FROM released_by OR paid_by IS NULL)
    )
    """,
    "COMMENT ON COLUMN award_payments.payee_reference IS 'opaque; only enforcement knows whose'",
)


def upgrade() -> None:
    """Create the tables, load the verified rates, let ledger and payments know the new kinds."""
    for statement in _TABLES:
        op.execute(statement)
    for table in ("interest_rates", "bill_charges"):
        platform.append_only(table)
    add_values("postings", "movement", _MOVEMENTS)
    add_values("payments", "kind", ("EXCESS_RETURNED",))
    _returned_excess()
    _load_rates()


def _returned_excess() -> None:
    """A payment may return what was paid too much on a bill; it belongs to no distribution then."""
    op.add_column(
        "payments",
        sa.Column("bill_id", sa.UUID(), comment="bill that was paid too much on; no distribution (BILL-06)"),
    )
    op.alter_column("payments", "distribution_id", nullable=True)
    op.alter_column("payments", "certification_number", nullable=True)
    op.create_check_constraint(
        "ck_payments_of_distribution_or_bill",
        "payments",
        "CASE WHEN bill_id IS NULL THEN distribution_id IS NOT NULL AND certification_number IS NOT NULL"
        " ELSE distribution_id IS NULL AND kind = 'EXCESS_RETURNED' END",
    )


def _load_rates() -> None:
    """The rates published so far; later ones come by ``countervail rates load`` (BILL-04)."""
    with _RATES.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["verified"] == "yes"]
    op.get_bind().execute(
        sa.text(
            "INSERT INTO interest_rates (begin_on, end_on, underpayment_percent, overpayment_percent,"
            " corporate_percent, source, loaded_at, loaded_by)"
            " VALUES (CAST(:begin_date AS date), CAST(:end_date AS date), CAST(:underpayment_pct AS numeric),"
            " CAST(:overpayment_pct AS numeric), CAST(nullif(:corporate_overpayment_pct, '') AS numeric), :source,"
            " now(), 'migration 0005')"
        ),
        rows,
    )
