"""``python -m services.accounts [serve|migrate|check-config|schema]``."""

from services.accounts.app import define
from services.accounts.settings import AccountsSettings
from shared.service import run

if __name__ == "__main__":
    run("accounts", AccountsSettings, define)
