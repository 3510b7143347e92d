"""`kiosk read-card` and `kiosk emulate id-card` as real processes, as a technician runs them."""

import json
import signal
import subprocess
import sys

import pytest

from devices.ports import open_port
from kiosk.core.idcard import IdCard

KIOSK = [sys.executable, "-m", "kiosk"]


def kiosk(*arguments):
    return subprocess.run([*KIOSK, *arguments], capture_output=True, text=True, timeout=30, check=False)


class Emulated:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([*KIOSK, "emulate", "id-card", *arguments], stdout=subprocess.PIPE, text=True)
        self.ready = self.process.stdout.readline()

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        status = self.process.wait(10)
        self.process.stdout.close()
        return status


@pytest.fixture
def emulate():
    running = []

    def start(*arguments):
        running.append(Emulated(*arguments))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            each.end()


def test_the_default_card_masked_and_revealed_over_a_link(emulate, tmp_path):
    link = str(tmp_path / "reader")
    assert "ready" in emulate("--link", link).ready
    masked = kiosk("read-card", "--port", link, "--json")
    assert (masked.returncode, masked.stderr) == (0, "")
    card = json.loads(masked.stdout)
    assert set(card) == {*IdCard.__struct_fields__, "photo", "attempts", "ms"}
    assert (card["name"], card["number"], card["address"]) == ("张**", "110105********9911", "北京市朝阳区**********")
    assert (card["type"], card["sex"], card["ethnicity"], card["valid_until"]) == ("resident", "男", "汉", "长期")
    assert (card["name_en"], card["nationality"], card["attempts"]) == (None, None, 1)
    assert (card["birth_date"], card["appended_address"], card["photo"]) == ("****-**-**", None, None)
    revealed = json.loads(kiosk("read-card", "--port", link, "--json", "--reveal").stdout)
    assert (revealed["name"], revealed["number"]) == ("张建国", "110105195203189911")
    assert revealed["birth_date"] == "1952-03-18"
    plain = kiosk("read-card", "--port", link)
    assert "张**" in plain.stdout
    assert not [each for each in ("张建国", "1952", "0318", "03-18") if each in plain.stdout]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_emulator_ends_cleanly_and_takes_its_link_away(emulate, tmp_path, number):
    running = emulate("--link", str(tmp_path / "reader"), "--control", str(tmp_path / "control"))
    assert running.end(number) == 0
    assert list(tmp_path.iterdir()) == []


def test_over_tcp_with_a_fault_and_another_card(emulate):
    ready = emulate("--tcp", "127.0.0.1:0", "--card", "foreigner-2023", "--fault", "read-fails-once").ready
    where = next(word for word in ready.replace(",", " ").split() if word.startswith("tcp://"))
    card = json.loads(kiosk("read-card", "--port", where, "--json", "--reveal").stdout)
    assert (card["type"], card["name_en"]) == ("foreigner", "DE BRUIJN SPECIMEN, WILLEKE LISELOTTE")
    assert (card["nationality"], card["address"], card["attempts"]) == ("NLD", None, 2)


def test_the_reader_tells_its_state_number_and_speed(emulate, tmp_path):
    link = str(tmp_path / "reader")
    emulate("--link", link, "--no-card", "--fault", "baud-57600")
    told = json.loads(kiosk("read-card", "--port", link, "--reader-info", "--json").stdout)
    number = "05.01-20260101-0000000000-0000000000"
    assert told == {"status": "online", "fault": None, "module_id": number, "baud": 57600}
    assert number in kiosk("read-card", "--port", link, "--reader-info").stdout


def test_an_appended_address_and_the_management_number_are_masked(emulate, tmp_path):
    link = str(tmp_path / "reader")
    emulate("--link", link, "--card", "moved-twice")
    masked, revealed = (
        json.loads(kiosk("read-card", "--port", link, "--json", "--management", *more).stdout)
        for more in ((), ("--reveal",))
    )
    assert (masked["appended_address"], revealed["appended_address"]) == (
        "北京市朝阳区**********",
        "北京市朝阳区示例乡样本村三组6号",
    )
    assert masked["management_number"] == "*" * 54 + "0000"
    assert revealed["management_number"] == f"{'0' * 8}-{'0' * 16}-{'0' * 32}"


def test_port_and_photo_library_come_from_the_settings(emulate, tmp_path):
    link, library = str(tmp_path / "reader"), tmp_path / "nothing.so"
    emulate("--link", link)
    (tmp_path / "terminal.toml").write_text(
        f'[devices]\nid_card_reader = "{link}"\nwlt_library = "{library}"\n', "utf-8"
    )
    ended = kiosk("read-card", "--config", str(tmp_path / "terminal.toml"), "--photo", str(tmp_path / "photo.bmp"))
    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert ended.stderr.endswith("[photo_unavailable]\n")
    assert not (tmp_path / "photo.bmp").exists()


def test_settings_that_cannot_be_used_are_78_with_one_sentence(tmp_path):
    ended = kiosk("read-card", "--config", str(tmp_path / "nothing.toml"))
    assert (ended.returncode, ended.stderr.count("\n")) == (78, 1)


def test_a_reader_in_a_cloud_is_refused():
    for more in ((), ("--reader-info",)):
        ended = kiosk("read-card", "--port", "https://reader.example", *more)
        assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
        assert ended.stderr.endswith("[cloud_reader]\n")


def test_no_card_is_2_and_says_so(emulate, tmp_path):
    link = str(tmp_path / "reader")
    emulate("--link", link, "--no-card")
    ended = kiosk("read-card", "--port", link, "--timeout", "0.5", "--json")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fault", "verification-fails"), "[unreadable_card, SW3 33]"),
        (("--fault", "not-permitted"), "[refused, SW3 23]"),
        (("--fault", "silence"), "[silent]"),
        (("--card", "unknown-flag"), "[unsupported_card]"),
    ],
)
def test_troubles_are_3_with_one_sentence_and_the_code(emulate, tmp_path, arguments, code):
    link = str(tmp_path / "reader")
    emulate("--link", link, *arguments)
    ended = kiosk("read-card", "--port", link)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.endswith(f"{code}\n")
    assert ended.stderr.count("\n") == 1


def test_a_missing_port_is_3_with_one_sentence():
    ended = kiosk("read-card", "--port", "/nowhere/reader")
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert ended.stderr.endswith("[port_missing]\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("read-card",),
        ("read-card", "--port", "x", "--timeout", "0"),
        ("read-card", "--port", "x", "--timeout", "nan"),
        ("read-card", "--port", "x", "--config", "y"),
        ("emulate", "id-card"),
        ("emulate", "id-card", "--tcp", "nonsense"),
        ("emulate", "id-card", "--tcp", "127.0.0.1:99999"),
        ("emulate", "id-card", "--tcp", ":1"),
        ("emulate", "id-card", "--link", "a", "--tcp", "b:1"),
        ("emulate", "id-card", "--link", "a", "--card", "nobody"),
        ("emulate", "id-card", "--link", "a", "--fault", "nothing"),
    ],
)
def test_usage_errors_are_64(arguments):
    ended = kiosk(*arguments)
    assert ended.returncode == 64
    assert "usage:" in ended.stderr


@pytest.mark.parametrize("where", [("--tcp", "192.0.2.1:1"), ("--link", "/proc/reader")])
def test_where_it_cannot_answer_it_says_so(where):
    ended = kiosk("emulate", "id-card", *where)
    assert (ended.returncode, ended.stderr.count("\n")) == (69, 1)


@pytest.mark.parametrize(("option", "name"), [("--list-cards", "zhang-jianguo"), ("--list-faults", "read-fails-once")])
def test_lists_are_one_line_a_name(option, name):
    ended = kiosk("emulate", "id-card", option)
    assert ended.returncode == 0
    assert name in [line.partition(":")[0] for line in ended.stdout.splitlines()]
    assert all(": " in line for line in ended.stdout.splitlines())


def test_a_port_that_another_program_holds_is_3_and_says_that(emulate, tmp_path):
    link = str(tmp_path / "reader")
    emulate("--link", link)
    holder = open_port(link)
    ended = kiosk("read-card", "--port", link)
    holder.close()
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert ended.stderr.endswith("[port_busy]\n")
    assert kiosk("read-card", "--port", link).returncode == 0
