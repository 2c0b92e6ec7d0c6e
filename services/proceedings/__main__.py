"""``python -m services.proceedings [serve|migrate|check-config|schema]``."""

from services.proceedings.app import define
from services.proceedings.settings import ProceedingsSettings
from shared.service import run

if __name__ == "__main__":
    run("proceedings", ProceedingsSettings, define)
