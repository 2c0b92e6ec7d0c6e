"""The rule index is made from the code."""

from pathlib import Path

from deploy.rules.index import catalogue, page

PROJECT = Path(__file__).parents[3]


def test_every_rule_has_an_id_and_a_title() -> None:
    rules = catalogue()
    assert len(rules) > 400
    assert all(rule.title for rule in rules.values())
    assert rules["CERT-06"].citation == "19 CFR 159.63(b)(2)"


def test_a_rule_is_found_with_its_code_and_its_tests() -> None:
    (row,) = [line for line in page(PROJECT, "").splitlines() if line.startswith("| CERT-06 |")]
    assert "services/certification/domain/arithmetic.py" in row
    assert "tests/unit/certification/" in row


def test_what_the_code_does_not_carry_is_said(tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "one.py").write_text('"""CERT-06."""')
    table, _, missing = page(tmp_path, "").partition("## Not in the code yet")
    assert "| CERT-06 |" in table
    assert "BILL-05" in missing
    assert "CERT-06" not in missing
