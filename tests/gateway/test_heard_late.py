"""What was asked before, and answered after something else happened to the case; and the one list, whoever takes it."""

from __future__ import annotations

import pytest

from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.errors import DepartmentUnavailable
from kiosk.gateway.supplements import SECOND_LIST
from tests.gateway.small_office import PDF


@pytest.fixture
def trace(terminal, persons) -> str:
    return terminal.checked(persons["zhang"], matter="TEST-01")


@pytest.fixture
def number(terminal, persons, trace) -> str:
    return terminal.filed(persons["zhang"], trace=trace)


@pytest.fixture
def window(app):
    return app.state.window


@pytest.fixture
def case(window, number):
    """The case as the book has it now."""
    return lambda: window.book.by_number(number)


@pytest.fixture
def for_offices(window, case):
    return lambda: [each.text for each in window.book.messages(case(), "office")]


def told(terminal, number, trace) -> dict[str, object]:
    return terminal.standing(number, trace).json()["standing"]


def missing(terminal, number, trace) -> tuple[str, list[str]]:
    standing = told(terminal, number, trace)
    return standing["state"], [each["id"] for each in standing["missing"]]


def keep_undelivered(terminal, office_of_cases, number, trace) -> None:
    """Hand in what is missing while the department cannot be reached."""

    def silent(*_):
        raise DepartmentUnavailable("silent")

    office_of_cases.supplement = silent
    assert terminal.supplement(number, trace, terminal.photographed()).status_code == 503
    del office_of_cases.supplement


# --- late answers ----------------------------------------------------------------------------------------------------


def test_a_window_that_asked_before_a_supplement_says_no_false_second_list(
    terminal, office_of_cases, number, trace, window, case, for_offices
):
    office_of_cases.ask_for(number, "extra")
    told(terminal, number, trace)
    office_of_cases.meanwhile = [lambda: terminal.supplement(number, trace, terminal.photographed())]
    late = window.life.refreshed(case())
    assert (late.state, late.standing.missing) == ("supplemented", ())
    assert for_offices() == []


def test_a_supplement_that_is_only_kept_makes_older_answers_late_too(
    terminal, office_of_cases, number, trace, window, case, for_offices
):
    office_of_cases.ask_for(number, "extra")
    told(terminal, number, trace)

    office_of_cases.meanwhile = [lambda: keep_undelivered(terminal, office_of_cases, number, trace)]
    assert window.life.refreshed(case()).standing.missing
    assert for_offices() == []
    assert missing(terminal, number, trace) == ("supplemented", [])
    assert for_offices() == []


def test_a_late_answer_does_not_take_a_case_back_to_where_it_was(
    terminal, office_of_cases, number, trace, window, case
):
    def accepted_elsewhere():
        office_of_cases.decide(number, state="accepted")
        told(terminal, number, trace)

    office_of_cases.meanwhile = [accepted_elsewhere]
    assert window.life.refreshed(case()).state == "accepted"
    history = [each["state"] for each in told(terminal, number, trace)["history"]]
    assert history == ["submitted", "received", "accepted"]


def test_who_takes_a_case_back_is_told_so_although_something_else_was_heard_meanwhile(
    terminal, office_of_cases, number, trace, window, case
):
    withdraw = office_of_cases.withdraw

    def slow(_number: str):
        office_of_cases.decide(number, state="accepted")
        assert window.life.refreshed(case()).state == "accepted"
        return withdraw(number)

    office_of_cases.withdraw = slow
    answer = terminal.http.post(f"/v1/cases/{number}/withdrawal", json={"check_trace": trace})
    assert answer.json()["standing"]["state"] == "withdrawn"


# --- one list, whoever takes it --------------------------------------------------------------------------------------


def test_after_a_window_took_the_list_a_second_one_is_not_passed_on(
    terminal, office_of_cases, number, trace, window, case, for_offices
):
    office_of_cases.ask_for(number, "promise")
    told(terminal, number, trace)
    window.life.confirm(case(), "promise", "W001")
    assert missing(terminal, number, trace) == ("supplemented", [])
    office_of_cases.ask_for(number, "extra")
    for _ in range(2):
        assert missing(terminal, number, trace) == ("supplemented", [])
    assert for_offices() == [SECOND_LIST]


def test_of_a_list_half_taken_by_a_window_only_its_rest_is_asked_for(
    terminal, office_of_cases, number, trace, window, case, for_offices
):
    office_of_cases.ask_for(number, "promise", "note")
    told(terminal, number, trace)
    window.life.confirm(case(), "promise", "W001")
    office_of_cases.ask_for(number, "note", "amount")
    assert missing(terminal, number, trace) == ("supplement_asked", ["note"])
    assert for_offices() == [SECOND_LIST]
    assert terminal.supplement(number, trace, note="说明").status_code == 201
    assert missing(terminal, number, trace) == ("supplemented", [])


# --- which paper the department has ----------------------------------------------------------------------------------


def papers(window, case) -> dict[str, tuple[object, ...]]:
    return {each.id: (each.trust, each.pdf, each.pages) for each in window.book.materials(case())}


def test_an_original_brought_for_an_unreadable_photograph_does_not_vouch_for_that(
    terminal, office_of_cases, photographed_case, window
):
    def case():
        return window.book.by_number(photographed_case)

    office_of_cases.ask_for(photographed_case, "extra")
    window.life.confirm(case(), "extra", "W001")
    assert papers(window, case)["extra"] == ("B", None, 0)
    assert next(each.sm3 for each in window.book.materials(case()) if each.id == "extra") == ""


def test_a_photograph_a_window_compared_with_its_original_stays(photographed_case, window):
    def case():
        return window.book.by_number(photographed_case)

    window.life.confirm(case(), "extra", "W001")
    assert papers(window, case)["extra"] == ("B", PDF, 1)


def test_a_refused_supplement_leaves_what_the_department_has(terminal, office_of_cases, number, trace, window, case):
    office_of_cases.ask_for(number, "promise", "note")
    told(terminal, number, trace)
    before = papers(window, case)
    office_of_cases.supplement = lambda *_: Refused("spoiled")
    handed_in = terminal.supplement(number, trace, {"id": "promise", "trust": "D"}, note="说明")
    assert handed_in.status_code == 422
    assert papers(window, case) == before
    assert not any(each.supplemented for each in window.book.materials(case()))
    del office_of_cases.supplement
    again = terminal.supplement(number, trace, {"id": "promise", "trust": "D"}, note="说明")
    assert (again.status_code, again.json()["standing"]["state"]) == (201, "supplemented")
    assert {each.id for each in window.book.materials(case()) if each.supplemented} == {"promise"}
    assert len(papers(window, case)) == len(window.book.materials(case()))


def test_an_original_at_the_window_is_not_replaced_by_a_photograph_still_on_its_way(
    terminal, office_of_cases, number, trace, window, case
):
    office_of_cases.ask_for(number, "extra")
    told(terminal, number, trace)
    keep_undelivered(terminal, office_of_cases, number, trace)
    window.life.confirm(case(), "extra", "W001")
    told(terminal, number, trace)
    assert papers(window, case)["extra"] == ("B", PDF, 1)


def test_a_decided_case_keeps_nothing_of_a_supplement_that_never_arrived(
    terminal, office_of_cases, number, trace, window, case
):
    office_of_cases.ask_for(number, "extra")
    told(terminal, number, trace)
    keep_undelivered(terminal, office_of_cases, number, trace)
    office_of_cases.decide(number, state="declined", missing=())
    window.book.hear(case(), office_of_cases.cases[number])
    assert not any(each.pdf for each in window.book.materials(case()))
    told(terminal, number, trace)
    assert office_of_cases.supplements == []
