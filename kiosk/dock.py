"""The dock: the desk from which the world of a running demo is moved - cards, codes, paper, covers, plugs.

Each device of the demo listens on a control socket ``<device>.sock`` in the demo's directory
(`devices.emulation.Control`); the texts that its simulated phones got are the lines of ``phone.jsonl`` there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from devices.emulation import order

DEVICES = {
    "id-card": "身份证阅读器",
    "camera": "扫码摄像头",
    "receipt-printer": "回执打印机",
    "document-printer": "文书打印机",
    "ups": "不间断电源",
    "switch": "机柜门",
    "document-camera": "高拍仪",
}
PHONES = "phone.jsonl"


class DockError(Exception):
    """An order that was not carried out; the text is the sentence for whoever gave it."""


class NobodyThere(DockError):
    """No demo runs, or it has no such device, or the device does not answer."""


class OrderRefused(DockError):
    """The device understood and said no."""


class Text(Struct, frozen=True):
    """One message to a simulated phone."""

    at: str
    to: str
    text: str


def demo_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where a demo of this user keeps its sockets."""
    runtime = environ.get("XDG_RUNTIME_DIR") or "/tmp"  # noqa: S108 - the demo makes its own directory there, for its user only
    return Path(runtime) / f"kiosk-demo-{os.getuid()}"


class Dock:
    """Gives orders to the emulated devices whose control sockets lie in `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def devices(self) -> tuple[str, ...]:
        """The devices of this demo; NobodyThere when there is no demo."""
        found = tuple(device for device in DEVICES if self._socket(device).exists())
        if not found:
            raise NobodyThere("没有正在运行的演示，请先运行 script/demo。 No demo is running: start script/demo first.")
        return found

    def tell(self, device: str, do: str, **arguments: object) -> Mapping[str, Any]:
        """Give one order and return what the device adds to its yes; NobodyThere or OrderRefused otherwise."""
        if device not in self.devices():
            raise NobodyThere(f"这个演示里没有{DEVICES[device]}。 This demo has no {device}.")
        try:
            answer = order(str(self._socket(device)), do, **arguments)
        except (OSError, ValueError) as error:  # nobody listens any more, or the line ended within the answer
            raise NobodyThere(
                f"{DEVICES[device]}没有回答，演示可能已结束。 The {device} does not answer; has the demo ended?"
            ) from error
        if not answer.pop("ok", False):
            raise OrderRefused(f"{DEVICES[device]}不接受。 The {device} refuses: {answer.get('sentence')}.")
        return answer

    def texts(self) -> list[Text]:
        """What the simulated phones got, oldest first; NobodyThere when there is no demo."""
        self.devices()
        try:
            lines = (self._directory / PHONES).read_bytes().splitlines()
        except FileNotFoundError:
            return []
        return [msgspec.json.decode(line, type=Text) for line in lines]

    def _socket(self, device: str) -> Path:
        return self._directory / f"{device}.sock"
