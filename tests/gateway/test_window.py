"""The window staff's page without a browser: its door, whose cases are seen, and what is written down of it."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import func, select

from kiosk.gateway.db import messages, window_misses


@pytest.fixture
def number(photographed_case) -> str:
    return photographed_case


@pytest.fixture
def visitor(client):
    return httpx.Client(transport=client._transport, base_url="http://gateway")


def enter(visitor, staff: str = "W001", pin: str = "135790"):
    return visitor.post("/window/login", data={"staff": staff, "pin": pin})


def test_the_cookie_is_for_this_page_alone_and_the_page_runs_no_script(visitor):
    answer = enter(visitor)
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=strict", "path=/window"))
    policy = visitor.get("/window").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy


def test_a_form_without_its_token_or_of_another_site_does_nothing(visitor, number, app):
    enter(visitor)
    assert visitor.post(f"/window/cases/{number}/take", data={"csrf": "guessed"}).status_code == 403
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert visitor.post("/window/login", data={"staff": "W001", "pin": "135790"}, headers=headers).status_code == 403
    assert app.state.window.book.by_number(number).staff is None


def test_wrong_pins_close_the_door_for_a_while(visitor, clock):
    for _ in range(5):
        assert enter(visitor, pin="000000").status_code == 403
    assert enter(visitor).status_code == 403
    clock.advance(minutes=16)
    assert enter(visitor).status_code == 303
    clock.advance(hours=9)
    assert visitor.get("/window").headers["location"] == "/window/login"


@pytest.mark.parametrize(("who", "status"), [("W001", 200), ("W002", 200), ("W003", 404)])
def test_only_the_windows_of_both_places_see_a_case(visitor, number, who, status):
    enter(visitor, who)
    assert visitor.get(f"/window/cases/{number}").status_code == status
    paper = visitor.get(f"/window/cases/{number}/materials/extra.pdf")
    assert paper.status_code == status
    assert (paper.headers["content-type"] == "application/pdf") == (status == 200)


def _csrf(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]


@pytest.mark.parametrize(("who", "status", "missing"), [("W001", 303, ()), ("W002", 409, ("promise",))])
def test_only_the_place_that_received_a_case_takes_what_is_brought(
    visitor, number, app, office_of_cases, who, status, missing
):
    office_of_cases.wait_for(number, "promise")
    enter(visitor, who)
    page = visitor.get(f"/window/cases/{number}").text
    assert "等申请人带来的材料" in page
    assert ("已收原件" in page) == (status == 303)
    address = f"/window/cases/{number}/materials/promise/confirm"
    assert visitor.post(address, data={"csrf": _csrf(page)}).status_code == status
    assert tuple(each.id for each in app.state.window.book.by_number(number).standing.missing) == missing


@pytest.mark.parametrize(("who", "status", "trust"), [("W001", 303, "B"), ("W002", 409, "C")])
def test_only_the_place_that_received_a_case_confirms_its_originals(visitor, number, app, who, status, trust):
    enter(visitor, who)
    page = visitor.get(f"/window/cases/{number}").text
    assert ("原件已核对" in page) == (status == 303)
    address = f"/window/cases/{number}/materials/extra/confirm"
    assert visitor.post(address, data={"csrf": _csrf(page)}).status_code == status
    book = app.state.window.book
    assert {each.id: each.trust for each in book.materials(book.by_number(number))}["extra"] == trust


def test_staff_read_every_line_of_a_list_that_was_handed_in(visitor, terminal, persons):
    values = {"month": "2026-05", "kind": "two", "amount": "10.00"}
    people = {"people": [{"name": "示例甲", "sum": "3.00"}, {"name": "示例乙", "sum": "7.00"}]}
    number = terminal.filed(persons["zhang"], values=values, tables=people)
    enter(visitor)
    page = visitor.get(f"/window/cases/{number}").text
    assert all(text in page for text in ("<h3>人员名单</h3>", "<th>多少</th>", "示例甲", "3.00", "示例乙", "7.00"))


def test_the_places_of_a_case_are_named_and_not_only_coded(visitor, number):
    enter(visitor)
    page = visitor.get(f"/window/cases/{number}").text
    assert "<dt>收件地</dt><dd>北京市（110101）</dd>" in page
    assert "杭州市（330100）" in page


def test_a_case_that_waits_for_papers_is_at_the_window_that_receives_them(visitor, number, office_of_cases):
    office_of_cases.wait_for(number, "promise")
    enter(visitor)
    page = visitor.get(f"/window/cases/{number}").text
    assert '<dd id="holder">北京市（110101）窗口</dd>' in page


def test_the_log_says_which_staff_saw_and_confirmed_which_case_and_nobodys_name(visitor, number, persons, caplog):
    caplog.set_level(logging.INFO, "kiosk.gateway")
    enter(visitor)
    csrf = {"csrf": _csrf(visitor.get(f"/window/cases/{number}").text)}
    visitor.get(f"/window/cases/{number}/materials/extra.pdf")
    visitor.get(f"/window/cases/{number}/materials/nothing.pdf")
    for _ in range(2):  # the second finds nothing to confirm
        visitor.post(f"/window/cases/{number}/materials/extra/confirm", data=csrf)
    visitor.post(f"/window/cases/{number}/take", data=csrf)
    visitor.post(f"/window/cases/{number}/messages", data=csrf | {"audience": "applicant", "text": "示例留言"})
    enter(visitor, "W003")
    visitor.get(f"/window/cases/{number}")
    lines = [(record.getMessage(), record.fields) for record in caplog.records if "window" in record.getMessage()]
    who = {"staff": "W001", "case_number": number}
    assert lines == [
        ("window_case_opened", who),
        ("window_paper_opened", who | {"material": "extra"}),
        ("window_paper_confirmed", who | {"material": "extra"}),
        ("window_case_taken", who),
        ("window_said", who | {"audience": "applicant"}),
    ]
    assert not any(text in str(lines) for text in ("示例留言", *persons["zhang"].values()))


def test_who_wrote_to_a_citizen_is_kept_with_the_words(visitor, number, engine):
    enter(visitor)
    csrf = _csrf(visitor.get(f"/window/cases/{number}").text)
    words = {"csrf": csrf, "audience": "applicant", "text": "示例留言"}
    assert visitor.post(f"/window/cases/{number}/messages", data=words).status_code == 303
    with engine.connect() as connection:
        (kept,) = connection.execute(select(messages)).all()
    assert (kept.staff, kept.audience, kept.text) == ("W001", "applicant", "示例留言")


def test_nobody_takes_over_a_closed_case(visitor, number, app, office_of_cases):
    enter(visitor)
    csrf = {"csrf": _csrf(visitor.get(f"/window/cases/{number}").text)}
    office_of_cases.decide(number, state="approved")
    visitor.get(f"/window/cases/{number}")
    answer = visitor.post(f"/window/cases/{number}/take", data=csrf)
    assert (answer.status_code, "已经办结" in answer.text) == (409, True)
    assert app.state.window.book.by_number(number).staff is None


def test_an_error_is_a_page(visitor, number):
    enter(visitor)
    for address, status in ((f"/window/cases/{number}X", 404), ("/window/nowhere", 404)):
        answer = visitor.get(address)
        assert (answer.status_code, "没有办成" in answer.text) == (status, True)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    answer = visitor.post(f"/window/cases/{number}/take", data={"csrf": "guessed"})
    assert (answer.status_code, "没有登记" in answer.text) == (403, True)


def test_many_pins_at_once_are_no_way_around_the_count(app, engine):
    room, pins, gate = app.state.window.staffroom, [f"{pin:06d}" for pin in range(30)], threading.Barrier(30)

    def come_in(pin: str) -> str | None:
        gate.wait()
        return room.come_in("W001", pin)

    with ThreadPoolExecutor(30) as pool:
        assert not any(pool.map(come_in, pins))
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(window_misses)).scalar_one() == 5
