"""The receipts a terminal prints, of a synthetic citizen: what benches measure and the pictures in docs/ show."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from kiosk.catalogue import read_catalogue
from kiosk.core.conditions import Outcome, PrintVerdict
from kiosk.core.matters import Centre
from kiosk.core.papers import receipt_of
from kiosk.core.receipts import Receipt
from kiosk.core.session import Session, Visit
from kiosk.rehearsal import ISSUED, NOW, PRINTED, SAME, ZHANG

ASSETS = Path(__file__).parents[2] / "assets"
CENTRE = Centre("ZZ-000001", "和安市政务服务中心", "He'an service centre", "王某某", "0000-0000", keeper_minutes=5)
NUMBERED = replace(ISSUED, case_number="YS20261123000001T", certificate_number="YS2610000001")
JAMMED = PrintVerdict(Outcome.FAILED, "paper_jam", began=True)
CERTIFICATE = Visit(
    id="V1", matter="KSTB-14", card=ZHANG, answers={"tax_authority": "hean"}, issued=NUMBERED, document=PRINTED
)
SLIP = Visit(id="V2", matter="VER-TAX", verdict=SAME)


def typical_receipts() -> tuple[Receipt, ...]:
    """A certificate's, printed again and in English; one to collect later; one not known yet; a verification's slip."""
    later = replace(CERTIFICATE, document=JAMMED)
    unknown = replace(CERTIFICATE, issued=None, document=None)
    again = replace(CERTIFICATE, tries={"receipt": 1})
    english = Session(language="en")
    sessions = [Session(visit=each) for each in (CERTIFICATE, again, later, unknown, SLIP)]
    sessions += [replace(english, visit=each) for each in (CERTIFICATE, later, SLIP)]
    catalogue = read_catalogue(ASSETS, CENTRE)
    return tuple(receipt_of(catalogue, session, NOW) for session in sessions)
