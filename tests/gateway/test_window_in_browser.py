"""The window staff's page in a real browser, against a real server: what a member of staff does in a morning."""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import uvicorn
from sqlalchemy import func, select

from kiosk.gateway.db import window_misses

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
STARTS_WITHIN_S = 30

pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Debian's chromium and chromium-driver are not installed"),
    pytest.mark.timeout(240),
]


@pytest.fixture
def served(app):
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(STARTS_WITHIN_S)


@pytest.fixture
def browser(tmp_path):
    from selenium import webdriver  # noqa: PLC0415 - slow to load, and only here

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600",
        f"--user-data-dir={tmp_path}/chromium",
    ):
        options.add_argument(flag)
    with contextlib.closing(_Browser(webdriver.Chrome(options, webdriver.ChromeService(DRIVER)))) as opened:
        yield opened


class _Browser:
    """What a member of staff does with the page."""

    def __init__(self, driver) -> None:
        self.driver = driver

    def close(self) -> None:
        self.driver.quit()

    def find(self, selector: str):
        return self.driver.find_element("css selector", selector)

    def text(self, selector: str = "main") -> str:
        return self.find(selector).text

    def fill(self, **fields: str) -> None:
        for id_, value in fields.items():
            self.find(f"#{id_}").clear()
            self.find(f"#{id_}").send_keys(value)

    def click(self, selector: str) -> None:
        """Click and wait until the page that follows is there."""
        before = self.find("html").id
        self.find(selector).click()
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            with contextlib.suppress(Exception):  # between two pages there is no element to ask
                if self.find("html").id != before:
                    return
            time.sleep(0.05)
        raise AssertionError(f"no page followed {selector}")


@pytest.fixture
def number(terminal, office_of_cases, persons) -> str:
    body = terminal.application(persons["zhang"])
    body["materials"].append(terminal.photographed())
    body["values"]["delivery_method"] = "post"
    return terminal.submit(body).json()["standing"]["case_number"]


def test_a_morning_at_the_window(served, browser, office_of_cases, number, persons, app, tmp_path):
    browser.driver.get(f"{served}/window")
    assert "请登录" in browser.text()
    browser.fill(staff="W001", pin="000000")
    browser.click("#enter")
    assert "工号或口令不对" in browser.text()
    browser.fill(staff="W001", pin="135790")
    browser.click("#enter")
    assert number in browser.text("#cases")
    assert "示例事项" in browser.text("#cases")
    browser.click("#cases a")
    shown = browser.text()
    assert persons["zhang"]["name"] in shown
    assert "第一种" in shown
    assert "月份" in shown
    assert "拍照上传，未核原件" in browser.text("#material-extra")
    browser.click("#material-extra form button")
    assert "窗口已核原件（W001）" in browser.text("#material-extra")
    assert office_of_cases.confirmed == ["extra"]
    browser.fill(text="请核对第二页 <script>alert(1)</script>")
    browser.click("#say")
    assert "请核对第二页 <script>alert(1)</script>" in browser.text("#messages")
    browser.click("#take")
    assert browser.text("#staff-of-case") == "W001"
    office_of_cases.ask_for(number, "book")
    browser.driver.refresh()
    assert "缺book：看得清" in browser.text("#missing")
    assert browser.text("#state") == "等补正"
    office_of_cases.wait_for(number, "promise")
    browser.driver.refresh()
    assert "等申请人带来的材料" in browser.text()
    assert browser.text("#state") == "已收件，等材料"
    assert "原件 1 份，还没有收到" in browser.text("#awaited-promise")
    browser.driver.save_screenshot(str(tmp_path / "awaited.png"))
    browser.click("#awaited-promise form button")
    assert "窗口已核原件（W001）" in browser.text("#material-promise")
    assert office_of_cases.confirmed == ["extra", "promise"]
    assert "等申请人带来的材料" not in browser.text()
    browser.driver.save_screenshot(str(tmp_path / "case.png"))
    assert browser.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    complaints = [each["message"] for each in browser.driver.get_log("browser") if "login" not in each["message"]]
    assert complaints == []  # the wrong PIN's 403 is the only one
    browser.click("#logout")
    browser.driver.get(f"{served}/window/cases/{number}")
    assert "请登录" in browser.text()


# --- the door, without a browser -------------------------------------------------------------------------------------


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


def test_the_log_says_which_staff_saw_and_confirmed_which_case_and_nobodys_name(visitor, number, persons, caplog):
    caplog.set_level(logging.INFO, "kiosk.gateway")
    enter(visitor)
    csrf = {"csrf": _csrf(visitor.get(f"/window/cases/{number}").text)}
    visitor.get(f"/window/cases/{number}/materials/extra.pdf")
    visitor.get(f"/window/cases/{number}/materials/nothing.pdf")
    for _ in range(2):  # the second finds nothing to confirm
        visitor.post(f"/window/cases/{number}/materials/extra/confirm", data=csrf)
    visitor.post(f"/window/cases/{number}/take", data=csrf)
    enter(visitor, "W003")
    visitor.get(f"/window/cases/{number}")
    lines = [(record.getMessage(), record.fields) for record in caplog.records if "window" in record.getMessage()]
    who = {"staff": "W001", "case_number": number}
    assert lines == [
        ("window_case_opened", who),
        ("window_paper_opened", who | {"material": "extra"}),
        ("window_paper_confirmed", who | {"material": "extra"}),
        ("window_case_taken", who),
    ]
    assert not any(text in str(lines) for text in persons["zhang"].values())


def test_an_error_is_a_page(visitor, number):
    enter(visitor)
    for address, status in ((f"/window/cases/{number}X", 404), ("/window/nowhere", 404)):
        answer = visitor.get(address)
        assert (answer.status_code, "没有办成" in answer.text) == (status, True)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    answer = visitor.post(f"/window/cases/{number}/take", data={"csrf": "guessed"})
    assert (answer.status_code, "没有登记" in answer.text) == (403, True)


def test_many_pins_at_once_are_no_way_around_the_count(app, engine):
    room, pins = app.state.window.staffroom, [f"{pin:06d}" for pin in range(12)]
    with ThreadPoolExecutor(12) as pool:
        assert not any(pool.map(lambda pin: room.come_in("W001", pin), pins))
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(window_misses)).scalar_one() == 5
