"""``python -m services.gateway`` and what it says when it cannot start."""

import os
import subprocess
import sys
from pathlib import Path

from tests.integration.gateway.processes import ROOT

ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    command = [sys.executable, "-m", "services.gateway", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT | settings, capture_output=True, text=True, timeout=60, check=False
    )


def test_check_config_prints_the_settings_and_masks_secrets() -> None:
    ended = run("check-config", OIDC_ISSUER="http://issuer.invalid", NATS_PASSWORD="sesame", PORT="4321")
    assert ended.returncode == 0, ended.stderr
    assert "PORT=4321  # environment" in ended.stdout
    assert "QUERY_COST_MAX=30000  # default" in ended.stdout
    assert "sesame" not in ended.stdout


def test_settings_that_do_not_hold_are_named_all_at_once() -> None:
    ended = run("serve", PORT="many", QUERY_DEPTH_MAX="0")
    assert ended.returncode == 2
    for name in ("OIDC_ISSUER", "PORT", "QUERY_DEPTH_MAX"):
        assert name in ended.stderr


def test_a_supergraph_file_that_does_not_load_ends_the_process(tmp_path: Path) -> None:
    file = tmp_path / "supergraph.graphql"
    file.write_text("type Query {")
    ended = run(OIDC_ISSUER="http://issuer.invalid", SUPERGRAPH_FILE=str(file), PORT="0")
    assert ended.returncode == 3
