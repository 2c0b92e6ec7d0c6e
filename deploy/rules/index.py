"""The rule index: every rule id with its code and its tests, made from the files so that it cannot go stale."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CATALOGUE: Final = Path(__file__).with_name("catalogue.csv")
# CERT-06 in prose; cert_06 in the name of a test; "CERT-01..05" and "CERT-01 to CERT-05" name only their ends.
_IN_PROSE: Final = re.compile(r"\b([A-Z]{3,4}-\d{2})\b")
_IN_NAMES: Final = re.compile(r"(?<![a-z])([a-z]{3,4})_(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rulebooks.

    Attributes:
        rule_id: for example ``CERT-06``.
        title: what it is about.
        citation: where it stands in law; empty for a choice of design.
    """

    rule_id: str
    title: str
    citation: str


def catalogue() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of the rulebooks."""
    with _CATALOGUE.open(newline="") as file:
        return {row["id"]: Rule(row["id"], row["title"], row["citation"]) for row in csv.DictReader(file)}


def page(project: Path, notice: str) -> str:
    """The index as a Markdown page."""
    rules = catalogue()
    code = _mentions((*_python(project, "services"), *_python(project, "shared")), project)
    tests = _mentions(_python(project, "tests"), project)
    lines = ["# Rules", "", notice, ""]
    lines += [
        "Every rule that the code names: what it is about, where it stands in law, the modules and tests that name it.",
        "`git grep CERT-07` finds the lines. A rule without a test is only mentioned, or waits for its test.",
        "",
    ]
    for area, members in _areas(rule for rule in rules.values() if rule.rule_id in code):
        lines += [f"## {area}", "", "| rule | what | citation | code | tests |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(rule, code[rule.rule_id], tests.get(rule.rule_id, ())) for rule in members]
        lines.append("")
    missing = [rule_id for rule_id in rules if rule_id not in code]
    lines += ["## Not in the code yet", "", ", ".join(missing) or "None.", ""]
    return "\n".join(lines)


def _areas(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    grouped: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        grouped[rule.rule_id.partition("-")[0]].append(rule)
    yield from grouped.items()


def _row(rule: Rule, code: Iterable[str], tests: Iterable[str]) -> str:
    cells = (rule.rule_id, rule.title, rule.citation or "design choice", _links(code), _links(tests))
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _links(paths: Iterable[str]) -> str:
    return ", ".join(f"[{Path(path).stem}](../{path})" for path in paths) or "-"


def _mentions(files: Iterable[Path], project: Path) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in files:
        text = path.read_text()
        ids = set(_IN_PROSE.findall(text)) | {f"{area.upper()}-{number}" for area, number in _IN_NAMES.findall(text)}
        for rule_id in ids:
            found[rule_id].append(str(path.relative_to(project)))
    return found


def _python(project: Path, folder: str) -> list[Path]:
    """The folder's modules, without migrations, which repeat what the tables say."""
    return sorted(path for path in (project / folder).rglob("*.py") if "migrations" not in path.parts)
