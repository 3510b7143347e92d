"""带到窗口交 at the gateway: received without it, waiting, and going on once a window or a camera has it."""

from __future__ import annotations

import pytest

from kiosk.core.replies import MissingItem
from kiosk.gateway.departments.contract import Refused
from kiosk.gateway.errors import RequestRefused
from tests.gateway.answers import said
from tests.gateway.small_office import PDF


def to_bring(id_: str) -> dict[str, object]:
    return {"id": id_, "trust": None}


@pytest.fixture
def trace(terminal, persons) -> str:
    return terminal.checked(persons["zhang"], matter="TEST-01")


@pytest.fixture
def body(terminal, persons, trace):
    """A whole case of which two materials are to be brought."""
    body = terminal.application(persons["zhang"], trace=trace, commitments=[])
    body["materials"] = [body["materials"][0], to_bring("promise"), to_bring("extra")]
    return body


@pytest.fixture
def number(terminal, office_of_cases, body) -> str:
    filed = terminal.submit(body).json()["standing"]["case_number"]
    office_of_cases.wait_for(filed, "promise", "extra")
    return filed


def told(terminal, number, trace) -> dict[str, object]:
    return terminal.standing(number, trace).json()["standing"]


def confirm(app, number, material):
    window = app.state.window
    return window.life.confirm(window.life.refreshed(window.book.by_number(number)), material, "W001")


def trusts(app, number) -> dict[str, str | None]:
    book = app.state.window.book
    return {each.id: each.trust for each in book.materials(book.by_number(number))}


# --- handing in ------------------------------------------------------------------------------------------------------


def test_a_case_is_taken_without_what_is_to_be_brought_and_its_department_knows(terminal, office_of_cases, body, app):
    answer = terminal.submit(body)
    assert answer.status_code == 201, answer.text
    (application,) = office_of_cases.applications
    assert [(each.id, each.trust) for each in application.materials] == [
        ("book", "A"), ("promise", None), ("extra", None),
    ]  # fmt: skip
    assert trusts(app, application.number) == {"book": "A", "promise": None, "extra": None}


def test_what_must_be_given_and_is_not_even_promised_to_be_brought_is_missing(terminal, body):
    body["materials"] = [each for each in body["materials"] if each["id"] != "promise"]
    assert said(terminal.submit(body)) == (422, "material_missing")


@pytest.mark.parametrize(
    "more", [{"pdf_base64": "JVBERi0="}, {"share_trace": "some-trace"}, {"id": "form"}, {"id": "sealed"}]
)
def test_only_what_the_matter_lets_be_brought_and_what_is_not_here(terminal, body, more):
    body["materials"].append(to_bring("extra") | more)
    if "id" not in more:
        body["materials"].pop(-2)
    assert said(terminal.submit(body)) == (422, "malformed")


def test_the_owner_is_told_what_to_bring_to_which_place_and_nobody_else(terminal, number, trace):
    standing = told(terminal, number, trace)
    assert [(each["id"], each["to_bring"]) for each in standing["missing"]] == [("promise", True), ("extra", True)]
    assert (standing["state"], standing["received_at_place"]) == ("received", "110101")
    stranger = told(terminal, number, None)
    assert (stranger["missing"], stranger["received_at_place"]) == ([], "")


# --- the window ------------------------------------------------------------------------------------------------------


def test_a_window_takes_the_originals_one_by_one(terminal, office_of_cases, number, trace, app):
    confirm(app, number, "promise")
    assert [each["id"] for each in told(terminal, number, trace)["missing"]] == ["extra"]
    confirm(app, number, "extra")
    assert told(terminal, number, trace)["missing"] == []
    assert office_of_cases.confirmed == ["promise", "extra"]
    assert trusts(app, number) == {"book": "A", "promise": "B", "extra": "B"}
    with pytest.raises(RequestRefused, match="nothing_to_confirm"):
        confirm(app, number, "extra")


def test_a_window_takes_what_a_department_asked_for_too(terminal, office_of_cases, persons, trace, app):
    filed = terminal.filed(persons["zhang"], trace=trace)
    office_of_cases.ask_for(filed, "extra")
    confirm(app, filed, "extra")
    assert trusts(app, filed)["extra"] == "B"
    with pytest.raises(RequestRefused, match="nothing_to_confirm"):
        confirm(app, filed, "book")


def test_what_a_department_refuses_to_confirm_is_not_in_the_book(office_of_cases, number, app):
    office_of_cases.confirm = lambda *_: Refused("material_not_there")
    with pytest.raises(RequestRefused, match="material_not_there"):
        confirm(app, number, "extra")
    assert trusts(app, number)["extra"] is None


# --- a camera instead ------------------------------------------------------------------------------------------------


def test_what_is_to_be_brought_may_be_photographed_at_any_terminal_in_parts(
    terminal, second_terminal, office_of_cases, persons, number, trace
):
    assert said(terminal.supplement(number, trace)) == (422, "supplement_incomplete")
    assert said(terminal.supplement(number, trace, to_bring("extra"))) == (422, "malformed")
    elsewhere = second_terminal.checked(persons["zhang"], matter="TEST-01")
    first = second_terminal.supplement(number, elsewhere, terminal.photographed(), key="key-of-photo")
    assert first.status_code == 201, first.text
    assert [each["id"] for each in first.json()["standing"]["missing"]] == ["promise"]
    second = terminal.supplement(number, trace, {"id": "promise", "trust": "D"})
    assert second.json()["standing"]["missing"] == []
    given = [[(each.id, each.trust, each.pdf) for each in materials] for materials, _ in office_of_cases.supplements]
    assert given == [[("extra", "C", PDF)], [("promise", "D", b"")]]


def test_the_one_list_may_still_be_answered_after_that(terminal, office_of_cases, number, trace):
    office_of_cases.wait_for(number, "extra")
    assert terminal.supplement(number, trace, terminal.photographed()).status_code == 201
    office_of_cases.ask_for(number, "note")
    assert terminal.supplement(number, trace, note="说明").status_code == 201
    office_of_cases.ask_for(number, "amount")
    assert told(terminal, number, trace)["missing"] == []  # a second list is not passed on


def test_what_a_window_still_waits_for_after_the_list_is_no_second_list(terminal, office_of_cases, number, trace):
    awaited = MissingItem("promise", "还没有带到窗口", to_bring=True)
    office_of_cases.ask_for(number, "extra", more=(awaited,))
    office_of_cases.supplement = lambda *_: (
        office_of_cases.decide(number, missing=(awaited,)) or (office_of_cases.cases[number])
    )
    standing = terminal.supplement(number, trace, terminal.photographed()).json()["standing"]
    assert (standing["state"], [each["id"] for each in standing["missing"]]) == ("supplement_asked", ["promise"])
    del office_of_cases.supplement
    assert terminal.supplement(number, trace, {"id": "promise", "trust": "D"}).status_code == 201
