"""``python -m services.certification [serve|migrate|check-config|schema]``."""

from services.certification.app import define
from services.certification.settings import CertificationSettings
from shared.service import run

if __name__ == "__main__":
    run("certification", CertificationSettings, define)
