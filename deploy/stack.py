"""All processes of Countervail on one machine: servers, token issuer, four services, the gateway."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx

from deploy.embedded import SERVICES, Embedded
from deploy.embedded.process import GuardedProcess
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.clock import AGENCY_ZONE
from shared.events.broker import Broker
from shared.events.simulated_time import set_clock

GATEWAY: Final = "gateway"
PROCESSES: Final = (*SERVICES, GATEWAY)
FIXED_PORTS: Final[Mapping[str, int]] = {
    GATEWAY: 4000,
    "certification": 4001,
    "accounts": 4002,
    "enforcement": 4003,
    "proceedings": 4004,
    "issuer": 4010,
}
ISSUER_KEY: Final = "issuer-key.json"

SetDay = Callable[[date], Awaitable[None]]

_PROJECT: Final = Path(__file__).parents[1]
_LOOPBACK: Final = "127.0.0.1"
_START_SECONDS: Final = 60.0
_MIGRATE_SECONDS: Final = 120.0
_GRACE_SECONDS: Final = 15.0
_OFFICE_OPENS: Final = time_of_day(10)


class StackError(Exception):
    """A process could not be started; the message says which and where its log is."""


class Stack:
    """Starts everything in a data folder and stops what it started.

    Args:
        data_dir: keeps databases, streams, keys and logs.
        ports: port per process; free ones where none is named.
        clock: ``simulated`` lets the operator set the day, ``system`` is the machine's own.
        durable: False trades safety against power loss for speed; for demonstrations and tests.
        settings: further environment variables for every process.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        ports: Mapping[str, int] | None = None,
        clock: str = "system",
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.servers = Embedded(self.data_dir, durable=durable)
        self._ports = dict(ports or {})
        self._clock = clock
        self._settings = dict(settings or {})
        self._processes: dict[str, GuardedProcess] = {}
        self._cleanup = ExitStack()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Start everything, in order; on failure nothing stays running.

        Raises:
            StackError: a process did not start.
            EmbeddedError: a server did not start.
        """
        with ExitStack() as started:
            progress("PostgreSQL and NATS")
            started.callback(self.servers.stop)
            self.servers.start()
            (self.data_dir / "logs").mkdir(exist_ok=True)
            for name in (*PROCESSES, "issuer"):
                self._ports.setdefault(name, _free_port())
            started.callback(self._stop_processes)
            progress("token issuer and migrations")
            self._start("issuer", self._issuer_command(), self._base_environment(), self._issuer_ready)
            with ThreadPoolExecutor(max_workers=2) as pool:
                list(pool.map(self._migrate, SERVICES))
            progress("services and gateway")
            for name in PROCESSES:
                self.start_process(name, wait=False)
            for name in PROCESSES:
                self.wait_ready(name)
            self._cleanup = started.pop_all()

    def stop(self) -> None:
        """Stop everything, gateway first, servers last. Stopping twice is fine."""
        self._cleanup.close()

    def start_process(self, name: str, *, wait: bool = True) -> None:
        """Start a service or the gateway, which is not running now; with ``wait``, until it is ready."""
        command = (sys.executable, "-m", f"services.{name}")
        self._start(name, command, self.environment(name), lambda: True)
        if wait:
            self.wait_ready(name)

    def stop_process(self, name: str) -> None:
        """Ask a service or the gateway to end, as an operator would."""
        self._processes.pop(name).stop()

    def kill_process(self, name: str) -> None:
        """End a service or the gateway without warning, as a crash would."""
        self._processes.pop(name).kill()

    def pid(self, name: str) -> int:
        """Process id of a running process."""
        pid = self._processes[name].pid
        assert pid is not None
        return pid

    @asynccontextmanager
    async def calendar(self) -> AsyncIterator[SetDay]:
        """Gives what sets the simulated day of every service (ten in the morning in Washington) and waits for them.

        What it gives raises ClockNotSeen when a service did not take the day over.
        """
        operator = self.servers.settings_for("operator")
        async with Broker.from_environment(operator, name="stack") as broker:

            async def set_day(day: date) -> None:
                instant = datetime.combine(day, _OFFICE_OPENS, AGENCY_ZONE)
                await set_clock(broker, instant, seen_by=SERVICES, timeout_seconds=_START_SECONDS)

            yield set_day

    def wait_ready(self, name: str) -> None:
        """Wait until ``/readyz`` says so.

        Raises:
            StackError: it ended, or is not ready in time.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(f"{self.url(name)}/readyz"):
            process = self._processes.get(name)
            if process is None or not process.running or time.monotonic() > deadline:
                raise StackError(f"{name} is not ready; its log is {self._log(name)}")
            time.sleep(0.05)

    def url(self, name: str) -> str:
        """Address of a process, without a path."""
        return f"http://{_LOOPBACK}:{self._ports[name]}"

    @property
    def issuer(self) -> DevelopmentIssuer:
        """Issues tokens that every process accepts."""
        return DevelopmentIssuer.from_key_file(self.data_dir / ISSUER_KEY)

    def environment(self, name: str) -> dict[str, str]:
        """The whole environment of a service or the gateway."""
        return {
            **self._base_environment(),
            **self.servers.settings_for(name),
            "PORT": str(self._ports[name]),
            "OIDC_ISSUER": self.url("issuer"),
            "CLOCK": self._clock,
            "DRAIN_LAG_SECONDS": "0",
            "SHUTDOWN_GRACE_SECONDS": "6",  # twice this is still within the time a process is given to end
            **self._settings,
            **self._of_one(name),
        }

    def _of_one(self, name: str) -> dict[str, str]:
        if name == GATEWAY:
            return {"EXPECTED_SUBGRAPHS": "[" + ",".join(f'"{service}"' for service in SERVICES) + "]"}
        if name in {"certification", "accounts"}:
            return {f"{name.upper()}_ENCRYPTION_KEY": _kept_key(self.data_dir / f"{name}-encryption-key")}
        if name == "enforcement":
            return {"ENFORCEMENT_IDENTITY_KEY": _kept_key(self.data_dir / "enforcement-identity-key")}
        return {}

    def _base_environment(self) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TZ", "VIRTUAL_ENV") if key in os.environ}
        return {**kept, "PYTHONPATH": str(_PROJECT), "PYTHONUNBUFFERED": "1"}

    def _issuer_command(self) -> tuple[str, ...]:
        return (
            *(sys.executable, "-m", "shared.authentication.development_issuer"),
            *("--port", str(self._ports["issuer"]), "--key-file", str(self.data_dir / ISSUER_KEY)),
        )

    def _issuer_ready(self) -> bool:
        return _answers(f"{self.url('issuer')}/jwks.json")

    def _start(
        self, name: str, command: tuple[str, ...], environment: Mapping[str, str], ready: Callable[[], bool]
    ) -> None:
        process = GuardedProcess(
            name,
            command,
            log=self._log(name),
            stop_signal=signal.SIGTERM,
            environment=environment,
            grace_seconds=_GRACE_SECONDS,
        )
        process.start(ready, timeout_seconds=_START_SECONDS)
        self._processes[name] = process

    def _migrate(self, service: str) -> None:
        with self._log(f"{service}-migrate").open("wb") as log:
            done = subprocess.run(  # noqa: S603
                (sys.executable, "-m", f"services.{service}", "migrate"),
                env=self.environment(service),
                stdout=log,
                stderr=log,
                timeout=_MIGRATE_SECONDS,
                check=False,
            )
        if done.returncode:
            raise StackError(f"migrating {service} failed; its log is {self._log(f'{service}-migrate')}")

    def _stop_processes(self) -> None:
        order = [name for name in (GATEWAY, *SERVICES, "issuer") if name in self._processes]
        with ThreadPoolExecutor(max_workers=len(PROCESSES) + 1) as pool:
            list(pool.map(self.stop_process, order))

    def _log(self, name: str) -> Path:
        return self.data_dir / "logs" / f"{name}.log"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((_LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2.0).is_success
    except httpx.HTTPError:
        return False


def _kept_key(path: Path) -> str:
    """An encryption key for this data folder, made when it is first asked for."""
    if not path.exists():
        from cryptography.fernet import Fernet

        path.touch(mode=0o600)
        path.write_bytes(Fernet.generate_key())
    return path.read_text()
