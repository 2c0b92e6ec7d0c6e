"""Acts of reviews come back from the record as they went in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.review.acts import AssessmentRate
from services.proceedings.domain.sunset.acts import Cumulated
from services.proceedings.storage.record.codec import act_of, content_of
from tests.unit.proceedings.record.story import day
from tests.unit.proceedings.review.telling import X, Y, firm_rate, requested, results
from tests.unit.proceedings.sunset.telling import commerce, commission, intent

ACTS: tuple[Act, ...] = (
    requested("2023-05-10", X, Y),
    replace(
        results("2024-11-25", firm_rate(X, "6.505")),
        not_selected=(Y,),
        assessments=(AssessmentRate("X", "X", Decimal("8.125"), date(2022, 5, 3), None),),
    ),
    intent(),
    commerce("2023-08-01"),
    replace(commission("2023-08-31"), cumulated=(Cumulated("C-900-002", day("2023-04-03")),)),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_15_3_5_an_act_is_kept_as_it_was(act: Act) -> None:
    assert act_of(act.name, content_of(act)) == act


def test_every_act_of_reviews_names_its_rules() -> None:
    own = [kind for kind in BOOK.acts if kind.__module__.split(".")[-2] in {"review", "sunset"}]
    assert len(own) == 27
    assert all(rule.split("-")[0] in {"REV", "SUN", "ASM"} for kind in own for rule in kind.rules)
