"""Errors found before execution never repeat what the caller sent: it may be somebody's name."""

import pytest

from shared.quoted_input import without_values


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "Variable '$i' has invalid value at .who: Expected value of type 'Who' to include required field "
            "'address', found: {'name': 'Alpha\nBeta'}.",
            "Variable '$i' has invalid value at .who: Expected value of type 'Who' to include required field "
            "'address'.",
        ),
        (
            "String cannot represent a non string value: ['Alpha']",
            "String cannot represent a non string value.",
        ),
        ("Int cannot represent non-integer value: 'Alpha'", "Int cannot represent non-integer value."),
        ("Value 'Alpha' does not exist in 'Route' enum.", "The value does not exist in 'Route' enum."),
        (
            "Expected value of type 'Date', but encountered error 'Date is a calendar day like \"2005-06-01\", "
            "not 'Alpha''; found: 'Alpha'.",
            "Expected value of type 'Date', but encountered error 'Date is a calendar day like \"2005-06-01\".",
        ),
        ("Syntax Error: Expected ':', found String 'Alpha'.", "Syntax Error: Expected ':', found String."),
        ("Syntax Error: Unexpected BlockString 'Alpha'.", "Syntax Error: Unexpected BlockString."),
        ("Cannot query field 'alpha' on type 'Query'.", "Cannot query field 'alpha' on type 'Query'."),
    ],
)
def test_what_was_sent_is_not_repeated(message: str, told: str) -> None:
    assert without_values(message) == told
