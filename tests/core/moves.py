"""Everything that can happen to a session, good and bad, as a list to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.core.conditions import Condition, Device, Outcome, Paper, Presence, PrintVerdict, Status
from kiosk.core.events import (
    CardRead,
    CardTroubled,
    CodeRead,
    ConditionSeen,
    GatewaySeen,
    PaperSettled,
    PresenceSeen,
    Replied,
    RoomSeen,
    SomeoneSeen,
    TimerRang,
    What,
)
from kiosk.core.faces import Face
from kiosk.core.pages import AtCard, AtFinish, AtHelp, AtIdle, AtLeave, AtPrinting, AtScan, AtWaiting, Page
from kiosk.core.replies import CheckOutcome, CheckSent, NothingFound, NotKnown, Refused, Reply
from kiosk.core.session import Session
from kiosk.core.touches import Drafted, Touched
from kiosk.rehearsal import FOUND, INSTANT, ISSUED, LEFT_BEHIND, PRINTED, SAME, ZHANG

LOST = PrintVerdict(Outcome.UNKNOWN, "silent", began=True)
FAILED = PrintVerdict(Outcome.FAILED, "paper_out", began=True)
REPLIES: dict[str, tuple[Reply, ...]] = {
    "check_send": (CheckSent("C1", "139****0001"), CheckSent("C2", None), Refused("no_registered_phone")),
    "check_answer": (
        CheckOutcome("passed", trace="P1"),
        CheckOutcome("wrong", attempts_left=1),
        CheckOutcome("locked"),
    ),
    "query": (FOUND, NothingFound(INSTANT, "s", "t"), NothingFound(INSTANT, "s", "t", (LEFT_BEHIND,))),
    "issue": (ISSUED, replace(ISSUED, total="1.00"), Refused("department_says_no")),
    "verify": (SAME, replace(SAME, state="expired")),
}
DRAFTS = {
    "check_answer": ("", "246810"),
    "period_from": ("2026-05", "2027-05", "2", ""),
    "period_to": ("2026-11", "2026-01"),
    "number": ("", "12345678"),
    "issued_on": ("2026-07-20", "2026-13-40"),
    "amount": ("12.00", "x"),
    "cert_no": ("DOC-1", "!"),
    "company_no": ("91350100M000100Y43", "1"),
    "identifier": ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U", "1"),
}


def targets(face: Face) -> Iterator[str]:
    """Every enabled target on a face, found in the value itself."""
    found = [face.primary, face.secondary, *face.tools.buttons]
    if face.shelf is not None:
        found += [face.shelf.back, face.shelf.home, face.shelf.help]
    yield from (each.target for each in found if each is not None and each.enabled)
    yield from _inside(face.body)


def _inside(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _inside(each)
        return
    for name in getattr(value, "__struct_fields__", ()):
        held = getattr(value, name)
        if name in ("target", "change") and held and getattr(value, "enabled", True):
            yield held
        elif name == "start":
            yield "start"
        else:
            yield from _inside(held)


def moves(session: Session, face: Face) -> list[What]:
    """Everything that may come now: what the page offers, what it waits for, and the same things late or wrong."""
    rev = session.rev
    found: list[What] = [Touched(rev, each) for each in dict.fromkeys(targets(face))]
    found += [Touched(rev - 1, "primary"), Touched(rev, "primary"), Touched(rev, "nowhere"), Touched(rev, "secondary")]
    found += [Drafted(rev, field, text) for field in _drafted(session) for text in DRAFTS[field]]
    found += _answers(session.page)
    found += [Replied("late", ISSUED), PaperSettled("late", LOST), CardRead("late", ZHANG), TimerRang("late")]
    found += [SomeoneSeen("front"), SomeoneSeen("late")]
    found += [GatewaySeen(reachable=False), GatewaySeen(reachable=True), RoomSeen(roomy=True)]
    found.append(ConditionSeen(Condition(Device.DOCUMENT_PRINTER, Status.ONLINE, Paper.OUT, "paper_out")))
    if session.timer is not None:
        found.append(TimerRang(session.timer.id))
    return found


def _drafted(session: Session) -> list[str]:
    if session.visit is None:
        return []
    known = {"KSTB-14": ("check_answer", "period_from", "period_to"), "VER-TAX": ("number", "issued_on", "amount")}
    return list(known.get(session.visit.matter, ("cert_no", "company_no", "identifier")))


def _answers(page: Page) -> list[What]:
    match page:
        case AtHelp(under) | AtLeave(under) | AtIdle(under):
            return _answers(under)
        case AtCard(request):
            old = replace(ZHANG, valid_until="2020-01-01")
            read = [CardRead(request, ZHANG), CardRead(request, old), CardTroubled(request, "not_an_id_card")]
            return read + [PresenceSeen(request, each) for each in Presence]
        case AtScan(request):
            good = b"KIOSK-DEMO:TAX:DEMO-2026-000001:20260720:18910.00"
            return [CodeRead(request, good, good.decode()), CodeRead(request, b"\xff\x00", None)]
        case AtWaiting(request, purpose):
            return [Replied(request, each) for each in (*REPLIES[purpose], NotKnown("no_answer"))]
        case AtPrinting(job):
            return [PaperSettled(job, each) for each in (PRINTED, FAILED, LOST)]
        case AtFinish(request):
            return [PresenceSeen(request, each) for each in Presence]
        case _:
            return []
