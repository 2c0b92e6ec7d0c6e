"""A service as a real process, for the tests that start, ask and stop one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[4]
EXAMPLE = "tests.integration.shared.service.example"
PATIENCE_SECONDS = 40.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition: Callable[[], Any], what: str) -> Any:
    """What the condition gives once it is true; fails when it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (outcome := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"never came about: {what}")
        time.sleep(0.05)
    return outcome


def run_command(environment: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command of the example that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", EXAMPLE, *arguments],
        cwd=ROOT,
        env=_environment(environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **settings}


class ServiceProcess:
    """One running example; leaves with the test."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", EXAMPLE],
                cwd=ROOT,
                env=_environment({**settings, "PORT": str(self.port)}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def readiness(self) -> tuple[int, dict[str, Any]]:
        """Status and body of the readiness probe; 0 while nothing listens."""
        return self._probe("/readyz")

    def liveness(self) -> tuple[int, dict[str, Any]]:
        """Status and body of the liveness probe; 0 while nothing listens."""
        return self._probe("/livez")

    def _probe(self, path: str) -> tuple[int, dict[str, Any]]:
        assert self._process.poll() is None, f"the service ended by itself:\n{self.log.read_text()}"
        try:
            answer = self.http.get(path)
        except httpx.TransportError:
            return 0, {}
        return answer.status_code, answer.json()

    def until_ready(self) -> "ServiceProcess":
        """Wait for readiness."""
        eventually(lambda: self.readiness()[0] == 200, f"ready:\n{self.log.read_text()}")
        return self

    def until_listening(self) -> "ServiceProcess":
        """Wait until it answers at all."""
        eventually(lambda: self.liveness()[0] == 200, "alive")
        return self

    def ask(self, query: str, *, token: str | None = None, **variables: object) -> dict[str, Any]:
        """Answer of a GraphQL operation."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        body: dict[str, Any] = answer.json()
        return body

    def metric(self, sample: str) -> float:
        """Value of one sample, given with its labels; -1 while it is not there."""
        for line in self.http.get("/metrics").text.splitlines():
            name, _, value = line.rpartition(" ")
            if name == sample:
                return float(value)
        return -1.0

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def wait(self) -> int:
        """Exit status, once it has ended."""
        return self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        """End it, whatever it does."""
        self.http.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE_SECONDS)
