"""Stable places, over listings as `serial.tools.list_ports` makes them and over real files."""

from __future__ import annotations

import os
import pty

import pytest
from serial.tools.list_ports_common import ListPortInfo

from devices.contract import PortMissing
from devices.finding import FoundPort, found_ports, list_ports, resolve, trace
from devices.ports import open_port


def port(path, vid=None, pid=None, serial=None, location=None, product=None):
    """One row of a listing."""
    info = ListPortInfo(path)
    info.vid, info.pid, info.serial_number, info.location, info.product = vid, pid, serial, location, product
    return info


BUILT_IN = port("/dev/ttyS0")
READER = port("/dev/ttyUSB0", 0x1A86, 0x7523, None, "1-1.4", "USB Serial")  # the common bridge without a number
SCANNER = port("/dev/ttyACM0", 0x0C2E, 0x0CAA, "SN:42", "1-1.2:1.0", "Scanner")
TWINS = (
    port("/dev/ttyUSB1", 0x0403, 0x6001, "0001", "1-1.1"),
    port("/dev/ttyUSB2", 0x0403, 0x6001, "0001", "1-1.3"),
)
FOUR = tuple(port(f"/dev/ttyUSB{4 + n}", 0x0403, 0x6011, "FT4", f"1-2:1.{n}") for n in range(4))
ALL = (BUILT_IN, READER, SCANNER, *TWINS, *FOUR)


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("/dev/kiosk/id-card", "/dev/kiosk/id-card"),
        ("tcp://127.0.0.1:9100", "tcp://127.0.0.1:9100"),
        ("usb:0c2e:0caa:SN:42", "/dev/ttyACM0"),
        ("usb:0C2E:0CAA:SN:42", "/dev/ttyACM0"),
        ("usb:1a86:7523:", "/dev/ttyUSB0"),
        ("usb:1a86:7523", "/dev/ttyUSB0"),
        ("usb-path:1-1.4", "/dev/ttyUSB0"),
        ("usb-path:1-1.2", "/dev/ttyACM0"),
        ("usb-path:1-1.3", "/dev/ttyUSB2"),
        ("usb-path:1-2:1.2", "/dev/ttyUSB6"),
    ],
)
def test_a_place_leads_to_one_port(where, path):
    assert resolve(where, lambda: ALL) == path


@pytest.mark.parametrize("where", ["usb:1a86:7523:1", "usb:0000:0000:", "usb-path:1-1", "usb-path:", "usb:", "usb:x"])
def test_a_place_that_no_port_fits_is_missing(where):
    with pytest.raises(PortMissing, match=r"没有接上.*No serial port"):
        resolve(where, lambda: ALL)


@pytest.mark.parametrize(
    ("where", "instead"),
    [
        ("usb:0403:6001:0001", ("usb-path:1-1.1", "usb-path:1-1.3")),
        ("usb-path:1-2", ("usb-path:1-2:1.0", "usb-path:1-2:1.3")),
    ],
)
def test_a_place_that_two_ports_fit_is_refused_with_the_names_to_use(where, instead):
    with pytest.raises(PortMissing, match="More than one port") as refused:
        resolve(where, lambda: ALL)
    assert all(name in str(refused.value) for name in instead)


def test_every_name_that_is_shown_leads_back_to_its_port():
    found = found_ports(lambda: ALL)
    assert [each.path for each in found] == [each.device for each in ALL]
    assert [resolve(each.name, lambda: ALL) for each in found] == [each.path for each in found]
    assert found[2] == FoundPort("/dev/ttyACM0", "usb:0c2e:0caa:SN:42", "Scanner")
    assert (found[0].name, found[1].name) == ("/dev/ttyS0", "usb-path:1-1.4")


def test_the_real_listing_can_be_read():
    assert all(each.name for each in found_ports(list_ports))


def test_a_port_is_looked_up_anew_at_every_connect():
    device, host = pty.openpty()
    now = [port(os.ttyname(host), 0x1A86, 0x7523, "A1", "1-1.4")]
    opened = open_port("usb:1a86:7523:A1", listing=lambda: now)
    assert opened.write(b"x", 1.0) == 1
    assert os.read(device, 1) == b"x"
    opened.close()
    now.clear()
    with pytest.raises(PortMissing):
        open_port("usb:1a86:7523:A1", listing=lambda: now)
    os.close(device)
    os.close(host)


def test_a_trace_changes_when_the_thing_is_pulled_and_put_back(tmp_path):
    link = tmp_path / "reader"
    (tmp_path / "one").touch()
    link.symlink_to(tmp_path / "one")
    before = trace(str(link))
    assert trace(f"{link}?baud=9600") == before
    (tmp_path / "one").write_bytes(b"bytes that went over it")
    assert trace(str(link)) == before
    link.unlink()
    away = trace(str(link))
    link.symlink_to(tmp_path / "one")
    assert len({before, away, trace(str(link))}) == 3


def test_a_trace_of_a_usb_place_follows_the_port(tmp_path):
    (tmp_path / "tty").touch()
    here = [port(str(tmp_path / "tty"), 1, 2, "A")]
    assert trace("usb:0001:0002:A", lambda: here) == trace(str(tmp_path / "tty"))
    assert trace("usb:0001:0002:A", list) == trace("/nowhere/at/all")
    assert trace("tcp://127.0.0.1:1") == ""
