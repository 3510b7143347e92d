"""`kiosk read-card`: read one ID card and print its fields, masked unless asked otherwise; or ask the reader itself."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from msgspec.structs import asdict, replace

from devices.contract import CardPhoto, CardReader, CardReading, DeviceError, DeviceRefused
from devices.id_card.failures import FAULT_OF, row
from devices.id_card.photo import PhotoDecoder
from devices.id_card.sdt_reader import SdtReader, open_reader
from kiosk.core.conditions import Status
from kiosk.core.idcard import IdCard, masked_address, masked_name, masked_number
from kiosk.settings import SettingsError, read_settings

NOTHING_CAME = 2
TROUBLE = 3
CANNOT_WRITE = 73  # EX_CANTCREAT of sysexits.h
UNUSABLE_SETTINGS = 78  # EX_CONFIG
INTERRUPTED = 130  # as shells report SIGINT
MASKED_DATE = "****-**-**"

_LABELS: Mapping[str, str] = {
    "type": "证件种类 type",
    "name": "姓名 name",
    "name_en": "英文姓名 English name",
    "nationality": "国籍 nationality",
    "sex": "性别 sex",
    "ethnicity": "民族 ethnicity",
    "birth_date": "出生日期 born",
    "valid_from": "有效期起 valid from",
    "valid_until": "有效期止 valid until",
    "address": "住址 address",
    "appended_address": "追加住址 appended address",
    "number": "证件号码 number",
    "issuer": "签发机关 issuer",
    "photo": "照片 photo",
    "management_number": "卡管理号 management number",
    "attempts": "尝试次数 attempts",
    "ms": "用时 ms",
    "status": "状态 status",
    "fault": "故障 fault",
    "module_id": "安全模块号 security module",
    "baud": "速率 baud",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the reader is, how long to wait, what to show."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", metavar="PORT", help="a path, or tcp://HOST:PORT")
    where.add_argument("--config", type=Path, metavar="FILE", help="port and wlt_library of a terminal's settings")
    parser.add_argument(
        "--timeout", type=_seconds, default=30.0, metavar="S", help="for the whole call, 30 if not given"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--reveal", action="store_true", help="do not mask name, numbers, birth date and addresses")
    parser.add_argument("--wlt-library", type=Path, metavar="FILE", help="decode the photo with this library")
    parser.add_argument("--photo", type=Path, metavar="FILE", help="write the photo there as a bitmap")
    parser.add_argument("--management", action="store_true", help="also read the card's management number")
    parser.add_argument("--reader-info", action="store_true", help="print the reader's own state and number; no card")


def run(arguments: argparse.Namespace) -> int:
    """Read once: 0 read, 2 no card came, 3 reader or card trouble."""
    try:
        port, library = _places(arguments)
    except SettingsError as error:
        return _complain(str(error), UNUSABLE_SETTINGS)
    photos = None if library is None else PhotoDecoder(library)
    try:
        with closing(open_reader(port, photos)) as reader:
            status = _tell_about_reader(reader, port, arguments) if arguments.reader_info else _read(reader, arguments)
    except DeviceError as error:
        fault = FAULT_OF[type(error)]
        code = f"{fault}, SW3 {error.code:02X}" if type(error) is DeviceRefused else fault
        return _complain(_said(fault, code), TROUBLE)
    except KeyboardInterrupt:
        return INTERRUPTED
    no_decoder = photos is None or not photos.usable
    if no_decoder and (arguments.photo is not None or photos is not None):
        _complain(_said("photo_unavailable"), status)
    return status


def _places(arguments: argparse.Namespace) -> tuple[str, Path | None]:
    """The reader's port and the library for photos; what the command line says comes first."""
    if arguments.config is None:
        return arguments.port, arguments.wlt_library
    devices = read_settings(arguments.config).devices
    return devices.id_card_reader, arguments.wlt_library or devices.wlt_library


def _tell_about_reader(reader: CardReader, port: str, arguments: argparse.Namespace) -> int:
    condition = reader.condition()
    fields: dict[str, object] = {"status": condition.status.value, "fault": condition.fault or None}
    if condition.status is not Status.ONLINE:
        return _complain(_said(condition.fault), TROUBLE)
    if isinstance(reader, SdtReader):
        info = reader.info()
        fields |= {"module_id": None if info.module_id is None else str(info.module_id)}
        fields |= {} if port.startswith("tcp://") else {"baud": info.baud}
    return _show(fields, arguments)


def _read(reader: CardReader, arguments: argparse.Namespace) -> int:
    reading = reader.read(arguments.timeout)
    if reading.trouble is not None:
        code = reading.trouble if reading.code is None else f"{reading.trouble}, SW3 {reading.code:02X}"
        return _complain(_said(reading.trouble, code), TROUBLE)
    if reading.card is None:
        return _complain(_said("no_card"), NOTHING_CAME)
    fields = _fields(reading.card if arguments.reveal else _masked(reading.card), reading)
    if arguments.management and isinstance(reader, SdtReader):
        number = reader.management_number()
        fields["management_number"] = None if number is None else _number(str(number), arguments)
    status = _show(fields, arguments)
    return _write(reading.photo, arguments.photo) or status


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


def _said(fault: str, detail: str = "") -> str:
    """The fault's number and sentence, and behind them its word with what the reader itself said."""
    return f"{row(fault).code} {row(fault).sentence()} [{detail or fault}]"


def _complain(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _show(fields: Mapping[str, object], arguments: argparse.Namespace) -> int:
    print(json.dumps(fields, ensure_ascii=False) if arguments.json else _lines(fields))
    return 0


def _write(photo: CardPhoto | None, path: Path | None) -> int:
    if path is None or photo is None:
        return 0
    try:
        path.touch(0o600, exist_ok=False)
        path.write_bytes(photo.bmp)
    except OSError as error:
        return _complain(f"写不了照片 {path}。 The photo cannot be written: {error.strerror}.", CANNOT_WRITE)
    return 0


def _masked(card: IdCard) -> IdCard:
    return replace(
        card,
        name=card.name and masked_name(card.name),
        name_en=card.name_en and masked_name(card.name_en),
        number=masked_number(card.number),
        birth_date=card.birth_date and MASKED_DATE,
        address=card.address and masked_address(card.address),
        appended_address=card.appended_address and masked_address(card.appended_address),
    )


def _number(number: str, arguments: argparse.Namespace) -> str:
    return number if arguments.reveal else f"{'*' * (len(number) - 4)}{number[-4:]}"


def _fields(card: IdCard, reading: CardReading) -> dict[str, object]:
    photo = None if reading.photo is None else f"{reading.photo.width_px}x{reading.photo.height_px}"
    values: dict[str, object] = {**asdict(card), "photo": photo, "attempts": reading.attempts, "ms": reading.ms}
    return {key: values[key] for key in _LABELS if key in values}


def _lines(fields: Mapping[str, object]) -> str:
    return "\n".join(f"{_LABELS[key]}: {'-' if value is None else value}" for key, value in fields.items())
