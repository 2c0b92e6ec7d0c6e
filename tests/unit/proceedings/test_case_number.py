"""DEF-01: case numbers."""

import pytest

from services.proceedings.domain.case_number import CaseKind, parse_case_number
from services.proceedings.domain.countries import parse_country
from services.proceedings.domain.text import clean_name, comparable, parse_citation
from shared.errors import BadInput


@pytest.mark.parametrize(
    ("text", "letter", "country_part", "case_part"),
    [("A-570-831", "A", "570", "831"), ("C-533-821", "C", "533", "821"), ("F-588-015", "F", "588", "015")],
)
def test_def_01_a_case_number_has_three_parts(text: str, letter: str, country_part: str, case_part: str) -> None:
    number = parse_case_number(text)
    assert (number.letter, number.country_part, number.case_part) == (letter, country_part, case_part)
    assert str(number) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A570831",
        "a-570-831",
        "B-570-831",
        "A-57-831",
        "A-570-8312",
        " A-570-831",
        "A-570-831\n",
        "A-５70-831",
        "A_570_831",
    ],
)
def test_def_01_a_malformed_case_number_says_how_to_mend_it(text: str) -> None:
    with pytest.raises(BadInput, match=r"A-570-831") as caught:
        parse_case_number(text)
    assert caught.value.field == "caseNumber"


def test_def_01_the_letter_limits_the_kind() -> None:
    assert parse_case_number("A-570-831").kinds == {CaseKind.AD, CaseKind.FINDING_1921}
    assert parse_case_number("C-570-831").kinds == {CaseKind.CVD}
    assert parse_case_number("F-570-831").kinds == {CaseKind.FINDING_1921}


@pytest.mark.parametrize("code", ["CN", "GB", "YU", "ZW", "XX"])
def test_def_01_countries_are_iso_codes(code: str) -> None:
    assert parse_country(code) == code


@pytest.mark.parametrize("code", ["", "UK", "cn", "CHN", "QQ"])
def test_def_01_an_unknown_country_says_how_to_mend_it(code: str) -> None:
    with pytest.raises(BadInput, match="ISO 3166"):
        parse_country(code)


def test_names_lose_spare_blanks_and_compare_without_case() -> None:
    assert clean_name("  Alpha   Steel ", field="exporter") == "Alpha Steel"
    assert comparable("ALPHA  steel") == comparable("Alpha Steel")


@pytest.mark.parametrize("name", ["", "   ", "x" * 301, "Alpha\x00Steel"])
def test_a_name_must_say_something(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        clean_name(name, field="exporter")
    assert caught.value.field == "exporter"


@pytest.mark.parametrize("citation", ["70 FR 5149", "1 FR 1", "T.D. 72-162", None])
def test_citations_are_of_the_federal_register_or_a_treasury_decision(citation: str | None) -> None:
    assert parse_citation(citation) == citation


@pytest.mark.parametrize("citation", ["", "70 Fed. Reg. 5149", "70FR5149", "FR 70 5149"])
def test_another_citation_says_how_to_mend_it(citation: str) -> None:
    with pytest.raises(BadInput, match="70 FR 5149"):
        parse_citation(citation)
