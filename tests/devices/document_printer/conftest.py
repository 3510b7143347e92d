"""Printers to print on: ours in a few milliseconds, and one that nobody here wrote."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package; what files share lies beside them

from ipp_quick import QUICK
from ippeveprinter import RealPeer, missing

from devices.document_printer.ipp_emulator import IppOfficePrinter
from devices.document_printer.ipp_link import IppLink
from devices.document_printer.ipp_printer import IppPrinter


@pytest.fixture
def office(tmp_path: Path) -> Iterator[IppOfficePrinter]:
    with IppOfficePrinter(("127.0.0.1", 0), tmp_path / "tray", page_s=0.03) as printer:
        yield printer


@pytest.fixture
def printer(office: IppOfficePrinter) -> IppPrinter:
    return IppPrinter(IppLink(office.where), user="kiosk-test", patience=QUICK)


@pytest.fixture(scope="module")
def real_peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPeer]:
    if lacking := missing():
        pytest.skip(f"Debian packages are missing for {', '.join(lacking)}: script/bootstrap installs them")
    peer = RealPeer(tmp_path_factory.mktemp("ippeveprinter"))
    yield peer
    peer.close()
