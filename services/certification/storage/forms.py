"""Certification forms as JSON: what a version stated, without the tax number."""

from typing import Final, cast

from pydantic import TypeAdapter

from services.certification.domain.forms import Form
from shared.canonical import JSON

_FORMS: Final = TypeAdapter(Form)


def to_json(form: Form) -> dict[str, JSON]:
    """The form as JSON."""
    return cast(dict[str, JSON], _FORMS.dump_python(form, mode="json"))


def from_json(stored: object) -> Form:
    """The form that ``to_json`` wrote."""
    return _FORMS.validate_python(stored)
