"""One service as a process: starts, says honestly whether it is ready, serves, measures, and leaves in good order."""

import asyncio
import json
import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg

from deploy.embedded import Embedded
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.events.broker import Broker
from shared.events.buckets import read_bucket
from shared.events.simulated_time import set_clock
from tests.integration.shared.service.conftest import StartService
from tests.integration.shared.service.process import ServiceProcess, eventually, run_command

ADD = (
    "mutation Add($text: String!, $key: String!)"
    " { addNote(text: $text, idempotencyKey: $key) { text refusals { code } } }"
)


def checks(process: ServiceProcess) -> dict[str, Any]:
    found: dict[str, Any] = process.readiness()[1]["checks"]
    return found


def logged(process: ServiceProcess) -> list[dict[str, Any]]:
    return [json.loads(line) for line in process.log.read_text().splitlines()]


def test_it_becomes_ready_and_says_why(migrated: dict[str, str], start: StartService) -> None:
    process = start(migrated).until_ready()
    status, body = process.readiness()
    assert status == 200
    assert body["ready"] is True
    assert {name: check["ok"] for name, check in body["checks"].items()} == {
        "database": True,
        "migrations": True,
        "broker": True,
        "clock": True,
    }
    assert len(body["checks"]["clock"]["today"]) == len("2005-10-01")
    alive, workers = process.liveness()
    assert alive == 200
    assert set(workers["workers"]) == {"relay", "subgraph", "sampler", "jobs", "consumer:ACCOUNTS_INTERNAL"}


def test_a_note_goes_through_command_outbox_broker_and_listener(
    migrated: dict[str, str], start: StartService, issuer: DevelopmentIssuer
) -> None:
    process = start(migrated).until_ready()
    token = issuer.issue("fund_accountant")
    first = process.ask(ADD, token=token, text="Alpha", key="k1")
    assert first == {"data": {"addNote": {"text": "Alpha", "refusals": []}}}
    assert process.ask(ADD, token=token, text="Alpha", key="k1") == first
    assert process.ask(ADD, token=token, text="", key="k2")["data"]["addNote"] == {
        "text": None,
        "refusals": [{"code": "EMPTY"}],
    }
    eventually(lambda: process.ask("{ heard }") == {"data": {"heard": ["Alpha"]}}, "the event is heard")
    assert process.ask("{ notes }") == {"data": {"notes": ["Alpha"]}}


def test_only_the_right_role_may_add(migrated: dict[str, str], start: StartService, issuer: DevelopmentIssuer) -> None:
    process = start(migrated).until_ready()
    callers = {
        "nobody": None,
        "an expired token": issuer.issue("fund_accountant", lifetime=timedelta(minutes=-5)),
        "no token of anybody": "x.y.z",
        "another role": issuer.issue("claimant"),
    }
    answers = {
        caller: process.ask(ADD, token=token, text="Alpha", key="k1")["errors"][0]["extensions"]["code"]
        for caller, token in callers.items()
    }
    assert answers == dict.fromkeys(callers, "UNAUTHENTICATED") | {"another role": "FORBIDDEN"}
    assert process.ask("{ notes }") == {"data": {"notes": []}}


def test_it_counts_operations_by_what_the_schema_knows(migrated: dict[str, str], start: StartService) -> None:
    process = start(migrated).until_ready()
    process.ask("query Anything { notes }")
    process.ask("query Invented { inventedField }")
    fault = process.ask("{ fault }")
    assert "secret" not in json.dumps(fault)
    count = "countervail_graphql_operations_total"
    assert process.metric(f'{count}{{kind="query",operation="notes",outcome="ok"}}') == 1
    assert process.metric(f'{count}{{kind="query",operation="unknown",outcome="client_error"}}') == 1
    assert process.metric(f'{count}{{kind="query",operation="fault",outcome="fault"}}') == 1
    assert process.metric('countervail_http_responses_total{route="/graphql",status="200"}') == 3
    process.http.get("/some/invented/path")
    assert process.metric('countervail_http_responses_total{route="other",status="404"}') == 1


def test_it_measures_outbox_consumers_pool_and_readiness(migrated: dict[str, str], start: StartService) -> None:
    process = start(migrated).until_ready()
    eventually(lambda: process.metric('countervail_consumer_pending{stream="ACCOUNTS_INTERNAL"}') == 0, "sampled")
    assert process.metric("countervail_outbox_backlog") == 0
    assert process.metric("countervail_outbox_oldest_seconds") == 0
    assert process.metric('countervail_database_pool_connections{state="limit"}') == 8
    assert process.metric('countervail_ready{check="database"}') == 1


def test_it_echoes_the_correlation_id_into_context_and_logs(migrated: dict[str, str], start: StartService) -> None:
    process = start(migrated).until_ready()
    answer = process.http.post(
        "/graphql", json={"query": "{ correlationId fault }"}, headers={"x-request-id": "case-17"}
    )
    assert answer.headers["x-request-id"] == "case-17"
    assert answer.json()["errors"][0]["extensions"]["correlationId"] == "case-17"
    (line,) = [line for line in logged(process) if line["event"] == "graphql.internal_error"]
    assert line["correlation_id"] == "case-17"
    assert line["service"] == "accounts"
    assert "secret" not in process.log.read_text()
    assert process.http.get("/livez").headers["x-request-id"].isalnum()


def test_jobs_run_again_and_again_in_one_replica(migrated: dict[str, str], start: StartService) -> None:
    replicas = [start(migrated).until_ready(), start(migrated).until_ready()]
    done, failed = (f'countervail_job_runs_total{{job="{job}",outcome="{job_end}"}}' for job, job_end in OUTCOMES)
    (leader,) = eventually(
        lambda: [replica for replica in replicas if replica.metric(done) > 3 and replica.metric(failed) > 3],
        "one replica runs the jobs, failures or not",
    )
    (standby,) = [replica for replica in replicas if replica is not leader]
    assert standby.metric(done) == -1
    leader.send(signal.SIGKILL)
    leader.wait()
    eventually(lambda: standby.metric(done) > 1, "the other replica takes over")


OUTCOMES = (("count", "done"), ("fail", "failed"))


def test_it_is_not_ready_before_the_migration_and_ready_after_it(settings: dict[str, str], start: StartService) -> None:
    process = start(settings).until_listening()
    status, body = eventually(
        lambda: next(
            (probe for probe in [process.readiness()] if probe[1].get("checks", {}).get("broker", {}).get("ok")), None
        ),
        "the broker is reached",
    )
    assert status == 503
    assert body["checks"]["database"]["ok"] is True
    assert "migrate" in body["checks"]["migrations"]["reason"]
    assert process.liveness()[0] == 200
    done = run_command(settings, "migrate")
    assert done.returncode == 0, done.stdout + done.stderr
    process.until_ready()
    assert process.ask("{ notes }") == {"data": {"notes": []}}


def test_it_publishes_its_schema_and_address(migrated: dict[str, str], start: StartService, servers: Embedded) -> None:
    process = start(migrated).until_ready()
    sdl = process.http.get("/schema.graphql").text
    assert "addNote" in sdl
    eventually(lambda: "service.subgraph_published" in process.log.read_text(), "published")
    entry = published_subgraph(servers)
    assert entry == {"name": "accounts", "url": f"http://127.0.0.1:{process.port}/graphql", "sdl": sdl, "live": ""}
    assert run_command(migrated, "schema").stdout.strip() == sdl.strip()


def published_subgraph(servers: Embedded) -> dict[str, Any]:
    async def read() -> dict[str, Any]:
        async with Broker.from_environment(servers.settings_for("gateway"), name="test") as broker:
            found = await read_bucket(await broker.streams(timeout_seconds=10), "subgraphs")
            entry: dict[str, Any] = json.loads(found["accounts"])
            return entry

    return asyncio.run(read())


def test_the_operator_sets_its_day(migrated: dict[str, str], start: StartService, servers: Embedded) -> None:
    process = start(migrated, CLOCK="simulated").until_ready()

    async def set_day() -> None:
        async with Broker.from_environment(servers.settings_for("operator"), name="test") as broker:
            await set_clock(broker, datetime(2005, 10, 3, 15, tzinfo=UTC), seen_by=["accounts"], timeout_seconds=20)

    asyncio.run(set_day())
    eventually(lambda: checks(process)["clock"]["today"] == "2005-10-03", "the day has come")
    assert checks(process)["clock"]["source"] == "simulated"


def test_without_the_database_it_lives_unready_and_comes_back(
    migrated: dict[str, str], start: StartService, servers: Embedded, issuer: DevelopmentIssuer
) -> None:
    process = start(migrated).until_ready()
    assert servers.postgresql is not None
    servers.postgresql.kill()
    try:
        eventually(lambda: process.readiness()[0] == 503, "not ready")
        found = checks(process)
        assert found["database"]["ok"] is False
        assert found["broker"]["ok"] is True
        assert process.liveness()[0] == 200
        assert process.ask("{ notes }")["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    finally:
        servers.postgresql.start()
    process.until_ready()
    token = issuer.issue("fund_accountant")
    assert process.ask(ADD, token=token, text="Beta", key="k1")["data"]["addNote"]["text"] == "Beta"
    eventually(lambda: process.ask("{ heard }") == {"data": {"heard": ["Beta"]}}, "events flow again")


def test_without_the_broker_it_lives_unready_and_comes_back(
    migrated: dict[str, str], start: StartService, servers: Embedded, issuer: DevelopmentIssuer
) -> None:
    process = start(migrated).until_ready()
    token = issuer.issue("fund_accountant")
    assert servers.nats is not None
    servers.nats.kill()
    try:
        eventually(lambda: process.readiness()[0] == 503, "not ready")
        assert {name: check["ok"] for name, check in checks(process).items()} == {
            "database": True,
            "migrations": True,
            "broker": False,
            "clock": True,
        }
        assert process.liveness()[0] == 200
        assert process.ask(ADD, token=token, text="Gamma", key="k1")["data"]["addNote"]["text"] == "Gamma"
    finally:
        servers.nats.start()
    process.until_ready()
    eventually(lambda: process.ask("{ heard }") == {"data": {"heard": ["Gamma"]}}, "what waited is delivered")


class Load:
    """Callers that send requests as long as the service says it is ready, as a load balancer lets them."""

    def __init__(self, process: ServiceProcess, token: str, callers: int) -> None:
        self._process = process
        self._token = token
        self.accepted: list[str] = []
        self.failures: list[str] = []
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(callers)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()

    def _call(self, caller: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{self._process.port}", timeout=30, trust_env=False) as http:
            number = 0
            while http.get("/readyz").status_code == 200:
                number += 1
                self._add(http, f"{caller}-{number}")

    def _add(self, http: httpx.Client, text: str) -> None:
        """Every fifth request takes its time instead, so that some are always under way."""
        slow = text.endswith("5")
        body = (
            {"query": "{ slowly(milliseconds: 200) }"}
            if slow
            else {"query": ADD, "variables": {"text": text, "key": text}}
        )
        try:
            answer = http.post("/graphql", json=body, headers={"authorization": f"Bearer {self._token}"})
            told = answer.json()
        except (httpx.TransportError, ValueError) as error:
            self.failures.append(f"{text}: {error!r}")
            return
        if answer.status_code != 200 or "errors" in told:
            self.failures.append(f"{text}: {answer.status_code} {told}")
        elif not slow:
            self.accepted.append(text)


def test_told_to_stop_under_load_it_fails_no_request_and_loses_nothing(
    migrated: dict[str, str], start: StartService, issuer: DevelopmentIssuer
) -> None:
    process = start(migrated, DRAIN_LAG_SECONDS="1").until_ready()
    with Load(process, issuer.issue("fund_accountant"), callers=6) as load:
        eventually(lambda: len(load.accepted) > 60, "the load flows")
        process.send(signal.SIGTERM)
    assert load.failures == []
    assert process.wait() == 0
    assert notes_kept(migrated) == sorted(load.accepted)
    assert {line["event"] for line in logged(process) if line["level"] == "error"} <= {"service.job_failed"}
    assert "service.stopped" in process.log.read_text()
    successor = start(migrated).until_ready()
    eventually(lambda: successor.ask("{ heard }")["data"]["heard"] == sorted(load.accepted), "each event is heard once")


def notes_kept(settings: dict[str, str]) -> list[str]:
    with psycopg.connect(settings["DATABASE_URL"]) as connection:
        return sorted(text for (text,) in connection.execute("SELECT text FROM notes").fetchall())


def test_a_draining_process_says_so_and_lets_go_of_its_callers(migrated: dict[str, str], start: StartService) -> None:
    process = start(migrated, DRAIN_LAG_SECONDS="20").until_ready()
    process.send(signal.SIGTERM)
    eventually(lambda: process.readiness()[0] == 503, "not ready")
    status, body = process.readiness()
    assert (status, body["draining"]) == (503, True)
    assert process.http.get("/livez").headers["connection"] == "close"
    assert process.ask("{ notes }") == {"data": {"notes": []}}
    process.send(signal.SIGTERM)
    assert process.wait() == 0


def test_a_wrong_configuration_is_named_all_at_once_with_status_2(settings: dict[str, str]) -> None:
    done = run_command({"PORT": "many", "DATABASE_URL": settings["DATABASE_URL"]}, "serve")
    assert done.returncode == 2
    assert done.stdout == ""
    for variable in ("PORT", "NATS_URL", "OIDC_ISSUER"):
        assert variable in done.stderr
    assert "Traceback" not in done.stderr


def test_check_config_masks_what_is_secret(settings: dict[str, str]) -> None:
    done = run_command(settings, "check-config")
    assert done.returncode == 0
    password = settings["DATABASE_URL"].partition("://")[2].partition("@")[0].partition(":")[2]
    assert password not in done.stdout
    assert settings["NATS_PASSWORD"] not in done.stdout
    lines = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert lines["DATABASE_URL"].startswith("postgresql://accounts:********@")
    assert lines["NATS_PASSWORD"].startswith("********  # environment")
    assert lines["PORT"].startswith("4099  # default")


def test_the_schema_is_printed_without_any_settings() -> None:
    done = run_command({}, "schema")
    assert done.returncode == 0
    assert "type Query" in done.stdout
    assert done.stderr == ""


def test_a_migration_without_a_database_fails_plainly(settings: dict[str, str]) -> None:
    away = settings["DATABASE_URL"].rpartition("/")[0] + "/no_such_database"
    done = run_command({**settings, "DATABASE_URL": away}, "migrate")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["event"] == "service.not_migrated"
    assert "Traceback" not in done.stderr


def test_an_idle_process_is_small(migrated: dict[str, str], start: StartService) -> None:
    process = start(migrated).until_ready()
    eventually(lambda: process.metric("countervail_outbox_backlog") == 0, "every worker has begun")
    assert process.metric("process_resident_memory_bytes") < 130 * 1024 * 1024
