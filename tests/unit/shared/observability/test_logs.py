"""What a log line may hold, and what never gets into one."""

import ast
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog
from pydantic import BaseModel

from shared.errors import NotFound
from shared.observability import configure_logging, correlated
from shared.observability.redaction import ALLOWED_KEYS

ROOT = Path(__file__).parents[4]
SECRET = "Alpha-Informant-123-45-6789"


class Lines:
    """What was logged since the test began."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def only(self) -> dict[str, Any]:
        (line,) = self.all()
        return line


@pytest.fixture
def lines() -> Iterator[Lines]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = Lines()
    configure_logging("accounts", "INFO", stream=written.stream)
    yield written
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


class Account(BaseModel):
    holder: int


def fail_in_validation() -> None:
    Account.model_validate({"holder": SECRET})


def test_a_line_is_json_with_a_static_event_and_its_origin(lines: Lines) -> None:
    structlog.get_logger("accounts.ledger").info("ledger.verified", rows=3, day=date(2005, 10, 1), event_id=UUID(int=7))
    line = lines.only()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "accounts.ledger",
        "service": "accounts",
        "event": "ledger.verified",
        "rows": 3,
        "day": "2005-10-01",
        "event_id": "00000000-0000-0000-0000-000000000007",
    }


def test_a_line_carries_the_id_of_its_request(lines: Lines) -> None:
    with correlated("request-1"):
        structlog.get_logger("x").info("one")
        logging.getLogger("uvicorn.error").warning("two")
    structlog.get_logger("x").info("three")
    assert [line.get("correlation_id") for line in lines.all()] == ["request-1", "request-1", None]


def test_a_key_that_is_not_on_the_list_is_redacted_at_any_depth(lines: Lines) -> None:
    structlog.get_logger("x").info("filed", claimant_name=SECRET, checks={"ssn": SECRET, "count": 1})
    line = lines.only()
    assert line["claimant_name"] == "[redacted]"
    assert line["checks"] == {"ssn": "[redacted]", "count": 1}
    assert SECRET not in lines.stream.getvalue()


def test_an_object_is_named_by_its_type_and_not_printed(lines: Lines) -> None:
    structlog.get_logger("x").info("filed", reason=Account(holder=1234567), error=ValueError(SECRET))
    assert lines.only()["reason"] == "[Account]"
    assert lines.only()["error"] == "ValueError"
    assert "1234567" not in lines.stream.getvalue()
    assert SECRET not in lines.stream.getvalue()


def test_a_long_text_is_cut(lines: Lines) -> None:
    structlog.get_logger("x").info("filed", reason="x" * 10_000)
    assert len(lines.only()["reason"]) == 501


def test_an_exception_is_placed_and_typed_without_the_data_in_its_message(lines: Lines) -> None:
    try:
        fail_in_validation()
    except ValueError:
        structlog.get_logger("x").exception("command.failed")
    (described,) = lines.only()["exception"]
    assert described["type"].endswith("ValidationError")
    assert any("fail_in_validation" in frame for frame in described["frames"])
    assert "message" not in described
    assert SECRET not in lines.stream.getvalue()


def test_causes_follow_and_our_own_messages_stay(lines: Lines) -> None:
    try:
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        except OSError as error:
            raise NotFound("no such order") from error
    except NotFound as error:
        structlog.get_logger("x").error("command.failed", exc_info=error)
    assert [(link["type"], link["message"]) for link in lines.only()["exception"]] == [
        ("shared.errors.NotFound", "no such order"),
        ("builtins.ConnectionRefusedError", "[Errno 111] Connection refused"),
    ]


def test_of_a_group_the_first_is_told(lines: Lines) -> None:
    error = ExceptionGroup("two", [NotFound("no such order"), ValueError(SECRET)])
    structlog.get_logger("x").error("command.failed", exc_info=error)
    assert [link["type"] for link in lines.only()["exception"]] == ["builtins.ExceptionGroup", "shared.errors.NotFound"]
    assert SECRET not in lines.stream.getvalue()


def test_the_libraries_speak_in_the_same_form(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    logging.getLogger("alembic.runtime.migration").info("Running upgrade -> 0001")
    assert [(line["event"], line["logger"], line["text"]) for line in lines.all()] == [
        ("library.message", "uvicorn.error", "Started server process [7]"),
        ("library.message", "alembic.runtime.migration", "Running upgrade -> 0001"),
    ]


def test_a_library_that_quotes_data_is_not_quoted(lines: Lines) -> None:
    logging.getLogger("graphql.execution").error("Variable '$name' got invalid value '%s'", SECRET)
    logging.getLogger("sqlalchemy.engine").warning("INSERT ... %s", SECRET)
    assert [line["event"] for line in lines.all()] == ["library.message", "library.message"]
    assert SECRET not in lines.stream.getvalue()


def test_a_crash_inside_a_library_is_described_without_data(lines: Lines) -> None:
    try:
        fail_in_validation()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\nwith %s", SECRET)
    line = lines.only()
    assert line["text"] == "Exception in ASGI application"
    assert line["exception"][0]["type"].endswith("ValidationError")
    assert SECRET not in lines.stream.getvalue()


def test_what_is_below_the_level_is_not_written(lines: Lines) -> None:
    structlog.get_logger("x").debug("detail")
    assert lines.all() == []


def logged_keys() -> Iterator[tuple[str, str]]:
    """Every keyword of every log call in the code, with its place."""
    for folder in ("shared", "services", "deploy"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and is_log_call(call.func):
                    place = f"{path.relative_to(ROOT)}:{call.lineno}"
                    yield from ((place, keyword.arg) for keyword in call.keywords if keyword.arg is not None)


def is_log_call(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in {"debug", "info", "warning", "error", "exception", "critical", "bind"}
        and isinstance(function.value, ast.Name)
        and function.value.id in {"log", "_log", "logger", "_logger"}
    )


def test_every_key_that_the_code_logs_is_allowed() -> None:
    keys = set(logged_keys())
    assert keys
    assert {(place, key) for place, key in keys if key not in ALLOWED_KEYS | {"exc_info"}} == set()


def test_a_process_that_configures_logs_writes_lines_of_json_to_standard_output() -> None:
    program = (
        "import warnings, structlog; from shared.observability import configure_logging\n"
        "configure_logging('accounts'); structlog.get_logger('x').info('started', port=1)\n"
        "warnings.warn('something quotes ' + 'data')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == ["started", "library.message"]
    assert done.stderr == ""
