"""The window staff's page in a real browser, against a real server: what a member of staff does in a morning."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time

import pytest
import uvicorn

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
def number(photographed_case) -> str:
    return photographed_case


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
