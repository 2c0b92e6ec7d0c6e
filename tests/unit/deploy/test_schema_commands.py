"""``countervail schema compose`` and ``check``: what they say, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.main import app
from tests.unit.gateway.federation.subgraphs import composed, subgraph

OLD = "type Query { order(id: ID): Order } type Order { id: ID! total: Int note: String }"
NEW = "type Query { order(id: ID): Order } type Order { id: ID! total: Int! kind: Kind } enum Kind { A }"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """An old and a new supergraph, the old one also as clients see it, and recorded operations."""
    for name, sdl in (("old", OLD), ("new", NEW)):
        state = composed(subgraph("one", sdl))
        (tmp_path / f"{name}.graphql").write_text(state.supergraph_sdl)
        (tmp_path / f"{name}-api.graphql").write_text(state.api_sdl)
    (tmp_path / "touching.graphql").write_text("query Notes { order { note } } query Totals { order { total } }")
    (tmp_path / "untouching.graphql").write_text("query Totals { order { total } } query Lost { lost }")
    return tmp_path


def check(files: Path, *arguments: str, live: str = "old.graphql") -> Result:
    given = [str(files / item) if item.endswith(".graphql") else item for item in arguments]
    command = ["schema", "check", "--live", str(files / live), "--supergraph", str(files / "new.graphql"), *given]
    return CliRunner().invoke(app, command)


@pytest.mark.parametrize("live", ["old.graphql", "old-api.graphql"])
def test_a_breaking_change_fails_the_command(files: Path, live: str) -> None:
    result = check(files, live=live)
    assert result.exit_code == 1
    assert "breaking: FIELD_REMOVED: Field Order.note was removed.\n" in result.output
    assert "FIELD_ADDED" not in result.output
    assert result.output.endswith("1 breaking, 0 dangerous, 3 safe\n")


def test_safe_changes_are_shown_when_asked_for(files: Path) -> None:
    assert "safe: FIELD_ADDED: Field Order.kind was added." in check(files, "--all").output


def test_a_breaking_change_that_a_recorded_operation_uses(files: Path) -> None:
    result = check(files, "--operations", "touching.graphql")
    assert result.exit_code == 1
    assert "Field Order.note was removed. Concerned: Notes." in result.output
    assert "refused: Notes (" in result.output
    assert "2 recorded operations" in result.output


def test_a_breaking_change_that_no_recorded_operation_uses(files: Path) -> None:
    result = check(files, "--operations", "untouching.graphql")
    assert result.exit_code == 0
    assert "Field Order.note was removed. No recorded operation is concerned." in result.output
    assert "refused today already: Lost (" in result.output


def test_what_fails_the_command_can_be_chosen(files: Path) -> None:
    (files / "new.graphql").write_text(
        composed(subgraph("one", OLD.replace("(id: ID)", "(id: ID, at: Int)"))).supergraph_sdl
    )
    assert check(files).exit_code == 0
    assert check(files, "--fail-on", "dangerous").exit_code == 1
    assert check(files, "--fail-on", "nothing").exit_code == 0


def test_json_for_pipelines(files: Path) -> None:
    found = json.loads(check(files, "--json", "--operations", "touching.graphql").output)
    assert found["recorded"] == 2
    assert found["changes"][0] == {
        "severity": "breaking",
        "code": "FIELD_REMOVED",
        "coordinate": "Order.note",
        "message": "Field Order.note was removed.",
        "operations": [f"{files / 'touching.graphql'}:1"],
    }
    assert [item["operation"] for item in found["refused"]] == ["Notes"]
    assert found["refusedToday"] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("--live", "type {"), ("--live", None), ("--supergraph", "type {"), ("--operations", "query {")],
)
def test_what_cannot_be_read_is_told_apart(files: Path, name: str, text: str | None) -> None:
    path = files / "other.graphql"
    if text is not None:
        path.write_text(text)
    result = check(files, name, str(path))
    assert result.exit_code == 2
    assert str(path) in result.stderr.replace("\n", "")


def test_an_unreachable_gateway_is_told_apart(files: Path) -> None:
    command = ["schema", "check", "--live", "http://127.0.0.1:9/", "--supergraph", str(files / "new.graphql")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert "http://127.0.0.1:9/schema.graphql" in result.stderr


def test_a_supergraph_takes_no_more_subgraphs(files: Path) -> None:
    result = check(files, "--subgraph", "one=new.graphql")
    assert result.exit_code == 2
    assert "--supergraph is composed already" in result.stderr


def test_a_changed_service_is_composed_with_the_others(tmp_path: Path) -> None:
    broken = tmp_path / "extra.graphql"
    broken.write_text('type Query {\n  extra: Extra\n}\ntype Extra @key(fields: "missing") {\n  id: ID!\n}\n')
    result = CliRunner().invoke(app, ["schema", "compose", "--subgraph", f"extra={broken}"])
    assert result.exit_code == 3
    assert "KEY_INVALID_FIELDS [extra:4:12]: " in result.stderr


@pytest.mark.parametrize("given", ["extra", "extra=missing.graphql", "=missing.graphql"])
def test_a_subgraph_without_a_file(given: str) -> None:
    result = CliRunner().invoke(app, ["schema", "check", "--subgraph", given])
    assert result.exit_code == 2
