"""Eligibility: asked before anything is filled in; a no explains, not being sure stops nobody."""

from __future__ import annotations

import pytest

from kiosk.core.face_bodies import Choose
from kiosk.core.matters import Catalogue, Question, Step
from kiosk.core.words import Words
from kiosk.rehearsal import Story
from tests.core.kinds.stories import INVENTED, invented

QUESTIONS = (Question("insured", stops="yes"), Question("resident", stops="no"))


@pytest.fixture
def story(shelf: Catalogue) -> Story:
    asking = invented(shelf, steps=(Step("eligibility"), Step("review")), eligibility=QUESTIONS)
    own = f"matter.{INVENTED}"
    said = {f"{own}.eligibility.{each.id}.question": each.id for each in QUESTIONS}
    said |= {
        f"{own}.info.{each.id}.{part}": f"{each.id} {part}"
        for each in QUESTIONS
        for part in ("title", "strip", "block1", "block1_lines")
    }
    for language, words in asking.words.items():
        asking.words[language] = Words({**words.table, **said})
    return Story(asking).touch("start", f"matter:{INVENTED}")


def test_one_question_a_page_with_three_answers(story: Story):
    body = story.face.body
    assert isinstance(body, Choose)
    assert [each.target for each in body.choices] == ["answer:yes", "answer:no", "answer:unsure"]
    assert story.touch("answer:no").page == f"{INVENTED}/question-2"
    assert story.touch("answer:yes").page == f"{INVENTED}/review"


def test_an_answer_that_stops_explains_and_leads_back(story: Story):
    story.touch("answer:yes")
    assert (story.face.title, story.face.body.blocks[0].label) == ("insured title", "insured block1")
    assert story.touch("primary").page == f"{INVENTED}/question-1"
    story.touch("answer:no", "answer:no")
    assert story.face.title == "resident title"
    assert story.touch("back").page == f"{INVENTED}/question-2"


def test_who_is_not_sure_goes_on_and_is_told_that_the_department_checks(story: Story):
    unsure = story.face.body.choices[2]
    assert unsure.line
    story.touch("answer:unsure", "answer:unsure")
    assert story.page == f"{INVENTED}/review"
    assert story.session.visit.answers["eligibility.insured"] == "unsure"


def test_back_leads_to_the_question_before_and_then_home(story: Story):
    story.touch("answer:no", "back")
    assert story.face.body.choices[1].chosen, "what was answered is shown"
    assert story.touch("back").page == "home"


def test_a_made_up_answer_does_nothing(story: Story):
    assert story.touch("answer:perhaps", "yes").page == f"{INVENTED}/question-1"
