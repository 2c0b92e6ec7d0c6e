"""``python -m services.gateway [serve|check-config]``."""

import argparse
import sys

from services.gateway.app import create
from services.gateway.settings import GatewaySettings
from shared.observability import configure_logging
from shared.service.command_line import SETTINGS_STATUS, effective_values
from shared.service.server import serve
from shared.settings import SettingsError, load_settings


def main() -> None:
    """Read the settings, then serve until told to stop, or print them."""
    parser = argparse.ArgumentParser(prog="python -m services.gateway")
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("serve", help="answer requests (the default)")
    commands.add_parser("check-config", help="print the effective settings, secrets masked")
    parser.set_defaults(command="serve")
    command = parser.parse_args().command
    try:
        settings = load_settings(GatewaySettings)
    except SettingsError as error:
        sys.stderr.write(f"gateway: the settings do not hold:\n{error}\n")
        sys.exit(SETTINGS_STATUS)
    if command == "check-config":
        sys.stdout.write("\n".join(effective_values(settings)) + "\n")
        return
    configure_logging("gateway", settings.log_level)
    gateway = create(settings)
    serve(
        gateway,
        host=settings.host,
        port=settings.port,
        drain=gateway.drain,
        lag_seconds=settings.drain_lag_seconds,
        grace_seconds=settings.shutdown_grace_seconds,
        websocket_bytes_max=settings.websocket_bytes_max,
    )


if __name__ == "__main__":
    main()
