"""Configuration and extensions that every service's schema is made with."""

from collections.abc import Callable, Sequence
from typing import Final

from graphql import ASTValidationRule
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.extensions.max_aliases import create_validator as at_most_aliases
from strawberry.extensions.query_depth_limiter import create_validator as at_most_deep
from strawberry.schema.config import StrawberryConfig

from shared.graphql.scalars import SCALARS

_CACHED_DOCUMENTS: Final = 1_000
_LARGEST_DEPTH: Final = 15
_MOST_ALIASES: Final = 50
_MOST_TOKENS: Final = 5_000

# Made once: the validation cache looks documents up by their rules too, and the limiters of the library make new
# ones for each request, so that no look-up ever hits.
_LIMITS: Final[list[type[ASTValidationRule]]] = [at_most_deep(_LARGEST_DEPTH, None), at_most_aliases(_MOST_ALIASES)]

CONFIG: Final = StrawberryConfig(scalar_map=SCALARS)

EXTENSIONS: Final[Sequence[Callable[[], SchemaExtension]]] = (
    lambda: MaxTokensLimiter(max_token_count=_MOST_TOKENS),
    lambda: AddValidationRules(_LIMITS),
    lambda: ParserCache(maxsize=_CACHED_DOCUMENTS),
    lambda: ValidationCache(maxsize=_CACHED_DOCUMENTS),
)
