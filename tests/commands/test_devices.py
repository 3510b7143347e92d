"""`kiosk devices` against emulated devices in real places, as a technician would type it."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack

import pytest

from devices.catalog import (
    CABINETS,
    CARD_READERS,
    CODE_SCANNERS,
    DOCUMENT_CAMERAS,
    DOCUMENT_PRINTERS,
    POWER,
    RECEIPT_PRINTERS,
    SPEAKERS,
    named,
)
from kiosk.__main__ import main
from kiosk.core.conditions import Device
from kiosk.workers.acted import note_act

DEVICES = {
    "id_card_reader": (CARD_READERS, "sdt"),
    "receipt_printer": (RECEIPT_PRINTERS, "escpos"),
    "document_printer": (DOCUMENT_PRINTERS, "ipp"),
    "power": (POWER, "ups"),
    "cabinet": (CABINETS, "switch"),
}


@pytest.fixture
def world(tmp_path):
    """The emulated devices, by kind, and a settings file that names their places; there is no camera."""
    with ExitStack() as ends:
        emulated = {}
        for kind, (rows, name) in DEVICES.items():
            folder = tmp_path / kind
            folder.mkdir()
            emulated[kind] = named(rows, name).emulate(folder)
            ends.callback(emulated[kind].close)
        places = "".join(f'{kind} = "{each.where}"\n' for kind, each in emulated.items())
        (tmp_path / "data").mkdir()
        (tmp_path / "terminal.toml").write_text(
            f'data = "{tmp_path / "data"}"\n[devices]\n{places}document_driver = "ipp"\ncamera = "{tmp_path}/none"\n'
        )
        yield emulated


@pytest.fixture
def kiosk(world, tmp_path, capsys):
    def call(*words):
        status = main(["devices", *words, "--config", str(tmp_path / "terminal.toml")])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def objects(out):
    return {each.get("device", each.get("port")): each for each in map(json.loads, out.splitlines())}


def test_the_list_names_every_device_its_place_and_how_it_is(kiosk, world, tmp_path):
    world["cabinet"].verbs()["open_door"]()
    status, out, _ = kiosk("list", "--json")
    listed = objects(out)
    assert status == 1
    assert {*DEVICES, "code_scanner"} <= listed.keys()
    assert listed["id_card_reader"] == {
        "device": "id_card_reader",
        "driver": "sdt",
        "where": world["id_card_reader"].where,
        "status": "online",
        "paper": "unknown",
        "fault": "",
        "code": "",
        "who": "",
        "sentence": "正常。 It works.",
    }
    camera = listed["code_scanner"]
    assert (camera["status"], camera["who"], camera["code"][:2]) == ("noDevice", "technician", "S-")
    assert "。 " in camera["sentence"]
    assert (listed["cabinet"]["status"], listed["cabinet"]["who"]) == ("online", "keeper")


def test_the_list_can_be_read(kiosk, world):
    world["receipt_printer"].verbs()["run_out_of_paper"]()
    _, out, _ = kiosk("list")
    assert "receipt_printer" in out
    assert "paper_out P-03" in out
    assert "值守员" in out


@pytest.mark.parametrize("name", ["id_card_reader", "id-card-reader", "receipt_printer", "document_printer", "cabinet"])
def test_a_device_that_works_passes_its_test(kiosk, name):
    status, out, err = kiosk("test", name)
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 1


def test_the_test_of_a_reader_says_whether_a_card_lies_there_and_nothing_of_it(kiosk, world):
    assert "没有卡" in kiosk("test", "id_card_reader")[1]
    world["id_card_reader"].verbs()["insert_card"](name="zhang-jianguo")
    _, out, _ = kiosk("test", "id_card_reader", "--json")
    assert "有一张卡" in json.loads(out)["sentence"]
    assert "张" not in json.loads(out)["sentence"].replace("一张", "")


def test_a_test_prints_only_when_it_is_told_to(kiosk, world):
    papers = world["receipt_printer"].verbs()["papers"]
    kiosk("test", "receipt_printer")
    assert papers()["papers"] == []
    status, out, _ = kiosk("test", "receipt_printer", "--paper")
    assert (status, len(papers()["papers"])) == (0, 1)
    assert "gs_h" in out


def test_trouble_is_one_sentence_and_another_status(kiosk, world):
    world["receipt_printer"].verbs()["open_cover"]()
    status, out, err = kiosk("test", "receipt_printer", "--paper")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    world["receipt_printer"].unplug()
    assert kiosk("test", "receipt_printer")[0] == 69
    assert kiosk("test", "speaker")[0] == 69


def test_a_test_leaves_a_mark_for_a_terminal_that_gave_the_device_up(kiosk, tmp_path):
    kiosk("test", "id_card_reader")
    assert [each.name for each in (tmp_path / "data" / "acted").iterdir()] == ["id_card_reader"]


def test_a_mark_that_cannot_be_left_is_said(kiosk, tmp_path):
    (tmp_path / "data" / "acted").touch()  # whoever runs the tests may write everywhere: no folder can be made here
    status, out, err = kiosk("test", "id_card_reader")
    assert (status, len(out.splitlines()), len(err.splitlines())) == (0, 1, 1)
    assert "sudo" in err


def test_a_device_that_was_given_up_says_how_it_is_tried_again(kiosk, world, tmp_path):
    world["power"].verbs()["set_faults"](["refused"])
    _, out, err = kiosk("test", "power")
    assert (out, len(err.splitlines())) == ("", 1)
    assert "终端不再自己重试" in err
    assert "kiosk devices test power" in err


def test_the_watch_prints_what_changes_and_nothing_else(kiosk, world, tmp_path):
    timer = threading.Timer(1.5, world["cabinet"].verbs()["open_door"])
    timer.start()
    status, out, _ = kiosk("watch", "--seconds", "4", "--json")
    timer.join()
    lines = [json.loads(each) for each in out.splitlines()]
    assert status == 0
    changes = {kind: [each["fault"] for each in lines if each["device"] == kind] for kind in DEVICES}
    assert changes == {kind: [""] for kind in DEVICES} | {"cabinet": ["", "door_open"]}


def test_the_watch_sees_that_somebody_acted_at_a_device_that_was_given_up(kiosk, world, tmp_path):
    unknown = world["power"].where.replace("kiosk@", "nobody@")
    settings = tmp_path / "terminal.toml"
    settings.write_text(settings.read_text().replace(world["power"].where, unknown))
    timer = threading.Timer(1.5, note_act, (tmp_path / "data", Device.POWER))
    asked = []
    world["power"].answer = lambda question: asked.append(question) or "ERR UNKNOWN-UPS\n"
    timer.start()
    assert kiosk("watch", "--seconds", "4")[0] == 0
    timer.join()
    assert len(asked) == 2


def test_a_place_written_wrong_is_one_sentence_and_the_others_are_watched_all_the_same(kiosk, tmp_path):
    settings = tmp_path / "terminal.toml"
    settings.write_text(settings.read_text().replace('/none"', '/none?lens=blue"\ncamera_driver = "serial-scanner"'))
    status, out, err = kiosk("watch", "--seconds", "1.5", "--json")
    assert (status, {each["device"] for each in map(json.loads, out.splitlines())}) == (0, {*DEVICES})
    assert len(err.splitlines()) == 1
    assert "code_scanner 的位置写得不对。 The place of code_scanner is not right: " in err
    status, out, err = kiosk("test", "code_scanner")
    assert (status, out, len(err.splitlines())) == (69, "", 1)
    assert "写得不对。 " in err


@pytest.mark.parametrize("words", [(), ("test",), ("test", "toaster"), ("watch", "--seconds", "-1"), ("sing",)])
def test_wrong_usage_ends_with_64(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["devices", *words])
    assert ended.value.code == 64


@pytest.mark.parametrize("text", ['[devices]\nid_card_driver = "sesame"\n', "nonsense = 1\n", None])
def test_settings_that_cannot_be_used_are_one_sentence(text, tmp_path, capsys):
    if text is not None:
        (tmp_path / "t.toml").write_text(text)
    assert main(["devices", "list", "--config", str(tmp_path / "t.toml")]) == 78
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("kind", "rows", "name", "said"),
    [
        ("speaker", SPEAKERS, "alsa", "放了一声"),
        ("document_camera", DOCUMENT_CAMERAS, "document-camera", "没有可用的一页"),
        ("camera", CODE_SCANNERS, "camera", "没有看到二维码"),
    ],
)
def test_what_is_tried_fits_the_kind_of_device(tmp_path, capsys, kind, rows, name, said):
    emulated = named(rows, name).emulate(tmp_path)
    (tmp_path / "t.toml").write_text(
        f'data = "{tmp_path}"\n[devices]\n{kind} = "{emulated.where}"\n{kind}_driver = "{name}"\n'
    )
    tried = "code_scanner" if kind == "camera" else kind
    assert main(["devices", "test", tried, "--config", str(tmp_path / "t.toml")]) == 0
    assert said in capsys.readouterr().out
    emulated.unplug()
    assert main(["devices", "test", tried, "--config", str(tmp_path / "t.toml")]) == 69
    emulated.close()


def test_the_list_says_how_papers_are_proved_once_the_printer_was_asked(kiosk, world):
    def proof():
        return objects(kiosk("list", "--json")[1])["receipt_printer"]["proof"]

    assert "is asked before the first one" in proof()
    status, said, _ = kiosk("test", "receipt-printer", "--paper")
    assert (status, "gs_h" in said) == (0, True)
    assert "gs_h" in proof()
    assert len(world["receipt_printer"].papers()) == 1
    assert "gs_h" in kiosk("list")[1]


def test_looking_at_the_receipt_printer_moves_no_paper(kiosk, world):
    kiosk("list")
    kiosk("test", "receipt-printer")
    assert world["receipt_printer"].papers() == []
