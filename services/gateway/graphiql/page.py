"""The GraphiQL page and its files, read once and served from memory."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from starlette.types import Receive, Scope, Send

from services.gateway.graphiql.build import DIST, FILES, HERE, is_built
from services.gateway.http.exchange import HeaderList, send_answer

ASSETS_PATH: Final = "/graphiql"
OWN_FILES: Final = ("boot.js", "boot.css")
TYPES: Final = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8"}

# The page may load its own files and talk to its own origin. The editor sets styles on elements and ships its fonts
# inside its stylesheet; nothing else is needed.
POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    b"img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class GraphiQLPage:
    """One HTML page, and the files it names under a path that changes whenever one of them does."""

    def __init__(self, body: bytes, assets: Mapping[str, bytes]) -> None:
        self.body = body
        self.headers: HeaderList = (
            (b"content-type", b"text/html; charset=utf-8"),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept"),
            (b"content-security-policy", POLICY),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        )
        self._assets = assets

    @classmethod
    def load(cls) -> Self:
        """The page with the built files; without them, a page that says how to build them."""
        if not is_built():
            return cls((HERE / "not_built.html").read_bytes(), {})
        files = {name: (DIST / name).read_bytes() for name in FILES}
        files |= {name: (HERE / name).read_bytes() for name in OWN_FILES}
        base = f"{ASSETS_PATH}/{_digest(files)}"
        page = (HERE / "page.html").read_text("utf-8").replace("{base}", base)
        return cls(page.encode(), {f"{base}/{name}": content for name, content in files.items()})

    async def serve_asset(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the page's files."""
        path: str = scope["path"]
        content = self._assets.get(path)
        if content is None or scope["method"] not in ("GET", "HEAD"):
            await send_answer(send, 404, ((b"content-length", b"0"),), b"")
            return
        headers: HeaderList = (
            (b"content-type", TYPES[Path(path).suffix]),
            (b"content-length", b"%d" % len(content)),
            (b"cache-control", b"public, max-age=31536000, immutable"),
            (b"x-content-type-options", b"nosniff"),
        )
        await send_answer(send, 200, headers, content if scope["method"] == "GET" else b"")


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name])
    return digest.hexdigest()[:16]
