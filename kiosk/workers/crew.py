"""All devices of one terminal, each behind a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from msgspec import Struct

from devices.code_scanner.picture_scanner import Viewer
from devices.contract import (
    CardReader,
    CodeScanner,
    DocumentCamera,
    DocumentPrinter,
    Driver,
    ReceiptPrinter,
    Speaker,
    unwritten,
)
from kiosk.core.conditions import Condition, Device, Status
from kiosk.core.effects import JoinPages, PrintDocument, PrintReceipt, ReadCard, ReadCode, WatchFront, WatchPad
from kiosk.core.events import ConditionSeen, PageTroubled
from kiosk.workers.card import CardWorker
from kiosk.workers.code import CodeWorker
from kiosk.workers.page import PageOrder, PageWorker
from kiosk.workers.paper import PrintWorker, Step
from kiosk.workers.sound import SoundWorker
from kiosk.workers.watcher import Post, Watcher


class Hardware(Struct, frozen=True):
    """The open drivers of one terminal; `others` are only looked at, and their condition told.

    `page_viewer` shows what the document camera sees.
    """

    card_reader: CardReader
    code_scanner: CodeScanner
    receipt_printer: ReceiptPrinter
    document_printer: DocumentPrinter
    speaker: Speaker | None = None
    document_camera: DocumentCamera | None = None
    page_viewer: Viewer | None = None
    others: Mapping[Device, Driver] = MappingProxyType({})


def _untraced(_kind: Device) -> str:
    return ""


class Workers:
    """All devices of one terminal, each behind its own thread; `trace` tells when somebody acted at one of them."""

    def __init__(
        self, hardware: Hardware, post: Post, every_s: float, trace: Callable[[Device], str] = _untraced
    ) -> None:
        def at(kind: Device) -> Callable[[], str]:
            return partial(trace, kind)

        self._card = CardWorker(hardware.card_reader, post, every_s, trace=at(Device.ID_CARD_READER))
        self._code = CodeWorker(hardware.code_scanner, post, every_s, trace=at(Device.CODE_SCANNER))
        self._receipt = PrintWorker(
            Device.RECEIPT_PRINTER, hardware.receipt_printer, post, every_s, trace=at(Device.RECEIPT_PRINTER)
        )
        self._document = PrintWorker(
            Device.DOCUMENT_PRINTER, hardware.document_printer, post, every_s, trace=at(Device.DOCUMENT_PRINTER)
        )
        self._sound = (
            None if hardware.speaker is None else SoundWorker(hardware.speaker, post, every_s, trace=at(Device.SPEAKER))
        )
        self._post = post
        self._page = (
            None
            if hardware.document_camera is None
            else PageWorker(
                hardware.document_camera,
                post,
                every_s,
                viewer=hardware.page_viewer,
                trace=at(Device.DOCUMENT_CAMERA),
            )
        )
        self._others = [
            Watcher(kind.value, driver, post, every_s, trace=at(kind)) for kind, driver in hardware.others.items()
        ]

    def start(self) -> None:
        """Begin to look after the devices; that there is no document camera is told once, before anybody needs it."""
        if self._page is None:
            self._post(ConditionSeen(Condition(Device.DOCUMENT_CAMERA, Status.NO_DEVICE)))
        for each in self._all():
            each.start()

    def end(self) -> None:
        """Stop and give every port back; the slowest decides how long that takes, not their number."""
        for each in self._all():
            each.let_go()
        for each in self._all():
            each.end()

    def read_card(self, order: ReadCard | WatchPad | None) -> None:
        """Read cards, watch the pad, or rest."""
        self._card.order(order)

    def read_code(self, order: ReadCode | WatchFront | None) -> None:
        """Look for codes, or for somebody in front, or rest."""
        self._code.order(order)

    def photograph(self, order: PageOrder | None) -> None:
        """Show the page, take it, bind what was taken, or rest; without a camera whoever waits hears of it."""
        if self._page is not None:
            self._page.order(order)
        elif order is not None and not isinstance(order, JoinPages):
            self._post(PageTroubled(order.request, "camera_out_of_service"))

    def speak(self, sound: str) -> None:
        """One of the terminal's own sounds, where it has a speaker; nobody hears of one that fails."""
        if self._sound is not None:
            self._sound.play(sound)

    def print_paper(
        self, order: PrintReceipt | PrintDocument, job: str, stepped: Callable[[Step], None] = unwritten
    ) -> None:
        """Print one paper under the printer's own job id; `stepped` writes down how far it came."""
        (self._receipt if isinstance(order, PrintReceipt) else self._document).order(order, job, stepped)

    def withdraw(self) -> None:
        """The visit is over: papers that have not begun to print stay unprinted."""
        self._receipt.withdraw()
        self._document.withdraw()

    def _all(self) -> list[Watcher]:
        sound = [] if self._sound is None else [self._sound]
        page = [] if self._page is None else [self._page]
        return [self._card, self._code, self._receipt, self._document, *sound, *page, *self._others]
