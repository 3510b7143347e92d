"""The USB transport against a backend of pyusb that is an emulated printer's socket."""

import errno
import threading

import pytest
import usb.core

from devices.contract import DeviceGone, PortBusy, PortMissing
from devices.receipt_printer.usb_emulation import BUFFER, IN, OUT, EmulatedSocket
from devices.receipt_printer.usb_port import UsbPort

SOON_S = 0.05


@pytest.fixture
def socket():
    return EmulatedSocket()


@pytest.fixture
def port(socket):
    port = UsbPort(socket.place, socket)
    yield port
    port.close()


class Shelf(EmulatedSocket):
    """Several sockets on one bus."""

    def __init__(self, *sockets):
        super().__init__()
        self.sockets = sockets

    def enumerate_devices(self):
        return iter(self.sockets)

    def __getattribute__(self, name):
        own = object.__getattribute__(self, name)
        if not callable(own) or name.startswith("_") or name in ("enumerate_devices", "finalize"):
            return own
        return lambda socket, *rest: getattr(socket, name)(socket, *rest)


def test_bytes_go_both_ways(socket, port):
    assert port.write(b"receipt", SOON_S) == 7
    assert socket.read(SOON_S) == b"receipt"
    socket.write(b"\x12" * 100)
    assert port.read(10, SOON_S) == b"\x12" * 10
    assert port.read(4096, SOON_S) == b"\x12" * 54  # the rest of the first packet
    assert port.read(4096, SOON_S) == b"\x12" * 36
    assert port.read(4096, 0.0) == b""


def test_late_answers_are_thrown_away(socket, port):
    socket.write(b"\x12" * 200)
    port.read(1, SOON_S)
    port.flush_input()
    assert port.read(4096, 0.0) == b""


def test_a_far_end_that_stalls_is_counted_and_goes_on_later(socket, port):
    assert port.write(bytes(BUFFER + 5000), SOON_S) == BUFFER
    assert port.write(b"more", SOON_S) == 0
    taker = threading.Thread(target=lambda: [socket.read(1.0) for _ in range(3)])
    taker.start()
    assert port.write(bytes(5000), 5.0) == 5000
    taker.join()


@pytest.mark.parametrize("endpoint", [OUT, IN])
def test_a_halted_endpoint_is_cleared_and_no_byte_is_doubled(socket, port, endpoint):
    socket.halt(endpoint)
    assert port.write(b"abc", SOON_S) == (0 if endpoint == OUT else 3)
    assert port.read(10, SOON_S) == b""
    socket.write(b"\x12")
    assert port.read(10, SOON_S) == b"\x12"
    socket.read(0.0)
    assert port.write(b"abc", SOON_S) == 3
    assert socket.read(SOON_S) == b"abc"


def test_a_pulled_cable_is_gone_with_what_went_before(socket, port):
    puller = threading.Timer(SOON_S, socket.unplug)
    puller.start()
    with pytest.raises(DeviceGone) as gone:
        port.write(bytes(BUFFER + 5000), 5.0)
    puller.join()
    assert isinstance(gone.value.__cause__, usb.core.USBError)
    assert gone.value.args[1] <= BUFFER
    for again in (lambda: port.read(1, SOON_S), lambda: port.write(b"x", SOON_S), port.flush_input):
        with pytest.raises(DeviceGone):
            again()
    port.close()


def test_the_kernels_driver_is_sent_away_and_given_back(socket):
    assert socket.kernel_driver
    port = UsbPort(socket.place, socket)
    assert (socket.kernel_driver, socket.claimed) == (False, True)
    port.close()
    port.close()
    assert (socket.kernel_driver, socket.claimed, socket.resets) == (True, False, 0)
    socket.kernel_driver = False  # a system without usblp gets none
    UsbPort(socket.place, socket).close()
    assert not socket.kernel_driver


def test_a_device_is_configured_only_when_nobody_has_done_so(socket, port):
    assert socket.configured == 1
    fresh = EmulatedSocket(serial="B")
    fresh.configured = 0
    UsbPort(fresh.place, fresh).close()
    assert fresh.configured == 1


def test_another_program_that_holds_it_is_told_and_nothing_is_taken_from_it(socket, port):
    with pytest.raises(PortBusy):
        UsbPort(socket.place, socket)
    assert socket.claimed
    assert port.write(b"x", SOON_S) == 1


def test_two_hundred_times_pulled_and_put_back(socket):
    for _ in range(200):
        port = UsbPort(socket.place, socket)
        socket.unplug()
        with pytest.raises(DeviceGone):
            port.read(1, SOON_S)
        port.close()
        with pytest.raises(PortMissing):
            UsbPort(socket.place, socket)
        socket.plug()
    assert socket.claimed is False


@pytest.mark.parametrize("place", ["usb:0fe6:811e:OTHER", "usb:0fe6:0000:DEMO0001", "usb:printer", "usb:"])
def test_what_is_not_there_is_missing(socket, place):
    with pytest.raises(PortMissing):
        UsbPort(place, socket)


def test_never_the_first_of_two():
    one, two = EmulatedSocket(serial="ONE"), EmulatedSocket(serial="TWO")
    shelf = Shelf(one, two)
    with pytest.raises(PortMissing, match="more than one"):
        UsbPort("usb:0fe6:811e", shelf)
    UsbPort("usb:0fe6:811e:TWO", shelf).write(b"x", SOON_S)
    assert (one.read(0.0), two.read(SOON_S)) == (b"", b"x")
    UsbPort("usb:0fe6:811e", one).close()  # the only one needs no number


def test_a_user_who_may_not_is_told_so(socket):
    class Forbidden(EmulatedSocket):
        def claim_interface(self, handle, intf):
            raise usb.core.USBError("Access denied", -3, errno.EACCES)

    forbidden = Forbidden()
    with pytest.raises(PortBusy):
        UsbPort(forbidden.place, forbidden)
    assert forbidden.kernel_driver  # given back
