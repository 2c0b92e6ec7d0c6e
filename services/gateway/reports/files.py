"""The pages' two files, read once, under a path that changes whenever one of them does."""

import hashlib
from pathlib import Path
from typing import Final, Self

from services.gateway.reports.shell import REPORTS, Assets

HERE: Final = Path(__file__).parent
STYLE: Final = "report.css"
SCRIPT: Final = "report.js"
TYPES: Final = {STYLE: "text/css; charset=utf-8", SCRIPT: "text/javascript; charset=utf-8"}


class Files:
    """What browsers fetch beside a page."""

    def __init__(self, content: dict[str, bytes], edition: str) -> None:
        self._content = content
        self.edition = edition
        self.assets = Assets(style=f"{REPORTS}/files/{edition}/{STYLE}", script=f"{REPORTS}/files/{edition}/{SCRIPT}")

    @classmethod
    def load(cls) -> Self:
        """The files; the edition is a digest of all that decides how a page looks, this package's code included."""
        content = {name: (HERE / name).read_bytes() for name in (STYLE, SCRIPT)}
        digest = hashlib.sha256()
        for part in (*(path.read_bytes() for path in sorted(HERE.glob("*.py"))), *content.values()):
            digest.update(hashlib.sha256(part).digest())
        return cls(content, digest.hexdigest()[:16])

    def get(self, edition: str, name: str) -> bytes | None:
        """A file of this edition."""
        return self._content.get(name) if edition == self.edition else None
