"""What the documentation says of commands, metrics, codes, roles, queries and files, held against the code."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer
from graphql import GraphQLSchema, parse, validate
from prometheus_client import CollectorRegistry
from typer.core import TyperGroup

from deploy.cli.main import app
from deploy.embedded import SERVICES
from services.gateway.federation import CompositionErrors, Subgraph, SupergraphState
from services.gateway.metrics import GatewayMetrics
from shared.authentication.roles import Role
from shared.errors import ClientError
from shared.observability import Metrics
from shared.settings import ProcessSettings
from tests.unit.deploy.image import ROOT

MADE_ELSEWHERE = ("docs/events/", "docs/settings.md", "docs/performance.md")
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "deploy/**/*.md", "examples/**/*.md", "services/*/README.md", "tests/*.md")
    for page in ROOT.glob(pattern)
    if not str(page.relative_to(ROOT)).startswith(MADE_ELSEWHERE)
)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def _commands() -> dict[str, set[str]]:
    """Commands of the tool, each with those below it."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    return {
        name: set(command.commands) if isinstance(command, TyperGroup) else set()
        for name, command in root.commands.items()
    }


COMMANDS = _commands()


def names(pages: list[Path]) -> list[str]:
    """Readable ids of parametrised pages."""
    return [str(page.relative_to(ROOT)) for page in pages]


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for path, anchor in LINK.findall(page.read_text()):
        if path.startswith(("http:", "https:")):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{path}#{anchor}")
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_every_command_exists(page: Path) -> None:
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", page.read_text(), re.DOTALL))

    for first, second in re.findall(r"countervail ([a-z-]+)(?: ([a-z-]+))?", code):
        assert first in COMMANDS, first
        if second and COMMANDS[first]:
            assert second in COMMANDS[first], f"{first} {second}"


def test_every_command_of_the_tool_is_in_the_documentation() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    told = set(re.findall(r"(?:countervail|make) ([a-z-]+)", text))

    assert COMMANDS["dead-letters"] == {"list", "show", "redrive", "discard"}
    assert COMMANDS.keys() - told == set()


def metric_names() -> Iterator[str]:
    """Every metric of ours as it is exposed."""
    gateway = CollectorRegistry()
    GatewayMetrics(gateway)
    for registry in (Metrics("any").registry, gateway):
        for family in registry.collect():
            if family.name.startswith("countervail_"):
                yield family.name + ("_total" if family.type == "counter" else "")


def test_operators_are_told_of_every_metric_and_of_no_other() -> None:
    told = set(re.findall(r"`(countervail_\w+)`", (ROOT / "docs" / "operators.md").read_text()))

    assert told == set(metric_names())


def codes_in_the_frontend_page() -> set[str]:
    """Codes of the table of errors."""
    rows = [line for line in (ROOT / "docs" / "frontend.md").read_text().splitlines() if line.startswith("| `")]
    return {code for row in rows for code in re.findall(r"`([A-Z][A-Z_]+)`", row.split("|")[1])}


def test_frontend_teams_are_told_of_no_code_that_nothing_gives() -> None:
    folders = (ROOT / "services" / "gateway", ROOT / "shared")
    source = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.py"))

    assert {code for code in codes_in_the_frontend_page() if f'"{code}"' not in source} == set()


def test_frontend_teams_are_told_of_every_code() -> None:
    gateway = ROOT / "services" / "gateway"
    given = {kind.code for kind in ClientError.__subclasses__()}
    for path in (gateway / "http").glob("*.py"):
        given |= set(re.findall(r'HttpProblem\(\s*\d+,\s*"([A-Z_]+)"', path.read_text()))
    for path in (*(gateway / "limits").glob("*.py"), gateway / "operations.py"):
        given |= set(re.findall(r'(?:QueryTooBig|_error)\(\s*"([A-Z_]+)"', path.read_text()))
    for path in (gateway / "federation").glob("*.py"):
        given |= set(re.findall(r'refused\([^"]*"([A-Z_]+)"\)', path.read_text()))

    assert len(given) > 20
    assert given - codes_in_the_frontend_page() == set()


def test_frontend_teams_are_told_of_every_role() -> None:
    told = re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs" / "frontend.md").read_text(), re.MULTILINE)

    assert set(told) - {"sub", "producer_ids", "importer_numbers", "roles"} == set(Role)


@pytest.fixture(scope="module")
def api_schema() -> GraphQLSchema:
    """What the gateway's callers see."""
    schemas = {service: import_module(f"services.{service}.graphql.schema").schema.as_str() for service in SERVICES}
    composed = SupergraphState.compose(
        [Subgraph(name=name, url=f"http://{name}/graphql", sdl=sdl) for name, sdl in schemas.items()]
    )
    assert not isinstance(composed, CompositionErrors), composed
    return composed.api_schema


def test_every_query_in_the_documentation_is_valid(api_schema: GraphQLSchema) -> None:
    documents = re.findall(r"```graphql\n(.*?)```", (ROOT / "docs" / "frontend.md").read_text(), re.DOTALL)

    assert documents
    assert [error.message for document in documents for error in validate(api_schema, parse(document))] == []


def test_settings_that_operators_are_told_of_exist() -> None:
    table = (ROOT / "docs" / "operators.md").read_text().partition("| setting |")[2].partition("\n\n")[0]
    told = {name for row in table.splitlines() if row.startswith("| `") for name in re.findall(r"`([A-Z_]+)`", row)}
    known = {field.upper() for field in ProcessSettings.model_fields}
    for name in (*SERVICES, "gateway"):
        module = import_module(f"services.{name}.settings")
        known |= {field.upper() for field in getattr(module, f"{name.capitalize()}Settings").model_fields}

    assert told
    assert told <= known
