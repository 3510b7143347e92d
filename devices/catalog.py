"""The only list of drivers: one row a driver, with its name in the settings, how it is opened and how it is emulated.

The rows of one kind are typed by what that kind promises, so `named(CARD_READERS, "sdt").open(where)` is a CardReader.
Each factory imports its driver when it is called, and each emulator is named as ``module:function``: a terminal loads
only what it has. The contract suite calls every one of them.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from pkgutil import resolve_name
from typing import Generic, TypeVar

from msgspec import Struct

from devices.contract import (
    CardReader,
    CodeScanner,
    DocumentCamera,
    DocumentPrinter,
    Driver,
    Emulated,
    ReceiptPrinter,
    Speaker,
)
from kiosk.core.conditions import Device

Kind_co = TypeVar("Kind_co", bound=Driver, covariant=True)


class Entry(Struct, Generic[Kind_co], frozen=True):
    """One driver. `where` is an example of what `open` takes; `emulate` starts one in a directory of its own."""

    kind: Device
    name: str
    title_zh: str
    title_en: str
    where: str
    open: Callable[[str], Kind_co]
    emulate: Callable[[Path], Emulated]


def named(entries: Iterable[Entry[Kind_co]], name: str) -> Entry[Kind_co]:
    """The row of that name; KeyError when there is none."""
    for each in entries:
        if each.name == name:
            return each
    raise KeyError(name)


def _emulator(name: str) -> Callable[[Path], Emulated]:
    def start(directory: Path) -> Emulated:
        emulated: Emulated = resolve_name(name)(directory)
        return emulated

    return start


def _sdt(where: str) -> CardReader:
    from devices.id_card.sdt_reader import open_reader

    return open_reader(where)


CARD_READERS: tuple[Entry[CardReader], ...] = (
    Entry(
        Device.ID_CARD_READER,
        "sdt",
        "居民身份证阅读器（SAM_V，串口）",
        "ID card reader with SAM_V module on a serial line",
        "usb-path:1-1.4",
        _sdt,
        _emulator("devices.id_card.emulator:emulate_sdt"),
    ),
)


def _picture_scanner(where: str) -> CodeScanner:
    from devices.code_scanner.picture_scanner import open_scanner

    return open_scanner(where)


def _serial_scanner(where: str) -> CodeScanner:
    from devices.code_scanner.serial_scanner import open_serial_scanner

    return open_serial_scanner(where)


CODE_SCANNERS: tuple[Entry[CodeScanner], ...] = (
    Entry(
        Device.CODE_SCANNER,
        "camera",
        "扫码摄像头（别的程序提供画面，或一个文件夹）",
        "camera of another program on a socket, or a folder of pictures",
        "/run/kiosk/camera.sock",
        _picture_scanner,
        _emulator("devices.code_scanner.emulator:emulate_camera"),
    ),
    Entry(
        Device.CODE_SCANNER,
        "v4l2",
        "扫码摄像头（直接打开）",
        "camera opened by us through V4L2",
        "v4l2:usb-Maker_Camera_0001-video-index0?size=1280x720",
        _picture_scanner,
        _emulator("devices.code_scanner.emulator:emulate_v4l2"),
    ),
    Entry(
        Device.CODE_SCANNER,
        "serial-scanner",
        "串口扫码器",
        "2-D scanner module in line mode on a serial line",
        "/dev/kiosk/code-scanner?baud=9600",
        _serial_scanner,
        _emulator("devices.code_scanner.serial_emulator:emulate_serial_scanner"),
    ),
)


def _escpos(where: str) -> ReceiptPrinter:
    from devices.receipt_printer.opening import escpos_printer

    return escpos_printer(where)


RECEIPT_PRINTERS: tuple[Entry[ReceiptPrinter], ...] = (
    Entry(
        Device.RECEIPT_PRINTER,
        "escpos",
        "回执打印机（ESC/POS）",
        "receipt printer (ESC/POS)",
        "tcp://192.0.2.10:9100",
        _escpos,
        _emulator("devices.receipt_printer.emulator:emulate_escpos"),
    ),
)


def _spool(where: str) -> DocumentPrinter:
    from devices.document_printer.spool import SpoolPrinter

    return SpoolPrinter(Path(where))


def _ipp(where: str) -> DocumentPrinter:
    from devices.document_printer.ipp_printer import open_ipp

    return open_ipp(where)


DOCUMENT_PRINTERS: tuple[Entry[DocumentPrinter], ...] = (
    Entry(
        Device.DOCUMENT_PRINTER,
        "spool",
        "文书打印机（文件夹）",
        "A4 printer behind a spool folder",
        "/var/spool/kiosk/a4",
        _spool,
        _emulator("devices.document_printer.emulator:emulate_spool"),
    ),
    Entry(
        Device.DOCUMENT_PRINTER,
        "ipp",
        "文书打印机（IPP，网络）",
        "A4 printer over IPP",
        "ipp://192.0.2.11:631/ipp/print",
        _ipp,
        _emulator("devices.document_printer.ipp_emulator:emulate_ipp"),
    ),
)


def _document_camera(where: str) -> DocumentCamera:
    from devices.document_camera.desk_camera import open_desk_camera

    return open_desk_camera(where)


DOCUMENT_CAMERAS: tuple[Entry[DocumentCamera], ...] = (
    Entry(
        Device.DOCUMENT_CAMERA,
        "document-camera",
        "高拍仪",
        "document camera over the desk",
        "v4l2:usb-Maker_Document_Camera_0001-video-index0",
        _document_camera,
        _emulator("devices.document_camera.emulator:emulate_document_camera"),
    ),
)


def _pcsc(where: str) -> Driver:
    from devices.social_card.pcsc_reader import open_pcsc

    return open_pcsc(where)


SOCIAL_CARD_READERS: tuple[Entry[Driver], ...] = (
    Entry(
        Device.SOCIAL_CARD_READER,
        "pcsc",
        "社保卡读卡器（PC/SC）",
        "social security card reader over PC/SC",
        "*",
        _pcsc,
        _emulator("devices.social_card.emulator:emulate_pcsc"),
    ),
)


def _alsa(where: str) -> Speaker:
    from devices.speaker.alsa import open_alsa

    return open_alsa(where)


SPEAKERS: tuple[Entry[Speaker], ...] = (
    Entry(
        Device.SPEAKER,
        "alsa",
        "喇叭（ALSA）",
        "speaker through ALSA",
        "default",
        _alsa,
        _emulator("devices.speaker.emulator:emulate_alsa"),
    ),
)


def _ups(where: str) -> Driver:
    from devices.power.ups import open_ups

    return open_ups(where)


POWER: tuple[Entry[Driver], ...] = (
    Entry(
        Device.POWER,
        "ups",
        "不间断电源（NUT）",
        "UPS through Network UPS Tools",
        "kiosk@127.0.0.1:3493",
        _ups,
        _emulator("devices.power.emulator:emulate_ups"),
    ),
)


def _switch(where: str) -> Driver:
    from devices.cabinet.switch import open_switch

    return open_switch(where)


CABINETS: tuple[Entry[Driver], ...] = (
    Entry(
        Device.CABINET,
        "switch",
        "机柜门开关",
        "switch at the cabinet's door",
        "/sys/class/gpio/gpio17/value?closed=0",
        _switch,
        _emulator("devices.cabinet.emulator:emulate_switch"),
    ),
)

ENTRIES: tuple[Entry[Driver], ...] = (
    *CARD_READERS,
    *CODE_SCANNERS,
    *RECEIPT_PRINTERS,
    *DOCUMENT_PRINTERS,
    *DOCUMENT_CAMERAS,
    *SOCIAL_CARD_READERS,
    *SPEAKERS,
    *POWER,
    *CABINETS,
)
"""Every row there is."""
