"""Which devices the settings give this terminal: each a row of the catalog and a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from devices import catalog
from devices.catalog import Entry, named
from devices.code_scanner.picture_scanner import Viewer
from devices.contract import (
    CardReader,
    CodeScanner,
    DeviceError,
    DocumentCamera,
    DocumentPrinter,
    Driver,
    PortMissing,
    ReceiptPrinter,
    Speaker,
)
from devices.finding import trace
from kiosk.core.conditions import Device
from kiosk.settings import Devices, SettingsError
from kiosk.workers.acted import act_trace
from kiosk.workers.crew import Hardware

Kind_co = TypeVar("Kind_co", bound=Driver, covariant=True)


class Fitting(Struct, Generic[Kind_co], frozen=True):
    """One device of this terminal, not opened yet."""

    entry: Entry[Kind_co]
    where: str

    def open(self) -> Kind_co:
        """The driver; it connects when it is first used. PortMissing when its place is not one of its kind."""
        try:
            return self.entry.open(self.where)
        except DeviceError as error:
            kind = self.entry.kind
            raise PortMissing(f"{kind} 的位置写得不对。 The place of {kind} is not right: {error}.") from error


class Fittings(Struct, frozen=True):
    """All devices of this terminal; None for one that it need not have and does not."""

    card_reader: Fitting[CardReader]
    code_scanner: Fitting[CodeScanner]
    receipt_printer: Fitting[ReceiptPrinter]
    document_printer: Fitting[DocumentPrinter]
    document_camera: Fitting[DocumentCamera] | None = None
    social_card_reader: Fitting[Driver] | None = None
    speaker: Fitting[Speaker] | None = None
    power: Fitting[Driver] | None = None
    cabinet: Fitting[Driver] | None = None

    def all(self) -> tuple[Fitting[Driver], ...]:
        """Each that is there, in the order in which a technician goes through them."""
        extras = (self.document_camera, self.social_card_reader, self.speaker, self.power, self.cabinet)
        four = (self.card_reader, self.code_scanner, self.receipt_printer, self.document_printer)
        return (*four, *(each for each in extras if each is not None))

    def open(self, page_viewer: Viewer | None = None) -> Hardware:
        """Every driver, for the threads; `page_viewer` shows what the document camera sees."""
        return Hardware(
            self.card_reader.open(),
            self.code_scanner.open(),
            self.receipt_printer.open(),
            self.document_printer.open(),
            None if self.speaker is None else self.speaker.open(),
            None if self.document_camera is None else self.document_camera.open(),
            page_viewer,
            others={each.entry.kind: each.open() for each in self._only_watched()},
        )

    def _only_watched(self) -> tuple[Fitting[Driver], ...]:
        extras = (self.social_card_reader, self.power, self.cabinet)
        return tuple(each for each in extras if each is not None)


def fittings(devices: Devices) -> Fittings:
    """What the settings name; SettingsError for a driver that the catalog does not have."""
    return Fittings(
        _fitting(catalog.CARD_READERS, devices.id_card_driver, devices.id_card_reader),
        _fitting(catalog.CODE_SCANNERS, devices.camera_driver, devices.camera),
        _fitting(catalog.RECEIPT_PRINTERS, devices.receipt_driver, devices.receipt_place),
        _fitting(catalog.DOCUMENT_PRINTERS, devices.document_driver, devices.document_printer),
        _extra(catalog.DOCUMENT_CAMERAS, devices.document_camera_driver, devices.document_camera),
        _extra(catalog.SOCIAL_CARD_READERS, devices.social_card_driver, devices.social_card_reader),
        _extra(catalog.SPEAKERS, devices.speaker_driver, devices.speaker),
        _extra(catalog.POWER, devices.power_driver, devices.power),
        _extra(catalog.CABINETS, devices.cabinet_driver, devices.cabinet),
    )


def tracer(data: Path, fitted: Fittings) -> Callable[[Device], str]:
    """Tells for each device a text that changes when somebody acted at it; `data` is the terminal's directory."""
    places = {each.entry.kind: each.where for each in fitted.all()}
    return lambda kind: f"{trace(places[kind])} {act_trace(data, kind)}"


def _extra(entries: Iterable[Entry[Kind_co]], name: str, where: str) -> Fitting[Kind_co] | None:
    return _fitting(entries, name, where) if where else None


def _fitting(entries: Iterable[Entry[Kind_co]], name: str, where: str) -> Fitting[Kind_co]:
    rows = tuple(entries)
    try:
        return Fitting(named(rows, name), where)
    except KeyError as error:
        known = ", ".join(each.name for each in rows)
        raise SettingsError(f"没有驱动 {name}。 There is no driver {name}; known here: {known}.") from error
