"""`kiosk dock`: what a hand would do at the terminal, done to the emulated devices of a running demo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kiosk.__main__ import MISSING_INPUT
from kiosk.dock import DEVICES, Dock, DockError, NobodyThere, demo_directory

NO_DEMO = 69  # EX_UNAVAILABLE of sysexits.h
REFUSED = 1
PRINTERS = {
    "receipt": ("receipt-printer",),
    "document": ("document-printer",),
    "both": ("receipt-printer", "document-printer"),
}


class _Verb(NamedTuple):
    line: str
    device: str
    do: str
    argument: str = ""  # how the emulator calls the one argument, if it takes one


AT_ONE_DEVICE = {
    "insert-card": _Verb("lay a synthetic card on the reader / 放上身份证", "id-card", "insert_card", "name"),
    "pull-card": _Verb("take it away / 拿走身份证", "id-card", "pull_card"),
    "show-code": _Verb("hold a picture in front of the camera / 出示一张图片", "camera", "show_code", "file"),
    "show-text": _Verb("hold a QR code of a text in front of it / 出示文字的二维码", "camera", "show_text", "text"),
    "lay-page": _Verb("lay a page under the document camera / 放上一页材料", "document-camera", "lay_page", "name"),
    "take-page": _Verb("take it away / 拿走材料", "document-camera", "take_page"),
    "cut-mains": _Verb("the power fails / 停电", "ups", "cut_mains"),
    "restore-mains": _Verb("the power is back / 来电", "ups", "restore_mains"),
    "open-door": _Verb("open the cabinet / 打开柜门", "switch", "open_door"),
    "close-door": _Verb("close it / 关上柜门", "switch", "close_door"),
    "take-paper": _Verb("take the receipt out of the mouth / 取走小票", "receipt-printer", "take_paper"),
    "clear-code": _Verb("take it away / 拿开二维码", "camera", "clear"),
}
AT_A_PRINTER = {
    "run-out-of-paper": "the paper ends / 纸用完了",
    "refill": "new paper / 装上新纸",
    "open-cover": "open the cover / 打开机盖",
    "close-cover": "close it / 合上机盖",
}
AT_ANY_DEVICE = {"unplug": "pull its cable / 拔掉连线", "plug": "put it back / 插回连线"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing a hand can do."""
    parser.add_argument("--dir", type=Path, default=demo_directory(), help="the demo's directory (%(default)s)")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, verb in AT_ONE_DEVICE.items():
        own = verbs.add_parser(name, help=verb.line)
        own.set_defaults(act=_at_one_device)
        if verb.argument:
            own.add_argument("value", metavar=verb.argument.upper())
    for name, line in AT_A_PRINTER.items():
        own = verbs.add_parser(name, help=line)
        own.set_defaults(act=_at_printers)
        own.add_argument("--printer", choices=PRINTERS, default="receipt", help="which (%(default)s)")
    for name, line in AT_ANY_DEVICE.items():
        own = verbs.add_parser(name, help=line)
        own.set_defaults(act=_at_any_device)
        own.add_argument("device", choices=DEVICES, metavar="DEVICE", help=", ".join(DEVICES))
    own = verbs.add_parser("phone", help="the last texts to simulated phones / 模拟手机收到的验证码")
    own.set_defaults(act=_phone)
    own.add_argument("--last", type=int, default=5, metavar="N", help="how many (%(default)s)")
    verbs.add_parser("status", help="every device / 各设备状态").set_defaults(act=_status)


def run(arguments: argparse.Namespace) -> int:
    """Give the order: 0 done, 1 refused by the device, 66 no such file, 69 no demo."""
    act: Callable[[Dock, argparse.Namespace], int] = arguments.act
    try:
        return act(Dock(arguments.dir), arguments)
    except DockError as error:
        print(error, file=sys.stderr)
        return NO_DEMO if isinstance(error, NobodyThere) else REFUSED


def _at_one_device(dock: Dock, arguments: argparse.Namespace) -> int:
    verb = AT_ONE_DEVICE[arguments.verb]
    if not verb.argument:
        dock.tell(verb.device, verb.do)
        return 0
    value = arguments.value
    if verb.argument == "file":
        value = str(Path(value).absolute())  # the emulator works in another directory
        if not Path(value).is_file():
            print(f"没有文件 {arguments.value}。 There is no file {arguments.value}.", file=sys.stderr)
            return MISSING_INPUT
    dock.tell(verb.device, verb.do, **{verb.argument: value})
    return 0


def _at_printers(dock: Dock, arguments: argparse.Namespace) -> int:
    for device in PRINTERS[arguments.printer]:
        dock.tell(device, arguments.verb.replace("-", "_"))
    return 0


def _at_any_device(dock: Dock, arguments: argparse.Namespace) -> int:
    dock.tell(arguments.device, arguments.verb)
    return 0


def _phone(dock: Dock, arguments: argparse.Namespace) -> int:
    texts = dock.texts()[-arguments.last :]
    for text in texts:
        print(f"{text.at}  {text.to}  {text.text}")
    if not texts:
        print("还没有短信。 No text was sent yet.")
    return 0


def _status(dock: Dock, _: argparse.Namespace) -> int:
    for device in dock.devices():
        print(f"{DEVICES[device]} {device}: {_state(dock, device)}")
    return 0


def _state(dock: Dock, device: str) -> str:
    try:
        return ", ".join(f"{name} {value}" for name, value in dock.tell(device, "state").items())
    except DockError as error:  # one device in trouble must not hide the others
        return str(error)
