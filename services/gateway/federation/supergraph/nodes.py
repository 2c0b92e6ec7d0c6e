"""Making syntax tree nodes at the pace that schemas of many hundred types need.

The nodes of graphql-core are frozen dataclasses: their constructors set every field through ``object.__setattr__``,
which costs more than all the rest of reading a schema. The functions here fill a node's dictionary instead; what comes
out is equal to what the constructors make.
"""

from __future__ import annotations

from typing import TypeVar

from graphql import Node

_Node = TypeVar("_Node", bound=Node)


def make(cls: type[_Node], **values: object) -> _Node:
    """A node with these fields; those not given have the defaults of its class."""
    node = object.__new__(cls)
    object.__setattr__(node, "__dict__", values)
    return node


def changed(node: _Node, **values: object) -> _Node:
    """A copy of a node with other values in some of its fields."""
    return make(type(node), **{**node.__dict__, **values})
