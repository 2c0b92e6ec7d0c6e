"""The picture of a case: what it holds, that it is one document without script, and that readers hear it."""

from xml.etree import ElementTree

import pytest

from services.proceedings.domain.record.regions import Liquidation
from services.proceedings.feeds.timeline.drawing import draw
from services.proceedings.feeds.timeline.model import Band, Cover, timeline
from tests.unit.proceedings.real_cases.picture import FILE, ON, picture
from tests.unit.proceedings.real_cases.telling import OLIVES, STORIES
from tests.unit.proceedings.record.story import CASE, Story, day

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314  (our own picture)


def drawn(story: Story, on: str, *, name: str = "Alpha from Spain") -> ElementTree.Element:
    found = timeline(story.background, story.record, story.almanac, case_name=name, on=day(on))
    return parsed(draw(found))


def items(root: ElementTree.Element, label: str) -> list[str]:
    (group,) = (group for group in root.iter(f"{SVG}g") if group.get("aria-label") == label)
    return [item.attrib["aria-label"] for item in group if item.get("role") == "listitem"]


@pytest.mark.parametrize("case_number", STORIES)
def test_every_real_case_is_a_well_formed_picture_without_script_or_anything_from_elsewhere(case_number: str) -> None:
    text = picture(case_number, "2018-03-01")
    root = parsed(text)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names.isdisjoint({"script", "foreignObject", "image", "use", "a", "link"})
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
    assert "http" not in text.removeprefix('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "prefers-color-scheme:dark" in text


def test_acts_deadlines_and_suspension_are_there_and_are_said_aloud() -> None:
    root = drawn(STORIES[OLIVES](), ON)
    assert root.get("role") == "graphics-document"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == f"Timeline of {CASE}, Alpha from Spain, on 1 Aug 2018"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), desc.get("id"))
    assert "Preliminary determination due 20 Nov 2017, met 20 Nov 2017" in str(desc.text)
    assert items(root, "Acts")[0] == "22 Jun 2017: Petition filed"
    assert items(root, "Suspension of liquidation") == [
        "Provisional from 28 Nov 2017 up to 28 Mar 2018",
        "Gap from 28 Mar 2018 up to 31 Jul 2018",
        "Definitive from 31 Jul 2018 on",
    ]
    assert "Initiation of the five-year review due 30 Jun 2023, open" in items(root, "Deadlines")


def test_pre_13_the_bands_are_days_of_entry_and_follow_the_state() -> None:
    story = STORIES[OLIVES]()
    found = timeline(story.background, story.record, story.almanac, case_name="Alpha", on=day("2018-04-01"))
    assert found.state is not None
    assert found.state.liquidation is Liquidation.LAPSED
    assert found.bands == [
        Band(cover=Cover.PROVISIONAL, first=day("2017-11-28"), end=day("2018-03-28")),
        Band(cover=Cover.GAP, first=day("2018-03-28"), end=None),
    ]


def test_what_is_not_public_yet_is_left_out_until_its_notice_is() -> None:
    story = STORIES[OLIVES]()
    assert not any("Commerce preliminary" in act for act in items(drawn(story, "2017-11-27"), "Acts"))
    assert any("Commerce preliminary" in act for act in items(drawn(story, "2017-11-28"), "Acts"))


def test_a_day_before_the_first_act_is_a_picture_that_says_so() -> None:
    root = drawn(STORIES[OLIVES](), "2017-06-01")
    desc = root.find(f"{SVG}desc")
    assert desc is not None
    assert desc.text == "No act is recorded by this day."
    assert items(root, "Deadlines") == []


def test_names_are_text_whatever_they_hold() -> None:
    root = drawn(STORIES[OLIVES](), ON, name='<script>alert("&")</script>')
    assert not list(root.iter(f"{SVG}script"))
    assert any(element.text == f'{CASE}  <script>alert("&")</script>' for element in root.iter(f"{SVG}text"))


def test_the_picture_in_the_readmes_is_the_one_that_is_drawn() -> None:
    assert FILE.read_text("utf-8") == picture(OLIVES, ON) + "\n"
