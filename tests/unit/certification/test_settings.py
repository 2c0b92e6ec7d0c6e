"""Settings and the vault."""

import pytest

from services.certification.settings import CertificationSettings
from services.certification.storage.vault import Vault
from shared.settings import SettingsError, load_settings

KEY = "Q0VSVElGSUNBVElPTi1URVNULUtFWS0zMi1CWVRFUyE="
REQUIRED = {
    "DATABASE_URL": "postgresql://certification@localhost/certification",
    "NATS_URL": "nats://127.0.0.1:4222",
    "OIDC_ISSUER": "http://127.0.0.1:4999",
}


def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in (REQUIRED | values).items():
        monkeypatch.setenv(name, value)


def test_the_port_and_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch, CERTIFICATION_ENCRYPTION_KEY=KEY)
    settings = load_settings(CertificationSettings)
    assert settings.port == 4001
    assert KEY not in repr(settings)


def test_term_03_the_window_of_a_final_notice_is_60_days_or_90(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch, CERTIFICATION_ENCRYPTION_KEY=KEY)
    assert load_settings(CertificationSettings).final_claim_window_days == 60
    monkeypatch.setenv("FINAL_CLAIM_WINDOW_DAYS", "90")
    assert load_settings(CertificationSettings).final_claim_window_days == 90
    monkeypatch.setenv("FINAL_CLAIM_WINDOW_DAYS", "75")
    with pytest.raises(SettingsError, match="FINAL_CLAIM_WINDOW_DAYS"):
        load_settings(CertificationSettings)


@pytest.mark.parametrize("values", [{}, {"CERTIFICATION_ENCRYPTION_KEY": "short"}])
def test_a_missing_or_wrong_key_is_named(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    environment(monkeypatch, **values)
    with pytest.raises(SettingsError, match="CERTIFICATION_ENCRYPTION_KEY"):
        load_settings(CertificationSettings)


def test_publ_03_what_is_sealed_opens_only_with_the_same_key() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("12-3456789")
    assert b"3456789" not in sealed
    assert sealed != vault.seal("12-3456789")
    assert vault.open(sealed) == "12-3456789"
    assert vault.fingerprint("12-3456789") == Vault(KEY).fingerprint("12-3456789")
    assert vault.fingerprint("12-3456789") != vault.fingerprint("12-3456780")
    assert vault.fingerprint("12-3456789") != Vault(KEY.replace("Q0", "R0")).fingerprint("12-3456789")
    with pytest.raises(ValueError, match="not sealed"):
        Vault(KEY.replace("Q0", "R0")).open(sealed)


def test_a_directory_of_attachments_must_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    environment(monkeypatch, CERTIFICATION_ENCRYPTION_KEY=KEY)
    assert load_settings(CertificationSettings).attachment_store == "database"
    monkeypatch.setenv("ATTACHMENT_STORE", "directory")
    with pytest.raises(SettingsError, match="ATTACHMENT_DIRECTORY"):
        load_settings(CertificationSettings)
    monkeypatch.setenv("ATTACHMENT_DIRECTORY", "/var/lib/countervail/attachments")
    assert load_settings(CertificationSettings).attachment_directory is not None
