"""The pictures of the readmes: ``python -m tests.unit.proceedings.real_cases.picture`` writes them to docs/images."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from services.proceedings.feeds.timeline.drawing import draw
from services.proceedings.feeds.timeline.model import timeline
from tests.unit.proceedings.real_cases.telling import CASES, OLIVES, STORIES
from tests.unit.proceedings.record.story import day

IMAGES: Final = Path(__file__).parents[4] / "docs" / "images"
ON: Final = "2018-08-01"
FILE: Final = IMAGES / f"timeline-{OLIVES}.svg"


def picture(case_number: str, on: str) -> str:
    """A real case as seen on a day."""
    story, case = STORIES[case_number](), CASES[case_number]
    background = replace(story.background, case_number=case_number)
    name = f"{case['product']} from {case['country'].split(' (')[0]}"
    return draw(timeline(background, story.record, story.almanac, case_name=name, on=day(on)))


if __name__ == "__main__":
    FILE.write_text(picture(OLIVES, ON) + "\n", "utf-8")
