"""Settings become what the engine is told."""

from __future__ import annotations

from services.gateway.building import schema_settings
from services.gateway.settings import GatewaySettings

ISSUER = "http://issuer.test"


def test_labels_of_overrides_are_an_operators_choice() -> None:
    assert schema_settings(GatewaySettings(oidc_issuer=ISSUER)).engine.override_labels == frozenset()
    chosen = GatewaySettings(oidc_issuer=ISSUER, override_labels=frozenset({"beta"}))
    assert schema_settings(chosen).engine.override_labels == frozenset({"beta"})
