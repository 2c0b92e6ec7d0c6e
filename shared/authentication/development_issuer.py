"""An OpenID Connect issuer for development and tests: the embedded default signs its own tokens.

Anybody who can read the key file can be anybody. It is for one machine; production names a real issuer.
The process only ever publishes public keys. Tokens are issued by whoever holds the private key: the same process
(tests), or the command line through the key file.
"""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

import orjson
import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

ALGORITHM: Final = "ES256"
DEFAULT_AUDIENCE: Final = "countervail"
DEFAULT_LIFETIME: Final = timedelta(hours=8)


class DevelopmentIssuer:
    """Issues tokens signed with a key of its own and publishes the public half."""

    def __init__(self, issuer: str, *, audience: str = DEFAULT_AUDIENCE, key: ECKey | None = None) -> None:
        self.issuer = issuer
        self._audience = audience
        self._key = key or ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        self.app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration),
                Route("/jwks.json", self._jwks),
            ]
        )

    @classmethod
    def from_key_file(cls, path: Path, *, audience: str = DEFAULT_AUDIENCE) -> "DevelopmentIssuer":
        """The issuer whose private key a running stack has written there."""
        stored = orjson.loads(path.read_bytes())
        return cls(stored["issuer"], audience=audience, key=ECKey.import_key(stored["key"]))

    def write_key_file(self, path: Path) -> None:
        """Keep the private key for the command line, readable by its owner alone."""
        content = orjson.dumps({"issuer": self.issuer, "key": self._key.as_dict(private=True)})
        # Made with the final mode and renamed: at no moment can somebody else read it, or read half of it.
        partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        partial.replace(path)

    def issue(
        self,
        roles: str | Iterable[str],
        subject: str | None = None,
        producer_ids: Iterable[str] = (),
        lifetime: timedelta = DEFAULT_LIFETIME,
        importer_numbers: Iterable[str] = (),
    ) -> str:
        """A signed token; times are the machine's own, as the verifier's are.

        Args:
            roles: one role or several.
            subject: who it speaks for; named after the first role when left out.
            producer_ids: domestic producers a claimant speaks for.
            lifetime: from now on; negative makes a token that has expired.
            importer_numbers: importers a recordkeeper speaks for.
        """
        held = [roles] if isinstance(roles, str) else sorted(roles)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self._audience,
            "sub": subject or f"development-{held[0] if held else 'nobody'}",
            "iat": now,
            "exp": now + int(lifetime.total_seconds()),
            "jti": secrets.token_hex(8),
            "roles": held,
            "producer_ids": sorted(producer_ids),
            "importer_numbers": sorted(importer_numbers),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, claims, self._key)

    async def _configuration(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/jwks.json",
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "response_types_supported": ["id_token"],
                "subject_types_supported": ["public"],
            }
        )

    async def _jwks(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


def main(arguments: list[str] | None = None) -> int:
    """Serve the public keys of a new private key, until stopped."""
    parser = argparse.ArgumentParser(prog="python -m shared.authentication.development_issuer", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key-file", type=Path, required=True, help="where the private key is written, mode 0600")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--issuer", help="the issuer's public address; http://HOST:PORT when left out")
    options = parser.parse_args(arguments)

    issuer = DevelopmentIssuer(options.issuer or f"http://{options.host}:{options.port}")
    issuer.write_key_file(options.key_file)
    uvicorn.run(issuer.app, host=options.host, port=options.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
