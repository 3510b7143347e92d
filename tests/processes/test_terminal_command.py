"""`kiosk terminal` as a technician meets it: what is set up wrongly is one sentence, what is missing stops nobody."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.catalogue import read_catalogue
from kiosk.settings import Settings
from tests.journeys.glass import Glass, open_glass
from tests.processes.patience import until

CANNOT_START = 78
START_S = 30.0
# Chinese first, English second, on one line.
SENTENCE = re.compile(r"[^\n]*[一-鿿][^\n]*[。：][^\n]*[A-Za-z][^\n]*\n")
ABSENT = """
[devices]
id_card_reader = "{here}/no-reader"
receipt_printer = "tcp://127.0.0.1:9"
document_printer = "{here}/no-spool"
camera = "{here}/no-camera"
"""


class Desk:
    """A terminal's settings in a directory of its own; what they name is there unless a test takes it away."""

    def __init__(self, here: Path) -> None:
        self.here = here
        self.config = here / "terminal.toml"
        self.token = here / "token"
        self.token.write_text("a-token-of-a-test\n")
        self.token.chmod(0o600)
        self.set_up()

    @property
    def screen_socket(self) -> Path:
        return self.here / "screen.sock"

    def set_up(self, more: str = "", **other: str) -> None:
        """Write the settings, some of them `other` than usual, and `more` tables."""
        usual = {
            "gateway": "http://127.0.0.1:9",  # the discard port: nobody listens
            "token_file": str(self.token),
            "data": str(self.here / "data"),
            "screen_socket": str(self.screen_socket),
        }
        lines = [f'{name} = "{value}"\n' for name, value in {**usual, **other}.items()]
        self.config.write_text("".join(lines) + (more or ABSENT.format(here=self.here)), "utf-8")

    def start(self) -> subprocess.Popen[str]:
        argv = (sys.executable, "-P", "-m", "kiosk", "terminal", "--config", str(self.config))
        return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("t"))


def no_settings(desk: Desk) -> None:
    desk.config.unlink()


def no_toml(desk: Desk) -> None:
    desk.config.write_text("gateway = ")


def no_text(desk: Desk) -> None:
    desk.config.write_bytes(b"\xff\xfe")


def unknown_setting(desk: Desk) -> None:
    desk.set_up(gatway="http://127.0.0.1:9")


def wrong_kind(desk: Desk) -> None:
    desk.set_up(keeper_minutes="five")


def unknown_driver(desk: Desk) -> None:
    desk.set_up(more='[devices]\nreceipt_driver = "laser"\n')


def no_time_at_all(desk: Desk) -> None:
    desk.set_up(more="[timing]\ncondition_every_s = 0\n")


def plain_http_abroad(desk: Desk) -> None:
    desk.set_up(gateway="http://gateway.example:80")


def no_url(desk: Desk) -> None:
    desk.set_up(gateway="http://[")


def no_token(desk: Desk) -> None:
    desk.token.unlink()


def token_for_all_to_read(desk: Desk) -> None:
    desk.token.chmod(0o644)


def empty_token(desk: Desk) -> None:
    desk.token.write_text("")


def key_for_all_to_read(desk: Desk) -> None:
    data = desk.here / "data"
    data.mkdir(mode=0o700)
    (data / "store.key").write_bytes(bytes(32))
    (data / "store.key").chmod(0o640)


def short_key(desk: Desk) -> None:
    key_for_all_to_read(desk)
    (desk.here / "data" / "store.key").write_bytes(bytes(31))
    (desk.here / "data" / "store.key").chmod(0o600)


def data_that_is_a_file(desk: Desk) -> None:
    (desk.here / "data").write_text("")


def no_assets(desk: Desk) -> None:
    desk.set_up(assets=str(desk.here / "nothing"))


def no_seal_authority(desk: Desk) -> None:
    desk.set_up(seal_authority=str(desk.here / "nothing.der"))


def socket_without_a_place(desk: Desk) -> None:
    desk.set_up(screen_socket=str(desk.token / "screen.sock"))


def socket_with_too_long_a_name(desk: Desk) -> None:
    desk.set_up(screen_socket=str(desk.here / ("s" * 120)))


def mirror_without_a_place(desk: Desk) -> None:
    desk.set_up(mirror_socket=str(desk.here / "nowhere" / "mirror.sock"))


WRONG: dict[str, Callable[[Desk], None]] = {
    each.__name__: each
    for each in (
        no_settings,
        no_toml,
        no_text,
        unknown_setting,
        wrong_kind,
        unknown_driver,
        no_time_at_all,
        plain_http_abroad,
        no_url,
        no_token,
        token_for_all_to_read,
        empty_token,
        key_for_all_to_read,
        short_key,
        data_that_is_a_file,
        no_assets,
        no_seal_authority,
        socket_without_a_place,
        socket_with_too_long_a_name,
        mirror_without_a_place,
    )
}

# One for each part that reads settings, and what a technician mistakes most easily.
OFTEN = {
    "no_settings",
    "unknown_setting",
    "unknown_driver",
    "plain_http_abroad",
    "no_token",
    "token_for_all_to_read",
    "key_for_all_to_read",
    "data_that_is_a_file",
    "no_assets",
    "mirror_without_a_place",
}


@pytest.mark.parametrize(
    "wrong", [pytest.param(each, marks=() if each in OFTEN else pytest.mark.nightly) for each in WRONG]
)
def test_what_is_set_up_wrongly_is_one_sentence(desk: Desk, wrong: str) -> None:
    WRONG[wrong](desk)
    terminal = desk.start()
    try:
        said, complained = terminal.communicate(timeout=START_S)
    finally:
        terminal.kill()
        terminal.communicate()
    assert SENTENCE.fullmatch(complained), complained
    assert (said, terminal.returncode) == ("", CANNOT_START)


def test_a_second_terminal_on_one_store_is_told_so(desk: Desk) -> None:
    first = desk.start()
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "terminal ready\n"
        desk.set_up(screen_socket=str(desk.here / "other.sock"))
        second = desk.start()
        said, complained = second.communicate(timeout=START_S)
        assert SENTENCE.fullmatch(complained), complained
        assert (said, second.returncode) == ("", CANNOT_START)
    finally:
        first.terminate()
        first.communicate(timeout=START_S)
    assert first.returncode == 0


def test_with_nothing_around_it_comes_up_and_says_what_is_missing(desk: Desk) -> None:
    terminal = desk.start()
    try:
        asyncio.run(_told_at_home(desk))
    finally:
        terminal.terminate()
        _, complained = terminal.communicate(timeout=START_S)
    assert (complained, terminal.returncode) == ("", 0)


async def _told_at_home(desk: Desk) -> None:
    await asyncio.to_thread(until, desk.screen_socket.exists, "the screen's socket")
    settings = Settings()
    words = read_catalogue(settings.assets, settings.centre()).words["zh"]
    glass = await open_glass(desk.screen_socket)
    try:
        await glass.wait_for("welcome")
        await glass.touch("start", "home")
        for missing in ("notice.offline", "notice.document_other", "notice.reader_other"):
            await glass.wait_until(lambda missing=missing: words(missing) in _notices(glass), missing)
        await glass.touch("matter:VER-TAX", "VER-TAX/form-1-1")
        await glass.touch("pick:way:scan", "VER-TAX/scan")
        await glass.wait_until(lambda: glass.face.body.notice is not None, "what is missing to scan")
    finally:
        await glass.close()


def _notices(glass: Glass) -> list[str]:
    body = glass.face.body if glass.face else None
    return [each.text for each in getattr(body, "notices", ())]
