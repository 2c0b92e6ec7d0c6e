"""Clients that ask for an answer in parts are told plainly that there is none."""

from __future__ import annotations

from typing import Any

from graphql import DirectiveNode, GraphQLError, KnownDirectivesRule

CODE = "INCREMENTAL_DELIVERY_NOT_SUPPORTED"


class KnownDirectives(KnownDirectivesRule):
    """The usual rule, but ``@defer`` and ``@stream`` are not called unknown: everybody knows them."""

    def enter_directive(self, node: DirectiveNode, key: Any, parent: Any, path: Any, ancestors: list[Any]) -> None:
        name = node.name.value
        if name not in ("defer", "stream") or name in self.locations_map:
            super().enter_directive(node, key, parent, path, ancestors)
            return
        message = (
            f"@{name} is not supported: the answer is delivered as a whole. "
            f"Leave @{name} out, or ask for the slow part in a request of its own."
        )
        self.report_error(GraphQLError(message, node, extensions={"code": CODE}))
