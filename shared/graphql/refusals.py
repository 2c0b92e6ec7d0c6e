"""The Refusal type of every mutation's payload."""

from collections.abc import Iterable

import strawberry

from shared import refusals


@strawberry.federation.type(
    shareable=True, description="One reason why the law refuses what was asked. Nothing was stored."
)
class Refusal:
    """See ``shared.refusals.Refusal``."""

    code: str = strawberry.field(description='Stable reason code, for example "ARITHMETIC".')
    rule: str = strawberry.field(description='Id of the rule that refuses, for example "CERT-06".')
    citation: str = strawberry.field(description='Where the rule stands in law, for example "19 CFR 159.63(b)(2)".')
    message: str = strawberry.field(description="What is wrong and how to mend it.")
    field: str | None = strawberry.field(
        default=None, description="Path of the input field concerned; null when no single field is at fault."
    )


def to_refusals(found: Iterable[refusals.Refusal]) -> list[Refusal]:
    """The refusals of a command as the API shows them."""
    return [
        Refusal(code=one.code, rule=one.rule, citation=one.citation, message=one.message, field=one.field)
        for one in found
    ]
