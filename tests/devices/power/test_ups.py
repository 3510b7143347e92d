"""The UPS driver against an emulated upsd, and upsd's words by themselves."""

from contextlib import closing

import pytest

from devices.contract import PortMissing
from devices.emulation import TcpLine
from devices.faults import faults
from devices.ports import open_port
from devices.power.emulator import FAULTS, UpsEmulator, emulate_ups
from devices.power.ups import open_ups
from devices.power.upsd_words import ERRORS, FAULTS_IN_ORDER, fault_in, status_question
from kiosk.core.conditions import Device, Status


@pytest.fixture
def ups(tmp_path):
    with closing(emulate_ups(tmp_path)) as ups:
        yield ups


@pytest.fixture
def driver(ups):
    with closing(open_ups(ups.where)) as driver:
        yield driver


def test_the_question_is_one_line_of_rfc_9271():
    assert status_question("kiosk") == b"GET VAR kiosk ups.status\n"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ('VAR kiosk ups.status "OL"', ""),
        ('VAR kiosk ups.status "OL CHRG LB"', ""),
        ('VAR kiosk ups.status "OL TRIM"', ""),
        ('VAR kiosk ups.status "OB DISCHRG"', "on_battery"),
        ('VAR kiosk ups.status "OB LB"', "battery_low"),
        ('VAR kiosk ups.status "LB OB RB"', "battery_low"),
        ('VAR kiosk ups.status "FSD OL"', "battery_low"),
        ('VAR kiosk ups.status "OL RB"', "battery_worn"),
        ('VAR kiosk ups.status "OL OVER"', "overload"),
        ('VAR kiosk ups.status "OFF"', "ups_off"),
        ('VAR kiosk ups.status ""', "ups_garbled"),
        ('VAR kiosk ups.status "WAIT"', "ups_gone"),
        ('VAR kiosk ups.status "BYPASS"', "ups_bypass"),
        ('VAR kiosk ups.status "OL BYPASS"', "ups_bypass"),
        ('VAR kiosk ups.load "OL"', "ups_garbled"),
        ("ERR DATA-STALE", "ups_gone"),
        ("ERR DRIVER-NOT-CONNECTED", "ups_gone"),
        ("ERR UNKNOWN-UPS", "ups_unknown"),
        ("ERR ACCESS-DENIED", "ups_refused"),
        ("ERR SOMETHING-NEW", "ups_garbled"),
        ("ERR ", "ups_garbled"),
        ("", "ups_garbled"),
    ],
)
def test_what_an_answer_means(answer, fault):
    assert fault_in(answer) == fault


def test_every_fault_has_its_row():
    named = {*ERRORS.values(), *(fault for _, fault in FAULTS_IN_ORDER)}
    named |= {"ups_garbled", "port_missing", "silent", "gone"}
    assert named == set(faults()[Device.POWER])


def test_a_power_cut_from_beginning_to_end(ups, driver):
    assert (driver.condition().status, driver.condition().fault) == (Status.ONLINE, "")
    ups.cut_mains()
    assert (driver.condition().status, driver.condition().fault) == (Status.ONLINE, "on_battery")
    ups.drain_battery(10)
    assert driver.condition().fault == "battery_low"
    ups.restore_mains()
    assert driver.condition().fault == ""


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("silent", "silent"),
        ("garbled", "ups_garbled"),
        ("driver-down", "ups_gone"),
        ("worn-battery", "battery_worn"),
        ("overload", "overload"),
        ("bypass", "ups_bypass"),
        ("starting", "ups_gone"),
        ("refused", "ups_refused"),
    ],
)
def test_every_fault_is_told_and_passes(ups, driver, name, fault):
    ups.set_faults([name])
    assert driver.condition().fault == fault
    ups.set_faults([])
    assert driver.condition().fault == ""


def test_every_emulated_fault_is_tried_above():
    assert len(FAULTS) == 8


def test_the_data_cable_and_the_daemon_come_back_by_themselves(ups, driver):
    ups.unplug()
    assert (driver.condition().status, driver.condition().fault) == (Status.NO_DEVICE, "ups_gone")
    ups.plug()
    assert driver.condition().fault == ""
    ups.stop_daemon()
    assert driver.condition().fault == "port_missing"
    ups.start_daemon()
    assert driver.condition().fault == ""


def test_another_ups_of_the_same_daemon_is_unknown(ups):
    with closing(open_ups(ups.where.replace("kiosk@", "other@"))) as driver:
        assert driver.condition().fault == "ups_unknown"


def test_an_answer_without_an_end_is_bounded(tmp_path):
    line = TcpLine("127.0.0.1:0")
    with closing(line), closing(open_ups(f"kiosk@{line.address}")) as driver:
        emulator = UpsEmulator(line)
        emulator.answer = lambda _: "x" * 5000
        emulator.start()
        assert driver.condition().fault == "ups_garbled"
        emulator.close()


@pytest.mark.parametrize("where", ["kiosk", "@localhost", "ki osk@localhost", "kiosk@", "kiosk@localhost:x"])
def test_a_place_of_another_form_is_refused(where):
    with pytest.raises(PortMissing, match=r"form"):
        open_ups(where)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("LIST UPS", 'BEGIN LIST UPS\nUPS kiosk "emulated"\nEND LIST UPS\n'),
        ("GET VAR kiosk battery.charge", 'VAR kiosk battery.charge "100"\n'),
        ("GET VAR kiosk input.voltage", "ERR VAR-NOT-SUPPORTED\n"),
        ("GET VAR kiosk", "ERR INVALID-ARGUMENT\n"),
        ("LOGOUT", "OK Goodbye\n"),
        ("SHUTDOWN", "ERR UNKNOWN-COMMAND\n"),
        (
            "LIST VAR kiosk",
            """BEGIN LIST VAR kiosk
VAR kiosk battery.charge "100"
VAR kiosk ups.mfr "emulated"
VAR kiosk ups.status "OL"
END LIST VAR kiosk
""",
        ),
    ],
)
def test_the_emulator_answers_like_upsd(ups, question, answer):
    port = open_port(f"tcp://{ups.where.partition('@')[2]}")
    with closing(port):
        port.write(question.encode() + b"\n", 1.0)
        heard = b""
        while len(heard) < len(answer) and (data := port.read(4096, 2.0)):
            heard += data
    assert heard.decode() == answer


def test_wrong_words_are_refused(ups):
    with pytest.raises(ValueError, match="known:"):
        ups.set_faults(["rusty"])
    with pytest.raises(ValueError, match="percent"):
        ups.drain_battery(101)
    assert ups.verbs()["state"]()["mains"] is True
