"""好差评: a grade is one touch, reasons are asked of who was not satisfied, and nothing is chosen for anybody."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.core.effects import ReportRating
from kiosk.core.face_bodies import Choose, Rating
from kiosk.core.matters import Catalogue
from kiosk.core.pages import AtRating, AtWelcome
from kiosk.core.session import Session
from kiosk.rehearsal import Story


@pytest.fixture
def rating(shelf: Catalogue) -> Story:
    return Story(shelf, replace(Session(), page=AtRating("KSTB-14", "CASE-7"))).touch("language", "language")


@pytest.mark.parametrize("grade", [1, 2, 3])
def test_who_is_satisfied_is_done_at_once(rating: Story, grade: int):
    rating.touch(f"grade:{grade}")
    [report] = rating.ordered(ReportRating)
    assert (report.grade, report.reasons, report.case_number) == (grade, (), "CASE-7")
    assert isinstance(rating.session.page, AtWelcome)


def test_every_grade_has_its_own_face(rating: Story):
    assert len({each.icon for each in rating.face.body.grades} - {""}) == 5


@pytest.mark.parametrize("grade", [4, 5])
def test_who_is_not_may_say_why(rating: Story, grade: int):
    assert isinstance(rating.face.body, Rating)
    body = rating.touch(f"grade:{grade}").face.body
    assert isinstance(body, Choose)
    assert not any(each.chosen for each in body.choices)
    assert rating.face.primary is None
    rating.touch("reason:sent_around", "reason:too_slow", "reason:other", "reason:other", "primary")
    [report] = rating.ordered(ReportRating)
    assert (report.grade, report.reasons) == (grade, ("too_slow", "sent_around"))


def test_saying_nothing_still_counts_the_grade(rating: Story):
    rating.touch("grade:5", "reason:other", "secondary")
    [report] = rating.ordered(ReportRating)
    assert (report.grade, report.reasons) == (5, ())


def test_who_walks_away_from_the_reasons_has_given_a_grade(rating: Story):
    rating.touch("grade:4").ring()
    assert [each.grade for each in rating.ordered(ReportRating)] == [4]
    assert isinstance(rating.session.page, AtWelcome)


def test_nobody_has_to_rate(rating: Story):
    rating.touch("secondary")
    assert rating.ordered(ReportRating) == []
