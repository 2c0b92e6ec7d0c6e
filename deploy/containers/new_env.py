"""Make ``.env`` for compose: every empty secret of ``.env.example`` gets a random value. Needs Python alone.

Usage: python3 deploy/containers/new_env.py [--oidc-issuer URL]. An existing ``.env`` is left alone.
"""

import argparse
import base64
import os
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).parent
ENCRYPTION_KEYS = ("CERTIFICATION_ENCRYPTION_KEY", "ACCOUNTS_ENCRYPTION_KEY", "ENFORCEMENT_IDENTITY_KEY")
ISSUER = "OIDC_ISSUER"
DEVELOPMENT_ISSUER = "http://issuer:4010"


def filled(example: str, issuer: str) -> str:
    """The text of ``.env.example`` with a value behind every bare ``NAME=``."""
    return "".join(_filled_line(line, issuer) for line in example.splitlines(keepends=True))


def _filled_line(line: str, issuer: str) -> str:
    name, equals, value = line.rstrip("\n").partition("=")
    if line.startswith("#") or not equals or value:
        return line
    if name == ISSUER:
        return f"{name}={issuer}\n"
    if name in ENCRYPTION_KEYS:
        return f"{name}={base64.urlsafe_b64encode(os.urandom(32)).decode()}\n"
    # A letter first: the NATS server would read digits as a number.
    return f"{name}=p{secrets.token_hex(24)}\n"


def main() -> int:
    """Write the file, readable by its owner alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oidc-issuer", default=DEVELOPMENT_ISSUER, help="default: the development profile's issuer")
    parser.add_argument("--output", type=Path, default=HERE / ".env")
    options = parser.parse_args()
    text = filled((HERE / ".env.example").read_text(), options.oidc_issuer)
    try:
        descriptor = os.open(options.output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sys.stderr.write(f"{options.output} exists already; nothing was changed\n")
        return 1
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    sys.stdout.write(f"wrote {options.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
