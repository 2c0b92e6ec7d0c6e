"""What the command line shows of the settings."""

from typing import Annotated

import pytest
from pydantic import Field, SecretStr

from shared.service.command_line import effective_values
from shared.settings import ProcessSettings


class Example(ProcessSettings):
    """Settings with one of each kind."""

    port: Annotated[int, Field(description="port to listen on")] = 4001
    address: Annotated[SecretStr, Field(description="where the data is")] = SecretStr("postgresql://host/data")
    encryption_key: Annotated[SecretStr, Field(description="seals what is confidential")]


def shown(**settings: object) -> dict[str, str]:
    base: dict[str, object] = {"nats_url": "nats://host:4222", "oidc_issuer": "https://issuer", "encryption_key": "k"}
    return dict(line.split("=", 1) for line in effective_values(Example.model_validate(base | settings)))


@pytest.mark.parametrize(
    ("variable", "settings", "value"),
    [
        ("ENCRYPTION_KEY", {"encryption_key": "s3cret"}, "********"),
        ("ENCRYPTION_KEY", {"encryption_key": "s3cret:/@/"}, "********"),
        ("ADDRESS", {"address": "postgresql://accounts:s3cret@host/data"}, "postgresql://accounts:********@host/data"),
        ("ADDRESS", {"address": "postgresql://accounts:s3cr@et@host/data"}, "postgresql://accounts:********@host/data"),
        ("NATS_URL", {"nats_url": "nats://user:s3cret@host:4222"}, "nats://user:********@host:4222"),
        (
            "NATS_URL",
            {"nats_url": "nats://a:s3cret@one:4222,nats://b:s3cret@two:4222"},
            "nats://a:********@one:4222,nats://b:********@two:4222",
        ),
        ("NATS_URL", {"nats_url": "nats://s3cret@host:4222"}, "nats://********@host:4222"),
        ("NATS_URL", {"nats_url": "nats://host:4222"}, "nats://host:4222"),
        (
            "ADDRESS",
            {"address": "postgresql:///data?host=h&password=s3cret&user=u"},
            "postgresql:///data?host=h&password=********&user=u",
        ),
        ("NATS_PASSWORD", {"nats_password": "s3cret"}, "********"),
    ],
)
def test_secrets_are_masked_wherever_they_stand(variable: str, settings: dict[str, object], value: str) -> None:
    line = shown(**settings)[variable]
    assert line.startswith(f"{value}  # environment: ")
    assert "s3cr" not in line


def test_each_line_says_where_its_value_is_from_and_what_it_is_for() -> None:
    lines = shown(port=4002)
    assert lines["PORT"] == "4002  # environment: port to listen on"
    assert shown()["PORT"] == "4001  # default: port to listen on"
    assert shown()["NATS_USER"].startswith("  # default: ")
