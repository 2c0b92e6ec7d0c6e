"""Reading SDL quickly.

A schema without surprises is read by regular expressions over whole phrases. Wherever the text is not what they expect,
graphql-core's parser reads it from the beginning: it knows the rest of the language, and says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DefinitionNode,
    DirectiveDefinitionNode,
    DirectiveLocation,
    DirectiveNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    EnumTypeExtensionNode,
    EnumValueDefinitionNode,
    EnumValueNode,
    FieldDefinitionNode,
    FloatValueNode,
    InputObjectTypeDefinitionNode,
    InputObjectTypeExtensionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    IntValueNode,
    ListTypeNode,
    ListValueNode,
    Location,
    NamedTypeNode,
    NameNode,
    Node,
    NonNullTypeNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    ObjectValueNode,
    OperationType,
    OperationTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    ScalarTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    Source,
    StringValueNode,
    Token,
    TokenKind,
    TypeNode,
    UnionTypeDefinitionNode,
    UnionTypeExtensionNode,
    ValueNode,
    get_location,
    parse,
    parse_const_value,
)

from services.gateway.federation.supergraph.nodes import make

_IGNORED = r"(?:[ \t\n\r,\ufeff]+|#[^\n\r]*)*"
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?!"")(?:[^"\\\n\r]|\\.)*"'
_TYPE = rf"\[*{_NAME}[\]!]*"


def _phrase(text: str) -> re.Pattern[str]:
    return re.compile(_IGNORED + text, re.ASCII | re.DOTALL)


_END = _phrase(r"\Z")
_HEAD = _phrase(
    rf"(?P<text>{_STRING})?{_IGNORED}(?P<keyword>(?P<extend>extend\b{_IGNORED})?"
    r"(?P<kind>type|interface|input|enum|union|scalar|schema|directive)\b)"
)
_NAMED = _phrase(rf"({_NAME})")
_IMPLEMENTS = _phrase(rf"implements\b{_IGNORED}&?{_IGNORED}({_NAME}(?:{_IGNORED}&{_IGNORED}{_NAME})*)")
_MEMBERS = _phrase(rf"=\s*{_IGNORED}\|?{_IGNORED}({_NAME}(?:{_IGNORED}\|{_IGNORED}{_NAME})*)")
_DIRECTIVE = _phrase(rf'(@({_NAME})(?:{_IGNORED}\(((?:[^()"#]|{_STRING})*)\))?)')
_DEFINED = _phrase(rf"@({_NAME})")
_LOCATIONS = _phrase(
    rf"(repeatable\b)?{_IGNORED}on\b{_IGNORED}\|?{_IGNORED}({_NAME}(?:{_IGNORED}\|{_IGNORED}{_NAME})*)"
)
_FIELD = _phrase(rf"(?P<text>{_STRING})?{_IGNORED}(?P<name>{_NAME}){_IGNORED}(?P<next>[(:])")
_INPUT = _phrase(rf"(?P<text>{_STRING})?{_IGNORED}(?P<name>{_NAME}){_IGNORED}:{_IGNORED}(?P<type>{_TYPE})")
_OUTPUT = _phrase(rf"({_TYPE})")
_COLON = _phrase(":")
_EQUALS = _phrase("=")
_OPEN = _phrase(r"\{")
_CLOSE = _phrase(r"\}")
_ARGUMENTS = _phrase(r"\(")
_ARGUMENTS_END = _phrase(r"\)")
_ENUM_VALUE = _phrase(rf"(?P<text>{_STRING})?{_IGNORED}(?P<name>{_NAME})")
_ROOT = _phrase(rf"(query|mutation|subscription){_IGNORED}:{_IGNORED}({_NAME})")
_GIVEN = _phrase(rf"({_NAME}){_IGNORED}:")
_VALUE = _phrase(
    rf"(?:(?P<name>{_NAME})|(?P<string>{_STRING})|(?P<open>[\[{{])"
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![A-Za-z0-9_.]))"
)
_LIST_END = _phrase(r"\]")
_WORDS = re.compile(_NAME, re.ASCII)
_DEFINITIONS = {
    "type": ObjectTypeDefinitionNode,
    "interface": InterfaceTypeDefinitionNode,
    "input": InputObjectTypeDefinitionNode,
    "enum": EnumTypeDefinitionNode,
    "union": UnionTypeDefinitionNode,
    "scalar": ScalarTypeDefinitionNode,
}
_EXTENSIONS = {
    "type": ObjectTypeExtensionNode,
    "interface": InterfaceTypeExtensionNode,
    "input": InputObjectTypeExtensionNode,
    "enum": EnumTypeExtensionNode,
    "union": UnionTypeExtensionNode,
    "scalar": ScalarTypeExtensionNode,
}
_PLACES = frozenset(item.name for item in DirectiveLocation)
_Item = TypeVar("_Item")


def parse_sdl(text: str, name: str | None = None) -> DocumentNode:
    """Read SDL. Raises GraphQLSyntaxError.

    With a ``name`` definitions, fields, arguments, values and directives know where they stand: their ``loc`` begins
    after a description. Equal names and types are one node.
    """
    source = Source(text, name) if name is not None else None
    try:
        return _Parser(text, source).document()
    except _Unexpected:
        return parse(source, no_location=False) if source else parse(text, no_location=True)


class _Unexpected(Exception):
    """The text is not what the expressions here expect."""


class Place(Location):
    """Where a node stands; lines are counted when they are asked for."""

    __slots__ = ()

    def __init__(self, start: int, end: int, source: Source) -> None:
        self.start, self.end, self.source = start, end, source

    @property
    def start_token(self) -> Token:  # type: ignore[override]
        """A token at its beginning."""
        found = get_location(self.source, self.start)
        return Token(TokenKind.NAME, self.start, self.end, found.line, found.column)

    @property
    def end_token(self) -> Token:  # type: ignore[override]
        """A token at its end."""
        found = get_location(self.source, self.end)
        return Token(TokenKind.NAME, self.end, self.end, found.line, found.column)


class _Parser:
    def __init__(self, text: str, source: Source | None) -> None:
        self.text, self.source, self.at = text, source, 0
        self.names: dict[str, NameNode] = {}
        self.types: dict[str, TypeNode] = {}
        self.given: dict[str, tuple[ArgumentNode, ...]] = {}

    def document(self) -> DocumentNode:
        found: list[DefinitionNode | SchemaExtensionNode] = []
        while not _END.match(self.text, self.at):
            found.append(self.definition())
        if not found:
            raise _Unexpected
        return make(DocumentNode, definitions=tuple(found), loc=self.place(0))

    def expect(self, phrase: re.Pattern[str]) -> re.Match[str]:
        found = phrase.match(self.text, self.at)
        if found is None:
            raise _Unexpected
        self.at = found.end()
        return found

    def take(self, phrase: re.Pattern[str]) -> re.Match[str] | None:
        found = phrase.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def place(self, start: int) -> Place | None:
        return Place(start, self.at, self.source) if self.source is not None else None

    def name(self, text: str) -> NameNode:
        found = self.names.get(text)
        if found is None:
            found = self.names[text] = make(NameNode, value=text)
        return found

    def definition(self) -> DefinitionNode | SchemaExtensionNode:
        head = self.expect(_HEAD)
        kind, extending, start = head["kind"], bool(head["extend"]), head.start("keyword")
        if extending and (head["text"] or kind == "directive"):
            raise _Unexpected
        description = _description(head["text"])
        if kind == "schema":
            return self.schema(start, description, extending)
        if kind == "directive":
            return self.directive_definition(start, description)
        values: dict[str, object] = {"name": self.name(self.expect(_NAMED)[1])}
        if not extending:
            values["description"] = description
        cls = (_EXTENSIONS if extending else _DEFINITIONS)[kind]
        if kind in ("type", "interface"):
            listed = self.take(_IMPLEMENTS)
            values["interfaces"] = self.named(listed[1]) if listed else None
        values["directives"] = self.directives()
        if kind in ("type", "interface"):
            values["fields"] = self.block(self.field)
        elif kind == "input":
            values["fields"] = self.block(self.input)
        elif kind == "enum":
            values["values"] = self.block(self.enum_value)
        elif kind == "union":
            members = self.take(_MEMBERS)
            values["types"] = self.named(members[1]) if members else None
        return make(cls, **values, loc=self.place(start))

    def schema(
        self, start: int, description: StringValueNode | None, extending: bool
    ) -> SchemaDefinitionNode | SchemaExtensionNode:
        directives = self.directives()
        roots = self.block(self.root)
        if extending:
            if not directives and not roots:
                raise _Unexpected
            return make(SchemaExtensionNode, directives=directives, operation_types=roots, loc=self.place(start))
        if not roots:
            raise _Unexpected
        place = self.place(start)
        return make(
            SchemaDefinitionNode, description=description, directives=directives, operation_types=roots, loc=place
        )

    def root(self) -> OperationTypeDefinitionNode:
        found = self.expect(_ROOT)
        return make(
            OperationTypeDefinitionNode,
            operation=OperationType(found[1]),
            type=self.type(found[2]),
            loc=self.place(found.start(1)),
        )

    def directive_definition(self, start: int, description: StringValueNode | None) -> DirectiveDefinitionNode:
        name = self.name(self.expect(_DEFINED)[1])
        arguments = self.arguments()
        found = self.expect(_LOCATIONS)
        places = _WORDS.findall(re.sub(r"#[^\n\r]*", "", found[2]))
        if not _PLACES.issuperset(places):
            raise _Unexpected
        return make(
            DirectiveDefinitionNode,
            description=description,
            name=name,
            arguments=arguments,
            directives=None,
            repeatable=bool(found[1]),
            locations=tuple(map(self.name, places)),
            loc=self.place(start),
        )

    def block(self, item: Callable[[], _Item]) -> tuple[_Item, ...] | None:
        """What stands between braces; nothing when there are none."""
        if not self.take(_OPEN):
            return None
        found = [item()]
        while not self.take(_CLOSE):
            found.append(item())
        return tuple(found)

    def field(self) -> FieldDefinitionNode:
        head = self.expect(_FIELD)
        arguments: tuple[InputValueDefinitionNode, ...] | None = None
        if head["next"] == "(":
            self.at = head.start("next")
            arguments = self.arguments()
            self.expect(_COLON)
        type_ = self.type(self.expect(_OUTPUT)[1])
        return make(
            FieldDefinitionNode,
            description=_description(head["text"]),
            name=self.name(head["name"]),
            arguments=arguments,
            type=type_,
            directives=self.directives(),
            loc=self.place(head.start("name")),
        )

    def arguments(self) -> tuple[InputValueDefinitionNode, ...] | None:
        if not self.take(_ARGUMENTS):
            return None
        found = [self.input()]
        while not self.take(_ARGUMENTS_END):
            found.append(self.input())
        return tuple(found)

    def input(self) -> InputValueDefinitionNode:
        head = self.expect(_INPUT)
        default = self.value() if self.take(_EQUALS) else None
        return make(
            InputValueDefinitionNode,
            description=_description(head["text"]),
            name=self.name(head["name"]),
            type=self.type(head["type"]),
            default_value=default,
            directives=self.directives(),
            loc=self.place(head.start("name")),
        )

    def enum_value(self) -> EnumValueDefinitionNode:
        head = self.expect(_ENUM_VALUE)
        if head["name"] in ("true", "false", "null"):
            raise _Unexpected
        return make(
            EnumValueDefinitionNode,
            description=_description(head["text"]),
            name=self.name(head["name"]),
            directives=self.directives(),
            loc=self.place(head.start("name")),
        )

    def directives(self) -> tuple[DirectiveNode, ...] | None:
        match = _DIRECTIVE.match(self.text, self.at)
        if match is None:
            return None
        found: list[DirectiveNode] = []
        while match is not None:
            self.at = match.end()
            arguments = self.given_arguments(match) if match[3] is not None else None
            place = self.place(match.start(1))
            found.append(make(DirectiveNode, name=self.name(match[2]), arguments=arguments, loc=place))
            match = _DIRECTIVE.match(self.text, self.at)
        return tuple(found)

    def given_arguments(self, match: re.Match[str]) -> tuple[ArgumentNode, ...]:
        known = self.given.get(match[3])
        if known is not None and self.source is None:
            return known
        self.at, end = match.start(3), match.end(3)
        found: list[ArgumentNode] = []
        while head := _GIVEN.match(self.text, self.at, end):
            self.at = head.end()
            value = self.value()
            found.append(make(ArgumentNode, name=self.name(head[1]), value=value, loc=self.place(head.start(1))))
        if not found or not self.expect(_ARGUMENTS_END).end() == match.end():
            raise _Unexpected
        self.given[match[3]] = tuple(found)
        return self.given[match[3]]

    def value(self) -> ValueNode:
        found = self.expect(_VALUE)
        start = found.start(found.lastgroup or 0)
        if text := found["name"]:
            if text in ("true", "false"):
                return make(BooleanValueNode, value=text == "true", loc=self.place(start))
            if text == "null":
                return make(NullValueNode, loc=self.place(start))
            return make(EnumValueNode, value=text, loc=self.place(start))
        if text := found["string"]:
            return make(StringValueNode, **_string(text), loc=self.place(start))
        if text := found["number"]:
            cls = IntValueNode if text.lstrip("-").isdigit() else FloatValueNode
            return make(cls, value=text, loc=self.place(start))
        if found["open"] == "[":
            values: list[ValueNode] = []
            while not self.take(_LIST_END):
                values.append(self.value())
            return make(ListValueNode, values=tuple(values), loc=self.place(start))
        fields: list[Node] = []
        while not self.take(_CLOSE):
            head = self.expect(_GIVEN)
            value = self.value()
            place = self.place(head.start(1))
            fields.append(make(ObjectFieldNode, name=self.name(head[1]), value=value, loc=place))
        return make(ObjectValueNode, fields=tuple(fields), loc=self.place(start))

    def named(self, text: str) -> tuple[NamedTypeNode, ...]:
        if "#" in text:
            raise _Unexpected
        return tuple(make(NamedTypeNode, name=self.name(word)) for word in _WORDS.findall(text))

    def type(self, text: str) -> TypeNode:
        found = self.types.get(text)
        if found is None:
            found = self.types[text] = self.new_type(text)
        return found

    def new_type(self, text: str) -> TypeNode:
        if text.endswith("!"):
            if text.endswith("!!"):
                raise _Unexpected
            return make(NonNullTypeNode, type=self.type(text[:-1]))
        if text.endswith("]"):
            if not text.startswith("["):
                raise _Unexpected
            return make(ListTypeNode, type=self.type(text[1:-1]))
        if text.startswith("["):
            raise _Unexpected
        return make(NamedTypeNode, name=self.name(text))


def _description(text: str | None) -> StringValueNode | None:
    return make(StringValueNode, **_string(text)) if text is not None else None


def _string(text: str) -> dict[str, object]:
    block = text.startswith('"""')
    if "\\" in text or (block and "\n" in text) or "\r" in text:
        read = parse_const_value(text, no_location=True)
        assert isinstance(read, StringValueNode)
        return {"value": read.value, "block": block}
    value = text[3:-3] if block else text[1:-1]
    return {"value": "" if block and not value.strip(" \t") else value, "block": block}
