"""All devices of one terminal, each behind a thread of its own."""

from __future__ import annotations

from devices.contract import CardReader, CodeScanner, DocumentPrinter, ReceiptPrinter
from kiosk.core.conditions import Device
from kiosk.core.effects import PrintDocument, PrintReceipt, ReadCard, ReadCode, WatchFront, WatchPad
from kiosk.workers.card import CardWorker
from kiosk.workers.code import CodeWorker
from kiosk.workers.paper import PrintWorker
from kiosk.workers.watcher import Post


class Workers:
    """All devices of one terminal, each behind its own thread."""

    def __init__(
        self,
        card_reader: CardReader,
        code_scanner: CodeScanner,
        receipt_printer: ReceiptPrinter,
        document_printer: DocumentPrinter,
        post: Post,
        every_s: float,
    ) -> None:
        self._card = CardWorker(card_reader, post, every_s)
        self._code = CodeWorker(code_scanner, post, every_s)
        self._receipt = PrintWorker(Device.RECEIPT_PRINTER, receipt_printer, post, every_s)
        self._document = PrintWorker(Device.DOCUMENT_PRINTER, document_printer, post, every_s)

    def start(self) -> None:
        """Begin to look after the devices."""
        for each in self._all():
            each.start()

    def end(self) -> None:
        """Stop and give every port back."""
        for each in self._all():
            each.end()

    def read_card(self, order: ReadCard | WatchPad | None) -> None:
        """Read cards, watch the pad, or rest."""
        self._card.order(order)

    def read_code(self, order: ReadCode | WatchFront | None) -> None:
        """Look for codes, or rest."""
        self._code.order(order)

    def speak(self, sound: str) -> None:
        """One of the terminal's own sounds, where it has a speaker."""

    def print_paper(self, order: PrintReceipt | PrintDocument, job: str) -> None:
        """Print one paper under the printer's own job id."""
        (self._receipt if isinstance(order, PrintReceipt) else self._document).order(order, job)

    def withdraw(self) -> None:
        """The visit is over: papers that have not begun to print stay unprinted."""
        self._receipt.withdraw()
        self._document.withdraw()

    def _all(self) -> tuple[CardWorker, CodeWorker, PrintWorker, PrintWorker]:
        return self._card, self._code, self._receipt, self._document
