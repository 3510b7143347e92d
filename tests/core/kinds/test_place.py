"""choose_place: two touches to any place, or its initials; a place that is not opened says so and others stay open."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.case_bodies import PlaceGrid
from kiosk.core.matter_pages import AtPlace
from kiosk.core.matters import Catalogue, Field, Step
from kiosk.core.pages import AtReview
from kiosk.core.regions import Opened
from kiosk.core.session import Provenance
from kiosk.rehearsal import Story
from tests.core.kinds.forms import begun, with_steps
from tests.core.kinds.stories import INVENTED

STEPS = (Step("choose_place"), Step("review"))
GRADE = Field("grade", "choice", purpose="示例", choices_from="pension_grades")
BALANCE = Field("balance", "money", purpose="示例", prefill="share.account.balance", read_only=True)


@pytest.fixture
def at_place(shelf: Catalogue) -> Story:
    return begun(with_steps(shelf, STEPS, (GRADE, BALANCE)))


def grid(story: Story) -> PlaceGrid:
    body = story.face.body
    assert isinstance(body, PlaceGrid)
    return body


def test_every_province_stands_on_one_page(at_place: Story):
    assert len(grid(at_place).choices) == 31
    assert grid(at_place).following is None
    assert grid(at_place).choices[4].label == "内蒙古"


def test_two_touches_reach_any_city(at_place: Story):
    at_place.touch("place:330000")
    assert [each.label for each in grid(at_place).choices][:2] == ["杭州", "宁波"]
    at_place.touch("place:330100")
    assert isinstance(at_place.session.page, AtReview)
    assert at_place.session.visit.place == "330100"


def test_every_place_there_is_can_be_reached_in_two_touches(shelf: Catalogue):
    catalogue = with_steps(shelf, STEPS)
    closed = {"460300"}  # opened.toml
    for province in shelf.regions.provinces:
        for city in shelf.regions.cities[province.code[:2]]:
            story = begun(catalogue).touch(f"place:{province.code}", f"place:{city.code}")
            assert (story.session.visit.place == city.code) is (city.code not in closed)


def test_a_municipality_is_its_own_one_city(at_place: Story):
    assert at_place.touch("place:110000").session.visit.place == "110000"


def test_initials_narrow_to_cities(at_place: Story):
    at_place.touch("letter:h", "letter:z")
    assert [each.label for each in grid(at_place).choices] == ["杭州", "湖州", "菏泽", "惠州", "贺州", "汉中"]
    assert grid(at_place).typed == "HZ"
    assert grid(at_place).letters == ()
    assert at_place.touch("place:330500").session.visit.place == "330500"


def test_only_letters_that_lead_somewhere_can_be_pressed(at_place: Story):
    offered = [each.target for each in grid(at_place.touch("letter:w")).letters]
    assert "letter:h" in offered
    assert "letter:q" not in offered
    assert at_place.touch("letter:q").session.page == AtPlace(initials="w")


def test_the_last_letter_can_be_taken_back(at_place: Story):
    at_place.touch("letter:h", "letter:z", "clear")
    assert at_place.session.page == AtPlace(initials="h")
    assert at_place.touch("clear").session.page == AtPlace()
    assert grid(at_place).clear is None


def test_many_cities_have_pages(at_place: Story):
    at_place.touch("size", "size", "letter:y")
    assert len(grid(at_place).choices) == 24
    first = grid(at_place).choices[0]
    at_place.touch("page:following")
    assert grid(at_place).choices
    assert first not in grid(at_place).choices
    assert at_place.touch("page:previous").session.page == AtPlace(initials="y")


def test_back_leads_to_the_provinces_and_then_out(at_place: Story):
    at_place.touch("place:330000", "back")
    assert at_place.session.page == AtPlace()
    assert at_place.touch("back").page == "home"


def test_a_place_that_is_not_opened_says_so_and_another_can_be_chosen(shelf: Catalogue):
    opened = {INVENTED: Opened(INVENTED, closed=("3303",), source="演示", valid_from="2026-01-01")}
    catalogue = with_steps(replace(shelf, regions=replace(shelf.regions, opened=opened)), STEPS)
    story = begun(catalogue).touch("place:330000", "place:330300")
    assert story.session.page == AtPlace("330000", closed="330300")
    assert story.face.strip.startswith("温州")
    assert story.session.visit.place == ""
    assert story.touch("place:330100").session.visit.place == "330100"


def test_only_what_the_page_offers_can_be_chosen(at_place: Story):
    for target in ("place:330100", "place:999999", "place:", "letter:", "letter:hz", "letter:1", "page:following"):
        assert at_place.touch(target).session.page == AtPlace()


def test_another_place_forgets_what_the_first_one_offered_and_shared(at_place: Story):
    at_place.touch("place:330000", "place:330100")
    visit = replace(
        at_place.session.visit,
        answers={"grade": "g200", "balance": "1.00"},
        origins={"balance": Provenance("示例部门")},
    )
    at_place.session = replace(at_place.session, visit=visit)
    at_place.touch("back", "place:330000", "place:330100")
    assert at_place.session.visit.answers == {"grade": "g200", "balance": "1.00"}
    at_place.touch("back", "place:330000", "place:330200")
    assert at_place.session.visit.answers == {}
    assert at_place.session.visit.origins == {}
