"""What does not work at this terminal today, said before anybody begins."""

from __future__ import annotations

from kiosk.core.conditions import Condition, Device, Media, Paper, Presence
from kiosk.core.face_parts import Notice
from kiosk.core.view import View

MOST = 3  # the cards must stay on the page; the worst comes first
NAMED = {
    Device.DOCUMENT_PRINTER: "document",
    Device.ID_CARD_READER: "reader",
    Device.RECEIPT_PRINTER: "receipt",
    Device.CODE_SCANNER: "scanner",
}
SAID = {"battery_low": "battery_low", "on_battery": "on_battery", "door_open": "door_open"}


def notices(view: View) -> tuple[Notice, ...]:
    """At most `MOST` of them."""
    found = [] if view.session.online else ["offline"]
    found += [] if view.session.roomy else ["disk_full"]
    found += ["card_left"] if view.session.pad_left is Presence.PRESENT else []
    found += ["paper_left"] if view.session.mouth is Media.PRESENT else []
    conditions = view.session.conditions
    found += [SAID[each.fault] for each in conditions.values() if each.fault in SAID]
    for device, name in NAMED.items():
        condition = conditions.get(device)
        if condition is not None and not condition.usable:
            found.append(f"{name}_{_what_is_wrong(condition)}")
    return tuple(Notice(view.words(f"notice.{each}"), "mark", "warning") for each in found[:MOST])


def _what_is_wrong(condition: Condition) -> str:
    return "paper_out" if condition.paper is Paper.OUT else "other"
