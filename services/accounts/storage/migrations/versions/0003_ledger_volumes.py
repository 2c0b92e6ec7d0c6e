"""The ledger at volume: partitions, checks by statement in place of checks by row, balances on any day and instant."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PARTITIONS: Final = 8

# table: column whose hash the partitions go by, primary key, further indexes
_TABLES: Final[dict[str, tuple[str, str, Sequence[str]]]] = {
    "journals": (
        "case_number",
        "(case_number, sequence)",
        ("UNIQUE INDEX uq_journals_source ON journals (case_number, source) WHERE source IS NOT NULL",),
    ),
    "postings": (
        "case_number",
        "(case_number, sequence, line)",
        (
            "INDEX ix_postings_collection_id ON postings (collection_id) WHERE collection_id IS NOT NULL",
            "UNIQUE INDEX uq_postings_reverses ON postings (case_number, reverses) WHERE reverses IS NOT NULL",
        ),
    ),
    "entries": ("number", "(number)", ("INDEX ix_entries_importer_number ON entries (importer_number)",)),
    "deposits": ("entry_number", "(entry_number, case_number, id)", ()),
    "liquidations": (
        "entry_number",
        "(entry_number, case_number)",
        ("INDEX ix_liquidations_case_day ON liquidations (case_number, liquidated_on)",),
    ),
}
_APPEND_ONLY: Final = ("journals", "postings")
_IDENTITIES: Final = {"postings": "number", "deposits": "id"}

# What a journal's hash covers, as text without two readings. services/accounts/domain/ledger.py writes the same.
_POSTING_TEXT: Final = """
CREATE FUNCTION posting_text(
    line integer, movement text, debit text, credit text, amount_cents bigint, effective_on date, entry_number text,
    certification_number text, component text, rule text, code text, collection_id uuid, reverses bigint
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT line::text || ',' || movement || ',' || debit || ',' || credit || ',' || amount_cents::text || ','
        || (effective_on - DATE '1970-01-01')::text || ',' || quote_nullable(entry_number) || ','
        || quote_nullable(certification_number) || ',' || quote_nullable(component) || ',' || quote_nullable(rule)
        || ',' || quote_nullable(code) || ',' || coalesce(collection_id::text, 'NULL') || ','
        || coalesce(reverses::text, 'NULL')
$$
"""
_JOURNAL_HASH: Final = """
CREATE FUNCTION journal_hash(
    previous_hash text, case_number text, sequence bigint, source text, recorded_at timestamptz, actor text,
    correlation_id text, posting_count integer, total_cents bigint, lines text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(
        previous_hash || ',' || quote_nullable(case_number) || ',' || sequence::text || ',' || quote_nullable(source)
        || ',' || ((extract(epoch FROM recorded_at) * 1000000)::bigint)::text || ',' || quote_nullable(actor) || ','
        || quote_nullable(correlation_id) || ',' || posting_count::text || ',' || total_cents::text || E'\\n' || lines,
        'UTF8')), 'hex')
$$
"""
# Chains written before are sealed again in the new form, from what stands in the postings.
_SEAL_AGAIN: Final = """
DO $$
DECLARE
    book record;
    journal record;
    head text;
BEGIN
    FOR book IN SELECT case_number FROM orders WHERE journal_sequence > 0 LOOP
        head := repeat('0', 64);
        FOR journal IN
            SELECT j.*, (
                SELECT string_agg(posting_text(p.line, p.movement, p.debit, p.credit, p.amount_cents, p.effective_on,
                    p.entry_number, p.certification_number, p.component, p.rule, p.code, p.collection_id, p.reverses),
                    E'\\n' ORDER BY p.line)
                FROM postings AS p WHERE p.case_number = j.case_number AND p.sequence = j.sequence
            ) AS lines
            FROM journals AS j WHERE j.case_number = book.case_number ORDER BY j.sequence
        LOOP
            UPDATE journals SET previous_hash = head, hash = journal_hash(head, case_number, sequence, source,
                recorded_at, actor, correlation_id, posting_count, total_cents, journal.lines)
            WHERE case_number = journal.case_number AND sequence = journal.sequence RETURNING hash INTO head;
        END LOOP;
        UPDATE orders SET head_hash = head WHERE case_number = book.case_number;
    END LOOP;
END $$
"""

# Runs once a statement over all the rows it added, and reads them once. A journal is written whole: its lines are 1 to
# n in one statement, so nothing is short and nothing can be added later. A closed fiscal year takes no postings
# (DIST-09). Balances follow the postings and nothing else; their constraint keeps a Clearing Account from going below
# zero (ACCT-15). Whoever posts holds the order's row, so a book's journals come one after the other.
_APPLY_POSTINGS: Final = """
CREATE OR REPLACE FUNCTION apply_postings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
    closed boolean;
    expected integer;
    changed integer;
    books text[];
    sequences bigint[];
    counts bigint[];
BEGIN
    WITH moved AS MATERIALIZED (
        SELECT case_number, sequence, debit, credit, effective_on, count(*) AS lines, sum(amount_cents) AS cents,
            min(line) AS first, max(line) AS last, max(fiscal_year) AS fiscal_year
        FROM added GROUP BY case_number, sequence, debit, credit, effective_on
    ), written AS MATERIALIZED (
        SELECT case_number, sequence, sum(lines) AS lines, sum(cents) AS cents, min(first) AS first, max(last) AS last
        FROM moved GROUP BY case_number, sequence
    ), days AS (
        INSERT INTO balance_changes (case_number, account, sequence, effective_on, cents, recorded_at)
        SELECT sides.case_number, sides.account, sides.sequence, sides.effective_on, sum(sides.cents), j.recorded_at
        FROM (
            SELECT case_number, sequence, debit AS account, effective_on, -cents AS cents FROM moved
            UNION ALL
            SELECT case_number, sequence, credit, effective_on, cents FROM moved
        ) AS sides
        JOIN journals AS j USING (case_number, sequence)
        GROUP BY sides.case_number, sides.account, sides.sequence, sides.effective_on, j.recorded_at
        ON CONFLICT DO NOTHING -- of a journal that is there already, which is refused below
        RETURNING case_number, account, cents
    ), change AS (
        SELECT case_number, account, sum(cents) AS cents FROM days GROUP BY case_number, account
    ), applied AS (
        UPDATE accounts AS a SET balance_cents = a.balance_cents + change.cents FROM change
        WHERE a.case_number = change.case_number AND a.account = change.account
        RETURNING 1
    ), in_books AS (
        SELECT case_number, max(sequence) AS sequence, sum(lines)::bigint AS lines FROM written GROUP BY case_number
    )
    SELECT
        (SELECT w.case_number || '/' || w.sequence
            FROM written AS w LEFT JOIN journals AS j USING (case_number, sequence)
            WHERE j.posting_count IS DISTINCT FROM w.lines OR j.total_cents IS DISTINCT FROM w.cents
                OR w.first <> 1 OR w.last <> w.lines LIMIT 1),
        EXISTS (SELECT FROM moved WHERE fiscal_year <= (SELECT max(year) FROM fiscal_years)),
        (SELECT count(*) FROM change), (SELECT count(*) FROM applied),
        (SELECT array_agg(case_number ORDER BY case_number) FROM in_books),
        (SELECT array_agg(sequence ORDER BY case_number) FROM in_books),
        (SELECT array_agg(lines ORDER BY case_number) FROM in_books)
    INTO wrong, closed, expected, changed, books, sequences, counts;

    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'postings of journal % do not make up the journal', wrong
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ck_postings_whole_journal';
    END IF;
    IF closed THEN
        RAISE EXCEPTION 'a posting is dated in a closed fiscal year'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ck_postings_open_fiscal_year';
    END IF;
    IF changed <> expected THEN
        RAISE EXCEPTION 'a posting names an account that its book does not have'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'fk_postings_accounts';
    END IF;
    FOR i IN 1 .. coalesce(cardinality(books), 0) LOOP
        IF sequences[i] % 16 = 0 OR counts[i] > 256 THEN
            PERFORM close_balance_block(books[i], sequences[i]);
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
# A block sums up the changes of many journals: for every account, what its days added up to. So a balance on any day
# is one row a block and the changes after the last block. Blocks grow with their number, so that neither gets large.
_CLOSE_BLOCK: Final = """
CREATE FUNCTION close_balance_block(of_case text, through bigint) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    last_block integer;
    after_sequence bigint;
    waiting bigint;
    largest bigint;
    latest timestamptz;
BEGIN
    SELECT block, through_sequence, last_recorded_at INTO last_block, after_sequence, latest
    FROM balance_blocks WHERE case_number = of_case ORDER BY block DESC LIMIT 1;
    last_block := coalesce(last_block, 0);
    after_sequence := coalesce(after_sequence, 0);
    largest := greatest(4096, 8 * last_block);
    SELECT count(*) INTO waiting FROM (
        SELECT 1 FROM balance_changes
        WHERE case_number = of_case AND account IN (SELECT account FROM accounts WHERE case_number = of_case)
            AND sequence > after_sequence AND sequence <= through
        LIMIT largest
    ) AS counted;
    IF waiting < largest THEN
        RETURN;
    END IF;
    INSERT INTO block_balances (case_number, account, block, effective_on, cents_through)
    SELECT of_case, account, last_block + 1, effective_on,
        sum(sum(cents)) OVER (PARTITION BY account ORDER BY effective_on)
    FROM balance_changes
    WHERE case_number = of_case AND account IN (SELECT account FROM accounts WHERE case_number = of_case)
        AND sequence > after_sequence AND sequence <= through
    GROUP BY account, effective_on;
    INSERT INTO balance_blocks (case_number, block, through_sequence, first_recorded_at, last_recorded_at)
    SELECT of_case, last_block + 1, through, min(recorded_at), greatest(latest, max(recorded_at))
    FROM journals WHERE case_number = of_case AND sequence > after_sequence AND sequence <= through;
END $$
"""
_FILL_BALANCES: Final = """
INSERT INTO balance_changes (case_number, account, sequence, effective_on, cents, recorded_at)
SELECT sides.case_number, sides.account, sides.sequence, sides.effective_on, sum(sides.cents), j.recorded_at
FROM (
    SELECT case_number, sequence, debit AS account, effective_on, -amount_cents AS cents FROM postings
    UNION ALL
    SELECT case_number, sequence, credit, effective_on, amount_cents FROM postings
) AS sides
JOIN journals AS j USING (case_number, sequence)
GROUP BY sides.case_number, sides.account, sides.sequence, sides.effective_on, j.recorded_at
"""
# A foreign key is looked up row by row; at a million rows that costs more than writing them. The same is asked here
# once a statement.
_PARENTS: Final = """
CREATE FUNCTION refuse_orphans() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing text;
BEGIN
    EXECUTE format(
        'SELECT added.%1$I FROM added WHERE NOT EXISTS (SELECT FROM %2$I AS parent WHERE parent.%3$I = added.%1$I)'
        ' LIMIT 1', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]) INTO missing;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION '% % of table % is not in table %', TG_ARGV[0], missing, TG_TABLE_NAME, TG_ARGV[1]
            USING ERRCODE = 'foreign_key_violation',
                CONSTRAINT = format('fk_%s_%s_%s', TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]);
    END IF;
    RETURN NULL;
END $$
"""
_CHILDREN: Final = (
    ("entries", "importer_number", "importers", "number"),
    ("deposits", "entry_number", "entries", "number"),
    ("deposits", "case_number", "orders", "case_number"),
    ("liquidations", "entry_number", "entries", "number"),
    ("liquidations", "case_number", "orders", "case_number"),
    ("journals", "case_number", "orders", "case_number"),
)


def upgrade() -> None:
    """Divide the large tables, move what is in them, raise the walls again."""
    op.drop_constraint("fk_collections_entry_number_case_number_liquidations", "collections", type_="foreignkey")
    for table, (column, key, indexes) in _TABLES.items():
        _divide(table, column, key, indexes)
    op.create_foreign_key(
        "fk_collections_entry_number_case_number_liquidations",
        "collections",
        "liquidations",
        ["entry_number", "case_number"],
        ["entry_number", "case_number"],
    )
    for function in (_POSTING_TEXT, _JOURNAL_HASH, _SEAL_AGAIN):
        op.execute(function)
    _balances()
    _imports()
    for function in (_APPLY_POSTINGS, _CLOSE_BLOCK, _PARENTS):
        op.execute(function)
    op.execute(
        "CREATE TRIGGER postings_apply AFTER INSERT ON postings REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION apply_postings()"
    )
    for table, column, parent, key in _CHILDREN:
        op.execute(
            f"CREATE TRIGGER {table}_{column}_known AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION refuse_orphans('{column}', '{parent}', '{key}')"
        )
    for table in _TABLES:
        _wall(table, "UPDATE OR DELETE OR TRUNCATE" if table in _APPEND_ONLY else "DELETE OR TRUNCATE")


def _divide(table: str, column: str, key: str, indexes: Sequence[str]) -> None:
    """The same table in partitions by the hash of ``column``, with its rows."""
    op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    op.execute(
        f"CREATE TABLE {table} (LIKE old_{table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED"
        f" INCLUDING IDENTITY INCLUDING COMMENTS) PARTITION BY HASH ({column})"
    )
    for remainder in range(_PARTITIONS):
        op.execute(
            f"CREATE TABLE {table}_{remainder} PARTITION OF {table}"
            f" FOR VALUES WITH (MODULUS {_PARTITIONS}, REMAINDER {remainder})"
        )
    old = sa.inspect(op.get_bind())
    columns = ", ".join(column["name"] for column in old.get_columns(f"old_{table}") if "computed" not in column)
    op.execute(
        f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM old_{table}"  # noqa: S608
    )
    if number := _IDENTITIES.get(table):
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{number}'), greatest(1, max({number})),"  # noqa: S608
            f" max({number}) IS NOT NULL) FROM {table}"
        )
    op.execute(f"COMMENT ON TABLE {table} IS {_comment(table)}")
    op.execute(f"DROP TABLE old_{table} CASCADE")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY {key}")
    for index in indexes:
        op.execute(f"CREATE {index}")


def _comment(table: str) -> str:
    text = op.get_bind().scalar(sa.text(f"SELECT obj_description('old_{table}'::regclass)"))
    return "NULL" if text is None else "'" + str(text).replace("'", "''") + "'"


def _balances() -> None:
    op.execute(
        "CREATE TABLE balance_changes ("
        " case_number text NOT NULL, account text NOT NULL, sequence bigint NOT NULL, effective_on date NOT NULL,"
        " cents bigint NOT NULL, recorded_at timestamptz NOT NULL,"
        " CONSTRAINT pk_balance_changes PRIMARY KEY (case_number, account, sequence, effective_on)"
        " INCLUDE (cents, recorded_at))"
    )
    op.execute(
        "COMMENT ON TABLE balance_changes IS 'What each journal did to each account on each day; kept by the trigger'"
    )
    op.execute(
        "CREATE TABLE balance_blocks ("
        " case_number text NOT NULL, block integer NOT NULL, through_sequence bigint NOT NULL,"
        " first_recorded_at timestamptz NOT NULL, last_recorded_at timestamptz NOT NULL,"
        " CONSTRAINT pk_balance_blocks PRIMARY KEY (case_number, block))"
    )
    op.execute("COMMENT ON TABLE balance_blocks IS 'Runs of journals whose changes are summed up'")
    op.execute(
        "CREATE TABLE block_balances ("
        " case_number text NOT NULL, account text NOT NULL, block integer NOT NULL, effective_on date NOT NULL,"
        " cents_through bigint NOT NULL,"
        " CONSTRAINT pk_block_balances PRIMARY KEY (case_number, account, block, effective_on))"
    )
    op.execute("COMMENT ON TABLE block_balances IS 'What a block added to an account through a day'")
    op.execute(_FILL_BALANCES)


def _imports() -> None:
    op.execute(
        "CREATE TABLE imports ("
        " id uuid NOT NULL DEFAULT uuidv7(), kind text NOT NULL, content_hash text NOT NULL, file_name text NOT NULL,"
        " rows_read bigint NOT NULL DEFAULT 0, rows_kept bigint NOT NULL DEFAULT 0,"
        " rows_set_aside bigint NOT NULL DEFAULT 0, amount_cents bigint NOT NULL DEFAULT 0,"
        " started_at timestamptz NOT NULL, started_by text NOT NULL, finished_at timestamptz,"
        " CONSTRAINT pk_imports PRIMARY KEY (id),"
        " CONSTRAINT uq_imports_kind_content_hash UNIQUE (kind, content_hash),"
        " CONSTRAINT ck_imports_kind_known CHECK (kind IN ('ENTRIES', 'LIQUIDATIONS')),"
        " CONSTRAINT ck_imports_every_row_counted CHECK (rows_kept + rows_set_aside = rows_read))"
    )
    op.execute("COMMENT ON TABLE imports IS 'Files taken over, and how far; moves on with the rows it counts'")
    op.execute(
        "CREATE TABLE import_rows_set_aside ("
        " import_id uuid NOT NULL, row_number bigint NOT NULL, codes text[] NOT NULL, content jsonb NOT NULL,"
        " CONSTRAINT pk_import_rows_set_aside PRIMARY KEY (import_id, row_number),"
        " CONSTRAINT fk_import_rows_set_aside_import_id_imports FOREIGN KEY (import_id) REFERENCES imports (id))"
    )
    op.execute("COMMENT ON TABLE import_rows_set_aside IS 'Rows of a file that were refused, with their reasons'")


def _wall(table: str, changes: str) -> None:
    """Refuse ``changes``; a partition by itself takes nothing at all, so that no trigger is gone round."""
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE {changes} ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    if table in _APPEND_ONLY:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER")
    for remainder in range(_PARTITIONS):
        part = f"{table}_{remainder}"
        op.execute(
            f"CREATE TRIGGER {part}_append_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {part}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {part} FROM PUBLIC, CURRENT_USER")
