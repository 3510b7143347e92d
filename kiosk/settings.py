"""Typed settings from one TOML file; everything has a working value for development."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import msgspec
from msgspec import Meta, Struct

from kiosk.core.matters import Centre

Seconds = Annotated[float, Meta(ge=0.1, le=3600)]  # without a pause the terminal would do nothing else


class SettingsError(Exception):
    """The settings file is missing or wrong; the sentence says where."""


class Devices(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the devices are: a path or ``tcp://HOST:PORT``; the A4 spool is a folder, the camera a socket."""

    id_card_reader: str = "/dev/kiosk/id-card"
    receipt_printer: str = "/dev/kiosk/receipt-printer"
    document_printer: str = "/var/spool/kiosk/a4"
    camera: str = "/run/kiosk/camera.sock"
    id_card_driver: str = "sdt"
    receipt_driver: str = "escpos"
    receipt_profile: str = ""  # the model: a name of devices/receipt_printer/profiles, or a .toml file of its own
    document_driver: str = "spool"
    camera_driver: str = "camera"
    document_camera: str = ""  # what a terminal need not have is empty here
    document_camera_driver: str = "document-camera"
    social_card_reader: str = ""
    social_card_driver: str = "pcsc"
    speaker: str = ""
    speaker_driver: str = "alsa"
    power: str = ""
    power_driver: str = "ups"
    cabinet: str = ""
    cabinet_driver: str = "switch"
    wlt_library: Path | None = None  # the customer's own decoder of card photos; for `kiosk read-card`

    @property
    def receipt_place(self) -> str:
        """Where the receipt printer is and which model, as its driver takes both."""
        model = f"?profile={quote(self.receipt_profile)}" if self.receipt_profile else ""
        return self.receipt_printer + model


class Timing(Struct, frozen=True, forbid_unknown_fields=True):
    """How often the terminal looks at things, in seconds."""

    condition_every_s: Seconds = 5.0
    health_every_s: Seconds = 5.0
    room_every_s: Seconds = 5.0


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """One terminal."""

    terminal: str = "ZZ-000001"
    centre_zh: str = "和安市政务服务中心"
    centre_en: str = "He'an Public Service Centre"
    keeper_name: str = "王某某"
    keeper_phone: str = "0000-0000"
    keeper_minutes: int = 5
    allowed_hosts: tuple[str, ...] = ()
    demo: bool = True
    gateway: str = "http://127.0.0.1:8034"
    token_file: Path = Path("/etc/kiosk/token")
    seal_authority: Path | None = None
    data: Path = Path("/var/lib/kiosk")
    screen_socket: Path = Path("/run/kiosk/screen.sock")
    preview: Path | None = None  # what the scanner sees, for the screen; beside its socket where nothing is said
    mirror_socket: Path | None = None
    assets: Path = Path(__file__).resolve().parent.parent / "assets"
    devices: Devices = Devices()
    timing: Timing = Timing()

    def preview_file(self) -> Path:
        """Where the camera's picture lies for the screen: in memory (tmpfs), for it is personal."""
        return self.preview or self.screen_socket.with_suffix(".preview")

    def centre(self) -> Centre:
        """The centre as the core knows it."""
        return Centre(
            terminal=self.terminal,
            name_zh=self.centre_zh,
            name_en=self.centre_en,
            keeper_name=self.keeper_name,
            keeper_phone=self.keeper_phone,
            keeper_minutes=self.keeper_minutes,
            allowed_hosts=frozenset(self.allowed_hosts),
            demo=self.demo,
        )


def _path(kind: type, value: object) -> Path:
    if kind is not Path or not isinstance(value, str):
        raise NotImplementedError
    return Path(value)


def read_authority(path: Path | None) -> bytes | None:
    """The certificate at which the signers of papers must end; SettingsError when it is named but not there."""
    try:
        return None if path is None else path.read_bytes()
    except OSError as error:
        raise SettingsError(f"找不到签章证书 {path}。 The seal's certificate {path} cannot be read.") from error


def read_settings(path: Path) -> Settings:
    """The settings in `path`; SettingsError with one sentence when they can't be used."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings, dec_hook=_path)
    except OSError as error:
        raise SettingsError(f"找不到设置文件 {path}。 The settings file {path} cannot be read.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"设置文件 {path} 有错：{error}。 The settings file {path} is wrong: {error}.") from error
