"""Chinese text by pinyin: phrases to pick first, then letters and what they may mean."""

from __future__ import annotations

from kiosk.core.case_bodies import Writing
from kiosk.core.face_parts import Notice
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.words import Note, Words
from screens.widgets.writing import Keyboard, Offers, TextField
from screens.writer import Writer


def items(body: Writing, context: Context) -> list[Item]:
    """Field, note, what can be chosen, keys."""
    style, words = context.style, context.face.words
    notice = context.face.checks.notes.get(body.field)
    if notice is None and context.pinyin is None:
        notice = Notice(words.get("no_pinyin", ""), "mark", "warning")
    if notice is None and body.note:
        notice = Notice(body.note)
    writer = Writer(
        body.value, body.longest, body.phrases, context.pinyin, lambda text: context.drafted(body.field, text)
    )
    field = TextField(style, body.field, writer)
    field.wrong = notice is not None and notice.tone == "bad"
    found = [Item(field, context.gutter), Item(Note(style, (body.field,), notice), context.near)]
    if body.phrases and body.phrases_title:
        found.append(Item(Words(style, body.phrases_title, bold=True), context.near))
    return [*found, Item(Offers(style, writer), context.near), Item(Keyboard(style, writer, words), context.gutter)]
