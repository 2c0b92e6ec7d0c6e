"""The embedded servers start from nothing, keep services apart, keep their data, and never outlive their owner."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.embedded import SERVICES, Embedded, EmbeddedError, default_data_dir, postgresql, running_settings
from deploy.embedded.databases import url_for
from shared.events.broker import Broker

ROOT = Path(__file__).parents[4]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that an unprivileged server may enter."""
    made = Path(tempfile.mkdtemp(prefix="countervail-embedded-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def embedded(folder: Path, **environment: str) -> Embedded:
    """Servers in ``folder``, quick rather than safe."""
    return Embedded(folder, durable=False, environment=environment)


@pytest.mark.parametrize("service", SERVICES)
def test_a_role_connects_to_its_own_database_and_to_no_other(servers: Embedded, service: str) -> None:
    own = servers.settings_for(service)["DATABASE_URL"]
    with psycopg.connect(own) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (service, service)
        connection.execute("CREATE TABLE mine (id int)")
        connection.rollback()
    for other in ({*SERVICES} - {service}) | {"postgres", "template1"}:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(own.replace(f"/{service}?", f"/{other}?"))


def test_a_role_has_no_power_over_the_server(servers: Embedded) -> None:
    with psycopg.connect(servers.settings_for("accounts")["DATABASE_URL"], autocommit=True) as connection:
        for statement in ("CREATE ROLE intruder", "CREATE DATABASE more", "COPY (SELECT 1) TO PROGRAM 'true'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_password_is_needed(servers: Embedded) -> None:
    own = servers.settings_for("accounts")["DATABASE_URL"]
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(url_for(own, database="accounts", user="accounts", password="wrong"))
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(url_for(own, database="accounts", user="postgres", password="wrong"))


def test_data_survives_and_a_folder_has_one_owner(folder: Path) -> None:
    with embedded(folder) as first:
        with psycopg.connect(first.settings_for("accounts")["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept (id int)")
            connection.execute("INSERT INTO kept VALUES (7)")
        assert running_settings(folder, "accounts") == first.settings_for("accounts")
        with pytest.raises(EmbeddedError, match="in use"):
            embedded(folder).start()
        with pytest.raises(EmbeddedError, match="no settings"):
            first.settings_for("nobody")
    with pytest.raises(EmbeddedError, match="no running servers"):
        running_settings(folder, "accounts")
    with (
        embedded(folder) as second,
        psycopg.connect(second.settings_for("accounts")["DATABASE_URL"]) as connection,
    ):
        assert connection.execute("SELECT id FROM kept").fetchall() == [(7,)]


async def test_servers_of_the_users_own_are_used(folder: Path) -> None:
    with embedded(folder) as theirs:
        assert theirs.nats is not None
        nats = theirs.settings_for("operator")
        passwords = {f"NATS_PASSWORD_{service.upper()}": theirs.nats.passwords[service] for service in SERVICES}
        with embedded(
            folder / "ours", DATABASE_URL=theirs.admin_database_url, NATS_URL=nats["NATS_URL"], **passwords
        ) as ours:
            assert ours.postgresql is None
            assert ours.nats is None
            settings = ours.settings_for("accounts")
            with psycopg.connect(settings["DATABASE_URL"]) as connection:
                assert connection.execute("SELECT current_user").fetchone() == ("accounts",)
            assert settings["NATS_USER"] == "accounts"
            async with Broker.from_environment(settings, name="test") as broker:
                await broker.client(timeout_seconds=5)
            assert "NATS_USER" not in ours.settings_for("agency")  # no password known for it


def test_servers_end_when_their_owner_is_killed(folder: Path) -> None:
    script = (
        "import pathlib, sys, time; from deploy.embedded import Embedded;"
        " servers = Embedded(pathlib.Path(sys.argv[1]), durable=False, environment={}); servers.start();"
        " print(servers.postgresql.pid, servers.nats.pid, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    pids = [int(pid) for pid in owner.stdout.readline().split()]
    assert len(pids) == 2
    assert all(_alive(pid) for pid in pids)
    owner.send_signal(signal.SIGKILL)
    owner.wait(10)
    owner.stdout.close()
    with embedded(folder) as again:  # starts only if nothing of the first is left in its way
        assert again.settings_for("accounts")
    assert not any(_alive(pid) for pid in pids)


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(folder: Path) -> None:
    (folder / "postgresql").mkdir()
    (folder / "postgresql" / "data").mkdir()
    (folder / "postgresql" / "data" / "PG_VERSION").write_text("9.6\n")
    (folder / "postgresql" / "superuser").write_text("secret")
    servers = embedded(folder)
    with pytest.raises(EmbeddedError, match="PostgreSQL ended while starting"):
        servers.start()
    shutil.rmtree(folder / "postgresql")
    with embedded(folder) as started:  # the lock was given back
        assert started.settings_for("gateway")


@pytest.mark.usefixtures("servers")
def test_programs_out_of_reach_are_copied_beside_the_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() != 0:
        return  # only root's server changes its user, and so may lose sight of the programs
    monkeypatch.setattr(postgresql, "_open_to_all", lambda _: False)
    server = postgresql.PostgresServer(folder / "postgresql", durable=False)
    server.start()
    try:
        psycopg.connect(server.url()).close()
        assert list((folder / "postgresql" / "programs").rglob("bin/postgres"))
    finally:
        server.stop()


def test_the_default_folder_can_be_entered_by_the_server(folder: Path) -> None:
    project = folder / "project"
    project.mkdir()
    assert default_data_dir(project) == project / ".countervail"
    project.chmod(0o700)
    expected = Path("/var/lib/countervail") if os.geteuid() == 0 else project / ".countervail"
    assert default_data_dir(project) == expected


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
