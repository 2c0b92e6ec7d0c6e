"""The embedded default: PostgreSQL and NATS in one data folder, or the user's own where the environment names them."""

import fcntl
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from deploy.embedded.databases import close_shared_databases, make_databases
from deploy.embedded.nats_server import USERS, NatsServer
from deploy.embedded.postgresql import PostgresServer, reachable_by_all
from deploy.embedded.process import EmbeddedError

SERVICES: Final = ("proceedings", "certification", "accounts", "enforcement")
_CONNECTIONS: Final = "connections.json"


def default_data_dir(project: Path) -> Path:
    """``.countervail`` in the project; root, whose PostgreSQL runs unprivileged, may need a folder others can enter."""
    folder = project / ".countervail"
    if os.geteuid() == 0 and not reachable_by_all(folder):
        return Path("/var/lib/countervail")
    return folder


def running_settings(data_dir: Path, name: str) -> dict[str, str]:
    """Settings of ``name`` for another process while the servers run in ``data_dir``.

    Raises:
        EmbeddedError: nothing runs there, or it knows no such name.
    """
    try:
        settings: dict[str, str] = json.loads((data_dir / _CONNECTIONS).read_text())[name]
    except (OSError, KeyError):
        raise EmbeddedError(f"no running servers in {data_dir} know {name!r}; start them with: make up") from None
    return settings


class Embedded:
    """Starts what is needed, stops what it started.

    Where ``DATABASE_URL`` is set it is the address of a user who may create roles and databases, and no PostgreSQL is
    started. Where ``NATS_URL`` is set no NATS is started; each service logs in as itself with ``NATS_PASSWORD_<NAME>``,
    or else as ``NATS_USER`` with ``NATS_PASSWORD``.

    Args:
        data_dir: keeps databases and streams; made if missing, one user at a time.
        durable: False trades safety against power loss for speed; for tests.
        environment: where the addresses are looked up; the process's own by default.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, environment: Mapping[str, str] | None = None) -> None:
        self._data_dir = data_dir.absolute()
        self._environment = os.environ if environment is None else environment
        self.postgresql = (
            None
            if self._environment.get("DATABASE_URL")
            else PostgresServer(self._data_dir / "postgresql", durable=durable)
        )
        self.nats = None if self._environment.get("NATS_URL") else NatsServer(self._data_dir / "nats")
        self._cleanup = ExitStack()
        self._settings: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the servers and make the databases; on failure nothing stays running.

        Raises:
            EmbeddedError: a server did not start, or another process uses the folder.
        """
        with ExitStack() as started:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            started.enter_context(_exclusive(self._data_dir))
            if self.postgresql is not None:
                started.callback(self.postgresql.stop)
                self.postgresql.start()
                close_shared_databases(self.admin_database_url)
            if self.nats is not None:
                started.callback(self.nats.stop)
                self.nats.start()
            databases = make_databases(self.admin_database_url, SERVICES)
            self._settings = {
                name: self._nats_settings(name) | ({"DATABASE_URL": databases[name]} if name in databases else {})
                for name in USERS
            }
            started.callback(self._forget)
            self._publish()
            self._cleanup = started.pop_all()

    def stop(self) -> None:
        """Stop what was started, in the reverse order. Stopping twice is fine."""
        self._cleanup.close()

    def settings_for(self, name: str) -> dict[str, str]:
        """Environment variables of a service, of the gateway, the operator or an agency.

        Raises:
            EmbeddedError: not started, or no such user.
        """
        if name not in self._settings:
            raise EmbeddedError(f"no settings for {name!r}: not started, or no such user")
        return dict(self._settings[name])

    @property
    def admin_database_url(self) -> str:
        """Address of the user who may create databases."""
        if self.postgresql is None:
            return self._environment["DATABASE_URL"]
        return self.postgresql.url()

    def _nats_settings(self, name: str) -> dict[str, str]:
        if self.nats is not None:
            return {"NATS_URL": self.nats.url, "NATS_USER": name, "NATS_PASSWORD": self.nats.passwords[name]}
        settings = {"NATS_URL": self._environment["NATS_URL"]}
        own_password = self._environment.get(f"NATS_PASSWORD_{name.upper()}")
        if own_password:
            return settings | {"NATS_USER": name, "NATS_PASSWORD": own_password}
        shared = {key: self._environment.get(key, "") for key in ("NATS_USER", "NATS_PASSWORD")}
        return settings | {key: value for key, value in shared.items() if value}

    def _publish(self) -> None:
        """Write the settings for other processes of this user, such as the command line."""
        path = self._data_dir / _CONNECTIONS
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(self._settings))

    def _forget(self) -> None:
        (self._data_dir / _CONNECTIONS).unlink(missing_ok=True)
        self._settings = {}


def _exclusive(data_dir: Path) -> IO[bytes]:
    lock = (data_dir / "lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise EmbeddedError(f"{data_dir} is in use by another process") from None
    return lock
