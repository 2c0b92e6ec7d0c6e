"""``python -m services.enforcement [serve|migrate|check-config|schema]``."""

from services.enforcement.app import define
from services.enforcement.settings import EnforcementSettings
from shared.service import run

if __name__ == "__main__":
    run("enforcement", EnforcementSettings, define)
