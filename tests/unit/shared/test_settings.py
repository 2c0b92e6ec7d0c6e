"""Settings name every variable that is missing or wrong, at once."""

import pytest

from shared.settings import ServiceSettings, SettingsError, load_settings

GOOD = {
    "PORT": "4002",
    "NATS_URL": "nats://127.0.0.1:4222",
    "OIDC_ISSUER": "http://127.0.0.1:4010",
    "DATABASE_URL": "postgresql://accounts@127.0.0.1/accounts",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ServiceSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_complete_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(ServiceSettings)
    assert settings.port == 4002
    assert settings.published_url == "http://127.0.0.1:4002/graphql"
    assert "accounts" not in repr(settings.database_url)


def test_every_missing_variable_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(ServiceSettings)
    for name in GOOD:
        assert f"{name} (" in str(caught.value)
    assert str(caught.value).count("is required") == len(GOOD)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("PORT", "ninety", "PORT"), ("CLOCK", "sundial", "CLOCK"), ("DATABASE_URL", "sqlite:///x", "DATABASE_URL")],
)
def test_an_invalid_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    for good_name, good_value in GOOD.items():
        monkeypatch.setenv(good_name, good_value)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_settings(ServiceSettings)
