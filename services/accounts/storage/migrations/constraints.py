"""Let a column's CHECK constraint know more values, whatever revisions added values before."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op


def add_values(table: str, column: str, values: Iterable[str]) -> None:
    """Widen ``ck_<table>_<column>_known`` by ``values``; the values it knows already stay."""
    name = f"ck_{table}_{column}_known"
    definition = op.get_bind().execute(
        sa.text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name AND conrelid = to_regclass(:of)"
        ),
        {"name": name, "of": table},
    )
    known = set(re.findall(r"'([A-Z0-9_]+)'", definition.scalar_one()))
    listed = ", ".join(f"'{value}'" for value in sorted(known.union(values)))
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))")
