"""Many rows at once, as PostgreSQL takes them fastest."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def copy_rows(
    connection: AsyncConnection, table: sa.Table, columns: Sequence[str], rows: Collection[tuple[object, ...]]
) -> None:
    """COPY ``rows`` into ``table``: one statement, whatever their number; inside the connection's transaction.

    Triggers and constraints see the rows as they see those of an INSERT.
    """
    if not rows:
        return
    assert connection.in_transaction(), "COPY beside a transaction would commit on its own"
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert driver is not None
    await driver.copy_records_to_table(table.name, records=rows, columns=list(columns))
