"""The skeleton of a service: one definition in, an application or a command line out."""

from shared.service.app import create_app
from shared.service.command_line import run
from shared.service.definition import Job, ServiceDefinition

__all__ = ["Job", "ServiceDefinition", "create_app", "run"]
