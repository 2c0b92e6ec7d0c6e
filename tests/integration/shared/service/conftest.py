"""A database, a broker, an issuer of tokens, and processes of the example service."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import uvicorn

from deploy.embedded import Embedded
from deploy.embedded.databases import drop_database, make_database, url_for
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.service.migration import migrate_service
from tests.integration.shared.service.example.app import ExampleSettings, define
from tests.integration.shared.service.process import ServiceProcess, eventually, free_port

DATABASE = "service_example"

StartService = Callable[..., ServiceProcess]


@pytest.fixture(scope="module")
def issuer() -> Iterator[DevelopmentIssuer]:
    """The development issuer, serving its keys."""
    port = free_port()
    issuer = DevelopmentIssuer(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(issuer.app, host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started, "the issuer serves")
    yield issuer
    server.should_exit = True
    thread.join()


@pytest.fixture
def settings(servers: Embedded, clean_broker: Embedded, issuer: DevelopmentIssuer) -> Iterator[dict[str, str]]:
    """The example's environment: an empty database, an empty broker."""
    own = servers.settings_for("accounts")
    password = own["DATABASE_URL"].partition("://")[2].partition("@")[0].partition(":")[2]
    with psycopg.connect(servers.admin_database_url, autocommit=True) as connection:
        drop_database(connection, DATABASE)
        make_database(connection, DATABASE, owner="accounts")
    url = url_for(own["DATABASE_URL"], database=DATABASE, user="accounts", password=password)
    yield {**own, "DATABASE_URL": url, "OIDC_ISSUER": issuer.issuer, "LOG_LEVEL": "INFO"}
    with psycopg.connect(servers.admin_database_url, autocommit=True) as connection:
        drop_database(connection, DATABASE)


@pytest.fixture
def migrated(settings: dict[str, str]) -> dict[str, str]:
    """The same after the migration."""
    named = {name.lower(): value for name, value in settings.items()}
    assert migrate_service(define(ExampleSettings.model_validate(named))) == 0
    return settings


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartService]:
    """Starts processes of the example, and ends them after the test."""
    started: list[ServiceProcess] = []

    def start_one(settings: dict[str, str], **more: str) -> ServiceProcess:
        started.append(ServiceProcess({**settings, **more}, tmp_path / f"service-{len(started)}.log"))
        return started[-1]

    yield start_one
    for process in started:
        process.close()
