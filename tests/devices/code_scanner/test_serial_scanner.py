"""The serial scanner against an emulated module on a pseudo-terminal."""

import threading
import time
from contextlib import closing

import pytest

from devices.code_scanner.serial_emulator import SerialScannerEmulator, emulate_serial_scanner
from devices.code_scanner.serial_scanner import SAME_REQUEST_S, SerialScanner, open_serial_scanner
from devices.contract import DeviceError, DeviceRefused, PortMissing, WireError
from devices.emulation import PtyLine
from devices.faults import fault_of
from kiosk.core.conditions import Device, Presence, Status

ANY = frozenset({"qr"})
WAIT_S = 10.0


@pytest.fixture
def module(tmp_path):
    with closing(emulate_serial_scanner(tmp_path)) as module:
        yield module


@pytest.fixture
def scanner(module):
    with closing(open_serial_scanner(module.where)) as scanner:
        assert scanner.condition().usable
        yield scanner


def scanned(scanner, show, timeout_s=WAIT_S):
    """What is read when `show` happens while the request is open."""
    shower = threading.Timer(0.1, show)
    shower.start()
    try:
        return scanner.scan(ANY, timeout_s)
    finally:
        shower.join()


@pytest.mark.parametrize("suffix", ["cr", "lf", "crlf", "none"])
def test_a_code_arrives_with_every_suffix(tmp_path, suffix):
    link = str(tmp_path / "module")
    with (
        closing(SerialScannerEmulator(PtyLine(link), link, suffix)) as module,
        closing(open_serial_scanner(link)) as it,
    ):
        module.start()
        for text in ("KIOSK:CASE:1234", "和安市"):
            code = scanned(it, lambda text=text: module.show_text(text))
            assert (code.payload, code.text, code.format) == (text.encode(), text, "unknown")


def test_gbk_is_text_and_binary_is_bytes(module, scanner):
    code = scanned(scanner, lambda: module.show_text("身份证", "gbk"))
    assert (code.text, code.payload) == ("身份证", "身份证".encode("gbk"))
    code = scanned(scanner, lambda: module.show_code("00ff80"))
    assert (code.payload, code.text) == (b"\x00\xff\x80", None)


@pytest.mark.parametrize("fault", ["split-bytes", "late-half"])
def test_a_slow_module_is_read_whole_once_its_suffix_is_known(module, scanner, fault):
    assert scanned(scanner, lambda: module.show_text("first")).payload == b"first"
    module.set_faults([fault])
    assert scanned(scanner, lambda: module.show_text("KIOSK:CASE:1234")).payload == b"KIOSK:CASE:1234"


def test_a_look_between_two_scans_of_one_request_takes_no_code_away(module, scanner):
    assert scanned(scanner, lambda: module.show_text("first")).payload == b"first"
    module.set_faults(["late-half"])
    shower = threading.Timer(0.1, lambda: module.show_text("KIOSK:CASE:1234"))
    shower.start()
    assert scanner.scan(ANY, 0.4) is None
    assert scanner.condition().usable
    assert scanner.scan(ANY, WAIT_S).payload == b"KIOSK:CASE:1234"
    shower.join()


def test_a_module_that_does_not_know_its_trigger_is_a_fault_until_it_does(module):
    module.set_faults(["knows-no-command"])
    with closing(open_serial_scanner(f"{module.where}?newland=SCNTRG1")) as triggered:
        assert triggered.condition().fault == ""
        with pytest.raises(DeviceRefused):
            triggered.scan(ANY, WAIT_S)
        assert triggered.condition().fault == "trigger_refused"
        module.set_faults([])
        assert scanned(triggered, lambda: module.show_text("again")).payload == b"again"
        assert triggered.condition().fault == ""


def test_a_lost_suffix_costs_one_code_not_the_scanner(module, scanner):
    assert scanned(scanner, lambda: module.show_text("first")).payload == b"first"
    module.set_faults(["no-suffix"])
    assert scanned(scanner, lambda: module.show_text("lost"), timeout_s=3.0) is None
    assert scanned(scanner, lambda: module.show_text("read again")).payload == b"read again"


def test_a_code_from_before_the_request_never_counts(module, scanner):
    module.show_text("too early")
    assert scanned(scanner, lambda: module.show_text("asked for")).payload == b"asked for"


def test_the_rest_of_a_code_that_began_before_the_request_does_not_count(tmp_path):
    link = str(tmp_path / "line")
    line = PtyLine(link)
    with closing(line), closing(open_serial_scanner(f"{link}?suffix=line")) as scanner:
        assert scanner.condition().usable
        line.write(b"KIOSK:CASE:99")
        code = scanned(scanner, lambda: line.write(b"88\rKIOSK:CASE:1234\r"))
    assert code.payload == b"KIOSK:CASE:1234"


def test_a_code_cut_by_the_end_of_one_wait_counts_in_the_next_of_the_same_request(tmp_path):
    link = str(tmp_path / "line")
    line = PtyLine(link)
    with closing(line), closing(open_serial_scanner(f"{link}?suffix=line")) as scanner:
        assert scanned(scanner, lambda: line.write(b"KIOSK:"), timeout_s=0.3) is None
        assert SAME_REQUEST_S > 0.1
        assert scanned(scanner, lambda: line.write(b"CASE:1234\r")).payload == b"KIOSK:CASE:1234"


def test_what_is_shown_after_a_request_is_over_belongs_to_nobody(module, scanner):
    assert scanner.scan(ANY, 0.05) is None
    time.sleep(SAME_REQUEST_S + 0.1)
    module.show_text("while nobody asked")
    assert scanner.condition().usable
    assert scanner.scan(ANY, 0.3) is None


def test_noise_with_an_end_is_a_payload_like_any_other_and_what_follows_belongs_to_nobody(module, scanner):
    module.set_faults(["garbage"])
    code = scanned(scanner, lambda: module.show_text("after the noise"))
    assert (len(code.payload), code.payload[:2]) == (66, b"\x80\x81")
    assert scanner.scan(ANY, 0.3) is None


def test_bytes_without_an_end_are_said_and_pass(module, scanner):
    module.set_faults(["endless-line"])
    with pytest.raises(WireError):
        scanner.scan(ANY, 60.0)
    condition = scanner.condition()
    assert (condition.status, condition.fault) == (Status.HARDWARE_ERROR, "scanner_babbling")
    module.set_faults([])
    for _ in range(20):
        if scanner.condition().usable:
            break
    assert scanner.condition().usable


def test_a_plug_pulled_in_the_middle_of_a_code(module, scanner):
    module.set_faults(["unplug-mid-line"])
    with pytest.raises(DeviceError):
        scanned(scanner, lambda: module.show_text("KIOSK:CASE:1234"))
    condition = scanner.condition()
    assert (condition.status, condition.fault) == (Status.NO_DEVICE, "port_missing")
    module.set_faults([])
    module.plug()
    assert scanner.condition().usable
    assert scanned(scanner, lambda: module.show_text("whole")).payload == b"whole"


def test_a_port_held_by_another_program_is_busy(module, scanner):
    with closing(open_serial_scanner(module.where)) as second:
        assert second.condition().fault == "port_busy"


def test_a_trigger_is_sent_at_each_request_and_its_reply_is_no_code(module, scanner):
    scanner.close()
    with closing(open_serial_scanner(f"{module.where}?newland=SCNTRG1")) as triggered:
        assert scanned(triggered, lambda: module.show_text("read")).payload == b"read"
        assert triggered.scan(ANY, 0.05) is None
    assert module.state()["commands"] == ["SCNTRG1", "SCNTRG1"]


def test_it_cannot_tell_whether_somebody_is_there(scanner):
    assert scanner.presence(0.0) is Presence.UNKNOWN


def test_closing_twice_is_closing_once(scanner):
    scanner.close()
    scanner.close()
    assert scanner.condition().usable


@pytest.mark.parametrize("options", ["suffix=tab", "speed=1", "suffix", "baud=1", "suffix=idle&suffix=idle"])
def test_a_wrong_option_is_refused_with_a_sentence(options):
    with pytest.raises(PortMissing, match=r"\?"):
        open_serial_scanner(f"/dev/null?{options}")


def test_every_fault_has_its_row():
    for fault in ("port_missing", "port_busy", "scanner_babbling"):
        assert fault_of(Device.CODE_SCANNER, fault).code


def test_wrong_words_are_answered_with_the_right_ones(module):
    with pytest.raises(ValueError, match="known:"):
        module.set_faults(["rusty"])
    with pytest.raises(ValueError):
        module.show_text("x", "klingon")
    with pytest.raises(ValueError):
        module.show_code("no hex")


def test_the_scanner_waits_no_longer_than_asked(module):
    with closing(SerialScanner(QuietPort)) as scanner:
        assert scanner.scan(ANY, 0.02) is None


class QuietPort:
    """A line on which nothing ever comes."""

    def read(self, most, timeout_s):
        threading.Event().wait(timeout_s)
        return b""

    def write(self, data, timeout_s):
        return len(data)

    def flush_input(self):
        """Nothing to flush."""

    def close(self):
        """Nothing to close."""
