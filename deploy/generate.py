"""What is made from the code and committed: schemas, event catalogue, settings reference. CI fails when it is stale."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pydantic_settings import BaseSettings

from deploy.embedded import SERVICES
from deploy.rules.index import page
from services.gateway.settings import GatewaySettings
from shared.events import Event, json_schema

_PROJECT: Final = Path(__file__).parents[1]
_NOTICE: Final = "Made from the code by `make generate`; do not edit."


def stale() -> list[str]:
    """Paths of generated files that differ from the code, or that the code no longer makes."""
    wanted = generated()
    differing = [name for name, text in wanted.items() if _read(_PROJECT / name) != text]
    kept = {str(path.relative_to(_PROJECT)) for path in (_PROJECT / "docs/events").glob("*.json")}
    return sorted(differing) + sorted(kept - wanted.keys())


def write() -> list[str]:
    """Bring every generated file up to date; returns the paths that changed."""
    changed = stale()
    wanted = generated()
    for name in changed:
        path = _PROJECT / name
        if name not in wanted:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[name])
    return changed


def generated() -> Mapping[str, str]:
    """Text of every generated file by its path in the project."""
    return dict(
        (*_schemas(), *_events(), ("docs/settings.md", _settings()), ("docs/rules.md", page(_PROJECT, _NOTICE)))
    )


def published_events() -> Mapping[str, tuple[type[Event], ...]]:
    """Every event class, by service."""
    return {service: import_module(f"services.{service}.events.published").PUBLISHED for service in SERVICES}


def _schemas() -> Iterator[tuple[str, str]]:
    for service in SERVICES:
        schema = import_module(f"services.{service}.graphql.schema").schema
        yield f"services/{service}/graphql/schema.graphql", schema.as_str() + "\n"


def _events() -> Iterator[tuple[str, str]]:
    lines = ["# Events", "", _NOTICE, ""]
    for service, events in published_events().items():
        lines += [f"## {service}", "", "| subject | visibility | what | fields |", "| --- | --- | --- | --- |"]
        for event in sorted(events, key=lambda one: one.type()):
            yield f"docs/events/{event.type()}.json", json.dumps(json_schema(event), indent=2) + "\n"
            what = (event.__doc__ or "").strip().splitlines()[0]
            fields = ", ".join(f"`{name}`" for name in event.model_fields)
            subject = f"[`{event.subject_prefix()}.<key>`]({event.type()}.json)"
            lines.append(f"| {subject} | {event.visibility} | {what} | {fields} |")
        lines.append("")
    yield "docs/events/README.md", "\n".join(lines)


def _settings() -> str:
    lines = ["# Settings", "", _NOTICE, "", "Every process reads its settings from environment variables.", ""]
    kinds: dict[str, type[BaseSettings]] = {"gateway": GatewaySettings}
    for service in SERVICES:
        kinds[service] = _settings_class(import_module(f"services.{service}.settings"), service)
    for name, kind in kinds.items():
        lines += [f"## {name}", "", "| variable | default | meaning |", "| --- | --- | --- |"]
        for field, definition in kind.model_fields.items():
            default = (
                "required" if definition.is_required() else f"`{definition.get_default(call_default_factory=True)}`"
            )
            lines.append(f"| `{field.upper()}` | {default} | {definition.description or ''} |")
        lines.append("")
    return "\n".join(lines)


def _settings_class(module: Any, service: str) -> type[BaseSettings]:
    kind: type[BaseSettings] = getattr(module, f"{service.capitalize()}Settings")
    return kind


def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None
