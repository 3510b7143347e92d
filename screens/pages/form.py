"""A page of a form: choices, and date columns of which two stand side by side."""

from __future__ import annotations

from kiosk.core.face_bodies import Dates, Form, OneOf
from kiosk.core.face_parts import Notice
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.dates import DateColumns
from screens.widgets.key import ChoiceKey
from screens.widgets.words import Note, Words


def items(body: Form, context: Context) -> list[Item]:
    """Heading, then each group with what the terminal says of it."""
    style = context.style
    found = [Item(Words(style, body.heading, "heading", bold=True), context.block)] if body.heading else []
    for field in body.fields:
        if isinstance(field, OneOf):
            found += _one_of(field, context)
    dates = [each for each in body.fields if isinstance(each, Dates)]
    return found + (_dates(body, dates, context) if dates else [])


def _one_of(field: OneOf, context: Context) -> list[Item]:
    style = context.style
    found = [Item(Words(style, field.label, "heading", bold=True), context.block - 1.0)]
    for index, each in enumerate(field.choices):
        found.append(Item(ChoiceKey(style, each), context.gutter if index else context.near))
    notice = context.face.checks.notes.get(field.id)
    return [*found, Item(Note(style, (field.id,), notice, room_for=0), context.near if notice else 0.0)]


def _dates(body: Form, dates: list[Dates], context: Context) -> list[Item]:
    style, notes = context.style, context.face.checks.notes
    first_gap = context.near if body.dates_heading else context.block
    found = [
        Item(columns, context.gutter if index else first_gap) for index, columns in enumerate(_columns(dates, context))
    ]
    if body.dates_heading:
        found.insert(0, Item(Words(style, body.dates_heading, "heading", bold=True), context.block - 1.0))
    fields = tuple(each.id for each in dates)
    first = next((notes[each] for each in fields if each in notes), Notice(body.note) if body.note else None)
    return [*found, Item(Note(style, fields, first), context.gutter)]


def _columns(dates: list[Dates], context: Context) -> list[DateColumns]:
    """Two dates side by side, or one above the other where they would be too narrow."""
    style, words = context.style, context.face.words
    beside = DateColumns(style, dates, words, context.drafted)
    wide = style.look.tokens.sheet["width"] - 2 * style.look.space("margin")
    if beside.is_legible(wide):
        return [beside]
    return [DateColumns(style, [each], words, context.drafted) for each in dates]
