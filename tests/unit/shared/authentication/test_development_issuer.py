"""The development issuer: what it publishes, what it keeps to itself."""

import stat
from pathlib import Path

import httpx

from shared.authentication import Role, Verifier
from shared.authentication.development_issuer import DevelopmentIssuer
from shared.authentication.roles import DESCRIPTIONS

ISSUER = "http://127.0.0.1:4010"


async def test_only_the_public_half_is_published() -> None:
    issuer = DevelopmentIssuer(ISSUER)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=issuer.app), base_url=ISSUER) as client:
        configuration = (await client.get("/.well-known/openid-configuration")).json()
        jwks = (await client.get(configuration["jwks_uri"])).json()
    assert configuration["issuer"] == ISSUER
    assert [set(key) for key in jwks["keys"]] == [{"kty", "crv", "x", "y", "kid", "use", "alg"}]


async def test_the_command_line_issues_tokens_from_the_key_file(tmp_path: Path) -> None:
    running = DevelopmentIssuer(ISSUER)
    running.write_key_file(tmp_path / "issuer.json")
    token = DevelopmentIssuer.from_key_file(tmp_path / "issuer.json").issue(Role.AUDITOR)
    principal = await Verifier(ISSUER, "countervail", transport=httpx.ASGITransport(app=running.app)).verify(token)
    assert principal.roles == {"auditor"}
    assert principal.subject == "development-auditor"


def test_the_private_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "issuer.json"
    path.write_text("left by an earlier run")
    path.chmod(0o644)
    DevelopmentIssuer(ISSUER).write_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["issuer.json"]


def test_each_start_makes_another_key(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    DevelopmentIssuer(ISSUER).write_key_file(first)
    DevelopmentIssuer(ISSUER).write_key_file(second)
    assert first.read_bytes() != second.read_bytes()


def test_every_role_says_what_it_is_for() -> None:
    assert set(DESCRIPTIONS) == set(Role)
