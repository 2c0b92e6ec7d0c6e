"""The services' schemas fit together: what the gateway will compose."""

from pathlib import Path

from typer.testing import CliRunner

from deploy.cli.main import app
from services.gateway.subscriptions.bindings import read_bindings


def test_the_schemas_of_all_services_compose(tmp_path: Path) -> None:
    supergraph = tmp_path / "supergraph.graphql"
    result = CliRunner().invoke(app, ["schema", "compose", "--output", str(supergraph)])
    assert result.exit_code == 0, result.output
    sdl = supergraph.read_text()
    assert "type Query" in sdl
    assert set(read_bindings(sdl)) >= {"orderEvents", "distributionsCompleted", "noticesPublished"}
