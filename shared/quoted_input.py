"""Messages of the GraphQL library without what they quote of the caller's input."""

import re
from typing import Final

# What the library quotes of the caller's input when it does not fit: it may be somebody's name.
_QUOTED: Final = (
    (re.compile(r"(cannot represent [a-z -]*value): .*", re.DOTALL), r"\1."),
    (re.compile(r'", not .*', re.DOTALL), '".'),
    (re.compile(r"[,;] found: .*", re.DOTALL), "."),
    (re.compile(r"((?:found|Unexpected) (?:Block)?String) .*", re.DOTALL), r"\1."),
    (re.compile(r"Value '.*' does not exist in", re.DOTALL), "The value does not exist in"),
)


def without_values(message: str) -> str:
    """A message about input that does not fit, without the input."""
    for quoted, told in _QUOTED:
        message = quoted.sub(told, message)
    return message
