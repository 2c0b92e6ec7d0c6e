"""``python -m tests.integration.shared.service.example [serve|migrate|check-config|schema]``."""

from shared.service import run
from tests.integration.shared.service.example.app import ExampleSettings, define

if __name__ == "__main__":
    run("accounts", ExampleSettings, define)
