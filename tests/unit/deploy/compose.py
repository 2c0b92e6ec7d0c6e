"""The compose file as compose would read it, with a freshly filled .env."""

import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from deploy.containers.new_env import DEVELOPMENT_ISSUER, filled
from tests.unit.deploy.image import CONTAINERS

COMPOSE = CONTAINERS / "compose.yaml"
EXAMPLE = (CONTAINERS / ".env.example").read_text()
VARIABLE = re.compile(r"\$\{(\w+)(?::(\?|-)([^}]*))?\}")


def content() -> dict[str, Any]:
    """The whole file, merges done."""
    loaded: dict[str, Any] = YAML(typ="safe").load(COMPOSE)
    return loaded


def services() -> dict[str, dict[str, Any]]:
    """Its services."""
    found: dict[str, dict[str, Any]] = content()["services"]
    return found


def values() -> dict[str, str]:
    """The variables of a filled .env."""
    lines = filled(EXAMPLE, DEVELOPMENT_ISSUER).splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def substituted(text: str, env: Mapping[str, str]) -> str:
    """A value as compose would pass it on; a missing variable without a default is a KeyError."""
    return VARIABLE.sub(lambda found: env[found[1]] if found[2] != "-" else env.get(found[1]) or found[3], text)


def environment(service: str, env: Mapping[str, str]) -> dict[str, str]:
    """The environment that a container gets, with these values of .env."""
    return {name: substituted(str(value), env) for name, value in services()[service].get("environment", {}).items()}
