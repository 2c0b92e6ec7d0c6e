"""The skeleton of a service: one definition in, an application or a command line out."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shared.service.app import create_app
    from shared.service.command_line import run
    from shared.service.definition import Job, ServiceDefinition

__all__ = ["Job", "ServiceDefinition", "create_app", "run"]

_HOMES: Final = {"create_app": "app", "run": "command_line", "Job": "definition", "ServiceDefinition": "definition"}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for.

    The gateway uses this package's probes and server; the database and schema libraries, which it does not use, would
    be a third of its memory.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
