"""``python -m services.<name> [serve|migrate|check-config|schema]``."""

import argparse
import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import SecretStr

from shared.observability import configure_logging
from shared.settings import ProcessSettings, ServiceSettings, SettingsError, load_settings

if TYPE_CHECKING:
    from shared.service.definition import ServiceDefinition

MASK: Final = "********"
SETTINGS_STATUS: Final = 2

Settings = TypeVar("Settings", bound=ServiceSettings)

# In an address: user and password, a token in place of both, a password among the parameters.
_CREDENTIALS: Final = re.compile(r"(?<=://)([^:/@,]+:)?[^/,]+@|(?<=[?&])(password=)[^&,]*")


def run(
    name: str,
    settings_type: type[Settings],
    define: "Callable[[Settings], ServiceDefinition]",
) -> None:
    """Body of a service's ``__main__``; ends the process.

    Args:
        name: of the service.
        settings_type: read from the environment.
        define: the service's composition root.
    """
    command = _parser(name).parse_args().command
    if command == "schema":
        sys.stdout.write(_sdl(define) + "\n")
        return
    try:
        settings = load_settings(settings_type)
    except SettingsError as error:
        sys.stderr.write(f"{name}: these settings are missing or invalid:\n{error}\n")
        sys.exit(SETTINGS_STATUS)
    if command == "check-config":
        sys.stdout.writelines(f"{line}\n" for line in effective_values(settings))
        return
    configure_logging(name, settings.log_level)
    if command == "migrate":
        from shared.service.migration import migrate_service

        sys.exit(migrate_service(define(settings)))
    from shared.service.app import serve_definition

    serve_definition(define(settings))


def _parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m services.{name}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("serve", help="answer requests, publish and handle events (the default)")
    commands.add_parser("migrate", help="bring the database and the streams up to date, then end")
    commands.add_parser("check-config", help="print the effective settings, secrets masked")
    commands.add_parser("schema", help="print the GraphQL schema; needs no settings")
    parser.set_defaults(command="serve")
    return parser


def _sdl(define: "Callable[[Settings], ServiceDefinition]") -> str:
    """The schema from its fixed place beside the composition root: ``define`` itself would need settings."""
    from strawberry.schema import Schema

    module = import_module(f"{define.__module__.rpartition('.')[0]}.graphql.schema")
    schema = next(value for value in vars(module).values() if isinstance(value, Schema))
    return schema.as_str()


def effective_values(settings: ProcessSettings) -> list[str]:
    """One line for each setting: its variable, its value with secrets masked, where it is from, what it is for."""
    return [
        f"{field.upper()}={_shown(getattr(settings, field))}"
        f"  # {'environment' if field in settings.model_fields_set else 'default'}: {info.description or field}"
        for field, info in type(settings).model_fields.items()
    ]


def _shown(value: object) -> str:
    if value is None:
        return ""
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    masked, found = _CREDENTIALS.subn(_mask, text)
    return masked if found or not isinstance(value, SecretStr) else MASK


def _mask(found: re.Match[str]) -> str:
    user, parameter = found.groups()
    return f"{parameter}{MASK}" if parameter else f"{user or ''}{MASK}@"
