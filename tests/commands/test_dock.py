"""The dock against real control sockets: an order arrives at the right device, and every no is a sentence."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.emulation import Control
from kiosk.__main__ import main
from kiosk.dock import demo_directory


class Desk:
    """A demo's directory with control sockets that remember what they were told."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.heard: list[tuple[str, str, dict[str, Any]]] = []
        self.controls: list[Control] = []

    def put(self, device: str, *verbs: str, **state: object) -> None:
        def heard(verb: str) -> Any:
            return lambda **arguments: self.heard.append((device, verb, arguments))

        table = {verb: heard(verb) for verb in verbs} | {"state": lambda: state}
        self.controls.append(Control(str(self.directory / f"{device}.sock"), table))

    def dock(self, *words: str) -> int:
        return main(["dock", "--dir", str(self.directory), *words])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    for control in desk.controls:
        control.close()


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("insert-card zhang", ("id-card", "insert_card", {"name": "zhang"})),
        ("pull-card", ("id-card", "pull_card", {})),
        ("show-text 你好", ("camera", "show_text", {"text": "你好"})),
        ("clear-code", ("camera", "clear", {})),
        ("lay-page form", ("document-camera", "lay_page", {"name": "form"})),
        ("take-page", ("document-camera", "take_page", {})),
        ("run-out-of-paper", ("receipt-printer", "run_out_of_paper", {})),
        ("refill --printer document", ("document-printer", "refill", {})),
        ("open-cover", ("receipt-printer", "open_cover", {})),
        ("close-cover", ("receipt-printer", "close_cover", {})),
        ("unplug camera", ("camera", "unplug", {})),
        ("plug id-card", ("id-card", "plug", {})),
    ],
)
def test_an_order_reaches_its_device(desk: Desk, words: str, heard: tuple[str, str, dict[str, Any]]) -> None:
    desk.put(heard[0], heard[1])
    assert desk.dock(*words.split()) == 0
    assert desk.heard == [heard]


def test_both_printers_run_out_of_paper(desk: Desk) -> None:
    desk.put("receipt-printer", "run_out_of_paper")
    desk.put("document-printer", "run_out_of_paper")
    assert desk.dock("run-out-of-paper", "--printer", "both") == 0
    assert [device for device, _, _ in desk.heard] == ["receipt-printer", "document-printer"]


def test_a_picture_is_named_by_its_whole_path(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.put("camera", "show_code")
    (desk.directory / "code.png").touch()
    monkeypatch.chdir(desk.directory)
    assert desk.dock("show-code", "code.png") == 0
    assert desk.heard == [("camera", "show_code", {"file": str(desk.directory / "code.png")})]


def test_a_picture_that_is_not_there_is_a_sentence(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("camera", "show_code")
    assert desk.dock("show-code", "none.png") == 66
    assert capsys.readouterr().err == "没有文件 none.png。 There is no file none.png.\n"
    assert desk.heard == []


def test_without_a_demo_there_is_a_sentence(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("pull-card", "status", "phone"):
        assert desk.dock(words) == 69
        assert "No demo is running" in capsys.readouterr().err


def test_a_device_the_demo_does_not_have_is_a_sentence(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("camera")
    assert desk.dock("pull-card") == 69
    assert "This demo has no id-card" in capsys.readouterr().err


def test_a_demo_that_died_is_a_sentence(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(desk.directory / "id-card.sock"))
    assert desk.dock("pull-card") == 69
    assert "has the demo ended?" in capsys.readouterr().err


def test_what_a_device_refuses_is_passed_on(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    def insert_card(name: str) -> None:
        raise ValueError(f"there is no card {name}")

    desk.controls.append(Control(str(desk.directory / "id-card.sock"), {"insert_card": insert_card}))
    assert desk.dock("insert-card", "nobody") == 1
    assert "there is no card nobody" in capsys.readouterr().err


def test_status_names_every_device_of_the_demo(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("id-card", card="zhang")
    desk.controls.append(Control(str(desk.directory / "camera.sock"), {}))
    desk.put("receipt-printer", paper="out", cover_open=False)
    assert desk.dock("status") == 0
    assert capsys.readouterr().out.splitlines() == [
        "身份证阅读器 id-card: card zhang",
        '扫码摄像头 camera: 扫码摄像头不接受。 The camera refuses: say {"do": VERB, ...} in one line; verbs: .',
        "回执打印机 receipt-printer: paper out, cover_open False",
    ]


def test_the_phone_shows_the_last_texts(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("camera")
    assert desk.dock("phone") == 0
    assert "No text was sent yet" in capsys.readouterr().out
    lines = [f'{{"at": "10:0{n}", "to": "1380000000{n}", "text": "验证码 {n}"}}\n' for n in range(3)]
    (desk.directory / "phone.jsonl").write_text("".join(lines))
    assert desk.dock("phone", "--last", "2") == 0
    assert capsys.readouterr().out == "10:01  13800000001  验证码 1\n10:02  13800000002  验证码 2\n"


@pytest.mark.parametrize("words", ["", "unplug toaster", "insert-card", "refill --printer none"])
def test_a_wrong_word_is_a_usage_error(desk: Desk, words: str) -> None:
    with pytest.raises(SystemExit, match="64"):
        desk.dock(*words.split())


def test_each_user_has_a_directory_of_their_own() -> None:
    assert demo_directory({"XDG_RUNTIME_DIR": "/run/user/7"}).parent == Path("/run/user/7")
    assert demo_directory({}).parent == Path("/tmp")
