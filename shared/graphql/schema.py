"""Configuration and extensions that every service's schema is made with."""

from collections.abc import Callable, Sequence
from typing import Final

from strawberry.extensions import (
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    SchemaExtension,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig

from shared.graphql.scalars import SCALARS

_CACHED_DOCUMENTS: Final = 1_000
_LARGEST_DEPTH: Final = 15
_MOST_ALIASES: Final = 50
_MOST_TOKENS: Final = 5_000

CONFIG: Final = StrawberryConfig(scalar_map=SCALARS)

EXTENSIONS: Final[Sequence[Callable[[], SchemaExtension]]] = (
    lambda: MaxTokensLimiter(max_token_count=_MOST_TOKENS),
    lambda: QueryDepthLimiter(max_depth=_LARGEST_DEPTH),
    lambda: MaxAliasesLimiter(max_alias_count=_MOST_ALIASES),
    lambda: ParserCache(maxsize=_CACHED_DOCUMENTS),
    lambda: ValidationCache(maxsize=_CACHED_DOCUMENTS),
)
