"""`kiosk read-card`: read one ID card and print its fields, masked unless asked otherwise."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping
from contextlib import closing
from functools import partial

from msgspec.structs import asdict, replace

from devices.contract import CardReading, DeviceError, DeviceRefused
from devices.id_card.sdt_reader import SdtReader
from devices.id_card.sentences import NO_CARD, TROUBLES, failure_sentence
from devices.ports import open_port
from kiosk.core.idcard import IdCard, masked_address, masked_name, masked_number

NOTHING_CAME = 2
TROUBLE = 3
INTERRUPTED = 130  # as shells report SIGINT

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
    "number": "证件号码 number",
    "issuer": "签发机关 issuer",
    "attempts": "尝试次数 attempts",
    "ms": "用时 ms",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the reader is, how long to wait, what to show."""
    parser.add_argument("--port", required=True, metavar="PORT", help="a path, or tcp://HOST:PORT")
    parser.add_argument(
        "--timeout", type=_seconds, default=30.0, metavar="S", help="for the whole call, 30 if not given"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--reveal", action="store_true", help="do not mask name, number and address")


def run(arguments: argparse.Namespace) -> int:
    """Read once: 0 read, 2 no card came, 3 reader or card trouble."""
    try:
        with closing(SdtReader(partial(open_port, arguments.port))) as reader:
            reading = reader.read(arguments.timeout)
    except DeviceError as error:
        sentence = failure_sentence(error)
        code = f"{sentence.id}, SW3 {error.code:02X}" if isinstance(error, DeviceRefused) else sentence.id
        return _complain(f"{sentence} [{code}]", TROUBLE)
    except KeyboardInterrupt:
        return INTERRUPTED
    if reading.trouble is not None:
        code = reading.trouble if reading.code is None else f"{reading.trouble}, SW3 {reading.code:02X}"
        return _complain(f"{TROUBLES[reading.trouble]} [{code}]", TROUBLE)
    if reading.card is None:
        return _complain(f"{NO_CARD} [{NO_CARD.id}]", NOTHING_CAME)
    fields = _fields(reading.card if arguments.reveal else _masked(reading.card), reading)
    print(json.dumps(fields, ensure_ascii=False) if arguments.json else _lines(fields))
    return 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


def _complain(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _masked(card: IdCard) -> IdCard:
    return replace(
        card,
        name=card.name and masked_name(card.name),
        name_en=card.name_en and masked_name(card.name_en),
        number=masked_number(card.number),
        address=card.address and masked_address(card.address),
    )


def _fields(card: IdCard, reading: CardReading) -> dict[str, object]:
    values: dict[str, object] = {**asdict(card), "attempts": reading.attempts, "ms": reading.ms}
    return {key: values[key] for key in _LABELS}


def _lines(fields: Mapping[str, object]) -> str:
    return "\n".join(f"{_LABELS[key]}: {'-' if value is None else value}" for key, value in fields.items())
