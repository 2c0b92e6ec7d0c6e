"""Who may use a field: every root field either requires a right or is marked public, and a test says so."""

from enum import StrEnum
from typing import Any

from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension, SyncExtensionResolver
from strawberry.types import Info


class Requires(FieldExtension):
    """The field answers only callers with a right of the service's table."""

    def __init__(self, right: StrEnum) -> None:
        self.right = right

    def resolve(self, next_: SyncExtensionResolver, source: Any, info: Info, **arguments: Any) -> Any:
        """Check, then resolve."""
        info.context.authorize(self.right)
        return next_(source, info, **arguments)

    async def resolve_async(self, next_: AsyncExtensionResolver, source: Any, info: Info, **arguments: Any) -> Any:
        """Check, then resolve."""
        info.context.authorize(self.right)
        return await next_(source, info, **arguments)


class Public(FieldExtension):
    """The field answers anyone, with or without a token. It takes no part in resolving."""


def requires(right: StrEnum) -> Requires:
    """``extensions=[requires(Right.FILE_CERTIFICATION)]``: only callers with that right."""
    return Requires(right)


def public() -> Public:
    """``extensions=[public()]``: anyone."""
    return Public()
