"""The gateway beside others, side by side in one run: ``python -m tests.bench.gateway_speed [seconds]``.

Each gateway has one core and the services with the load generator the other. They take turns in short rounds. Beside
the throughput stands the CPU of a request, which means the same on a busy machine; ratios are of the CPU.
"""

import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import orjson
import uvloop

from tests.bench.gateway_load import Load, drive
from tests.bench.gateway_processes import (
    MODULES,
    NODE,
    OTHER_CORE,
    PEERS,
    Command,
    Running,
    compose,
    install_peers,
    running_gateways,
    running_services,
)
from tests.bench.gateway_shop import QUERIES, Shop
from tests.bench.processes import cpu_seconds, resident_megabytes

CONNECTIONS: Final = 64
ROUNDS: Final = 3
SECONDS: Final = 3.0
WARM_UP_REQUESTS: Final = 1_000  # compilers of JavaScript need some to get going; ours is ready at once
WARM_UP_SECONDS: Final = 15.0
MEMORY_MB: Final = 100

OURS, OURS_ALONE = "ours", "ours, nothing shared"
HIVE, HIVE_ALONE = "hive, JavaScript planner", "hive, JavaScript planner, nothing shared"
RUST, RUST_ALONE = "hive, Rust planner", "hive, Rust planner, nothing shared"
APOLLO, FLOOR = "apollo", "floor: one call passed on"

# How many times less CPU a request must cost than with a peer.
TARGETS: Final[Mapping[str, Mapping[tuple[str, str], float]]] = {
    "one fetch": {(OURS, HIVE): 2.5, (OURS, APOLLO): 2.5, (OURS_ALONE, FLOOR): 0.4},
    "three waves": {(OURS, HIVE): 4, (OURS, APOLLO): 4, (OURS, RUST): 1.3},
    "nested": {(OURS, HIVE): 5, (OURS, APOLLO): 4, (OURS, RUST): 1.2, (OURS_ALONE, RUST_ALONE): 2},
}


class Figures(NamedTuple):
    """Of one gateway and one query."""

    per_second: float
    cpu_us: float
    p99_ms: float


def commands() -> Mapping[str, Command]:
    """How each gateway is started."""
    ours = {
        "SUPERGRAPH_FILE": "{supergraph}",
        "PORT": "{port}",
        "OIDC_ISSUER": "http://127.0.0.1:9",
        "LOG_LEVEL": "ERROR",
    }
    serve = (sys.executable, "-m", "services.gateway")
    cli = str(MODULES / "@graphql-hive" / "gateway" / "dist" / "bin.js")
    hive = (NODE, cli, "supergraph", "{supergraph}", "-c", "hive.config.mjs", "--host", "127.0.0.1", "-p", "{port}")

    def of_hive(planner: str, shared: str) -> Command:
        environment = {"NODE_ENV": "production", "PLANNER": planner, "SHARE_READS": shared}
        return Command(hive, environment, folder=PEERS)

    apollo = (NODE, "apollo.mjs", "{supergraph}", "{port}")
    return {
        OURS: Command(serve, {**ours, "SUBGRAPH_READS_SHARED": "true"}),
        OURS_ALONE: Command(serve, {**ours, "SUBGRAPH_READS_SHARED": "false"}),
        HIVE: of_hive("javascript", "true"),
        HIVE_ALONE: of_hive("javascript", "false"),
        RUST: of_hive("rust", "true"),
        RUST_ALONE: of_hive("rust", "false"),
        APOLLO: Command(apollo, {"NODE_ENV": "production"}, path="/", folder=PEERS),
        FLOOR: Command((sys.executable, "-m", "tests.bench.gateway_floor", "{port}", "{service}")),
    }


def measure(seconds: float = SECONDS) -> bool:
    """Print every figure; whether all targets are reached."""
    install_peers()
    own_cores = os.sched_getaffinity(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_services(folder) as services, running_gateways(commands(), services, folder) as gateways:
            os.sched_setaffinity(0, {OTHER_CORE})
            try:
                expected = Shop(compose(services).api_sdl)
                figures = {query: _rounds(query, gateways, expected, seconds) for query in QUERIES}
                memory = {gateway.name: resident_megabytes(gateway.pid) for gateway in gateways}
            finally:
                os.sched_setaffinity(0, own_cores)
    within = [_print(query, found) for query, found in figures.items()]
    return all([*within, _print_memory(memory)])


def _rounds(query: str, gateways: list[Running], expected: Shop, seconds: float) -> Mapping[str, Figures]:
    """The median of the rounds of each gateway."""
    found: dict[str, list[Figures]] = {gateway.name: [] for gateway in gateways}
    data = expected.answer({"query": QUERIES[query]})["data"]
    asked = [gateway for gateway in gateways if gateway.name != FLOOR or query == "one fetch"]
    for gateway in asked:
        answered, until = 0.0, time.monotonic() + WARM_UP_SECONDS
        while answered < WARM_UP_REQUESTS and time.monotonic() < until:
            answered += _one_round(gateway, query, data, 1.0).per_second
    for _ in range(ROUNDS):
        for gateway in asked:
            found[gateway.name].append(_one_round(gateway, query, data, seconds))
    return {name: Figures(*map(median, zip(*rounds, strict=True))) for name, rounds in found.items() if rounds}


def _one_round(gateway: Running, query: str, data: object, seconds: float) -> Figures:
    body = orjson.dumps({"query": QUERIES[query]})
    before = cpu_seconds(gateway.pid)
    load: Load = uvloop.run(drive(gateway.port, gateway.path, body, data, connections=CONNECTIONS, seconds=seconds))
    return Figures(load.per_second, (cpu_seconds(gateway.pid) - before) / load.requests * 1e6, load.p99_ms)


def _print(query: str, found: Mapping[str, Figures]) -> bool:
    print(f"\n{query}, {CONNECTIONS} connections       requests/s   CPU a request        p99")
    for name, figures in found.items():
        print(f"  {name:<42} {figures.per_second:8.0f} {figures.cpu_us:12.0f} us {figures.p99_ms:8.1f} ms")
    within = True
    for (own, other), target in TARGETS[query].items():
        ratio = found[other].cpu_us / found[own].cpu_us
        speed = found[own].per_second / found[other].per_second
        reached = ratio >= target
        within = within and reached
        print(
            f"  {own} against {other}: CPU {ratio:.2f} times less, {speed:.2f} times the throughput; wanted {target}"
            f"{'' if reached else '  MISSED'}"
        )
    slowest = max(found[OURS].p99_ms, found[OURS_ALONE].p99_ms)
    peers = min(figures.p99_ms for name, figures in found.items() if name not in (OURS, OURS_ALONE, FLOOR))
    print(f"  p99 {slowest:.1f} ms, {slowest / peers:.2f} of the best peer's{'' if slowest < peers else '  MISSED'}")
    return within and slowest < peers


def _print_memory(memory: Mapping[str, float]) -> bool:
    print("\nresident memory after it")
    for name, megabytes in memory.items():
        print(f"  {name:<42} {megabytes:8.0f} MB")
    within = max(memory[OURS], memory[OURS_ALONE]) <= MEMORY_MB
    print(f"  ours may take {MEMORY_MB} MB{'' if within else '  MISSED'}")
    return within


if __name__ == "__main__":
    sys.exit(0 if measure(*map(float, sys.argv[1:])) else 1)
