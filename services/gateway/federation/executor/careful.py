"""The careful projection: slower, knows where it is, and says what is wrong with the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLEnumType, GraphQLList, GraphQLNonNull, GraphQLOutputType

from services.gateway.federation.executor.selected import SelectedField, SelectedType

Json = Any
JsonObject = dict[str, Json]
ResponsePath = tuple[str | int, ...]
_NULL = object()  # a null where none may stand; the nearest nullable parent takes it


@dataclass(frozen=True, slots=True)
class ProjectionError:
    """A place where the data breaks the schema."""

    path: ResponsePath
    message: str


class Careful:
    """One projection: the answer, with nulls where the schema wants them, and every place that breaks it."""

    def __init__(self) -> None:
        self.errors: list[ProjectionError] = []

    def run(self, plan: SelectedType, data: JsonObject) -> tuple[JsonObject | None, list[ProjectionError]]:
        """The answer and its errors."""
        found = self._object(plan, data, ())
        return (None if found is _NULL else found), self.errors

    def _object(self, plan: SelectedType, data: Json, path: ResponsePath) -> Json:
        if not isinstance(data, dict):
            return self._wrong(path, "Expected an object.")
        name = plan.type_name(data)
        if name is None:
            return self._wrong(path, f"{plan.type.name} cannot be of the type the service gave.")
        found: JsonObject = {}
        for field in plan.fields(name):
            if field.type is None:
                found[field.key] = name
                continue
            value = self._value(field.type, field, data.get(field.key), (*path, field.key))
            if value is _NULL:
                if field.required:
                    return _NULL
                value = None
            found[field.key] = value
        return found

    def _value(self, type_: GraphQLOutputType, field: SelectedField, value: Json, path: ResponsePath) -> Json:
        """A value, or _NULL when null would have to stand where it may not."""
        if isinstance(type_, GraphQLNonNull):
            if value is None:
                return self._wrong(path, f"Cannot return null for non-nullable field {field.owner}.{field.name}.")
            return self._value(type_.of_type, field, value, path)
        if value is None:
            return None
        if isinstance(type_, GraphQLList):
            return self._list(type_.of_type, field, value, path)
        if isinstance(type_, GraphQLEnumType) and not (isinstance(value, str) and value in type_.values):
            return self._wrong(path, f'Enum "{type_.name}" cannot represent the value the service gave.')
        return self._object(field.inner, value, path) if field.inner else value

    def _list(self, item_type: GraphQLOutputType, field: SelectedField, value: Json, path: ResponsePath) -> Json:
        if not isinstance(value, list):
            return self._wrong(path, "Expected a list.")
        found = []
        for index, item in enumerate(value):
            shaped = self._value(item_type, field, item, (*path, index))
            if shaped is _NULL:
                if isinstance(item_type, GraphQLNonNull):
                    return _NULL
                shaped = None
            found.append(shaped)
        return found

    def _wrong(self, path: ResponsePath, message: str) -> Json:
        self.errors.append(ProjectionError(path, message))
        return _NULL
