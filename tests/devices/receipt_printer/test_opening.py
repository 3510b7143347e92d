"""From a place and a model to a printer: every spelling, and each that is none."""

import math
import os
import pty
import termios
import tty

import pytest

from devices.contract import PortMissing
from devices.ports import SerialPort
from devices.receipt_printer.emulator import emulate_escpos
from devices.receipt_printer.opening import escpos_printer, line_bytes_s, open_printer_port
from devices.receipt_printer.profiles import Profile, ProfileMissing, profile, profile_names
from kiosk.core.conditions import Outcome, Status


def test_a_place_with_its_model_prints(tmp_path, receipt):
    emulator = emulate_escpos(tmp_path, "epson-like")
    printer = escpos_printer(emulator.where)
    assert emulator.where.endswith("?profile=epson-like")
    assert printer.print(receipt, "A001").outcome is Outcome.PRINTED
    printer.close()
    emulator.close()


@pytest.mark.parametrize("where", ["usb:0fe6:811e:NOBODY", "/dev/no-such-printer", "tcp://127.0.0.1:1"])
def test_what_is_not_there_is_a_condition(where):
    printer = escpos_printer(where)
    assert (printer.condition().status, printer.condition().fault) == (Status.NO_DEVICE, "port_missing")


def test_a_model_that_is_none_names_the_known_ones():
    with pytest.raises(ProfileMissing, match="epson-like"):
        escpos_printer("tcp://127.0.0.1:1?profile=teletype")
    with pytest.raises(PortMissing, match="no option"):
        escpos_printer("tcp://127.0.0.1:1?model=epson-like")


@pytest.mark.parametrize("name", profile_names())
def test_every_model_of_the_room_can_be_read(name):
    model = profile(name)
    assert model.name == name
    assert 0 < model.width <= 832
    presenter = model.presenter
    for commands in () if presenter is None else (presenter.start, presenter.present, presenter.retract):
        assert bytes.fromhex(commands) or not commands


def test_a_model_in_a_file_of_its_own_and_one_that_is_wrong(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("width = 640\n[presenter]\nretract = '1D 65 02'\n")
    assert (profile(str(own)).width, profile(str(own)).name) == (640, "own")
    wrong = tmp_path / "wrong.toml"
    for text in ("width = 'wide'", "widht = 640", "width = "):
        wrong.write_text(text)
        profile.cache_clear()
        with pytest.raises(ProfileMissing, match="wrong"):
            profile(str(wrong))


def test_a_name_is_no_way_out_of_the_folder():
    with pytest.raises(ProfileMissing):
        profile("../../../etc/passwd")


def test_only_a_serial_line_has_a_speed():
    slow = Profile(baud=19200)
    assert line_bytes_s("/dev/kiosk/receipt-printer", slow) == 1920.0
    assert line_bytes_s("usb-path:1-1.4", slow) == 1920.0
    assert line_bytes_s("tcp://127.0.0.1:9100", slow) == math.inf
    assert line_bytes_s("usb:0fe6:811e:A", slow) == math.inf


@pytest.fixture
def serial_line():
    """A pseudo-terminal: the printer's end, and the path of the host's."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_the_model_sets_speed_and_flow_of_a_serial_line(serial_line):
    _, path = serial_line
    for flow, input_flag, control_flag in (
        ("none", 0, 0),
        ("xon_xoff", termios.IXON, 0),
        ("rts_cts", 0, termios.CRTSCTS),
    ):
        port = open_printer_port(path, Profile(baud=19200, flow=flow))
        assert isinstance(port, SerialPort)
        iflag, _, cflag, _, _, speed, _ = termios.tcgetattr(port._fd)
        assert (iflag & termios.IXON, cflag & termios.CRTSCTS, speed) == (input_flag, control_flag, termios.B19200)
        port.close()


def test_xoff_stops_the_line_and_xon_lets_it_go(serial_line):
    printer, path = serial_line
    port = open_printer_port(path, Profile(flow="xon_xoff"))
    os.write(printer, b"\x13")
    assert port.write(b"receipt", 0.2) == 0  # the kernel holds it
    os.write(printer, b"\x11")
    assert port.write(b"receipt", 2.0) == 7
    assert os.read(printer, 100) == b"receipt"
    port.close()
