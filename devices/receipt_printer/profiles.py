"""What differs between models of receipt printers, as data: one TOML file a model in ``profiles/``.

A model's facts stand there with their source. What nobody has told us is null: the driver then asks the printer
itself, once, or does without.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from devices.contract import PortMissing
from devices.ports import Flow

FOLDER = Path(__file__).parent / "profiles"
GENERIC = "generic-80"
BITS_A_BYTE = 10  # 8N1: a start and a stop bit around eight


class ProfileMissing(PortMissing):
    """There is no profile of this name, or it cannot be read: the printer cannot be used as it is set up."""


class Presenter(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mouth that holds the paper out to the citizen and may take it back. Commands are bytes in hexadecimal.

    `start` is sent with each initialising, `present` behind the cut, `retract` when a paper was left. `mouth` is how
    the sensor at the mouth is read (``full_status``: DLE EOT 14h, answered by 10 0F and four bytes), null without one.
    """

    start: str = ""
    present: str = ""
    retract: str = ""
    mouth: Literal["full_status"] | None = None
    taken_within_s: float = 30.0
    on_left: Literal["retract", "alarm"] = "alarm"


class Profile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One model. `width` in dots; `slowest_mm_s` is the slowest speed at which it prints; `buffer` in bytes.

    `job_id` is GS ( H fn 48, `in_turn` GS r 1, `auto_status` GS a, `clear` DLE DC4 fn 8; null is *ask it once*.
    `questions` are the n of DLE EOT that it answers, `questions_in_turn` says that it does so only when it has printed
    what came before, not in real time. `path` forces raster or text, null chooses by the line's speed.
    `near_end` says whether its low-paper sensor is believed. `han` are the hanzi of its own font, null is none known;
    `han_size` enlarges them: GS ! as every character, or FS ! beside ESC !, twice at most.
    """

    name: str = GENERIC
    width: int = 576
    dpi: int = 203
    slowest_mm_s: float = 100.0
    buffer: int | None = None
    baud: int = 115200
    flow: Flow = "none"
    cutter: bool = True
    native_qr: bool | None = None
    han: Literal["gb18030", "gbk"] | None = None
    han_size: Literal["gs!", "fs!"] = "gs!"
    path: Literal["raster", "text"] | None = None
    job_id: bool | None = None
    in_turn: bool | None = None
    auto_status: bool | None = None
    clear: bool | None = None
    questions: tuple[int, ...] = (1, 2, 3, 4)
    questions_in_turn: bool = False
    near_end: bool = True
    presenter: Presenter | None = None

    @property
    def serial_bytes_s(self) -> float:
        """What its serial line carries, in bytes a second."""
        return self.baud / BITS_A_BYTE

    def print_s(self, height_mm: float) -> float:
        """How long a paper of this height takes at the slowest speed."""
        return height_mm / self.slowest_mm_s


def profile_names() -> tuple[str, ...]:
    """The models there are files for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def profile(name: str = GENERIC) -> Profile:
    """The profile `name`, or the one in the file of that path (``.toml``); raises ProfileMissing."""
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{Path(name).name}.toml"
    try:
        return msgspec.convert({"name": path.stem} | tomllib.loads(path.read_text("utf-8")), Profile)
    except OSError as error:
        known = ", ".join(profile_names())
        raise ProfileMissing(f"没有型号 {name}。 There is no printer profile {name}; known: {known}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ProfileMissing(f"型号 {name} 的文件有错。 The printer profile {name} is wrong: {error}.") from error
