"""Identity: bearer tokens of an OpenID Connect issuer, verified by every service for itself."""

from shared.authentication.principal import ANONYMOUS, Principal
from shared.authentication.roles import Role
from shared.authentication.verifier import Verifier

__all__ = ["ANONYMOUS", "Principal", "Role", "Verifier"]
