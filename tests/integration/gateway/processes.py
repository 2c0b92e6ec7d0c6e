"""Processes of the tests: services and the gateway, started, asked, stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

import httpx

from shared.authentication.development_issuer import DevelopmentIssuer

ROOT = Path(__file__).parents[3]
START_SECONDS = 20.0


class Process:
    """One child process on loopback."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], *, log: Path) -> None:
        self._arguments = arguments
        self._environment = {**os.environ, **environment}
        self._log = log
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._child is not None
        return self._child.pid

    def log_text(self) -> str:
        """What the process has written so far."""
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        if self._child is None:
            return 0
        child, self._child = self._child, None
        child.send_signal(number)
        return child.wait(timeout=START_SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGKILL)

    def start(self) -> None:
        """Start it; returns when it answers."""
        with self._log.open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, *self._arguments], cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        self._wait()

    def _wait(self) -> None:
        raise NotImplementedError

    def _wait_for(self, url: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._child is not None
            assert self._child.poll() is None, self.log_text()
            try:
                if httpx.get(url, trust_env=False, timeout=2).status_code < 500:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{url} does not answer\n{self.log_text()}")


class SubgraphProcess(Process):
    """Alpha or beta."""

    def __init__(self, name: str, *, log: Path) -> None:
        self.name = name
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/graphql"
        super().__init__(["-m", "tests.integration.gateway.subgraphs", name, str(self.port)], {}, log=log)

    def _wait(self) -> None:
        self._wait_for(self.url)


class IssuerProcess(Process):
    """The development issuer."""

    def __init__(self, key_file: Path, *, log: Path) -> None:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self._key_file = key_file
        module = "shared.authentication.development_issuer"
        super().__init__(["-m", module, "--port", str(port), "--key-file", str(key_file)], {}, log=log)

    def token(self, role: str) -> str:
        """A token for a role."""
        return DevelopmentIssuer.from_key_file(self._key_file).issue(role)

    def _wait(self) -> None:
        self._wait_for(f"{self.base}/jwks.json")


class GatewayProcess(Process):
    """The gateway itself."""

    def __init__(self, environment: Mapping[str, str], *, log: Path) -> None:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.url = f"{self.base}/graphql"
        settings = {"PORT": str(port), "OIDC_ISSUER": "http://issuer.invalid", "DRAIN_LAG_SECONDS": "0"}
        super().__init__(["-m", "services.gateway"], settings | dict(environment), log=log)

    def _wait(self) -> None:
        self._wait_for(f"{self.base}/livez")

    def ask(self, query: str, *, headers: Mapping[str, str] | None = None, **variables: object) -> httpx.Response:
        """Send a query by POST."""
        body = {"query": query, "variables": variables}
        return httpx.post(self.url, json=body, headers=headers, trust_env=False, timeout=30)

    def metric(self, line: str) -> float:
        """The value behind the beginning of a line of the exposition; 0 when there is no such line."""
        exposition = httpx.get(f"{self.base}/metrics", trust_env=False, timeout=10).text
        found = (text.rpartition(" ")[2] for text in exposition.splitlines() if text.startswith(f"{line} "))
        return float(next(found, 0))

    def wait_until_ready(self) -> None:
        """Return when a schema is loaded."""
        self._wait_for(f"{self.base}/readyz")


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool]) -> None:
    """Return when the condition holds."""
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
