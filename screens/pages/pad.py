"""One value on big keys: where it stands on the paper, what is typed, what the terminal says of it, the keys."""

from __future__ import annotations

from kiosk.core.face_bodies import Pad
from kiosk.core.face_parts import Notice
from screens.pages.context import Context
from screens.pictures import PICTURES
from screens.widgets.block import Item
from screens.widgets.pad import Entry, PadKeys
from screens.widgets.panels import Picture
from screens.widgets.words import Note


def items(body: Pad, context: Context) -> list[Item]:
    """Picture, entry, note, keys."""
    style = context.style
    notice = context.face.checks.notes.get(body.field)
    if notice is None and body.note:
        notice = Notice(body.note, body.note_tone)
    entry = Entry(style, body)
    entry.wrong = notice is not None and notice.tone == "bad"

    def typed(value: str) -> None:
        entry.show(value)
        context.drafted(body.field, value)

    found = (
        [Item(Picture(style, body.where, body.where_text, least=0.0), context.gutter)] if body.where in PICTURES else []
    )
    return [
        *found,
        Item(entry, context.gutter),
        Item(Note(style, (body.field,), notice), context.near * 1.5),
        Item(PadKeys(style, body, context.face.words, typed), context.near * 2),
    ]
