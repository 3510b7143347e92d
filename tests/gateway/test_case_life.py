"""A case after it was handed in: who is told what, the one list of what is missing, money, papers, ratings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from kiosk.core.replies import PaymentState
from kiosk.gateway.case_life import CaseLife
from kiosk.gateway.db import hand_overs, ratings
from kiosk.gateway.departments.contract import Refused, Working
from kiosk.gateway.errors import DepartmentUnavailable
from kiosk.gateway.supplements import SECOND_LIST
from tests.gateway.answers import said
from tests.gateway.small_office import small_matter

AT = "2026-06-15T09:31:00+08:00"


@pytest.fixture
def trace(terminal, persons) -> str:
    return terminal.checked(persons["zhang"], matter="TEST-01")


@pytest.fixture
def number(terminal, persons, trace) -> str:
    return terminal.filed(persons["zhang"], trace=trace)


def test_without_the_owners_trace_only_the_state_is_told(terminal, office_of_cases, number, persons, trace):
    words = "因为张建国没有"
    office_of_cases.decide(number, state="declined", reason="no_ground", reason_text=words, due_on="2026-07-01")
    told = terminal.standing(number).json()["standing"]
    shown = {"case_number", "matter", "state", "holder", "place", "opened_at", "demo"}
    assert told["state"] == "declined"
    assert not any(told[name] for name in told.keys() - shown)
    own = terminal.standing(number, trace).json()["standing"]
    assert (own["reason"], own["reason_text"], own["due_on"]) == ("no_ground", words, "2026-07-01")
    assert own["legs"] == [{"id": "first", "office": "第一处", "state": "working", "since": AT.replace("31", "30")}]
    for stranger in (terminal.checked(persons["li"], matter="TEST-01"), "no-such-trace"):
        assert said(terminal.standing(number, stranger)) == (403, "person_check_missing")


def test_any_check_of_the_person_opens_their_cases_at_that_terminal_alone(terminal, second_terminal, number, persons):
    elsewhere = terminal.checked(persons["zhang"], matter="KSTB-14")
    assert terminal.standing(number, elsewhere).status_code == 200
    assert said(second_terminal.standing(number, elsewhere)) == (403, "person_check_missing")
    body = {"parties": {"applicant": persons["zhang"]}, "check_trace": elsewhere}
    assert [each["case_number"] for each in terminal.http.post("/v1/cases/mine", json=body).json()["cases"]] == [number]
    body["parties"] = {"applicant": persons["li"]}
    assert said(terminal.http.post("/v1/cases/mine", json=body)) == (403, "person_check_missing")


def test_without_a_card_ones_case_is_shown_where_no_card_is_asked_for_and_the_list_never(terminal, number, persons):
    claimed = terminal.checked(persons["zhang"], matter="TEST-01", claimed=True)
    assert terminal.standing(number, claimed).status_code == 200
    body = {"parties": {"applicant": persons["zhang"]}, "check_trace": claimed}
    assert said(terminal.http.post("/v1/cases/mine", json=body)) == (403, "person_check_missing")


def test_a_case_of_a_matter_that_asks_for_a_card_opens_to_no_check_without_one(terminal, number, persons, app, engine):
    strict = replace(small_matter(), identity=("ID1",))
    rooms = app.state.case_rooms
    app.state.case_rooms = replace(
        rooms,
        life=CaseLife(
            engine,
            app.state.window.book,
            rooms.filer,
            rooms.checks,
            replace(rooms.offices, matters={"TEST-01": strict}),
            rooms.sources.clock,
        ),
    )
    claimed = terminal.checked(persons["zhang"], matter="TEST-01", claimed=True)
    assert said(terminal.standing(number, claimed)) == (403, "person_check_missing")
    assert said(terminal.paid(number, claimed)) == (403, "person_check_missing")


def test_a_silent_department_is_not_known_but_ones_cases_are_listed(terminal, office_of_cases, number, persons, trace):
    office_of_cases.down = True
    assert said(terminal.standing(number, trace)) == (503, "department_unavailable")
    body = {"parties": {"applicant": persons["zhang"]}, "check_trace": trace}
    (told,) = terminal.http.post("/v1/cases/mine", json=body).json()["cases"]
    assert told["state"] == "received"


def test_the_history_holds_each_state_once(terminal, office_of_cases, number, trace):
    for state in ("accepted", "accepted", "in_progress", "approved"):
        office_of_cases.decide(number, state=state)
        terminal.standing(number)
    told = terminal.standing(number, trace).json()["standing"]["history"]
    assert [each["state"] for each in told] == ["submitted", "received", "accepted", "in_progress", "approved"]


def test_what_is_missing_comes_whole_and_once(terminal, office_of_cases, number, trace):
    assert said(terminal.supplement(number, trace, terminal.photographed())) == (422, "no_supplement_asked")
    office_of_cases.ask_for(number, "extra", "note")
    assert said(terminal.supplement(number, trace, terminal.photographed())) == (422, "supplement_incomplete")
    strange = terminal.supplement(number, trace, terminal.photographed(), note="说明", kind="one")
    assert said(strange) == (422, "malformed")
    swapped = terminal.supplement(number, trace, terminal.photographed(id_="note"), extra="说明")
    assert said(swapped) == (422, "malformed")
    assert said(terminal.supplement(number, None, terminal.photographed(), note="说明")) == (
        403,
        "person_check_missing",
    )
    first = terminal.supplement(number, trace, terminal.photographed(), key="key-of-more", note="说明")
    again = terminal.supplement(number, trace, terminal.photographed(), key="key-of-more", note="说明")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    other = terminal.supplement(number, trace, terminal.photographed(), key="key-of-more", note="别的")
    assert said(other) == (409, "key_reused")
    ((given, values),) = office_of_cases.supplements
    assert [(each.id, each.trust) for each in given] == [("extra", "C")]
    assert values == {"note": "说明"}


def test_a_second_list_is_not_passed_on(terminal, office_of_cases, number, trace, app):
    office_of_cases.ask_for(number, "extra")
    terminal.supplement(number, trace, terminal.photographed())
    office_of_cases.ask_for(number, "note")
    for _ in range(2):
        told = terminal.standing(number, trace).json()["standing"]
        assert (told["state"], told["missing"], told["messages"]) == ("supplemented", [], [])
    book = app.state.window.book
    words = [each.text for each in book.messages(book.by_number(number), "office")]
    assert words == [SECOND_LIST]


def test_a_supplement_that_met_a_silent_department_is_delivered_later(terminal, office_of_cases, number, trace):
    office_of_cases.ask_for(number, "extra")
    terminal.standing(number)
    office_of_cases.supplement = lambda *_: office_of_cases._answer() or Refused("spoiled")
    assert said(terminal.supplement(number, trace, terminal.photographed())) == (422, "spoiled")
    del office_of_cases.supplement
    assert terminal.supplement(number, trace, terminal.photographed()).status_code == 201


def test_a_supplement_whose_answer_was_lost_is_not_handed_in_twice(terminal, office_of_cases, number, trace):
    office_of_cases.ask_for(number, "extra")
    terminal.standing(number)

    def lost(*_):
        office_of_cases.decide(number, state="supplemented", missing=())
        raise DepartmentUnavailable("it arrived, and nobody heard so")

    office_of_cases.supplement = lost
    first = terminal.supplement(number, trace, terminal.photographed(), key="key-of-more")
    assert said(first) == (503, "department_unavailable")
    office_of_cases.supplement = lambda *_: Refused("nothing_asked")
    again = terminal.supplement(number, trace, terminal.photographed(), key="key-of-more")
    assert (again.status_code, again.json()["standing"]["state"]) == (201, "supplemented")
    del office_of_cases.supplement
    assert terminal.standing(number, trace).status_code == 200
    assert office_of_cases.supplements == []
    office_of_cases.ask_for(number, "note")
    assert terminal.standing(number, trace).json()["standing"]["missing"] == []


def test_what_is_heard_late_does_not_open_a_closed_case(terminal, office_of_cases, number, app):
    book = app.state.window.book
    before = book.by_number(number)
    office_of_cases.decide(number, state="approved")
    terminal.standing(number)
    late = book.hear(before, replace(before.standing, state="in_progress"))
    assert (late.state, late.is_open, late.application) == ("approved", False, None)
    assert [event.state for event in book.history(late)] == ["submitted", "received", "approved"]


def test_of_a_case_that_the_department_has_not_taken_nothing_is_known(terminal, office_of_cases, persons):
    trace = terminal.checked(persons["li"], matter="TEST-01")
    office_of_cases.next = Working()
    number = terminal.submit(terminal.application(persons["li"], trace=trace)).json()["case_number"]

    def ask(path, body=None):
        office_of_cases.next = Working()
        return terminal.http.post(f"/v1/cases/{number}/{path}", json=body)

    assert said(ask("withdrawal", {"check_trace": trace})) == (503, "department_unavailable")
    assert said(ask("payment", {"check_trace": trace})) == (503, "department_unavailable")
    assert terminal.paid(number, trace).json()["state"] == "not_paid"
    assert said(ask("papers/acceptance", {"check_trace": trace})) == (422, "no_paper")
    office_of_cases.next = Refused("not_registered_here")
    assert terminal.standing(number, trace).json()["standing"]["state"] == "returned"
    assert said(ask("payment", {"check_trace": trace})) == (422, "nothing_to_pay")
    assert said(ask("papers/acceptance", {"check_trace": trace})) == (422, "no_paper")


def test_taking_back_is_the_departments_to_allow(terminal, office_of_cases, number, trace):
    def withdraw(trace):
        return terminal.http.post(f"/v1/cases/{number}/withdrawal", json={"check_trace": trace})

    assert said(withdraw(None)) == (403, "person_check_missing")
    office_of_cases.decide(number, state="in_progress")
    assert said(withdraw(trace)) == (422, "too_late")
    office_of_cases.decide(number, state="accepted")
    assert withdraw(trace).json()["standing"]["state"] == "withdrawn"
    assert said(withdraw(trace)) == (422, "case_closed")


def test_nothing_is_paid_twice(terminal, office_of_cases, number, trace):
    def pay():
        return terminal.pay(number, trace)

    def state():
        return terminal.paid(number, trace).json()["state"]

    assert pay().json()["amount"] == "10.00"
    office_of_cases.paid = PaymentState("not_known")
    assert state() == "not_known"
    assert said(pay()) == (422, "payment_not_known")
    office_of_cases.paid = PaymentState("not_paid")
    assert pay().status_code == 201
    office_of_cases.paid = PaymentState("paid")
    assert state() == "paid"
    assert said(pay()) == (422, "paid_already")
    office_of_cases.down = True
    assert state() == "paid"
    assert office_of_cases.codes == 2


@pytest.mark.parametrize("asked", ["code", "state"])
def test_what_another_terminal_heard_at_this_moment_stays_paid(terminal, office_of_cases, number, trace, app, asked):
    assert terminal.pay(number, trace).status_code == 201
    life = app.state.case_rooms.life

    def elsewhere():
        office_of_cases.paid = PaymentState("paid")
        assert life.payment(number, "first", trace) == PaymentState("paid")

    if asked == "code":
        office_of_cases.meanwhile = [elsewhere, lambda: None]  # the state is asked about first
        assert said(terminal.pay(number, trace)) == (422, "paid_already")
    else:
        office_of_cases.meanwhile = [elsewhere]
        assert terminal.paid(number, trace).json()["state"] == "paid"
    office_of_cases.down = True
    assert terminal.paid(number, trace).json()["state"] == "paid"


def test_only_whose_case_it_is_or_the_visit_that_handed_it_in_pays(
    terminal, second_terminal, number, persons, trace, clock
):
    elsewhere = second_terminal.checked(persons["zhang"])
    strangers = [(terminal, None), (terminal, terminal.checked(persons["li"])), (second_terminal, trace)]
    for who, shown in strangers:
        assert said(who.pay(number, shown)) == (403, "person_check_missing")
        assert said(who.paid(number, shown)) == (403, "person_check_missing")
    assert second_terminal.paid(number, elsewhere).json()["state"] == "not_paid"
    clock.advance(minutes=31)  # the check has run out, and the citizen is still holding their phone
    assert terminal.pay(number, trace).status_code == 201
    assert terminal.paid(number, trace).json()["state"] == "not_paid"
    assert said(second_terminal.paid(number, elsewhere)) == (403, "person_check_missing")


def test_papers_are_the_owners_and_their_prints_are_counted(terminal, office_of_cases, number, trace):
    def paper(kind, trace=trace):
        return terminal.http.post(f"/v1/cases/{number}/papers/{kind}", json={"check_trace": trace})

    assert said(paper("result")) == (422, "no_paper")
    assert said(paper("result", None)) == (403, "person_check_missing")
    assert said(paper("poem")) == (422, "malformed")
    office_of_cases.decide(number, state="approved", papers=("result",))
    assert paper("result").json()["print_count"] == 0
    assert terminal.outcome(number, "PRINTED").status_code == 204
    assert paper("result").json()["print_count"] == 1


def test_a_draft_leaves_without_a_person_and_comes_back_once(terminal, engine, clock):
    def hand_over(**answers):
        return terminal.http.post("/v1/hand-overs", json={"matter": "TEST-01", "place": "330100", "answers": answers})

    def take(code):
        return terminal.http.post("/v1/hand-overs/taken", json={"code": code})

    code = hand_over(month="2026-05", kind="one").json()["code"]
    assert len(code) * 6 >= 128
    with engine.connect() as connection:
        assert code not in str(connection.execute(select(hand_overs)).all())
    assert take(code).json() == {"matter": "TEST-01", "place": "330100", "answers": {"month": "2026-05", "kind": "one"}}
    assert said(take(code)) == (422, "code_not_valid")
    late = hand_over(month="2026-05").json()["code"]
    clock.advance(minutes=15)
    assert said(take(late)) == (422, "code_not_valid")
    for secret in ("card", "address", "colour", "other", "other_name"):
        assert said(hand_over(**{secret: "1"})) == (422, "malformed")
    for half in ({"month": "2026"}, {"kind": "three"}, {"amount": "x"}):
        assert said(hand_over(**half)) == (422, "value_not_allowed")


def test_a_case_is_rated_once_with_reasons_and_nobodys_name(terminal, engine, number, persons):
    body = {"matter": "TEST-01", "case_number": number, "grade": 5, "at": AT, "reasons": ["too_slow"]}
    first = terminal.http.post("/v1/ratings", json=body, headers={"Idempotency-Key": "rating-1"})
    second = terminal.http.post("/v1/ratings", json=body, headers={"Idempotency-Key": "rating-2"})
    assert (first.status_code, said(second)) == (204, (422, "already_rated"))
    with engine.connect() as connection:
        (kept,) = connection.execute(select(ratings)).all()
    assert (kept.grade, kept.reasons) == (5, '["too_slow"]')
    assert not any(secret in str(kept) for secret in persons["zhang"].values())


def test_unknown_cases_are_not_found(terminal, trace):
    for path in ("standing", "withdrawal", "papers/result"):
        answer = terminal.http.post(f"/v1/cases/ZZ0/{path}", json={"check_trace": trace})
        assert said(answer) == (404, "not_found")
    assert said(terminal.http.get("/v1/cases/ZZ0/payment")) == (404, "not_found")
    assert said(terminal.supplement("ZZ0", trace)) == (404, "not_found")
