"""A pod on an older database schema than its code knows must not be sent work."""

from pathlib import Path

from shared.database import Database
from shared.database.migrations import is_current
from shared.service.health import Detail, NotReady


class SchemaCheck:
    """Whether the database has every revision that this code knows.

    Asked once; the answer "yes" holds until the database was away, since it may come back as another one.
    """

    def __init__(self, database: Database, location: Path) -> None:
        self._database = database
        self._location = location
        self._current = False

    async def is_current(self) -> bool:
        """Ask, unless the answer is known."""
        if not self._current:
            async with self._database.reading() as connection:
                self._current = await is_current(connection, self._location)
        return self._current

    def forget(self) -> None:
        """The database was away: ask again."""
        self._current = False

    async def check(self) -> Detail:
        """For the readiness probe."""
        if not await self.is_current():
            raise NotReady("the database schema is older than this release; run the migrate command")
        return {}
