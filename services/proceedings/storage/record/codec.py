"""Acts and instructions as JSON and back. What the JSON of a kind means never changes; a field is only ever added."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.instructions import Instruction
from services.proceedings.domain.record.acts import Act, AgencyNotified, NoticePublished

_KINDS: Final[tuple[type[Act], ...]] = (*BOOK.acts, NoticePublished, AgencyNotified)
_ACTS: Final[Mapping[str, TypeAdapter[Any]]] = {kind.name: TypeAdapter(kind) for kind in _KINDS}


def content_of(fact: Act | Instruction) -> dict[str, Any]:
    """An act's or instruction's fields as JSON: days and decimals as text."""
    adapter = _ACTS[fact.name] if isinstance(fact, Act) else TypeAdapter[Any](type(fact))
    content: dict[str, Any] = adapter.dump_python(fact, mode="json")
    return content


def act_of(name: str, content: Mapping[str, Any]) -> Act:
    """The act that was kept as this JSON."""
    act: Act = _ACTS[name].validate_python(content)
    return act
