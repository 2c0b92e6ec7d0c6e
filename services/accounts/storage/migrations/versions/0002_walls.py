"""The walls of the ledger: whole journals, kept balances, closed years, append-only history."""

from alembic import op

from shared.database import platform

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Runs once a statement over all the rows it added. A journal is written whole: its lines are 1 to n in one statement,
# so nothing is short and nothing can be added later. Balances follow the postings and nothing else; their constraint
# keeps a Clearing Account from going below zero (ACCT-15). A closed fiscal year takes no postings (DIST-09).
_APPLY_POSTINGS = """
CREATE FUNCTION apply_postings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
    expected integer;
    changed integer;
BEGIN
    SELECT a.case_number || '/' || a.sequence INTO wrong
    FROM (
        SELECT case_number, sequence, count(*) AS lines, sum(amount_cents) AS total,
            min(line) AS first, max(line) AS last
        FROM added GROUP BY case_number, sequence
    ) AS a
    LEFT JOIN journals AS j USING (case_number, sequence)
    WHERE j.posting_count IS DISTINCT FROM a.lines OR j.total_cents IS DISTINCT FROM a.total
        OR a.first <> 1 OR a.last <> a.lines
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'postings of journal % do not make up the journal', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ck_postings_whole_journal';
    END IF;

    IF EXISTS (SELECT 1 FROM added WHERE fiscal_year <= (SELECT max(year) FROM fiscal_years)) THEN
        RAISE EXCEPTION 'a posting is dated in a closed fiscal year'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ck_postings_open_fiscal_year';
    END IF;

    SELECT count(*) INTO expected FROM (
        SELECT case_number, debit FROM added UNION SELECT case_number, credit FROM added
    ) AS touched;
    UPDATE accounts AS a SET balance_cents = a.balance_cents + change.cents
    FROM (
        SELECT case_number, account, sum(cents) AS cents
        FROM (
            SELECT case_number, debit AS account, -sum(amount_cents) AS cents FROM added GROUP BY 1, 2
            UNION ALL
            SELECT case_number, credit, sum(amount_cents) FROM added GROUP BY 1, 2
        ) AS sides
        GROUP BY case_number, account
    ) AS change
    WHERE a.case_number = change.case_number AND a.account = change.account;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed <> expected THEN
        RAISE EXCEPTION 'a posting names an account that its book does not have'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'fk_postings_accounts';
    END IF;
    RETURN NULL;
END $$
"""

_TRIGGER = """
CREATE TRIGGER postings_apply AFTER INSERT ON postings REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION apply_postings()
"""


def upgrade() -> None:
    """Raise them."""
    op.execute(_APPLY_POSTINGS)
    op.execute(_TRIGGER)
    for table in ("journals", "postings", "vintage_uses", "annual_reports"):
        platform.append_only(table)
        # The first wall; the trigger above is the second, for a role that grants itself the right again.
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER")
