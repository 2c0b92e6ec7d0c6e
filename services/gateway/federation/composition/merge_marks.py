"""Joining what several definitions of one element carry beside its shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from services.gateway.federation.composition.subgraph import Applied, Marks
from services.gateway.federation.supergraph.annotations import OPEN, ListSize

_Value = TypeVar("_Value")


def join_marks(marks: Iterable[Marks]) -> Marks:
    """What all say together.

    The description, the reason of a deprecation and the URL of a scalar are those that most give, the first of them
    where several are given equally often; an element hidden anywhere is hidden; demands on the client all hold; tags
    are united; of costs and sizes the largest counts.
    """
    found = list(marks)
    if found and all(item == found[0] for item in found):
        return found[0]
    joined = Marks(
        description=_most_frequent(item.description for item in found if item.description),
        inaccessible=any(item.inaccessible for item in found),
        tags=_united(item.tags for item in found),
        deprecated=_most_frequent(item.deprecated for item in found),
        specified_by=_most_frequent(item.specified_by for item in found),
        cost=max((item.cost for item in found if item.cost is not None), default=None),
        list_size=_list_size(item.list_size for item in found),
        custom=_united(item.custom for item in found),
        carried=_united(item.carried for item in found),
    )
    for item in found:
        if item.access is not OPEN:
            joined.access &= item.access
    return joined


def same_application(one: Applied, other: Applied, defaults: dict[str, str]) -> bool:
    """Whether two applications of a directive say the same, given the defaults of its arguments."""
    return one == other or {**defaults, **dict(one.arguments)} == {**defaults, **dict(other.arguments)}


def most_applied(given: Iterable[Applied], defaults: dict[str, str]) -> Applied | None:
    """The application that most give, the first of them where several are given equally often."""
    groups: list[tuple[Applied, int]] = []
    for item in given:
        for index, (known, count) in enumerate(groups):
            if same_application(known, item, defaults):
                groups[index] = (known, count + 1)
                break
        else:
            groups.append((item, 1))
    return max(groups, key=lambda group: group[1])[0] if groups else None


def _most_frequent(values: Iterable[_Value | None]) -> _Value | None:
    counted = Counter(value for value in values if value is not None)
    return max(counted, key=counted.__getitem__) if counted else None


def _united(groups: Iterable[tuple[_Value, ...]]) -> tuple[_Value, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


def _list_size(sizes: Iterable[ListSize | None]) -> ListSize | None:
    found = [item for item in sizes if item is not None]
    if not found:
        return None
    return ListSize(
        max((item.assumed_size for item in found if item.assumed_size is not None), default=None),
        _united(item.slicing_arguments for item in found),
        _united(item.sized_fields for item in found),
        all(item.require_one_slicing_argument for item in found),
    )
