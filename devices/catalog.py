"""The only list of drivers: a kind and a name lead to a factory that takes the place where the device is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from devices.code_scanner.picture_scanner import open_scanner
from devices.contract import CardReader, CodeScanner, DocumentPrinter, ReceiptPrinter
from devices.document_printer.spool import SpoolPrinter
from devices.id_card.sdt_reader import SdtReader
from devices.ports import open_port
from devices.receipt_printer.escpos_printer import EscposPrinter
from devices.receipt_printer.layout import Typesetter
from devices.typeface import typeface


def _sdt(where: str) -> CardReader:
    return SdtReader(partial(open_port, where))


def _escpos(where: str) -> ReceiptPrinter:
    return EscposPrinter(partial(open_port, where), Typesetter(typeface(bold=False), typeface(bold=True)))


def _spool(where: str) -> DocumentPrinter:
    return SpoolPrinter(Path(where))


CARD_READERS: Mapping[str, Callable[[str], CardReader]] = {"sdt": _sdt}
CODE_SCANNERS: Mapping[str, Callable[[str], CodeScanner]] = {"camera": open_scanner}
RECEIPT_PRINTERS: Mapping[str, Callable[[str], ReceiptPrinter]] = {"escpos": _escpos}
DOCUMENT_PRINTERS: Mapping[str, Callable[[str], DocumentPrinter]] = {"spool": _spool}
