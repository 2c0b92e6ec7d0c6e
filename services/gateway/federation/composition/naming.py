"""The names of subgraphs as values of the enum ``join__Graph``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence


def graph_ids(names: Sequence[str]) -> list[str]:
    """One id for each name, in their order: upper case, no signs, and none twice, as other composers name them."""
    plain = [_plain(name) for name in names]
    given, seen = Counter(plain), Counter[str]()
    found: list[str] = []
    for text in plain:
        seen[text] += 1
        # No plain id ends in a number, so these are never taken.
        found.append(text if given[text] == 1 else f"{text}_{seen[text]}")
    return found


def _plain(name: str) -> str:
    text = re.sub(r"\W", "_", name, flags=re.ASCII).upper() or "_"
    if text[0].isdigit():
        text = f"_{text}"
    return f"{text}_" if re.search(r"_\d+$", text) else text
